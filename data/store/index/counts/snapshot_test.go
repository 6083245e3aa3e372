package counts

import (
	"bytes"
	"testing"
	"time"

	"mentionmap"
)

// written is a cube with base and tail, and its bytes.
func written(t testing.TB) (*corpus, *Cube, []byte) {
	corpus := newCorpus(4, 20, 300)
	c, err := Build(t.Context(), corpus.put(150))
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.With(t.Context(), Change{Added: corpus.put(9), Story: corpus.story}); err != nil {
		t.Fatal(err)
	}
	data, err := c.AppendTo([]byte("before"))
	if err != nil || len(c.tail) == 0 {
		t.Fatal(err, len(c.tail))
	}
	return corpus, c, data[len("before"):]
}

func TestASnapshotIsReadAsItWasWritten(t *testing.T) {
	corpus, _, data := written(t)
	c, rest, err := Read(append(data, "after"...))
	if err != nil || string(rest) != "after" {
		t.Fatalf("%q %v", rest, err)
	}
	check(t, c, corpus.all(), mentionmap.NewQuery(), nil)
	for range 20 {
		q, takes := corpus.randomQuery()
		check(t, c, corpus.all(), q, takes)
	}
	if c, err = c.With(t.Context(), Change{Added: corpus.put(20), Story: corpus.story}); err != nil {
		t.Fatal(err)
	}
	check(t, c, corpus.all(), mentionmap.NewQuery(), nil)
}

func TestDamagedSnapshotsAreRefused(t *testing.T) {
	_, _, data := written(t)
	for n := 0; n < len(data); n += 5 {
		if _, _, err := Read(data[:n]); err == nil || mentionmap.CodeOf(err) != mentionmap.Invalid {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
	refused := 0
	for i := 0; i < len(data); i += 5 {
		damaged := bytes.Clone(data)
		damaged[i] ^= 1 << (i % 8)
		if ask(t, damaged) != nil {
			refused++
		}
	}
	if refused < len(data)/20 {
		t.Errorf("%d of %d damaged snapshots were refused", refused, len(data)/5)
	}
}

// ask reads a snapshot and asks for everything: no bytes may make that panic.
func ask(t testing.TB, data []byte) error {
	c, _, err := Read(data)
	if err != nil {
		return err
	}
	q := mentionmap.NewQuery()
	q.From = 19000
	s := c.Select(&q, nil)
	if _, err := s.Most(5, func(a, b Group) int { return int(a) - int(b) }); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Months() {
		s.MonthRows(m, func(Group, []Row) {})
	}
	if c.Select(&q, nil).whole {
		t.Fatal("no window")
	}
	if _, err := c.With(t.Context(), Change{}); err != nil {
		t.Fatal(err)
	}
	return nil
}

func FuzzRead(f *testing.F) {
	_, _, data := written(f)
	f.Add(data)
	f.Add(data[:40])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<16 {
			_ = ask(t, data)
		}
	})
}

func BenchmarkSnapshot(b *testing.B) {
	c := benchCube(b)
	var data []byte
	write := leastCPU(b.N+2, func() { data, _ = c.AppendTo(data[:0]) })
	read := leastCPU(b.N+2, func() {
		if _, _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	})
	per := func(d time.Duration) float64 { return float64(len(data)) / 1e6 / d.Seconds() }
	b.ReportMetric(per(write), "MB/s-written")
	b.ReportMetric(per(read), "MB/s-read")
	b.ReportMetric(float64(len(data)), "B")
}
