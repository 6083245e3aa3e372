//go:build sqlite_fts5

package sqlite

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/storetest"
	"mentionmap/data/store/synthetic"
)

// openHeld opens a database that holds its mentions, and waits until it does.
func openHeld(t testing.TB, path string, o Options) *Store {
	t.Helper()
	o.Hold, o.Notice = true, func(text string) { t.Error(text) }
	s := openAt(t, path, o)
	for end := time.Now().Add(time.Minute); !s.Held(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the mentions are not held")
		}
	}
	return s
}

func TestConformanceHeld(t *testing.T) {
	storetest.RunOld(t, func(t testing.TB) store.Store {
		return openHeld(t, filepath.Join(t.TempDir(), "mentions.db"), Options{})
	})
}

// sameAnswers asks stores random questions, which all must answer alike.
func sameAnswers(t *testing.T, r *rand.Rand, docs []mentionmap.Located, held, plain store.Store) {
	t.Helper()
	for range 12 {
		q := storetest.RandomQuery(r, docs)
		q.Order, q.Limit = mentionmap.Order(r.IntN(3)), r.IntN(2)*r.IntN(40)
		if got, want := allAnswers(t, held, q), allAnswers(t, plain, q); !slices.Equal(got, want) {
			t.Errorf("%+v (box %+v):\n%v, want\n%v", q, q.BBox, got, want)
		}
	}
}

// allAnswers gives all that a store says of a query, page after page where it is limited.
func allAnswers(t *testing.T, s store.Store, q mentionmap.Query) (out []string) {
	t.Helper()
	note := func(v ...any) { out = append(out, fmt.Sprint(v...)) }
	fail := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Total(t.Context(), q)
	fail(err)
	note("total ", n)
	if few, ok, err := s.(*Store).TotalOfFew(t.Context(), q); err != nil || ok && few != n { // what it finds is used below
		t.Errorf("%+v: %d of few, %v; want %d", q, few, err, n)
	}
	for pages := 0; pages < 4; pages++ {
		had := len(out)
		fail(s.Mentions(t.Context(), q, func(m *store.Mention) error { note(m.ID, m.Cursor); q.After = m.Cursor; return nil }))
		if q.Limit == 0 || len(out)-had < q.Limit {
			break
		}
	}
	q.After = ""
	fail(s.Counts(t.Context(), q, func(c store.Count) error { note(c); return nil }))
	fail(s.Places(t.Context(), q, func(c *store.PlaceCount) error { note(c.ID, " ", c.N, c.First, c.Last); return nil }))
	fail(s.Documents(t.Context(), q, func(d *store.Document) error { note(d.ID, d.Cursor); return nil }))
	sources, err := s.Sources(t.Context(), q)
	fail(err)
	sum, err := s.Summary(t.Context(), q)
	fail(err)
	note(sources, sum)
	return out
}

