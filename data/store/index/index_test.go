package index

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
	"mentionmap/data/store/index/indextest"
	"mentionmap/data/store/index/memfile"
	"mentionmap/data/store/spatial"
	"mentionmap/data/store/storetest"
)

func open(t testing.TB, b store.Backend, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), b, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, indextest.New(), Options{}) })
}

// TestConformanceOfASnapshot answers everything from a file that was read, and
// then brought up to date; summaries are of all windows.
func TestConformanceOfASnapshot(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store {
		b := indextest.New()
		s := open(t, b, Options{Snapshot: filepath.Join(t.TempDir(), "m.db-index"), few: 1})
		return &reopened{Store: s, t: t, backend: b}
	})
}

// reopened closes and opens its store after each Put.
type reopened struct {
	*Store
	t       testing.TB
	backend *indextest.Backend
}

func (r *reopened) Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	added, err := r.Store.Put(ctx, batch)
	if err != nil || strings.Contains(r.t.Name(), "while") {
		return added, err
	}
	if _, err := r.Total(ctx, mentionmap.NewQuery()); err != nil {
		return added, err
	}
	if err := r.Store.Close(); err != nil {
		r.t.Error(err)
	}
	r.Store = open(r.t, r.backend, r.options)
	return added, nil
}

// Summary asks twice: mention by mention, and of what was then counted of all windows.
func (r *reopened) Summary(ctx context.Context, q mentionmap.Query) (store.Summary, error) {
	sum, err := r.Store.Summary(ctx, q)
	if err != nil {
		return sum, err
	}
	settle(r.Store) // until it is counted
	again, err := r.Store.Summary(ctx, q)
	if sum != again {
		r.t.Errorf("Summary is %+v, then %+v", sum, again)
	}
	return again, err
}

// settle waits until nothing is counted in the background.
func settle(s *Store) {
	s.counting.Lock()
	defer s.counting.Unlock()
}

