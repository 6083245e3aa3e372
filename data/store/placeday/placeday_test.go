package placeday

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"mentionmap"
)

// randomRows gives sorted rows of many places, most of them plain.
func randomRows(seed uint64, n int) []Row {
	r := rand.New(rand.NewPCG(seed, 1))
	rows := make([]Row, n)
	for i := range rows {
		row := Row{Place: int64(r.IntN(50)), Kind: mentionmap.Kind(r.IntN(9)), Day: Undated, Counts: [Units]int64{1, 1, 1, 1},
			Facet: FacetOf(mentionmap.Precision(r.IntN(7)), mentionmap.Use(r.IntN(2)), r.IntN(2) == 0)}
		if row.Facet.Precision() != mentionmap.Undated {
			row.Day = int32(r.IntN(3000) - 1000)
			if r.IntN(4) == 0 {
				row.Span = int32(r.IntN(400))
			}
		}
		if r.IntN(3) == 0 {
			most := []int{9, 9, 200, 100_000}[r.IntN(4)]
			for u := range row.Counts {
				row.Counts[u] = int64(r.IntN(most) - 2)
			}
		}
		rows[i] = row
	}
	t := Tally{Rows: rows}
	return slices.DeleteFunc(t.Sorted(), func(r Row) bool { return r.Counts == [Units]int64{} })
}

