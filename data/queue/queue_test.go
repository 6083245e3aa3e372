package queue_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap"
	"mentionmap/data/queue"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/postgres/pgtest"
)

// workVariable makes the test binary a program that works on a database.
const workVariable = "MENTIONMAP_TEST_WORK"

func TestMain(m *testing.M) {
	if url := os.Getenv(workVariable); url != "" {
		fmt.Fprintln(os.Stderr, workOn(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// workOn works until it is killed.
func workOn(url string) error {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	b, err := postgres.Open(ctx, postgres.Options{URL: url})
	if err != nil {
		return err
	}
	q, err := queue.Open(ctx, pool, b)
	if err != nil {
		return err
	}
	o := work()
	o.Attempts = 4
	o.Locator = func(homes map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
		return func(d mentionmap.Document) mentionmap.Located {
			time.Sleep(time.Millisecond) // so that kills come in the midst of it
			if strings.Contains(d.Text, "deadly") {
				os.Exit(3)
			}
			return locate(d, string(homes[sourceOf(&d)]))
		}, nil
	}
	_, err = q.Work(ctx, o)
	return err
}

// archive is a database with a queue.
type archive struct {
	*queue.Queue
	store *postgres.Backend
	pool  *pgxpool.Pool
	url   string
}

func open(t *testing.T) *archive {
	t.Helper()
	return openAt(t, pgtest.URL(t))
}

func openAt(t *testing.T, url string) *archive {
	t.Helper()
	b, err := postgres.Open(t.Context(), postgres.Options{URL: url, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	pool, err := pgxpool.New(t.Context(), url+"?pool_max_conns=16")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	q, err := queue.Open(t.Context(), pool, b)
	if err != nil {
		t.Fatal(err)
	}
	return &archive{q, b, pool, url}
}

func sourceOf(d *mentionmap.Document) string {
	if len(d.Seen) == 0 {
		return ""
	}
	return d.Seen[0].Source
}

// work are options whose locator finds every "Kyiv". Where a source is at home is
// told by the words at the begin of its texts; it stands in the version of the
// gazetteer, so that it can be seen in what is stored.
func work() queue.WorkOptions {
	return queue.WorkOptions{
		SourceOf: sourceOf,
		Learn: func(texts []mentionmap.Document) []byte {
			var words []string
			for _, d := range texts {
				words = append(words, strings.Fields(d.Text)[1])
			}
			home, _ := json.Marshal(strings.Join(words, " "))
			return home
		},
		Locator: func(homes map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
			return func(d mentionmap.Document) mentionmap.Located {
				return locate(d, string(homes[sourceOf(&d)]))
			}, nil
		},
		Parallel: 2, Silence: 1200 * time.Millisecond, Attempts: 2,
	}
}

func locate(d mentionmap.Document, home string) mentionmap.Located {
	if strings.Contains(d.Text, "panics") {
		panic("the locator cannot do this")
	}
	l := mentionmap.Located{Document: d, Gazetteer: "g", Locator: cmp.Or(home, "none")}
	l.Posts = []mentionmap.Post{{Span: mentionmap.Span{End: len(d.Text)}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}}
	for at := 0; ; {
		i := strings.Index(d.Text[at:], "Kyiv")
		if i < 0 {
			break
		}
		span := mentionmap.Span{Start: at + i, End: at + i + 4}
		at = span.End
		l.Mentions = append(l.Mentions, mentionmap.Mention{Span: span, Surface: "Kyiv", Sentence: span, Kind: mentionmap.Settlement, Dates: mentionmap.NoDates,
			Place: &mentionmap.Place{ID: 703448, Name: "Kyiv", Kind: mentionmap.Settlement, Lon: 30.5, Lat: 50.4}})
	}
	if strings.Contains(d.Text, "refused") {
		l.Mentions = append(l.Mentions, mentionmap.Mention{Span: mentionmap.Span{Start: 1 << 20, End: 1<<20 + 4}, Dates: mentionmap.NoDates})
	}
	return l
}

// documents makes n documents of some sources; about one in eight is a near-copy.
func documents(n int) (docs []mentionmap.Document) {
	r := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(" w" + strconv.Itoa(r.IntN(100_000)))
		}
		return b.String()
	}
	for i := range n {
		text := fmt.Sprintf("Report %d of Kyiv.%s In Kyiv, again.%s", i, words(60), words(20))
		if i%8 == 7 {
			text = strings.Replace(docs[i-3].Text, "Report", "Copied "+strconv.Itoa(i), 1)
		}
		docs = append(docs, mentionmap.Document{Key: fmt.Sprint("d", i), Title: fmt.Sprint("Title ", i), Lang: "en", Text: text,
			Published: mentionmap.Stamp{Day: mentionmap.Day(19000 + i%90), Minute: int16(i % 1440), Zone: "+02:00"},
			Seen:      []mentionmap.Seen{{Source: fmt.Sprint("source", i%5), URL: fmt.Sprint("https://example.org/", i)}}})
	}
	return docs
}

func (a *archive) enqueue(t *testing.T, docs []mentionmap.Document) queue.Enqueued {
	t.Helper()
	sum, err := a.Enqueue(t.Context(), enqueueing(docs))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func enqueueing(docs []mentionmap.Document) queue.EnqueueOptions {
	return queue.EnqueueOptions{Paths: []string{"test"}, SourceOf: sourceOf, Read: func(ctx context.Context, add func(mentionmap.Document) error) error {
		for _, d := range docs {
			if err := add(d); err != nil {
				return err
			}
		}
		return nil
	}}
}

// workAll works until the queue is empty.
func (a *archive) workAll(t *testing.T, change ...func(*queue.WorkOptions)) queue.Done {
	t.Helper()
	o := work()
	o.UntilEmpty = true
	for _, c := range change {
		c(&o)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	done, err := a.Work(ctx, o)
	if err != nil {
		s, _ := a.Status(t.Context())
		t.Fatalf("%v after %+v, the queue is %+v", err, done, s)
	}
	return done
}

func (a *archive) status(t *testing.T) queue.Status {
	t.Helper()
	s, err := a.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stored is all that an archive tells of its documents and mentions, in lines that
// do not depend on the order of storing. Stories are told as groups.
func (a *archive) stored(t *testing.T) string {
	t.Helper()
	var out []string
	for _, query := range []string{
		`SELECT to_jsonb(d) - 'story' - 'run' FROM documents d`,
		`SELECT to_jsonb(m) - 'story' - 'ogc_fid' FROM mentions m`,
		`SELECT to_jsonb(p) FROM posts p`,
		`SELECT jsonb_build_object('document', d.public, 'locator', v.name, 'zone', d.zone) FROM document d JOIN version v ON v.id = d.locator`,
		`SELECT jsonb_build_object('document', d.public, 'n', n, 'source', s.name, 'url', url) FROM seen JOIN document d ON d.id = seen.document LEFT JOIN source s ON s.id = seen.source`,
		`SELECT to_jsonb(array_agg(document ORDER BY document)) FROM documents GROUP BY story`,
	} {
		rows, err := a.pool.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		var line string
		if _, err := pgx.ForEachRow(rows, []any{&line}, func() error { out = append(out, line); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// same compares what two archives hold.
func same(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%d lines, want %d; the first that differs:\n%s\nwant\n%s", len(g), len(w), g[i], w[i])
		}
	}
	t.Fatalf("%d lines, want %d", len(g), len(w))
}

func TestDocumentsGoThroughTheQueue(t *testing.T) {
	a := open(t)
	docs := documents(400)
	docs[3].Text = "Report of Kyiv " + strings.Repeat("long ", 80_000)
	docs[5] = mentionmap.Document{Key: "bare \xff", Text: "Kyiv \x00 alone", Published: mentionmap.NoStamp}
	sum := a.enqueue(t, docs)
	if sum.Documents != 400 || sum.Jobs < 3 || sum.Waiting != 0 || sum.Stored != 0 {
		t.Errorf("enqueued %+v", sum)
	}
	if s := a.status(t); s.Learning != int64(sum.Jobs) || s.Documents != 400 || s.Waiting != 0 {
		t.Errorf("before the work: %+v", s)
	}
	done := a.workAll(t)
	if done.Documents != 400 || done.Mentions < 700 || done.Parted != 0 || done.Failed != 0 {
		t.Errorf("done %+v", done)
	}
	s := a.status(t)
	if s.Documents != 0 || s.Learning+s.Waiting+s.Running+s.Retrying+s.SetAside != 0 || s.Done.Documents != 400 || s.Done.Bytes != sum.Bytes {
		t.Errorf("after the work: %+v", s)
	}
	if len(s.Workers) != 1 || s.Workers[0].State != "ended" || s.Workers[0].Mentions != int64(done.Mentions) {
		t.Errorf("workers %+v", s.Workers)
	}
	direct := open(t)
	var located []mentionmap.Located
	homes, err := a.Homes(t.Context(), []string{"source0", "source1", "source2", "source3", "source4", "none"})
	if err != nil || len(homes) != 5 {
		t.Fatalf("%d homes, %v", len(homes), err)
	}
	for _, d := range docs {
		located = append(located, locate(d, string(homes[sourceOf(&d)])))
	}
	if _, err := direct.store.Put(t.Context(), 0, located); err != nil {
		t.Fatal(err)
	}
	same(t, a.stored(t), direct.stored(t))
}

func TestEnqueuingAgainAddsNothing(t *testing.T) {
	a := open(t)
	docs := documents(60)
	first := a.enqueue(t, docs[:40])
	again := a.enqueue(t, docs[20:])
	if first.Documents != 40 || again.Documents != 20 || again.Waiting != 20 {
		t.Errorf("%+v, then %+v", first, again)
	}
	if done := a.workAll(t); done.Documents != 60 || done.Known != 0 {
		t.Errorf("done %+v", done)
	}
	elsewhere := docs[0]
	elsewhere.Seen = []mentionmap.Seen{{Source: "elsewhere", URL: "https://example.org/copy"}}
	sum := a.enqueue(t, append(slices.Clone(docs), elsewhere))
	if sum.Documents != 0 || sum.Stored != 61 || sum.Jobs != 0 {
		t.Errorf("what is stored: %+v", sum)
	}
	d, err := a.store.Document(t.Context(), mentionmap.DocumentID(docs[0].Text))
	if err != nil || len(d.Seen) != 2 || d.Seen[1] != elsewhere.Seen[0] {
		t.Errorf("seen at %+v, %v: the new place is lost", d.Seen, err)
	}
}

func TestTwoEnqueueAtOnce(t *testing.T) {
	a, b := open(t), (*archive)(nil)
	b = openAt(t, a.url)
	docs := documents(800)
	backwards := slices.Clone(docs)
	slices.Reverse(backwards)
	var sums [2]queue.Enqueued
	var both sync.WaitGroup
	both.Go(func() { sums[0] = a.enqueue(t, docs) })
	both.Go(func() { sums[1] = b.enqueue(t, backwards) })
	both.Wait()
	if sums[0].Documents+sums[1].Documents != 800 || sums[0].Documents+sums[0].Waiting != 800 || sums[1].Documents+sums[1].Waiting != 800 {
		t.Errorf("%+v and %+v", sums[0], sums[1])
	}
	if done := a.workAll(t); done.Documents != 800 || done.Known != 0 {
		t.Errorf("done %+v", done)
	}
}

// Where a source is at home does not depend on the order in which its texts are
// read, nor on who works.
func TestHomesDoNotDependOnTheOrder(t *testing.T) {
	docs := documents(300)
	var stored [2]string
	for i := range stored {
		a := open(t)
		a.enqueue(t, docs[:150])
		a.enqueue(t, docs[150:])
		a.workAll(t)
		stored[i] = a.stored(t)
		slices.Reverse(docs)
	}
	same(t, groupless(stored[1]), groupless(stored[0]))
	if !strings.Contains(stored[0], `"locator": "\"`) {
		t.Error("no home was used")
	}
}

// groupless leaves the stories out: of chains of near-copies they may depend on the order.
func groupless(stored string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(stored, "\n"), func(l string) bool { return strings.HasPrefix(l, "[") }), "\n")
}

func TestASourceKeepsItsHome(t *testing.T) {
	a := open(t)
	docs := documents(100)
	home := func() string {
		homes, err := a.Homes(t.Context(), []string{"source1"})
		if err != nil {
			t.Fatal(err)
		}
		return string(homes["source1"])
	}
	a.enqueue(t, docs[:2]) // one text of source1: nothing is learned
	a.workAll(t)
	if home() != "" {
		t.Errorf("learned %s from one text", home())
	}
	a.enqueue(t, docs[2:50])
	a.workAll(t)
	first := home()
	a.enqueue(t, docs[50:])
	if s := a.status(t); s.Learning != 0 || s.Waiting == 0 {
		t.Errorf("documents of known sources wait: %+v", s)
	}
	a.workAll(t)
	if first == "" || home() != first {
		t.Errorf("the home was %s, is %s", first, home())
	}
	n, err := a.LearnAnew(t.Context(), a.store, work())
	if err != nil || n != 5 || home() == first {
		t.Errorf("learned anew of %d sources, %v; the home is %s still", n, err, home())
	}
	words := strings.Fields(strings.Trim(home(), `"`))
	if len(words) != 20 { // documents of source1, fewer than a sample
		t.Errorf("the home is made of %d texts, want 20", len(words))
	}
}

// While somebody enqueues, nothing is learned; when that ends, it is, by a worker.
func TestLearningWaitsForTheEndOfReading(t *testing.T) {
	a := open(t)
	docs := documents(20)
	half, more := make(chan struct{}), make(chan struct{})
	o := enqueueing(docs)
	o.Read = func(ctx context.Context, add func(mentionmap.Document) error) error {
		for i, d := range docs {
			if i == 10 {
				close(half)
				<-more
			}
			if err := add(d); err != nil {
				return err
			}
		}
		return nil
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		if _, err := a.Enqueue(t.Context(), o); err != nil {
			t.Error(err)
		}
	})
	<-half
	b := openAt(t, a.url)
	b.enqueue(t, documents(30)[20:])
	ctx, stop := context.WithCancel(t.Context())
	var working sync.WaitGroup
	working.Go(func() { b.Work(ctx, work()) })
	time.Sleep(time.Second)
	if s := b.status(t); s.Learning == 0 || s.Done.Documents != 0 {
		t.Errorf("worked on before all was read: %+v", s)
	}
	close(more)
	reading.Wait()
	within(t, 20*time.Second, func() bool { return b.status(t).Done.Documents == 30 })
	stop()
	working.Wait()
}

func within(t *testing.T, d time.Duration, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(d); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s", d)
		}
	}
}

func TestPoisonIsSetAside(t *testing.T) {
	a := open(t)
	docs := documents(50)
	docs[11].Text, docs[30].Text = "This panics, of Kyiv.", "This is refused, of Kyiv."
	a.enqueue(t, docs)
	var told []string
	var mu sync.Mutex
	done := a.workAll(t, func(o *queue.WorkOptions) {
		o.Tell = func(line string) { mu.Lock(); told = append(told, line); mu.Unlock() }
	})
	if done.Documents != 48 || done.Failed != 2 || done.Parted != 1 {
		t.Errorf("done %+v, told %q", done, told)
	}
	s := a.status(t)
	if s.SetAside != 2 || len(s.Failures) != 2 || s.Documents != 2 {
		t.Fatalf("status %+v", s)
	}
	for _, f := range s.Failures {
		want := map[string]string{"d11": "the locator cannot do this", "d30": "1048576"}[f.Key]
		if want == "" || !strings.Contains(f.Error, want) && f.Key == "d11" || strings.Contains(f.Error, "\n") || f.Document == "" || f.Error == "" {
			t.Errorf("failure %+v", f)
		}
	}
	if sum := a.enqueue(t, docs); sum.Waiting != 2 || sum.Stored != 48 || sum.Documents != 0 {
		t.Errorf("enqueued again: %+v", sum)
	}
	if n, err := a.Retry(t.Context(), []int64{s.Failures[0].Job}); n != 1 || err != nil {
		t.Errorf("retried %d, %v", n, err)
	}
	if s := a.status(t); s.SetAside != 1 || s.Waiting != 1 {
		t.Errorf("after a retry: %+v", s)
	}
	a.workAll(t)
	if n, err := a.Drop(t.Context(), nil); n != 2 || err != nil {
		t.Errorf("dropped %d, %v", n, err)
	}
	if s := a.status(t); s.SetAside != 0 || s.Documents != 0 {
		t.Errorf("after the drop: %+v", s)
	}
	if sum := a.enqueue(t, docs); sum.Documents != 2 {
		t.Errorf("what was dropped cannot be enqueued again: %+v", sum)
	}
}

// A document that does not end takes nobody with it.
func TestADocumentThatDoesNotEnd(t *testing.T) {
	a := open(t)
	a.enqueue(t, documents(10))
	end := make(chan struct{})
	defer close(end)
	done := a.workAll(t, func(o *queue.WorkOptions) {
		o.Longest = 200 * time.Millisecond
		o.Locator = func(map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
			return func(d mentionmap.Document) mentionmap.Located {
				if d.Key == "d4" {
					<-end
				}
				return locate(d, "")
			}, nil
		}
	})
	s := a.status(t)
	if done.Documents != 9 || len(s.Failures) != 1 || s.Failures[0].Key != "d4" || !strings.Contains(s.Failures[0].Error, "200ms") {
		t.Errorf("done %+v, %+v", done, s.Failures)
	}
}

// The end of the context ends the work at once, and nothing is lost.
func TestWorkStopsAtOnce(t *testing.T) {
	a := open(t)
	a.enqueue(t, documents(50))
	ctx, stop := context.WithCancel(t.Context())
	begun, end := make(chan struct{}, 100), make(chan struct{})
	defer close(end)
	o := work()
	o.Locator = func(map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
		return func(mentionmap.Document) mentionmap.Located {
			begun <- struct{}{}
			<-end
			return mentionmap.Located{}
		}, nil
	}
	ended := make(chan error)
	go func() { _, err := a.Work(ctx, o); ended <- err }()
	<-begun
	stopped := time.Now()
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) || time.Since(stopped) > 3*time.Second {
		t.Errorf("%v after %s", err, time.Since(stopped))
	}
	s := a.status(t)
	if s.Running != 0 || s.Waiting != 1 || s.Workers[0].State != "ended" {
		t.Errorf("after the stop: %+v", s)
	}
	if done := a.workAll(t); done.Documents != 50 {
		t.Errorf("done %+v", done)
	}
}

// What a worker does that was given up as silent is not stored twice, and its job
// is not ended by it.
func TestASilentWorkerIsLeftOut(t *testing.T) {
	a := open(t)
	a.enqueue(t, documents(50))
	slow, free := make(chan struct{}, 100), make(chan struct{})
	o := work()
	o.Locator = func(map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
		return func(d mentionmap.Document) mentionmap.Located {
			slow <- struct{}{}
			<-free
			return locate(d, "silent")
		}, nil
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o.Silence = time.Hour // so it gives no sign of life
	var lines atomic.Int64
	o.Tell = func(string) { lines.Add(1) }
	silent := make(chan queue.Done)
	go func() { d, _ := a.Work(ctx, o); silent <- d }()
	within(t, 20*time.Second, func() bool { return len(slow) > 0 || learnNow(t, a) })
	if _, err := a.pool.Exec(t.Context(), "UPDATE worker SET seen = now() - interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
	b := openAt(t, a.url)
	if done := b.workAll(t); done.Documents != 50 {
		t.Errorf("rescued %+v", done)
	}
	before := b.stored(t)
	close(free)
	time.Sleep(300 * time.Millisecond)
	stop()
	if done := <-silent; done.Jobs != 0 || done.Documents != 0 {
		t.Errorf("the silent one did %+v", done)
	}
	same(t, b.stored(t), before)
	if s := b.status(t); s.Documents != 0 || s.Done.Documents != 50 {
		t.Errorf("status %+v", s)
	}
}

// learnNow frees what waits for homes.
func learnNow(t *testing.T, a *archive) bool {
	_, err := a.pool.Exec(t.Context(), "UPDATE river_job SET state = 'available' WHERE state = 'pending'")
	return err != nil
}

func TestOpenAtOnce(t *testing.T) {
	url := pgtest.URL(t)
	b, err := postgres.Open(t.Context(), postgres.Options{URL: url, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			pool, err := pgxpool.New(t.Context(), url+"?pool_max_conns=3")
			if err == nil {
				defer pool.Close()
				_, err = queue.Open(t.Context(), pool, b)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestMetrics(t *testing.T) {
	a := open(t)
	a.enqueue(t, documents(10))
	a.workAll(t)
	s := a.status(t)
	text := s.Metrics()
	for _, want := range []string{"mentionmap_queue_jobs{state=\"waiting\"} 0\n", "mentionmap_queue_documents_stored_total 10\n", "# TYPE mentionmap_queue_workers gauge\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestKilledWorkers kills programs that work, three at a time, at random moments of
// their work: four times, or 20 times with SOAK=1. At the end every document is
// stored once, and all is as one program stores it.
func TestKilledWorkers(t *testing.T) {
	kills, n := 4, 1000
	switch {
	case os.Getenv("SOAK") != "":
		kills, n = 20, 10_000
	case testing.Short():
		kills, n = 2, 400
	}
	o := enqueueing(documents(n))
	o.JobBytes = 8 << 10
	one, a := open(t), open(t)
	for _, to := range []*archive{one, a} {
		if _, err := to.Enqueue(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	one.workAll(t)
	programs := make([]*exec.Cmd, 3)
	for i := range programs {
		programs[i] = a.program(t)
	}
	defer func() {
		for _, c := range programs {
			c.Process.Kill()
			c.Wait()
		}
	}()
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for kill := range kills {
		share := int64(n) * int64(kill+1) / int64(kills+1)
		within(t, time.Minute, func() bool { return a.status(t).Done.Documents >= share })
		time.Sleep(time.Duration(r.IntN(30)) * time.Millisecond)
		i := r.IntN(len(programs))
		programs[i].Process.Kill()
		programs[i].Wait()
		programs[i] = a.program(t)
	}
	within(t, 2*time.Minute, func() bool { return a.status(t).Documents == 0 })
	s := a.status(t)
	if s.Done.Documents != int64(n) || s.Done.Known != 0 || s.SetAside != 0 {
		t.Errorf("done %+v, %d set aside %+v", s.Done, s.SetAside, s.Failures)
	}
	var rescued int
	if err := a.pool.QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE cardinality(errors) > 0").Scan(&rescued); err != nil || rescued == 0 {
		t.Errorf("%d jobs were rescued, %v: no kill came in the midst of one", rescued, err)
	}
	t.Logf("%d kills; %d workers, %d jobs, %d rescued", kills, len(s.Workers), s.Done.Jobs, rescued)
	same(t, a.stored(t), one.stored(t))
}

// A document that ends every program that touches it comes to stand alone, and is
// set aside; the others of its job are stored.
func TestADocumentThatEndsPrograms(t *testing.T) {
	a := open(t)
	docs := documents(4)
	docs[2].Text = "This is deadly."
	a.enqueue(t, docs)
	for deaths := 0; a.status(t).SetAside == 0; deaths++ {
		if deaths > 20 {
			t.Fatalf("%d programs ended; the queue is %+v", deaths, a.status(t))
		}
		c := a.program(t)
		ended := make(chan struct{})
		go func() { c.Wait(); close(ended) }()
		within(t, 20*time.Second, func() bool {
			select {
			case <-ended:
				return true
			default:
				return a.status(t).SetAside > 0
			}
		})
		c.Process.Kill()
		<-ended
	}
	a.workAll(t)
	s := a.status(t)
	if s.Done.Documents != 3 || len(s.Failures) != 1 || s.Failures[0].Key != "d2" || !strings.Contains(s.Failures[0].Error, "ended or fell silent") {
		t.Errorf("done %+v, failures %+v", s.Done, s.Failures)
	}
}

// A server that is stopped in the midst of work, and started again, ends no worker;
// nothing is lost, nothing fails for good.
func TestTheServerIsStoppedAndStartedAgain(t *testing.T) {
	server := pgtest.Start(t, pgtest.NotSafe...)
	a := openAt(t, server.Database(t))
	const n = 400
	docs := documents(n)
	o := enqueueing(docs)
	o.JobBytes = 8 << 10
	if _, err := a.Enqueue(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	w := work()
	locator := w.Locator
	w.Locator = func(homes map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
		time.Sleep(50 * time.Millisecond)
		return locator(homes)
	}
	w.UntilEmpty = true
	ended := make(chan error, 1)
	go func() {
		_, err := a.Work(t.Context(), w)
		ended <- err
	}()
	within(t, 30*time.Second, func() bool { return a.status(t).Done.Documents > n/5 })
	server.Stop(t, "fast")
	time.Sleep(time.Second)
	server.Again(t)
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(time.Minute):
		t.Fatalf("the work does not end: %+v", a.status(t))
	}
	s := a.status(t)
	if s.Done.Documents != n || s.Documents != 0 || s.SetAside != 0 {
		t.Errorf("done %+v, the queue %+v", s.Done, s)
	}
	info, err := a.store.Info(t.Context())
	if err != nil || info.Documents != n {
		t.Errorf("%d documents are stored, %v", info.Documents, err)
	}
}

// program starts a program that works on the archive.
func (a *archive) program(t *testing.T) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), workVariable+"="+a.url)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestErrorsAreForPeople(t *testing.T) {
	a := open(t)
	if _, err := a.Enqueue(t.Context(), queue.EnqueueOptions{SourceOf: sourceOf, Read: func(context.Context, func(mentionmap.Document) error) error {
		return mentionmap.Errorf(mentionmap.NotFound, "%s: no such file or folder", filepath.Base("x"))
	}}); mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Error(err)
	}
	if _, err := a.pool.Exec(t.Context(), "DROP TABLE queued"); err != nil {
		t.Fatal(err)
	}
	_, err := a.Status(t.Context())
	if err == nil || strings.ContainsAny(err.Error(), "\n") || !strings.HasPrefix(err.Error(), "the queue: ") {
		t.Errorf("%v", err)
	}
}