func put(t testing.TB, s store.Store, docs ...mentionmap.Located) {
	t.Helper()
	for part := range slices.Chunk(docs, 7) {
		if _, err := s.Put(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
}

// answers says all that a store answers to some queries.
func answers(t testing.TB, s *Store) string {
	t.Helper()
	var out strings.Builder
	say := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%+v\n", v)
	}
	queries := []mentionmap.Query{mentionmap.NewQuery()}
	docs := storetest.Corpus(1, 20)
	for seed := range uint64(12) {
		queries = append(queries, storetest.RandomQuery(rand.New(rand.NewPCG(seed, 9)), docs))
	}
	for _, q := range queries {
		err := s.Mentions(t.Context(), q, func(m *store.Mention) error { say(m.ID+m.Cursor, nil); return nil })
		say("", err)
		say("", s.Counts(t.Context(), q, func(c store.Count) error { say(c, nil); return nil }))
		say("", s.Places(t.Context(), q, func(c *store.PlaceCount) error { say(*c, nil); return nil }))
		say("", s.Documents(t.Context(), q, func(d *store.Document) error { say(*d, nil); return nil }))
		say(s.Sources(t.Context(), q))
		say(s.Summary(t.Context(), q))
		settle(s) // until those of all windows are counted
		say(s.Summary(t.Context(), q))
		say(s.Total(t.Context(), q))
	}
	return out.String()
}

// TestSnapshotFile opens a store with snapshots of all sorts; each answers as one
// that has none.
func TestSnapshotFile(t *testing.T) {
	docs := storetest.Corpus(1, 60)
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string, b *indextest.Backend)
		used  bool // nothing is read anew
		says  bool
	}{
		"as it was": {func(*testing.T, string, *indextest.Backend) {}, true, false},
		"older": {func(t *testing.T, _ string, b *indextest.Backend) {
			s := open(t, b, Options{})
			put(t, s, storetest.Corpus(2, 20)...)
			put(t, s, withSource(docs[3]), withSource(docs[5]))
			for _, d := range docs[10:20] {
				if err := s.Delete(t.Context(), mentionmap.DocumentID(d.Document.Text)); err != nil {
					t.Fatal(err)
				}
			}
		}, true, false},
		"missing":             {func(_ *testing.T, path string, _ *indextest.Backend) { os.Remove(path) }, false, false},
		"of another database": {func(_ *testing.T, _ string, b *indextest.Backend) { b.ID = "another" }, false, false},
		"newer": {func(t *testing.T, _ string, b *indextest.Backend) {
			b.Replace(indextest.New()) // an earlier state was restored
			put(t, open(t, b, Options{}), docs[:5]...)
		}, false, false},
		"a folder":                   {func(_ *testing.T, path string, _ *indextest.Backend) { os.Remove(path); os.Mkdir(path, 0o700) }, false, true},
		"empty":                      {func(_ *testing.T, path string, _ *indextest.Backend) { os.WriteFile(path, nil, 0o600) }, false, true},
		"cut short":                  {func(_ *testing.T, path string, _ *indextest.Backend) { os.Truncate(path, 400_000) }, false, true},
		"another kind":               {func(_ *testing.T, path string, _ *indextest.Backend) { os.WriteFile(path, make([]byte, 1<<20), 0o600) }, false, false},
		"another schema":             {func(t *testing.T, path string, _ *indextest.Backend) { flip(t, path, 16) }, false, false},
		"another layout":             {func(t *testing.T, path string, _ *indextest.Backend) { flip(t, path, 20) }, false, false},
		"damaged in its description": {func(t *testing.T, path string, _ *indextest.Backend) { flip(t, path, int64(memfile.HeadBytes)+5) }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			b, path := indextest.New(), filepath.Join(t.TempDir(), "m.db-index")
			s := open(t, b, Options{Snapshot: path})
			put(t, s, docs...)
			answers(t, s)
			s.Close()
			c.spoil(t, path, b)
			var after []int64
			b.OnFollow = func(n int64) error { after = append(after, n); return nil }
			said := ""
			again := open(t, b, Options{Snapshot: path, Notice: func(line string) { said += line }})
			got := answers(t, again)
			if used := len(after) > 0 && after[0] >= 0; used != c.used {
				t.Errorf("the backend was asked for what came after %d", after)
			}
			if (said != "") != c.says || strings.Contains(said, "\n") {
				t.Errorf("it said %q", said)
			}
			if want := answers(t, open(t, b, Options{})); got != want {
				t.Errorf("a store with this snapshot answers otherwise than one without")
			}
		})
	}
}

func withSource(l mentionmap.Located) mentionmap.Located {
	l.Document.Seen = append(slices.Clone(l.Document.Seen), mentionmap.Seen{Source: "a new source"})
	return l
}