func pack(t testing.TB, rows []Row) (chunks [][]byte) {
	p := Packer{Emit: func(chunk []byte, _ int) error {
		chunks = append(chunks, chunk)
		return nil
	}}
	for i := range rows {
		if err := p.Add(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return chunks
}

func unpack(t testing.TB, chunks [][]byte) (rows []Row) {
	for _, c := range chunks {
		var err error
		if rows, err = Unpack(rows, c); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	for n := range uint64(4) {
		rows := randomRows(n, 1+int(n)*20_000)
		chunks := pack(t, rows)
		if n > 1 && len(chunks) < 2 {
			t.Errorf("%d rows in %d chunks", len(rows), len(chunks))
		}
		if got := unpack(t, chunks); !reflect.DeepEqual(got, rows) {
			t.Errorf("%d rows: %d came back, or others", len(rows), len(got))
		}
	}
	if chunks := pack(t, nil); chunks != nil {
		t.Errorf("no rows make %d chunks", len(chunks))
	}
}

func TestBlocksListTheirLastingRows(t *testing.T) {
	for _, c := range pack(t, randomRows(1, 5000)) {
		b, err := UnpackBlock(c)
		if err != nil || !slices.Equal(b.Lasting, Lasting(b.Rows)) {
			t.Fatalf("%v: %d rows of more than a day are listed, want %d", err, len(b.Lasting), len(Lasting(b.Rows)))
		}
	}
}

func TestMergeAddsUp(t *testing.T) {
	whole := Tally{}
	var streams []Stream
	for n := range uint64(5) {
		rows := randomRows(n, 3000)
		whole.Rows = append(whole.Rows, rows...)
		part := Rows(rows)
		streams = append(streams, &part)
	}
	var got []Row
	if err := Merge(streams, func(r *Row) error { got = append(got, *r); return nil }); err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(whole.Sorted(), func(r Row) bool { return r.Counts == [Units]int64{} })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows, want %d, or others", len(got), len(want))
	}
}

func TestDocumentCountsItsUnits(t *testing.T) {
	at := func(post int64, use mentionmap.Use, firm bool) Seen {
		return Seen{Place: 7, Post: post, Kind: mentionmap.Settlement, Use: use, Firm: firm, Day: 100, Precision: mentionmap.PrecisionDay, Published: mentionmap.NoDay}
	}
	day := FacetOf(mentionmap.PrecisionDay, mentionmap.Literal, false)
	literal, firm := day, day|FacetOf(mentionmap.PrecisionDay, mentionmap.Literal, true)
	both := firm | FacetOf(mentionmap.PrecisionDay, mentionmap.Associative, false)
	tally := Tally{By: mentionmap.ByEvent}
	story := Story{}
	tally.Document([]Seen{at(0, mentionmap.Literal, false), at(0, mentionmap.Literal, true), at(9, mentionmap.Literal, false)}, story)
	tally.Document([]Seen{at(0, mentionmap.Literal, false)}, story) // adds nothing to its story
	tally.Document([]Seen{at(0, mentionmap.Associative, false)}, story)
	got := map[Facet][Units]int64{}
	for _, r := range tally.Sorted() {
		got[r.Facet] = r.Counts
	}
	associative := both&^firm | Facet(mentionmap.PrecisionDay)<<precisionBits
	// reports, mentions, documents, stories
	want := map[Facet][Units]int64{literal: {2, 3, 1, 0}, firm: {1, 1, 1, 0}, associative: {1, 1, 1, 0}, both: {0, 0, 0, 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzUnpack(f *testing.F) {
	for _, c := range pack(f, randomRows(1, 200)) {
		f.Add(c)
	}
	f.Add([]byte{0, 1, 1, 1, 0x10, 0x90, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, chunk []byte) {
		rows, err := Unpack(nil, chunk)
		if err != nil && mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Fatal(err)
		}
		if len(rows) > len(chunk) {
			t.Fatalf("%d rows of %d bytes", len(rows), len(chunk))
		}
		for i := range rows {
			if rows[i].Day == Undated != (rows[0].Day == Undated) || MonthOf(rows[i].Day) < MonthOf(rows[0].Day) {
				t.Fatalf("row %d is of %d, the first of %d", i, rows[i].Day, rows[0].Day)
			}
		}
	})
}

func TestManyUnitsTakeSeveralCompacts(t *testing.T) {
	for _, n := range []int64{1, -1, 63, -63, 64, 100, -128, 4095, 4096, 16_777_215, -16_777_216, 1<<31 - 1} {
		counts := [Units]int64{n, 1, -n, n / 2}
		key := Compact(7)<<dayShift | Compact(300)<<spanShift | Compact(0x55)<<facetShift
		list := appendCompact(nil, key, counts)
		if len(list) > 200 {
			t.Errorf("%d takes %d compacts", n, len(list))
		}
		var sum [Units]int64
		for _, c := range list {
			if c.Key() != key.Key() || c.Day() != 7 || c.Span() != 300 || c.Facet() != 0x55 {
				t.Errorf("%d: a compact of day %d, span %d, facet %x", n, c.Day(), c.Span(), c.Facet())
			}
			for u := range sum {
				sum[u] += c.Count(Shift(mentionmap.Unit(u)))
			}
		}
		if sum != counts {
			t.Errorf("%v came back as %v", counts, sum)
		}
	}
}

func TestAddSumsUp(t *testing.T) {
	one := appendCompact(nil, 0, [Units]int64{63, 1, -500, 2})
	two := appendCompact(nil, 0, [Units]int64{40, -1, 0, 0})
	var sum [Units]int64
	for _, c := range Add(nil, one, two) {
		for u := range sum {
			sum[u] += c.Count(Shift(mentionmap.Unit(u)))
		}
	}
	if want := [Units]int64{103, 0, -500, 2}; sum != want {
		t.Errorf("got %v, want %v", sum, want)
	}
	if none := Add(nil, two, appendCompact(nil, 0, [Units]int64{-40, 1, 0, 0})); len(none) > 0 {
		t.Errorf("nothing is %d compacts", len(none))
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		day   string
		month Month
		first string
	}{
		{"1970-01-01", 0, "1970-01-01"}, {"1969-12-31", -1, "1969-12-01"}, {"2024-02-29", 649, "2024-02-01"},
		{"0001-01-01", -23628, "0001-01-01"}, {"9999-12-31", 96359, "9999-12-01"}, {"1900-03-01", -838, "1900-03-01"},
	} {
		day, err := mentionmap.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if m := MonthOf(int32(day)); m != c.month || mentionmap.Day(m.First()).String() != c.first {
			t.Errorf("%s is of month %d, which begins on %s", c.day, m, mentionmap.Day(m.First()))
		}
	}
	for day := int32(-40_000); day < 80_000; day += 7 {
		year, month, _ := mentionmap.Day(day).Date()
		if m := MonthOf(day); m != Month((year-1970)*12+month-1) || m.First() > day || m.Last() < day {
			t.Fatalf("day %d is of month %d", day, m)
		}
	}
	if MonthOf(Undated) != UndatedMonth || UndatedMonth.First() != Undated {
		t.Error("the undated have another month")
	}
}

func BenchmarkUnpackBlock(b *testing.B) {
	chunks := pack(b, randomRows(1, 1_000_000))
	n := 0
	for b.Loop() {
		for _, c := range chunks {
			block, err := UnpackBlock(c)
			if err != nil {
				b.Fatal(err)
			}
			n += len(block.Rows)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/row")
}

func BenchmarkUnpack(b *testing.B) {
	chunks := pack(b, randomRows(1, 1_000_000))
	var rows []Row
	n := 0
	for b.Loop() {
		for _, c := range chunks {
			var err error
			if rows, err = Unpack(rows[:0], c); err != nil {
				b.Fatal(err)
			}
			n += len(rows)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/row")
}