// TestHeldFollows lets documents come and go, in this program and in another,
// and compares what is held with what the database says.
func TestHeldFollows(t *testing.T) {
	path := t.TempDir() + "/x.db"
	s := openHeld(t, path, Options{})
	watching := openHeld(t, path, Options{ReadOnly: true})
	plain := openAt(t, path, Options{ReadOnly: true})
	r := rand.New(rand.NewPCG(5, 5))
	docs := storetest.Corpus(6, 90)
	for n, part := range slices.Collect(slices.Chunk(docs, 10)) {
		if _, err := s.Put(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		seen := []mentionmap.Located{part[r.IntN(len(part))]} // now elsewhere, too
		seen[0].Document.Seen = append(slices.Clone(seen[0].Document.Seen), mentionmap.Seen{Source: fmt.Sprint("later ", n%3)})
		if _, err := s.Put(t.Context(), seen); err != nil {
			t.Fatal(err)
		}
		if n%2 == 1 {
			if err := s.Delete(t.Context(), mentionmap.DocumentID(docs[r.IntN(10*n)].Document.Text)); err != nil && mentionmap.CodeOf(err) != mentionmap.NotFound {
				t.Fatal(err)
			}
		}
		for _, held := range []*Store{s, watching} {
			sameAnswers(t, r, docs[:10*n+10], held, plain)
			q := mentionmap.NewQuery()
			if f, err := held.finding(t.Context(), &q); f == nil || err != nil {
				t.Fatalf("the columns are not asked: %v", err)
			}
		}
	}
}

// TestCountsInParts: counts are the same, and in the same order, in however many
// parts they are made.
func TestCountsInParts(t *testing.T) {
	s := openHeld(t, t.TempDir()+"/x.db", Options{})
	docs := storetest.Corpus(4, 120)
	if _, err := s.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(4, 4))
	for range 40 {
		q := storetest.RandomQuery(r, docs)
		q.Text = ""
		var f *finding
		var stories map[int64]placeday.Story
		err := s.searchAll(t.Context(), &q, func(sr *search) (err error) {
			f, stories, _, err = s.rowsIn(sr)
			return err
		})
		if err != nil || f == nil {
			t.Fatalf("%v, %v", f, err)
		}
		publics, err := s.publicPlaces(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var want []store.Count
		if err := s.Counts(t.Context(), q, func(c store.Count) error { want = append(want, c); return nil }); err != nil {
			t.Fatal(err)
		}
		var got []store.Count
		const most = 20
		for _, rows := range f.parts(publics, most) {
			places := map[uint32]bool{}
			for _, row := range rows {
				places[f.view.Place(row)] = true
			}
			if len(rows) > most && len(places) > 1 {
				t.Errorf("%+v: a part of %d rows of %d places", q, len(rows), len(places))
			}
			got = append(got, countsOf(f.rows(rows, stories), q.Count, publics)...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: %v, want %v", q, got, want)
		}
	}
}

// TestSourcesOfWhatWasSeenLater: a text that was seen nowhere counts for its
// key, until it is seen somewhere.
func TestSourcesOfWhatWasSeenLater(t *testing.T) {
	s := openHeld(t, t.TempDir()+"/x.db", Options{})
	doc := storetest.Corpus(1, 1)[0]
	for i := range doc.Posts {
		doc.Posts[i].Source = ""
	}
	doc.Document.Key, doc.Document.Seen = "its key", nil
	of := func(source string) int64 {
		q := mentionmap.NewQuery()
		q.Sources = []string{source}
		n, err := s.Total(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		seen       []mentionmap.Seen
		key, later int64
	}{{nil, int64(len(doc.Mentions)), 0}, {[]mentionmap.Seen{{Source: "later"}}, 0, int64(len(doc.Mentions))}} {
		doc.Document.Seen = c.seen
		if _, err := s.Put(t.Context(), []mentionmap.Located{doc}); err != nil {
			t.Fatal(err)
		}
		if key, later := of("its key"), of("later"); key != c.key || later != c.later || c.key+c.later == 0 {
			t.Errorf("seen at %v: %d mentions of its key and %d of the source, want %d and %d", c.seen, key, later, c.key, c.later)
		}
	}
}

// TestHeldReadsInPages opens a database of many pages, and lets another program
// store more than a query waits for: until that is read, the database answers.
func TestHeldReadsInPages(t *testing.T) {
	path := t.TempDir() + "/x.db"
	writer, corpus := openAt(t, path, Options{}), synthetic.New(3, 1_000_000)
	put := func(from, to int) {
		docs := make([]mentionmap.Located, 0, to-from)
		for n := from; n < to; n++ {
			docs = append(docs, corpus.Document(n))
		}
		if _, err := writer.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
	}
	put(0, 2*heldPage+10)
	s := openHeld(t, path, Options{ReadOnly: true})
	same := func() {
		t.Helper()
		for _, q := range []*mentionmap.Query{
			query(func(q *mentionmap.Query) { q.BBox = &orb.Bound{Min: orb.Point{25, 46}, Max: orb.Point{30, 50}} }),
			query(func(q *mentionmap.Query) { q.MinConfidence = 0.9 }),
			query(func(q *mentionmap.Query) { q.Sources, q.By = []string{"source 7"}, mentionmap.ByPublished }),
			query(func(q *mentionmap.Query) { q.Text = "bake" }),
		} {
			got, err := s.Total(t.Context(), *q)
			want, err2 := writer.Total(t.Context(), *q)
			if err != nil || err2 != nil || got != want || want == 0 {
				t.Errorf("%+v: %d, want %d; %v %v", q, got, want, err, err2)
			}
		}
	}
	same()
	before := s.held.columns.View().End()
	put(2*heldPage+10, 2*heldPage+10+fewMissing*5/8)
	if end := writer.end(t); end-before <= fewMissing {
		t.Fatalf("only %d sections are new", end-before)
	}
	same()
	for end := time.Now().Add(time.Minute); s.held.columns.View().End() < writer.end(t); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("what another program stored is not read")
		}
	}
	same()
	if s.held.columns.View().Indexed() == 0 {
		t.Error("no segments were made")
	}
}

// end is the number after those of all sections.
func (s *Store) end(t *testing.T) (end int64) {
	t.Helper()
	err := s.view(t.Context(), func(tx *sql.Tx) (err error) {
		end, err = sectionsEnd(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return end
}
