package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

func text(words string) mentionmap.Located {
	return mentionmap.Located{Document: mentionmap.Document{Key: "k", Text: words, Published: mentionmap.NoStamp, Seen: []mentionmap.Seen{{Source: "Here"}}},
		Posts: []mentionmap.Post{{Span: mentionmap.Span{End: len(words)}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}}}
}

func TestFollowTellsOnlyWhatChanged(t *testing.T) {
	b := open(t, pgtest.URL(t))
	docs := storetest.Corpus(2, 60)
	put(t, b, 0, docs[:40]...)
	before := follow(t, b, -1)
	if s := follow(t, b, before.generation); len(s.order)+len(s.gone) > 0 || s.generation != before.generation {
		t.Errorf("nothing changed, told %+v", s)
	}
	put(t, b, 0, docs[40:]...)
	seen := docs[3]
	seen.Document.Seen = append(slices.Clone(seen.Document.Seen), mentionmap.Seen{Source: "Elsewhere"})
	put(t, b, 0, seen)
	if added := put(t, b, 0, seen); added != (store.Added{Known: 1}) || info(t, b).Generation != before.generation+2 {
		t.Errorf("put again: %+v, generation %d", added, info(t, b).Generation)
	}
	if err := b.Delete(t.Context(), mentionmap.DocumentID(docs[7].Document.Text)); err != nil {
		t.Fatal(err)
	}
	s := follow(t, b, before.generation)
	numbers, err := b.Numbers(t.Context(), []string{mentionmap.DocumentID(seen.Document.Text), "none", mentionmap.DocumentID(docs[7].Document.Text)})
	if err != nil || numbers[0] == 0 || numbers[1] != 0 || numbers[2] != 0 {
		t.Fatalf("numbers %v, %v", numbers, err)
	}
	if len(s.order) != 21 || s.order[0] != numbers[0] || !slices.Equal(s.gone, []int64{8}) || s.generation != before.generation+3 {
		t.Errorf("told %v, gone %v, up to %d", s.order, s.gone, s.generation)
	}
	if got, want := len(s.documents[numbers[0]].Sources), len(before.documents[numbers[0]].Sources); len(docs[3].Document.Seen) > 0 && got != want+1 {
		t.Errorf("%d sources, had %d", got, want)
	}
	if s := follow(t, b, before.generation+2); len(s.order) != 0 || len(s.gone) != 1 {
		t.Errorf("only one is gone: %+v", s)
	}
}

