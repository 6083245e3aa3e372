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
			for u := range row.Counts {
				row.Counts[u] = int64(r.IntN(9) - 2)
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

// tooMany reports whether a count does not fit into a UnitRow.
func tooMany(rows []Row) bool {
	return slices.ContainsFunc(rows, func(r Row) bool {
		n := r.Counts[mentionmap.CountReports]
		return n != int64(int32(n))
	})
}

func FuzzUnpack(f *testing.F) {
	for _, c := range pack(f, randomRows(1, 200)) {
		f.Add(c)
	}
	f.Add([]byte{1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, chunk []byte) {
		rows, err := Unpack(nil, chunk)
		if err != nil && mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Fatal(err)
		}
		if len(rows) > len(chunk) {
			t.Fatalf("%d rows of %d bytes", len(rows), len(chunk))
		}
		_, unitErr := UnpackUnit(nil, chunk, mentionmap.CountReports, func(int64, mentionmap.Kind, int) {})
		if (err == nil) != (unitErr == nil) && !tooMany(rows) {
			t.Fatalf("all units: %v; one: %v", err, unitErr)
		}
	})
}

func TestUnpackUnitGivesTheRowsOfTheUnit(t *testing.T) {
	for n := range uint64(3) {
		rows := randomRows(n, 1+int(n)*20_000)
		for unit := range mentionmap.Unit(Units) {
			var want, got []UnitRow
			for i := range rows {
				if r := &rows[i]; r.Counts[unit] != 0 {
					want = append(want, UnitRow{From: r.Day, To: r.Day + r.Span, N: int32(r.Counts[unit]), Facet: r.Facet})
				}
			}
			for _, c := range pack(t, rows) {
				var err error
				if got, err = UnpackUnit(got, c, unit, func(int64, mentionmap.Kind, int) {}); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s of %d rows: %d, want %d, or others", unit, len(rows), len(got), len(want))
			}
		}
	}
}

func BenchmarkUnpackUnit(b *testing.B) {
	chunks := pack(b, randomRows(1, 1_000_000))
	var rows []UnitRow
	n := 0
	for b.Loop() {
		for _, c := range chunks {
			var err error
			if rows, err = UnpackUnit(rows[:0], c, mentionmap.CountReports, func(int64, mentionmap.Kind, int) {}); err != nil {
				b.Fatal(err)
			}
			n += len(rows)
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
