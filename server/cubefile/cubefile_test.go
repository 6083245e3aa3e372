package cubefile_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
	"mentionmap/server/cubefile/cubetest"
)

// groups are rows by the number of their group.
type groups [][]counts.Row

func (g groups) Len() int         { return len(g) }
func (g groups) Ref(i int) int64  { return int64(i)*3 + 1 }
func (g groups) Number(i int) int { return i }
func (g groups) Stretches() int   { return 1 }
func (g groups) Stamp(int) any    { return nil }
func (g groups) Rows(_ int, fn func(int, []counts.Row)) {
	for i := range g {
		if len(g[i]) > 0 {
			fn(i, g[i])
		}
	}
}

// months are groups that are read month by month.
type months struct {
	groups
	starts []int32
}

func byMonth(g groups) months {
	m := months{groups: g}
	g.Rows(0, func(_ int, rows []counts.Row) {
		for _, r := range rows {
			m.starts = append(m.starts, startOf(r.From))
		}
	})
	slices.Sort(m.starts)
	m.starts = slices.Compact(m.starts)
	return m
}

func startOf(day int32) int32 {
	if day == counts.Undated {
		return day
	}
	return int32(mentionmap.Day(day).MonthStart())
}

func (m months) Stretches() int { return len(m.starts) }
func (m months) Rows(stretch int, fn func(int, []counts.Row)) {
	m.groups.Rows(0, func(i int, rows []counts.Row) {
		var of []counts.Row
		for _, r := range rows {
			if startOf(r.From) == m.starts[stretch] {
				of = append(of, r)
			}
		}
		if len(of) > 0 {
			fn(i, of)
		}
	})
}

func flags(uses uint8, p mentionmap.Precision, firm uint8) uint8 { return uses | uint8(p)<<2 | firm<<5 }

// randomGroups has rows of all lengths, from before 1970 to far after.
func randomGroups(r *rand.Rand, n int) groups {
	out := make(groups, n)
	for i := range out {
		for range r.IntN(12) {
			row := counts.Row{From: int32(r.IntN(60000)) - 20000, N: int64(1 + r.IntN(5)*r.IntN(300))}
			if i%2 == 0 {
				row.From = 19000 + int32(r.IntN(100))
			}
			p := mentionmap.PrecisionDay
			row.To = row.From
			if r.IntN(3) == 0 {
				p = mentionmap.Precision(2 + r.IntN(5))
				row.To += int32(r.IntN(400))
			}
			if r.IntN(9) == 0 {
				p, row.From, row.To = mentionmap.Undated, counts.Undated, counts.Undated
			}
			row.Flags = flags(uint8(1+r.IntN(3)), p, uint8(r.IntN(2)))
			out[i] = append(out[i], row)
		}
		sortRows(out[i])
	}
	return out
}

func sortRows(rows []counts.Row) { slices.SortFunc(rows, byDay) }

func byDay(a, b counts.Row) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Flags, b.Flags), cmp.Compare(a.N, b.N))
}