func TestWhatIsPutTogetherIsStoredWholeOrNotAtAll(t *testing.T) {
	b := open(t, pgtest.URL(t))
	bad := text("Kyiv")
	bad.Mentions = []mentionmap.Mention{{Span: mentionmap.Span{End: 99}}}
	if _, err := b.Put(t.Context(), 0, []mentionmap.Located{text("one two three"), bad}); mentionmap.CodeOf(err) != mentionmap.Invalid {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Put(ctx, 0, storetest.Corpus(1, 50)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if i := info(t, b); i.Documents != 0 || i.Generation != 0 {
		t.Errorf("%+v", i)
	}
}

func TestStoriesHaveHeirs(t *testing.T) {
	b := open(t, pgtest.URL(t))
	base := strings.Repeat("The bridge over the river was damaged overnight and traffic goes by the northern road until repairs end. ", 3)
	docs := []mentionmap.Located{text(base), text("Nothing of that kind happened anywhere else on this long day, said the mayor of the town."), text(base + "Share this."), text(base + "Follow us.")}
	put(t, b, 0, docs[:2]...)
	put(t, b, 0, docs[2:]...)
	stories := func() (out []int64) {
		s := follow(t, b, -1)
		for _, n := range s.order {
			out = append(out, s.documents[n].Story)
		}
		return out
	}
	if got := stories(); !slices.Equal(got, []int64{1, 2, 1, 1}) {
		t.Fatalf("stories %v", got)
	}
	g := info(t, b).Generation
	if err := b.Delete(t.Context(), mentionmap.DocumentID(docs[0].Document.Text)); err != nil {
		t.Fatal(err)
	}
	if got := stories(); !slices.Equal(got, []int64{2, 3, 3}) {
		t.Errorf("after its first is deleted: %v", got)
	}
	if s := follow(t, b, g); !slices.Equal(s.order, []int64{3, 4}) || !slices.Equal(s.gone, []int64{1}) {
		t.Errorf("told %v, gone %v", s.order, s.gone)
	}
	put(t, b, 0, text(base+"Read more."))
	if got := stories(); !slices.Equal(got, []int64{2, 3, 3, 3}) {
		t.Errorf("the heir is found: %v", got)
	}
	if s := follow(t, b, -1); !slices.Equal(s.order, []int64{2, 3, 4, 5}) {
		t.Errorf("numbers are never given twice: %v", s.order)
	}
}

func TestRunsCanBeTakenBack(t *testing.T) {
	b := open(t, pgtest.URL(t))
	ctx := t.Context()
	begin := func(paths ...string) int64 {
		run, err := b.BeginRun(ctx, paths)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	docs := storetest.Corpus(3, 30)
	first, second, third := begin("a", "b"), begin("c"), begin()
	put(t, b, first, docs[:20]...)
	elsewhere := docs[15]
	elsewhere.Document.Seen = append(slices.Clone(elsewhere.Document.Seen), mentionmap.Seen{Source: "Second", URL: "u"})
	put(t, b, second, append(docs[20:25:25], elsewhere)...)
	put(t, b, third, docs[25:]...)
	if err := b.EndRun(ctx, first); err != nil {
		t.Fatal(err)
	}
	wantCode(t, b.EndRun(ctx, 99), mentionmap.NotFound, "no run 99")
	list, err := b.ListRuns(ctx)
	if err != nil || len(list) != 3 || list[0].ID != third || list[2].Documents != 20 || list[2].Ended == "" || list[1].Ended != "" || !slices.Equal(list[2].Paths, []string{"a", "b"}) {
		t.Fatalf("runs %+v, %v", list, err)
	}
	if n, err := b.Undo(ctx, first); err != nil || n != 19 {
		t.Fatalf("undone %d, %v: the document that the second met stays", n, err)
	}
	i := info(t, b)
	if known, _ := b.Known(ctx, mentionmap.DocumentID(elsewhere.Document.Text)); !known || i.Documents != 11 {
		t.Errorf("%d documents are left", i.Documents)
	}
	list, _ = b.ListRuns(ctx)
	if !list[2].Undone || list[2].Documents != 0 || list[1].Documents != 6 {
		t.Errorf("runs %+v", list)
	}
	put(t, b, third, docs[22])
	if _, err := b.Put(ctx, first, storetest.Corpus(77, 1)); !errors.Is(err, store.ErrUndone) {
		t.Errorf("a run that was taken back goes on: %v", err)
	}
	if n, err := b.Undo(ctx, second); err != nil || n != 5 {
		t.Errorf("undone %d, %v", n, err)
	}
	if n, err := b.Undo(ctx, third); err != nil || n != 6 || info(t, b).Documents != 0 || info(t, b).First != mentionmap.NoDay {
		t.Errorf("undone %d, %v, left %+v", n, err, info(t, b))
	}
	_, err = b.Undo(ctx, 77)
	wantCode(t, err, mentionmap.NotFound, "no run 77")
	_, err = b.Undo(ctx, first)
	wantCode(t, err, mentionmap.NotFound, "no run")
	again := begin()
	docs[0].Document.Seen = []mentionmap.Seen{{Source: "At first"}}
	put(t, b, 0, docs[0])
	met := docs[0]
	met.Document.Seen = []mentionmap.Seen{{Source: "Only now"}}
	put(t, b, again, met)
	if n, err := b.Undo(ctx, again); err != nil || n != 0 {
		t.Errorf("undone %d, %v", n, err)
	}
	if d, err := b.Document(ctx, mentionmap.DocumentID(met.Document.Text)); err != nil || len(d.Seen) != len(docs[0].Document.Seen) {
		t.Errorf("where it was seen is taken back: %+v, %v", d, err)
	}
	checkWhole(t, b)
}

// checkWhole looks for rows that belong to nothing, and for wrong sums.
func checkWhole(t testing.TB, b *Backend) {
	t.Helper()
	for what, sql := range map[string]string{
		"mentions of no document":  "SELECT count(*) FROM mention m LEFT JOIN document d ON d.id = m.document WHERE d.id IS NULL",
		"posts of no document":     "SELECT count(*) FROM post p LEFT JOIN document d ON d.id = p.id >> 16 WHERE d.id IS NULL",
		"sentences of no post":     "SELECT count(*) FROM sentence s LEFT JOIN post p ON p.id = s.post WHERE p.id IS NULL",
		"mentions in no sentence":  "SELECT count(*) FROM mention m LEFT JOIN sentence s ON s.id = m.sentence WHERE s.id IS NULL",
		"stories begun by nothing": "SELECT count(*) FROM document d LEFT JOIN document s ON s.id = d.story AND s.story = s.id WHERE s.id IS NULL",
		"documents of wrong sums":  "SELECT count(*) FROM document d WHERE mentions <> (SELECT count(*) FROM mention m WHERE m.document = d.id)",
		"wrong state": `SELECT count(*) FROM state s WHERE documents <> (SELECT count(*) FROM document) OR mentions <> (SELECT count(*) FROM mention)
			OR posts <> (SELECT count(*) FROM post WHERE number IS NOT NULL) OR first_day IS DISTINCT FROM (SELECT min(date) FROM mention) OR last_day IS DISTINCT FROM (SELECT max(date_to) FROM mention)`,
	} {
		var n int
		if err := b.pool.QueryRow(context.Background(), sql).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d %s (%v)", n, what, err)
		}
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	const writers, batches, size = 4, 8, 10
	url := pgtest.URL(t)
	reader := open(t, url)
	var all sync.WaitGroup
	stop := make(chan struct{})
	var numbers []int64 // in the order in which a reader heard of them
	all.Go(func() {
		after := int64(-1)
		for {
			s := follow(t, reader, after)
			if after >= 0 && s.generation > after && len(s.order) == 0 {
				t.Errorf("generation %d tells of nothing", s.generation)
			}
			numbers, after = append(numbers, s.order...), s.generation
			select {
			case <-stop:
				if s.generation == info(t, reader).Generation {
					return
				}
			default:
			}
		}
	})
	var writing sync.WaitGroup
	for w := range writers {
		b := open(t, url)
		writing.Go(func() {
			docs := storetest.Corpus(uint64(10+w), batches*size)
			for batch := range slices.Chunk(docs, size) {
				if _, err := b.Put(t.Context(), 0, batch); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	all.Wait()
	if i := info(t, reader); i.Documents != writers*batches*size || i.Generation != writers*batches {
		t.Errorf("%+v", i)
	}
	if len(numbers) != writers*batches*size || !slices.IsSorted(numbers) {
		t.Errorf("a reader heard of %d documents, ascending: %v", len(numbers), slices.IsSorted(numbers))
	}
	checkWhole(t, reader)
}

func TestAKilledConnectionLeavesNothingHalf(t *testing.T) {
	url := pgtest.URL(t)
	b, other := open(t, url), open(t, url)
	docs := storetest.Corpus(5, 400)
	stored, killed := 0, 0
	for round := range 12 {
		batch := docs[round*30 : round*30+30]
		done := make(chan error, 1)
		go func() {
			_, err := b.Put(context.Background(), 0, batch)
			done <- err
		}()
		time.Sleep(time.Duration(round*2) * time.Millisecond)
		_, err := other.pool.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
			AND (state <> 'idle' OR query LIKE 'COPY%')`)
		if err != nil {
			t.Fatal(err)
		}
		if err := <-done; err == nil {
			stored += len(batch)
		} else {
			killed++
			if code := mentionmap.CodeOf(err); code != mentionmap.Unavailable {
				t.Errorf("killed: %v (%v)", err, code)
			}
			if known, err := other.Known(t.Context(), mentionmap.DocumentID(batch[0].Document.Text)); err != nil || known {
				t.Errorf("killed, yet it is known: %v", err)
			}
		}
	}
	if i := info(t, other); i.Documents != int64(stored) {
		t.Errorf("%d documents, want %d", i.Documents, stored)
	}
	t.Logf("%d of 12 were killed", killed)
	checkWhole(t, other)
	put(t, b, 0, docs[:360]...)
	if i := info(t, b); i.Documents != 360 {
		t.Errorf("put again: %d documents, want 360", i.Documents)
	}
}

func TestPutTxIsPartOfATransaction(t *testing.T) {
	b := open(t, pgtest.URL(t))
	ctx := t.Context()
	if _, err := b.pool.Exec(ctx, "CREATE TABLE job (done boolean)"); err != nil {
		t.Fatal(err)
	}
	docs := storetest.Corpus(6, 10)
	planned := errors.New("as planned")
	for _, fail := range []error{planned, nil} {
		err := pgx.BeginFunc(ctx, b.pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO job VALUES (true)"); err != nil {
				return err
			}
			if added, err := b.PutTx(ctx, tx, 0, docs); err != nil || added.Documents != 10 {
				return fmt.Errorf("%+v, %w", added, err)
			}
			return fail
		})
		var jobs int64
		if err := b.pool.QueryRow(ctx, "SELECT count(*) FROM job").Scan(&jobs); err != nil {
			t.Fatal(err)
		}
		if i := info(t, b); !errors.Is(err, fail) || i.Documents != jobs*10 || i.Generation != jobs {
			t.Errorf("%v: %d jobs, %+v", err, jobs, i)
		}
	}
}

func TestAReaderSurvivesARestart(t *testing.T) {
	s := pgtest.Start(t, pgtest.NotSafe...)
	b := open(t, s.Database(t))
	put(t, b, 0, storetest.Corpus(7, 50)...)
	all := follow(t, b, -1)
	var busy sync.WaitGroup // so that several connections are there
	for range 6 {
		busy.Go(func() { fetch(t, b, all.keys()) })
	}
	busy.Wait()
	s.Stop(t, "fast")
	_, err := b.Info(t.Context())
	wantCode(t, err, mentionmap.Unavailable, "")
	_, err = b.Fetch(t.Context(), all.keys())
	wantCode(t, err, mentionmap.Unavailable, "")
	_, err = b.Put(t.Context(), 0, storetest.Corpus(8, 1))
	wantCode(t, err, mentionmap.Unavailable, "")
	s.Again(t)
	if i := info(t, b); i.Documents != 50 {
		t.Errorf("%+v", i)
	}
	if got := fetch(t, b, all.keys()); len(got) != len(all.mentions) {
		t.Errorf("%d mentions", len(got))
	}
	put(t, b, 0, storetest.Corpus(8, 1)...)
	s.Stop(t, "fast") // while its connections are idle, and start again before they are used
	s.Again(t)
	if i := info(t, b); i.Documents != 51 {
		t.Errorf("%+v", i)
	}
	if s := follow(t, b, -1); len(s.order) != 51 {
		t.Errorf("followed %d", len(s.order))
	}
	put(t, b, 0, storetest.Corpus(9, 1)...)
}

func TestConnectionsThatAreGoneAreReplaced(t *testing.T) {
	url := pgtest.URL(t)
	b, killer := open(t, url), open(t, url)
	docs := storetest.Corpus(7, 50)
	put(t, b, 0, docs[:40]...)
	keys := func() []store.Key {
		all := follow(t, b, -1)
		return all.keys()
	}()
	kill := func() {
		t.Helper()
		var held []*pgxpool.Conn // so that there are several
		for range 4 {
			c, err := b.pool.Acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, c)
		}
		for _, c := range held {
			c.Release()
		}
		if _, err := killer.pool.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	info(t, b)
	kill()
	fetch(t, b, keys)
	kill()
	put(t, b, 0, docs[40:]...)
	kill()
	if _, err := b.ListRuns(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestListenHearsOfChanges(t *testing.T) {
	url := pgtest.URL(t)
	b, other := open(t, url), open(t, url)
	heard := make(chan int64, 100)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- b.Listen(ctx, func() error {
			i, err := b.Info(ctx)
			heard <- i.Generation
			return err
		})
	}()
	wait := func(generation int64) {
		t.Helper()
		for deadline := time.After(10 * time.Second); ; {
			select {
			case g := <-heard:
				if g == generation {
					return
				}
			case <-deadline:
				t.Fatalf("generation %d was not heard of", generation)
			}
		}
	}
	wait(0)
	put(t, other, 0, storetest.Corpus(1, 3)...)
	wait(1)
	if _, err := other.pool.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"); err != nil {
		t.Fatal(err)
	}
	put(t, other, 0, storetest.Corpus(2, 3)...)
	wait(2)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}
