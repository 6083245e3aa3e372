package postings

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"mentionmap"
)

// random makes sorted postings: keys that stand once and keys that stand often.
func random(seed uint64, n int, days bool) []Posting {
	r := rand.New(rand.NewPCG(seed, 1))
	list := make([]Posting, n)
	for i := range list {
		p := &list[i]
		p.Key = r.Uint64N(1 << (1 + r.IntN(50)))
		p.Section = int64(r.IntN(5 * n))
		if !days {
			continue
		}
		p.Form = Form(r.IntN(3))
		if p.Form != Undated {
			p.Day = int32(r.IntN(40_000) - 5000)
		}
		if p.Form == ManyDays {
			p.Span = int32(1 + r.IntN(400))
		}
	}
	return Sort(list)
}

type run struct {
	firsts []uint64
	chunks [][]byte
}

func packed(t testing.TB, list []Posting, days bool) (r run) {
	t.Helper()
	p := Packer{Days: days, Emit: func(first uint64, chunk []byte) error {
		r.firsts, r.chunks = append(r.firsts, first), append(r.chunks, chunk)
		return nil
	}}
	for i := range list {
		if err := p.Add(&list[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r run) stream() *Stream {
	return &Stream{Chunk: func() ([]byte, error) {
		if len(r.chunks) == 0 {
			return nil, nil
		}
		chunk := r.chunks[0]
		r.chunks = r.chunks[1:]
		return chunk, nil
	}}
}

func unpacked(t testing.TB, chunks [][]byte) (list []Posting) {
	t.Helper()
	for _, c := range chunks {
		g := Read(c)
		for g.Next() {
			list = g.Postings(list)
		}
		if g.Err() != nil {
			t.Fatal(g.Err())
		}
	}
	return list
}

func TestWhatIsPackedIsUnpacked(t *testing.T) {
	for _, days := range []bool{false, true} {
		for _, n := range []int{0, 1, 2, 100, 50_000} {
			list := random(uint64(n), n, days)
			r := packed(t, list, days)
			if got := unpacked(t, r.chunks); len(got)+len(list) > 0 && !reflect.DeepEqual(got, list) {
				t.Errorf("%d postings, days %v: they come back as others", n, days)
			}
			for i, c := range r.chunks {
				if g := Read(c); !g.Next() || g.Key != r.firsts[i] || len(c) > chunkBytes+2*roomOfGroup {
					t.Errorf("chunk %d of %d bytes begins with key %d, said was %d", i, len(c), g.Key, r.firsts[i])
				}
			}
		}
	}
}

func TestOneKeyMayFillManyChunks(t *testing.T) {
	list := make([]Posting, 40_000)
	for i := range list {
		list[i] = Posting{Key: 7, Section: int64(3 * i), Day: math.MaxInt32 - 1, Form: OneDay}
	}
	r := packed(t, list, true)
	if len(r.chunks) < 3 || !reflect.DeepEqual(unpacked(t, r.chunks), list) {
		t.Errorf("%d chunks, which do not hold what was packed", len(r.chunks))
	}
}

func TestMergeGivesTheSumOfRuns(t *testing.T) {
	var all []Posting
	var streams []*Stream
	for seed := range uint64(5) {
		list := random(seed, 3000, true)
		all = append(all, list...)
		streams = append(streams, packed(t, list, true).stream())
	}
	var got []Posting
	err := Merge(streams, func(p *Posting) error { got = append(got, *p); return nil })
	if want := Sort(all); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%d postings, %v, want %d", len(got), err, len(want))
	}
}

func TestJoin(t *testing.T) {
	one, later := Posting{Day: 10}, Posting{Day: 14, Span: 2, Form: ManyDays}
	undated := Posting{Form: Undated}
	for _, c := range []struct {
		name string
		list []Posting
		want Posting
	}{
		{"the same day", []Posting{one, one}, one},
		{"two days", []Posting{later, one}, Posting{Day: 10, Span: 6, Form: ManyDays}},
		{"undated twice", []Posting{undated, undated}, undated},
		{"a day and undated", []Posting{one, undated}, Posting{Day: 10, Form: Mixed}},
		{"undated and days", []Posting{undated, later, one}, Posting{Day: 10, Span: 6, Form: Mixed}},
	} {
		for range 4 { // in any order
			rand.Shuffle(len(c.list), func(i, j int) { c.list[i], c.list[j] = c.list[j], c.list[i] })
			got := c.list[0]
			for i := range c.list[1:] {
				got.Join(&c.list[1+i])
			}
			if got != c.want {
				t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
			}
		}
	}
}

func TestOverlaps(t *testing.T) {
	p := Posting{Day: 10, Span: 2, Form: Mixed}
	for _, c := range []struct {
		from, to int32
		want     bool
	}{{0, 9, false}, {0, 10, true}, {12, 12, true}, {13, 20, false}, {math.MinInt32, math.MaxInt32, true}} {
		if p.Overlaps(c.from, c.to) != c.want {
			t.Errorf("days 10 to 12 and a window from %d to %d: want %v", c.from, c.to, c.want)
		}
	}
	if u := (Posting{Form: Undated}); u.Overlaps(math.MinInt32, math.MaxInt32) || !u.HasUndated() || !p.HasUndated() {
		t.Error("undated postings have no days")
	}
}

func TestSet(t *testing.T) {
	s := NewSet(200)
	for _, n := range []int64{0, 3, 63, 64, 130, 199, -1, 5000} {
		s.Add(n)
	}
	if got := s.After(nil, -1, 100); !slices.Equal(got, []int64{0, 3, 63, 64, 130, 199}) || s.Len() != 6 {
		t.Errorf("the set holds %v", got)
	}
	if got := s.After(nil, 3, 2); !slices.Equal(got, []int64{63, 64}) {
		t.Errorf("two after 3: %v", got)
	}
	other := NewSet(100)
	other.Add(64)
	other.Add(65)
	both := And(s, other)
	if got := both.After(nil, -1, 100); !slices.Equal(got, []int64{64}) || both.Has(130) || !both.Has(64) {
		t.Errorf("in both: %v", got)
	}
	if all := Set(nil); !all.Has(1<<40) || !And(all, other).Has(65) {
		t.Error("the nil set is that of all")
	}
}

// FuzzRead reads any bytes: nothing may crash, and damage is told.
func FuzzRead(f *testing.F) {
	for _, days := range []bool{false, true} {
		f.Add(packed(f, random(1, 200, days), days).chunks[0])
	}
	f.Add([]byte{1, 0, 0x80})
	f.Fuzz(func(t *testing.T, chunk []byte) {
		g := Read(chunk)
		var list []Posting
		for g.Next() {
			list = g.Postings(list[:0])
		}
		if g.Err() != nil && mentionmap.CodeOf(g.Err()) != mentionmap.Internal {
			t.Error(g.Err())
		}
	})
}

func BenchmarkRead(b *testing.B) {
	list := make([]Posting, 100_000)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range list {
		list[i] = Posting{Key: uint64(r.IntN(500)), Section: int64(r.IntN(1 << 20)), Day: int32(19000 + r.IntN(1500))}
	}
	list = Sort(list)
	chunks := packed(b, list, true).chunks
	n := 0
	for b.Loop() {
		n += len(unpacked(b, chunks))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/posting")
}

func TestAddToKeepsWhatAWindowWants(t *testing.T) {
	list := random(7, 5000, true)
	chunks := packed(t, list, true).chunks
	for _, w := range []Window{{All: true}, {From: 100, To: 5000}, {From: 100, To: 50, Undated: true}, {From: math.MinInt32, To: 0, Undated: true}} {
		got, want := NewSet(30_000), NewSet(30_000)
		for _, c := range chunks {
			for g := Read(c); g.Next(); {
				g.AddTo(got, &w)
			}
		}
		for i := range list {
			if p := &list[i]; w.All || p.Overlaps(w.From, w.To) || w.Undated && p.HasUndated() {
				want.Add(p.Section)
			}
		}
		if !slices.Equal(got, want) || want.Len() == 0 {
			t.Errorf("%+v: %d sections, want %d", w, got.Len(), want.Len())
		}
	}
}