// flip changes a byte of a file.
func flip(t testing.TB, path string, at int64) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[at] ^= 0x10
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedSnapshots damages and cuts short a snapshot in many places: what is
// damaged is never used, and what is answered is right. SOAK asks a store each time.
func TestDamagedSnapshots(t *testing.T) {
	b, path := indextest.New(), filepath.Join(t.TempDir(), "m.db-index")
	s := open(t, b, Options{Snapshot: path})
	put(t, s, storetest.Corpus(1, 30)...)
	want := answers(t, s)
	s.Close()
	info, _ := b.Info(t.Context())
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	times, soak := 200, os.Getenv("SOAK") != ""
	if soak {
		times = 1000
	}
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 2 * times {
		at := r.IntN(len(whole))
		if n < 80 {
			at = n / 2
		}
		text := whole[:at]
		if n%2 == 0 {
			text = bytes.Clone(whole)
			text[at] ^= 1 << r.IntN(8)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := readFile(path, &info); err == nil {
			t.Errorf("damaged at, or cut to, %d of %d bytes, the snapshot is used", at, len(whole))
		}
		if soak && n%10 < 2 {
			again, err := Open(t.Context(), b, Options{Snapshot: path})
			if err != nil {
				t.Fatal(err)
			}
			if answers(t, again) != want {
				t.Errorf("damaged at, or cut to, %d bytes it answers otherwise", at)
			}
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readFile(path, &info); err != nil {
		t.Errorf("the snapshot as it was: %v", err)
	}
}

// TestSnapshotOfALaterProgram: one of a later schema is left alone until there is
// reason to write another, and nothing is said of it.
func TestSnapshotOfALaterProgram(t *testing.T) {
	b, path := indextest.New(), filepath.Join(t.TempDir(), "i")
	put(t, open(t, b, Options{}), storetest.Corpus(1, 20)...)
	later := fileKind
	later.Schema++
	if err := memfile.Write(path, later, about{"later", 1, 1, false}, counts.Parallel, func(*memfile.Columns) {}); err != nil {
		t.Fatal(err)
	}
	s := open(t, b, Options{Snapshot: path})
	if answers(t, s) != answers(t, open(t, b, Options{})) {
		t.Error("it answers otherwise")
	}
	s.Close()
	info, _ := b.Info(t.Context())
	if v, _, err := readFile(path, &info); err != nil || v.rows == 0 {
		t.Errorf("it is not replaced: %v", err)
	}
}

// TestSnapshotInAReadOnlyFolder is read, and what cannot be written is said once.
// Root may write everywhere, but not where a name becomes too long.
func TestSnapshotInAReadOnlyFolder(t *testing.T) {
	b, folder := indextest.New(), t.TempDir()
	path := filepath.Join(folder, "i")
	s := open(t, b, Options{Snapshot: path})
	put(t, s, storetest.Corpus(1, 20)...)
	answers(t, s)
	s.Close()
	long := filepath.Join(folder, strings.Repeat("x", 250))
	if err := cmp.Or(os.Rename(path, long), os.Chmod(folder, 0o500)); err != nil {
		t.Fatal(err)
	}
	path = long
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	put(t, open(t, b, Options{}), storetest.Corpus(2, 20)...)
	said, after := "", int64(-2)
	b.OnFollow = func(n int64) error { after = max(after, n); return nil }
	again := open(t, b, Options{Snapshot: path, Notice: func(line string) { said += line + "\n" }})
	got := answers(t, again)
	if after < 0 {
		t.Error("the snapshot is not used")
	}
	if err := again.Close(); err != nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, "cannot be written") {
		t.Errorf("closed with %v, said %q", err, said)
	}
	if got != answers(t, open(t, b, Options{})) {
		t.Error("it answers otherwise")
	}
}

// TestSnapshotHoldsCounts: the counts of all mentions are not made anew.
func TestSnapshotHoldsCounts(t *testing.T) {
	b, path := indextest.New(), filepath.Join(t.TempDir(), "i")
	put(t, open(t, b, Options{}), storetest.Corpus(1, 40)...)
	for _, background := range []bool{false, true, false} {
		os.Remove(path)
		s := open(t, b, Options{Snapshot: path, Background: background})
		if background {
			wait(t, func() bool { _, err := os.Stat(path); return err == nil })
		} else {
			answers(t, s)
		}
		s.Close()
		again := open(t, b, Options{Snapshot: path})
		v, err := again.view(t.Context())
		if err != nil || !again.hasCounts(v) {
			t.Fatalf("opened in the background %v: the snapshot holds no counts: %v", background, err)
		}
		c, err := again.cube(t.Context(), v, mentionmap.NewQuery())
		if err != nil || c.cube == nil {
			t.Errorf("the counts of the snapshot: %v", err)
		}
		if answers(t, again) != answers(t, open(t, b, Options{})) {
			t.Error("with counts of a snapshot it answers otherwise")
		}
		again.Close()
	}
}

func TestSnapshotThatCannotBeWritten(t *testing.T) {
	said := ""
	s := open(t, indextest.New(), Options{Snapshot: filepath.Join(t.TempDir(), "no such folder", "m.db-index"), Notice: func(line string) { said += line + "\n" }})
	put(t, s, storetest.Corpus(1, 5)...)
	answers(t, s)
	if err := s.Close(); err != nil || strings.Count(said, "\n") != 1 {
		t.Errorf("closed with %v, said %q", err, said)
	}
}

// TestWhileItIsRead asks before all is read in the background.
func TestWhileItIsRead(t *testing.T) {
	b := indextest.New()
	put(t, open(t, b, Options{}), storetest.Corpus(1, 10)...)
	held, fails := make(chan struct{}), atomic.Bool{}
	b.OnFollow = func(int64) error {
		<-held
		if fails.Load() {
			return errors.New("no luck")
		}
		return nil
	}
	s := open(t, b, Options{Background: true})
	ctx, q := t.Context(), mentionmap.NewQuery()
	_, err := s.Total(ctx, q)
	if mentionmap.CodeOf(err) != mentionmap.Unavailable || !errors.Is(err, ErrReading) || !strings.Contains(err.Error(), "(0 %)") {
		t.Errorf("Total before all is read: %v", err)
	}
	for name, err := range map[string]error{
		"Mentions": s.Mentions(ctx, q, nil), "Counts": s.Counts(ctx, q, nil), "Places": s.Places(ctx, q, nil), "Documents": s.Documents(ctx, q, nil),
	} {
		if !errors.Is(err, ErrReading) {
			t.Errorf("%s before all is read: %v", name, err)
		}
	}
	if done, all, ready := s.Progress(); done != 0 || all != 10 || ready {
		t.Errorf("Progress is %d of %d, %v", done, all, ready)
	}
	doc := storetest.Corpus(1, 1)[0]
	id := mentionmap.DocumentID(doc.Document.Text)
	put(t, s, storetest.Corpus(3, 2)...)
	if known, err := s.Known(ctx, id); !known || err != nil {
		t.Errorf("Known before all is read: %v, %v", known, err)
	}
	if d, err := s.Document(ctx, id); err != nil || d.Text != doc.Document.Text {
		t.Errorf("Document before all is read: %v", err)
	}
	if i, err := s.Info(ctx); err != nil || i.Documents != 12 {
		t.Errorf("Info before all is read: %+v, %v", i, err)
	}
	fails.Store(true)
	close(held)
	wait(t, func() bool { _, err := s.Total(ctx, q); return err != nil && err.Error() == "no luck" })
	fails.Store(false)
	wait(t, func() bool { _, _, ready := s.Progress(); return ready })
	if n, err := s.Total(ctx, q); err != nil || n == 0 {
		t.Errorf("Total at last: %d, %v", n, err)
	}
}

func wait(t testing.TB, until func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !until(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come to pass")
		}
	}
}

// TestSingleFlight: what was stored is read once, however many ask for it.
func TestSingleFlight(t *testing.T) {
	b := indextest.New()
	s := open(t, b, Options{})
	put(t, s, storetest.Corpus(1, 10)...)
	var follows atomic.Int64
	b.OnFollow = func(int64) error { follows.Add(1); time.Sleep(20 * time.Millisecond); return nil }
	info, _ := s.Info(t.Context())
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if n, err := s.Total(t.Context(), mentionmap.NewQuery()); err != nil || n != info.Mentions {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	all.Wait()
	if n := follows.Load(); n != 1 {
		t.Errorf("16 that asked at once read %d times", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Total(ctx, mentionmap.NewQuery()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestPanics: a fault is the error of the call in which it happened.
func TestPanics(t *testing.T) {
	b := indextest.New()
	s := open(t, b, Options{})
	put(t, s, storetest.Corpus(1, 10)...)
	b.OnFollow = func(int64) error { panic("ouch") }
	_, err := s.Total(t.Context(), mentionmap.NewQuery())
	if mentionmap.CodeOf(err) != mentionmap.Internal || !strings.Contains(err.Error(), "ouch") {
		t.Errorf("a panic in Follow: %v", err)
	}
	b.OnFollow = nil
	b.OnFetch = func([]store.Key) { panic("ouch") }
	err = s.Mentions(t.Context(), mentionmap.NewQuery(), func(*store.Mention) error { return nil })
	if mentionmap.CodeOf(err) != mentionmap.Internal || !strings.Contains(err.Error(), "ouch") {
		t.Errorf("a panic in Fetch: %v", err)
	}
	b.OnFetch = nil
	func() {
		defer func() {
			if p := recover(); p == nil {
				t.Error("a panic of a job was lost")
			}
		}()
		inParallel(100, func(i int) {
			if i == 50 {
				panic("ouch")
			}
		})
	}()
	if n, err := s.Total(t.Context(), mentionmap.NewQuery()); err != nil || n == 0 {
		t.Errorf("after that: %d, %v", n, err)
	}
}

// TestEarlierState: a database may be replaced by another, or by its backup, while it is open.
func TestEarlierState(t *testing.T) {
	b := indextest.New()
	s := open(t, b, Options{})
	put(t, s, storetest.Corpus(1, 30)...)
	answers(t, s)
	for _, sameID := range []bool{true, false} {
		other := indextest.New()
		put(t, open(t, other, Options{}), storetest.Corpus(5, 6)...)
		if b.Replace(other); !sameID {
			b.ID = "another"
		}
		if answers(t, s) != answers(t, open(t, b, Options{})) {
			t.Errorf("another state, of the same database %v, is not seen", sameID)
		}
		put(t, s, storetest.Corpus(1, 30)...)
		answers(t, s)
	}
}

// TestDeletedWhileReading fills a page up when some of what was found has gone.
func TestDeletedWhileReading(t *testing.T) {
	b := indextest.New()
	s := open(t, b, Options{})
	docs := storetest.Corpus(1, 60)
	put(t, s, docs...)
	for _, order := range []mentionmap.Order{mentionmap.OrderStored, mentionmap.OrderNewest} {
		q := mentionmap.NewQuery()
		q.Order, q.Limit = order, 40
		want := ""
		once := sync.Once{}
		b.OnFetch = func(keys []store.Key) {
			once.Do(func() {
				gone := docs[keys[3].Document-1]
				if err := b.Delete(context.Background(), mentionmap.DocumentID(gone.Document.Text)); err != nil {
					t.Error(err)
				}
			})
		}
		list := func() (out string) {
			n := 0
			err := s.Mentions(t.Context(), q, func(m *store.Mention) error { n++; out += m.ID + m.Cursor + " "; return nil })
			if err != nil || n != q.Limit {
				t.Errorf("%d mentions, %v, want %d", n, err, q.Limit)
			}
			return out
		}
		got := list()
		if want = list(); got != want {
			t.Errorf("order %v: a page of which some was deleted is\n%s, want\n%s", order, got, want)
		}
	}
}

// TestLimits gives no more than is asked for, of many pages.
func TestLimits(t *testing.T) {
	s := open(t, indextest.New(), Options{})
	put(t, s, storetest.Corpus(1, 500)...)
	for _, order := range []mentionmap.Order{mentionmap.OrderStored, mentionmap.OrderNewest, mentionmap.OrderOldest} {
		list := func(limit int) (out []string) {
			q := mentionmap.NewQuery()
			q.Order, q.Limit = order, limit
			if err := s.Mentions(t.Context(), q, func(m *store.Mention) error { out = append(out, m.ID); return nil }); err != nil {
				t.Fatal(err)
			}
			return out
		}
		all := list(0)
		if len(all) < 2*mostPage {
			t.Fatalf("only %d mentions", len(all))
		}
		for _, limit := range []int{1, firstPage, mostPage - 1, mostPage, mostPage + 1, 3 * mostPage / 2, len(all), len(all) + 1} {
			if got := list(limit); !slices.Equal(got, all[:min(limit, len(all))]) {
				t.Errorf("order %v: with limit %d there are %d mentions, or others", order, limit, len(got))
			}
		}
	}
}

// TestReadersAndWriters is for the race detector: documents come and go, while
// the snapshot is written and segments are made.
func TestReadersAndWriters(t *testing.T) {
	b := indextest.New()
	s, err := Open(t.Context(), b, Options{Background: true, Snapshot: filepath.Join(t.TempDir(), "i"), CacheBytes: 1 << 20, tail: 50, few: 20})
	if err != nil {
		t.Fatal(err)
	}
	docs := storetest.Corpus(1, 150)
	put(t, s, docs[:30]...)
	wait(t, func() bool { _, _, ready := s.Progress(); return ready })
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for seed := range uint64(3) {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for {
				select {
				case <-stop:
					return
				default:
				}
				q := storetest.RandomQuery(r, docs)
				if _, err := s.Total(t.Context(), q); err != nil {
					t.Error(err)
				}
				if err := s.Counts(t.Context(), q, func(store.Count) error { return nil }); err != nil {
					t.Error(err)
				}
				if _, err := s.Summary(t.Context(), q); err != nil {
					t.Error(err)
				}
				q.Limit, q.Order = 50, mentionmap.Order(r.IntN(3))
				if err := s.Mentions(t.Context(), q, func(*store.Mention) error { return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := 30; i < len(docs); i += 5 {
		put(t, s, docs[i:i+5]...)
		if err := s.Delete(t.Context(), mentionmap.DocumentID(docs[i-30].Document.Text)); err != nil {
			t.Error(err)
		}
		s.save(i%2 == 0)
	}
	close(stop)
	readers.Wait()
	if answers(t, s) != answers(t, open(t, b, Options{})) {
		t.Error("after all this it answers otherwise than a new one")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestSpatial: what spatial makes of an area is found.
func TestSpatial(t *testing.T) {
	s := open(t, indextest.New(), Options{})
	put(t, s, storetest.Corpus(1, 40)...)
	near := spatial.New(s, func(mentionmap.PlaceID) orb.MultiPolygon { return nil })
	q, want := mentionmap.NewQuery(), mentionmap.NewQuery()
	kharkiv := storetest.Place(1)
	q.Near = &mentionmap.Circle{Center: orb.Point{kharkiv.Lon, kharkiv.Lat}, KM: 1}
	want.Places = []mentionmap.PlaceID{kharkiv.ID}
	n, err := near.Total(t.Context(), q)
	if all, other := s.Total(t.Context(), want); err != nil || other != nil || n != all || n == 0 {
		t.Errorf("%d mentions near Kharkiv, %v, want %d, %v", n, err, all, other)
	}
	q.Near.Center = orb.Point{0, 0}
	if n, err := near.Total(t.Context(), q); n != 0 || err != nil {
		t.Errorf("%d mentions near nothing, %v", n, err)
	}
}

// TestSnapshotCounts: what the page asks of counts agrees with Counts.
func TestSnapshotCounts(t *testing.T) {
	s := open(t, indextest.New(), Options{})
	docs := storetest.Corpus(1, 60)
	put(t, s, docs...)
	for seed := range uint64(40) {
		q := storetest.RandomQuery(rand.New(rand.NewPCG(seed, 3)), docs)
		want := map[store.Count]int64{}
		err := s.Counts(t.Context(), q, func(c store.Count) error { n := c.N; c.N = 0; want[c] = n; return nil })
		snap, other := s.Snapshot(t.Context(), q)
		if err != nil || other != nil {
			t.Fatal(err, other)
		}
		got := [2]map[store.Count]int64{{}, {}}
		add := func(to map[store.Count]int64) func(i int, rows []counts.Row) {
			return func(i int, rows []counts.Row) {
				g := snap.Group(i)
				for _, r := range rows {
					c := r.Count()
					c.N, c.Kind = 0, g.Kind
					if g.Place != nil {
						c.Place = g.Place.ID
					}
					to[c] += r.N
				}
			}
		}
		for i := range snap.Len() {
			add(got[0])(i, snap.Selection.Rows(nil, snap.groups[i]))
		}
		for _, m := range snap.MonthStarts() {
			snap.MonthRows(m, add(got[1]))
		}
		for i := range got {
			if !maps.Equal(got[i], want) {
				t.Errorf("way %d to all rows gives %d, want %d, of %+v", i, len(got[i]), len(want), q)
			}
		}
		days, err := snap.Days()
		started := int64(0)
		for _, n := range days.Starts {
			started += n
		}
		for c, n := range want {
			if c.From != mentionmap.NoDay {
				started -= n
			}
		}
		if info, _ := s.Info(t.Context()); err != nil || started != 0 || snap.Generation() != info.Generation {
			t.Errorf("by day %d units are missing, %v, of %+v", -started, err, q)
		}
	}
}

// TestAnswersFollow holds what is kept through many changes against a store that
// is made anew.
func TestAnswersFollow(t *testing.T) {
	b := indextest.New()
	s := open(t, b, Options{few: 1})
	docs := storetest.Corpus(1, 90)
	for i := range docs {
		if i%4 == 3 { // a near-copy of the one before
			docs[i] = docs[i-1]
			docs[i].Document.Text += fmt.Sprint("Share this ", i)
			docs[i].Document.Key = fmt.Sprint("copy ", i)
		}
	}
	r := rand.New(rand.NewPCG(4, 4))
	for at := 0; at < len(docs); at += 9 {
		put(t, s, docs[at:at+9]...)
		for range 3 {
			d := docs[r.IntN(at+9)]
			switch known, _ := s.Known(t.Context(), mentionmap.DocumentID(d.Document.Text)); {
			case known && r.IntN(2) == 0:
				if err := s.Delete(t.Context(), mentionmap.DocumentID(d.Document.Text)); err != nil {
					t.Fatal(err)
				}
			default:
				put(t, s, withSource(d))
			}
		}
		if got, want := answers(t, s), answers(t, open(t, b, Options{})); got != want {
			t.Fatalf("after %d documents it answers otherwise than a new one", at+9)
		}
	}
}

// TestCache: the least recently used goes first, and one computation is shared.
func TestCache(t *testing.T) {
	c, made := newCache(3000), map[string]int{}
	get := func(key string) {
		_, err := c.use(t.Context(), key, func(old any) (any, int64, error) {
			if old == nil {
				made[key]++
			}
			return key, 500, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"a", "b", "c", "a", "d", "e", "a", "b"} {
		get(key)
	}
	if made["a"] != 1 || made["b"] != 2 || c.bytes > c.most || len(c.entries) != 3 {
		t.Errorf("made %v, %d bytes, %d entries", made, c.bytes, len(c.entries))
	}
	_, err := c.use(t.Context(), "x", func(any) (any, int64, error) { return nil, 0, errors.New("no") })
	if err == nil || len(c.entries) != 3 {
		t.Errorf("what fails is kept: %v, %d entries", err, len(c.entries))
	}
	var all sync.WaitGroup
	var times atomic.Int64
	for range 8 {
		all.Go(func() {
			c.use(context.Background(), "y", func(old any) (any, int64, error) {
				if old == nil {
					times.Add(1)
					time.Sleep(5 * time.Millisecond)
				}
				return "y", 10, nil
			})
		})
	}
	all.Wait()
	if times.Load() != 1 {
		t.Errorf("8 that asked at once made it %d times", times.Load())
	}
}