// read writes sections as a file and reads it again.
func read(t testing.TB, grain cubefile.Grain, sections []cubefile.Section) *cubetest.File {
	t.Helper()
	head := cubefile.Header{Grain: grain}
	pieces, err := head.File(sections)
	if err != nil {
		t.Fatal(err)
	}
	f, err := cubetest.Read(bytesOf(pieces))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func bytesOf(pieces []cubefile.Piece) (body []byte) {
	for _, p := range pieces {
		body = append(body, p.Bytes...)
	}
	return body
}

// byRef sorts what sections have parted.
func byRef(rows []cubetest.Row) []cubetest.Row {
	slices.SortFunc(rows, func(a, b cubetest.Row) int { return cmp.Or(cmp.Compare(a.Ref, b.Ref), byDay(a.Row, b.Row)) })
	return rows
}

func TestDaysAreWhatWasWritten(t *testing.T) {
	for seed := range uint64(20) {
		g := randomGroups(rand.New(rand.NewPCG(seed, 1)), 1+int(seed)*17)
		checkDays(t, g)
	}
}

func checkDays(t testing.TB, g groups) {
	t.Helper()
	built := build(t, g, false, nil)
	var want []cubetest.Row
	first, last := counts.Undated, -counts.Undated
	g.Rows(0, func(i int, rows []counts.Row) {
		for _, r := range rows {
			want = append(want, cubetest.Row{Ref: g.Ref(i), Row: r})
			if r.From != counts.Undated {
				first, last = min(first, r.From), max(last, r.To)
			}
		}
	})
	if got := byRef(read(t, cubefile.Days, built.Days).Rows); !slices.Equal(got, byRef(want)) || built.Rows() != len(want) {
		t.Errorf("%d groups: read %v\nwant %v", len(g), got, want)
	}
	if parted := build(t, byMonth(g), true, nil); !reflect.DeepEqual(parted.Days, built.Days) || !slices.Equal(parted.Groups, built.Groups) {
		t.Errorf("%d groups: month by month they are not the same", len(g))
	}
	if from, to := built.Span(); (from == nil) != (first > last) || from != nil && (int32(*from) != first || int32(*to) != last) {
		t.Errorf("span is %v to %v, want %d to %d", from, to, first, last)
	}
}

// TestWeeksCountAsDays holds windows of whole weeks against the days.
func TestWeeksCountAsDays(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	g := randomGroups(r, 60)
	weeks := read(t, cubefile.Weeks, build(t, g, true, nil).Weeks).Rows
	if n := len(weeks); n == 0 || n > countRows(g) {
		t.Fatalf("%d rows of weeks, %d of days", n, countRows(g))
	}
	for range 200 {
		monday := 19000/7*7 - 3 + 7*int32(r.IntN(40)-20)
		sunday := monday + 7*int32(r.IntN(20)) + 6
		want, got := map[string]int64{}, map[string]int64{}
		g.Rows(0, func(i int, rows []counts.Row) {
			for _, row := range rows {
				if row.From <= sunday && row.To >= monday {
					want[fmt.Sprint(g.Ref(i), row.Flags)] += row.N
				}
			}
		})
		for _, row := range weeks {
			if row.From != counts.Undated && row.From*7-3 <= sunday && row.To*7+3 >= monday {
				got[fmt.Sprint(row.Ref, row.Flags)] += row.N
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%d to %d: %v, want %v", monday, sunday, got, want)
		}
	}
}

func countRows(g groups) (n int) {
	for _, rows := range g {
		n += len(rows)
	}
	return n
}

// TestRowsAreMended: what contradicts itself is written so that it can be read.
func TestRowsAreMended(t *testing.T) {
	none := counts.Undated
	g := groups{{
		{From: 10, To: 12, Flags: flags(1, mentionmap.PrecisionDay, 0), N: 1},
		{From: 10, To: 12, Flags: flags(1, mentionmap.Undated, 0), N: 1},
		{From: none, To: none, Flags: flags(2, mentionmap.PrecisionDay, 1), N: 400},
	}}
	rows := read(t, cubefile.Days, build(t, g, false, nil).Days).Rows
	want := []cubetest.Row{
		{Ref: 1, Row: counts.Row{From: 10, To: 12, Flags: flags(1, mentionmap.PrecisionDays, 0), N: 1}},
		{Ref: 1, Row: counts.Row{From: 10, To: 12, Flags: flags(1, mentionmap.PrecisionYear, 0), N: 1}},
		{Ref: 1, Row: counts.Row{From: none, To: none, Flags: flags(2, mentionmap.Undated, 1), N: 400}},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got %v", rows)
	}
}

// TestPartsKeepTheirNames: a row more changes the part of its month alone.
func TestPartsKeepTheirNames(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	g := make(groups, 9000)
	for i := range g {
		for day := range int32(3) {
			g[i] = append(g[i], counts.Row{From: 19000 + day*31, To: 19000 + day*31, Flags: flags(1, mentionmap.PrecisionDay, 1), N: int64(1 + r.IntN(9))})
		}
		if i%100 == 0 {
			g[i] = append(g[i], counts.Row{From: 19500, To: 19500, Flags: flags(1, mentionmap.PrecisionDay, 1), N: 1})
		}
	}
	before := partsOf(t, g)
	g[700][1].N++
	after := partsOf(t, g)
	if len(before) != 4 || len(after) != 4 {
		t.Fatalf("parts are %v and %v", before, after)
	}
	for i := range before {
		if changed := before[i].Name != after[i].Name; changed != (i == 1) || before[i].Rows != after[i].Rows {
			t.Errorf("part %d was %s and is %s", i, before[i].Name, after[i].Name)
		}
	}
}

func partsOf(t *testing.T, g groups) []cubefile.Part {
	t.Helper()
	parts, err := cubefile.Parts("x.", cubefile.Days, build(t, g, false, nil).Days)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func TestEmpty(t *testing.T) {
	built := build(t, groups{}, true, nil)
	if from, to := built.Span(); from != nil || to != nil || built.Rows() != 0 {
		t.Errorf("nothing spans %v to %v", from, to)
	}
	if f := read(t, cubefile.Days, built.Days); len(f.Rows) != 0 {
		t.Errorf("read %v of nothing", f.Rows)
	}
}

// FuzzRoundTrip writes and reads rows made of any numbers.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(1), uint16(3))
	f.Add(uint64(7), uint16(300))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		checkDays(t, randomGroups(rand.New(rand.NewPCG(seed, 2)), int(n%500)))
	})
}

// FuzzRead: the reader of the tests takes any bytes.
func FuzzRead(f *testing.F) {
	head := cubefile.Header{Grain: cubefile.Days}
	pieces, err := head.File(build(f, randomGroups(rand.New(rand.NewPCG(1, 1)), 9), false, nil).Days)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(bytesOf(pieces))
	f.Fuzz(func(t *testing.T, body []byte) {
		if file, err := cubetest.Read(body); err == nil && len(file.Rows) != file.Header.Rows {
			t.Errorf("%d rows, said to be %d", len(file.Rows), file.Header.Rows)
		}
	})
}

// build is cubefile.Build of groups that do not panic.
func build(t testing.TB, groups cubefile.Groups, weeks bool, memory *cubefile.Memory) *cubefile.Built {
	t.Helper()
	built, err := cubefile.Build(groups, weeks, memory)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// fallen panics when rows are read.
type fallen struct{ groups }

func (fallen) Rows(int, func(int, []counts.Row)) { panic("rows fell") }

func TestPanicsOfGroupsAreErrors(t *testing.T) {
	memory := &cubefile.Memory{}
	if built, err := cubefile.Build(fallen{groups{nil}}, true, memory); built != nil || err == nil || !strings.Contains(err.Error(), "rows fell") {
		t.Errorf("built %v, %v", built, err)
	}
	build(t, randomGroups(rand.New(rand.NewPCG(1, 1)), 9), true, memory)
}
