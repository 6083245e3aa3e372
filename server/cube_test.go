package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
	"mentionmap/server/cubefile"
	"mentionmap/server/cubefile/cubetest"
)

// readCube asks for a file and reads it.
func readCube(t testing.TB, app *fiber.App, target string) *cubetest.File {
	t.Helper()
	status, _, body := ask(t, app, "GET", target, nil)
	if status != 200 {
		t.Fatalf("%s: %d %.200s", target, status, body)
	}
	f, err := cubetest.Read(body)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return f
}

func TestCube(t *testing.T) {
	app, _ := serveFixture(t)
	_, header, body := ask(t, app, "GET", "/api/cube", nil)
	f, err := cubetest.Read(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Places.ID) != 4 || f.First.String() != "2023-03-05" || f.Last.String() != "2024-09-02" {
		t.Errorf("header: %.500s", body)
	}
	if !bytes.Contains(body, []byte(`"kind":[`)) {
		t.Error("kinds must be a list of numbers")
	}
	if status, _, _ := ask(t, app, "GET", "/api/cube", nil, "If-None-Match", header.Get("ETag")); status != 304 {
		t.Errorf("conditional: %d", status)
	}
	nothing := readCube(t, app, "/api/cube?place=99")
	if len(nothing.Rows)+len(nothing.Places.ID) != 0 || nothing.First != nil {
		t.Errorf("of no place: %+v", nothing)
	}
}

// served is a store with many rows behind an application.
func served(t testing.TB, mentions int, delay time.Duration) (*fiber.App, Store) {
	t.Helper()
	st := filetest.Open(t, t.TempDir()+"/test.db", sqlite.Options{})
	put(t, st, synthetic.New(2, mentions), 0)
	app, err := New(Options{Store: st, Host: "127.0.0.1", Public: delay > 0, Delay: delay})
	if err != nil {
		t.Fatal(err)
	}
	return app, st
}

// put stores the documents of a corpus from a number on.
func put(t testing.TB, st Store, corpus *synthetic.Corpus, from int) {
	t.Helper()
	var batch []mentionmap.Located
	for n := from; n < corpus.Documents(); n++ {
		batch = append(batch, corpus.Document(n))
	}
	if _, err := st.Put(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

// TestCubeIsCounts holds the cube of many filters against the store's counts.
func TestCubeIsCounts(t *testing.T) {
	for _, delay := range []time.Duration{0, time.Nanosecond} {
		app, st := served(t, 4000, delay)
		for _, filter := range []string{
			"", "by=published", "count=mentions", "count=stories", "kind=region,country", "use=associative", "precision=undated", "q=" + strings.Fields(synthetic.New(2, 10).Document(0).Document.Text)[0],
			"datetime=2023-01-05/2023-06-07", "near=31,48,300&count=documents", "bbox=25,45,35,50&use=literal", "source=nobody", "min_confidence=0.8",
		} {
			checkCube(t, app, st, filter)
		}
	}
}

func checkCube(t *testing.T, app *fiber.App, st Store, filter string) {
	t.Helper()
	got, err := readCube(t, app, "/api/cube?"+filter).Counts()
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	var page struct{ NumberMatched int64 }
	_, _, body := ask(t, app, "GET", "/api/collections/mentions/items?resultType=hits&"+filter, nil)
	if err := json.Unmarshal(body, &page); err != nil {
		t.Fatal(err)
	}
	want := plainCounts(t, st, filter)
	if !slices.Equal(sorted(got), sorted(want)) {
		t.Errorf("%s: the cube has %d rows, the store %d", filter, len(got), len(want))
	}
	if (len(got) == 0) != (page.NumberMatched == 0) {
		t.Errorf("%s: %d rows of %d mentions", filter, len(got), page.NumberMatched)
	}
}

func sorted(rows []store.Count) []store.Count {
	slices.SortFunc(rows, func(a, b store.Count) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			cmp.Compare(a.Precision, b.Precision), cmp.Compare(a.Uses, b.Uses), cmp.Compare(fmt.Sprint(a.Firm), fmt.Sprint(b.Firm)))
	})
	return rows
}

// TestFacets holds the counts of each source against a cube of that source alone.
func TestFacets(t *testing.T) {
	app, _ := served(t, 600, 0)
	many := readCube(t, app, "/api/cube?facets=source&count=mentions&q=bake")
	if len(many.Sources) < 2 || len(many.Places.Source) != len(many.Places.Ref) {
		t.Fatalf("%d sources, %d of %d places have one", len(many.Sources), len(many.Places.Source), len(many.Places.Ref))
	}
	sums := make([]int64, len(many.Sources))
	for _, r := range many.Rows {
		at, _ := slices.BinarySearch(many.Places.Ref, r.Ref)
		sums[many.Places.Source[at]] += r.N
	}
	for i, source := range many.Sources {
		if alone := cubeSum(t, app, url.Values{"source": {source}, "count": {"mentions"}, "q": {"bake"}}.Encode()); int64(alone) != sums[i] || alone == 0 {
			t.Errorf("%s: %d of many, %d alone", source, sums[i], alone)
		}
	}
	app, _ = served(t, 4000, 0)
	if status, _, body := ask(t, app, "GET", "/api/cube?facets=source", nil); status != 400 || !strings.Contains(string(body), "narrow") {
		t.Errorf("all sources: %d %.300s", status, body)
	}
}

// manifest is what /api/cube/parts says.
type manifest struct {
	Generation          string
	First, Last         *mentionmap.Day
	Places, Weeks, Days []cubefile.Part
}

func parts(t testing.TB, app *fiber.App, query string) (m manifest) {
	t.Helper()
	_, _, body := ask(t, app, "GET", "/api/cube/parts?"+query, nil)
	if err := json.Unmarshal(body, &m); err != nil || m.Generation == "" {
		t.Fatalf("%s: %v %.200s", query, err, body)
	}
	return m
}

func TestPartsAreTheCube(t *testing.T) {
	app, st := served(t, 4000, 0)
	m := parts(t, app, "by=published&count=mentions")
	var whole cubetest.File
	for _, p := range m.Places {
		status, head, body := ask(t, app, "GET", "/api/cube/parts/"+p.Name, nil)
		var places cubefile.Places
		if err := json.Unmarshal(body, &places); err != nil || status != 200 || len(places.ID) != p.Rows || !strings.Contains(head.Get("Cache-Control"), "immutable") {
			t.Fatalf("%s: %d %v %v", p.Name, status, err, head)
		}
		whole.Places.Ref, whole.Places.ID, whole.Places.Kind = append(whole.Places.Ref, places.Ref...), append(whole.Places.ID, places.ID...), append(whole.Places.Kind, places.Kind...)
	}
	for _, p := range m.Days {
		f := readCube(t, app, "/api/cube/parts/"+p.Name)
		if len(f.Rows) != p.Rows {
			t.Errorf("%s has %d rows, not %d", p.Name, len(f.Rows), p.Rows)
		}
		whole.Rows = append(whole.Rows, f.Rows...)
	}
	got, err := whole.Counts()
	if err != nil {
		t.Fatal(err)
	}
	if want := plainCounts(t, st, "by=published&count=mentions"); !slices.Equal(sorted(got), sorted(want)) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

// plainCounts are the counts of a store for filters.
func plainCounts(t testing.TB, st Store, filter string) (out []store.Count) {
	t.Helper()
	h := newHandlers(Options{Store: st})
	v, err := url.ParseQuery(filter)
	if err != nil {
		t.Fatal(err)
	}
	q, err := mentionmap.ParseQuery(v)
	if err != nil {
		t.Fatal(err)
	}
	if out, err = h.counts(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPartsAfterMore(t *testing.T) {
	app, st := served(t, 4000, 0)
	before := parts(t, app, "")
	put(t, st, synthetic.New(2, 4010), 400)
	after := parts(t, app, "")
	if before.Generation == after.Generation || slices.EqualFunc(before.Days, after.Days, func(a, b cubefile.Part) bool { return a.Name == b.Name }) {
		t.Fatalf("nothing changed: %v", after)
	}
	gone := ""
	for _, p := range before.Days {
		if !slices.ContainsFunc(after.Days, func(q cubefile.Part) bool { return q.Name == p.Name }) {
			gone = p.Name
		}
	}
	status, head, body := ask(t, app, "GET", "/api/cube/parts/"+gone, nil)
	if status != 404 || !strings.Contains(string(body), "parts again") || strings.Contains(head.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %d %s %v", gone, status, body, head)
	}
}

func TestPartsRefuse(t *testing.T) {
	app, _ := serveFixture(t)
	for target, want := range map[string]int{
		"/api/cube/parts?q=x": 400, "/api/cube/parts?by=never": 400, "/api/cube?grain=month": 400,
		"/api/cube/parts/x": 404, "/api/cube/parts/event.reports.days.rest.0": 404, "/api/cube/parts/event.x.days.rest.0": 404, "/api/cube/parts/x?y=1": 400,
	} {
		if status, _, body := ask(t, app, "GET", target, nil); status != want {
			t.Errorf("%s: %d %s", target, status, body)
		}
	}
}

// TestCubeIsPacked: whatever the compression, it is the same.
func TestCubeIsPacked(t *testing.T) {
	app, _ := served(t, 4000, 0)
	_, _, plain := ask(t, app, "GET", "/api/cube", nil)
	for _, name := range []string{"gzip", "zstd"} {
		for range 2 { // made, and kept
			_, head, body := ask(t, app, "GET", "/api/cube", nil, "Accept-Encoding", name)
			if got := unpacked(t, name, body); head.Get("Content-Encoding") != name || !bytes.Equal(got, plain) {
				t.Errorf("%s: %v, %d bytes of %d", name, head, len(got), len(plain))
			}
		}
	}
}

func unpacked(t testing.TB, encoding string, body []byte) []byte {
	t.Helper()
	var r io.Reader
	var err error
	if encoding == "gzip" {
		r, err = gzip.NewReader(bytes.NewReader(body))
	} else {
		r, err = zstd.NewReader(bytes.NewReader(body))
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCubeFollows holds answers that were made of what was made before against
// those of a server that knows nothing yet.
func TestCubeFollows(t *testing.T) {
	path := t.TempDir() + "/follows.db"
	st := filetest.Open(t, path, sqlite.Options{})
	corpus := synthetic.New(5, 3000)
	app := newApp(t, st)
	var ids []string
	check := func() {
		t.Helper()
		anew := filetest.Open(t, path, sqlite.Options{ReadOnly: true})
		defer anew.Close()
		fresh := newApp(t, anew)
		for _, target := range []string{"/api/cube", "/api/cube?grain=week", "/api/cube?use=literal", "/api/cube/parts", "/api/cube/parts?count=mentions&by=published", "/api/timeline?bin=day"} {
			_, _, want := ask(t, fresh, "GET", target, nil)
			_, _, got := ask(t, app, "GET", target, nil)
			if strings.Contains(target, "/cube") && !strings.Contains(target, "parts") {
				got, want = rowsOf(t, got), rowsOf(t, want)
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("%s is not what it is anew: %.300s\nwant %.300s", target, got, want)
			}
		}
	}
	for batch := range corpus.Batches(40) {
		if _, err := st.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, mentionmap.DocumentID(batch[0].Document.Text))
		if len(ids)%4 == 1 {
			check()
		}
	}
	for _, id := range ids[:3] {
		if err := st.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		check()
	}
}

func newApp(t *testing.T, st Store) *fiber.App {
	t.Helper()
	app, err := New(Options{Store: st, Host: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

// rowsOf is a file without its numbers of generations.
func rowsOf(t *testing.T, body []byte) []byte {
	t.Helper()
	f, err := cubetest.Read(body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{f.Rows, f.Places, f.First, f.Last})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestPackAll(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, sizes := range [][]int{{}, {0}, {1}, {packBlock}, {packBlock - 1, 2}, {10, packBlock * 3, 5, 0, packBlock / 2}, {packAlone, packAlone, packAlone}, {5, packAlone, 5}} {
		var pieces []cubefile.Piece
		for i, n := range sizes {
			p := make([]byte, n)
			for i := range p {
				p[i] = byte(r.IntN(7))
			}
			pieces = append(pieces, cubefile.Piece{Bytes: p})
			if i%2 == 1 {
				pieces[i].Packed = &cubefile.Packed{}
			}
		}
		want := joinPieces(pieces)
		for i, e := range encodings {
			for range 2 { // anew, and from what is kept
				body, err := packAll(i, pieces)
				if err != nil {
					t.Fatal(err)
				}
				if got := unpacked(t, e.name, body); !bytes.Equal(got, want) {
					t.Errorf("%s of %v: %d bytes, want %d", e.name, sizes, len(got), len(want))
				}
			}
		}
	}
}

func TestKept(t *testing.T) {
	k := newKept(10)
	made := map[string]int{}
	get := func(key string, size int) {
		if _, err := keep(k, key, 1, func() (string, int, error) { made[key]++; return key, size, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"a", "b", "a", "c", "a", "b"} { // c has no room beside a and b: b goes
		get(key, 4)
	}
	get("huge", 11)
	get("huge", 11)
	if fmt.Sprint(made) != "map[a:1 b:2 c:1 huge:2]" {
		t.Errorf("made %v", made)
	}
	for _, generation := range []int64{2, 1, 2} { // the newest stays, and takes the room of the one before
		if got, err := keep(k, "a", generation, func() (int64, int, error) { return generation, 6, nil }); got != generation || err != nil {
			t.Errorf("generation %d: %d, %v", generation, got, err)
		}
	}
	if k.room != 0 || len(k.known) != 2 {
		t.Errorf("room for %d beside %d values", k.room, len(k.known))
	}
	fails := 0
	for range 2 {
		if _, err := keep(k, "bad", 1, func() (string, int, error) { fails++; return "", 0, errors.New("no") }); err == nil {
			t.Error("an error got lost")
		}
	}
	if fails != 2 || k.room < 0 {
		t.Errorf("asked %d times, room %d", fails, k.room)
	}
}

// TestKeptIsMadeOnce for all who ask at the same time, even where it fails.
func TestKeptIsMadeOnce(t *testing.T) {
	k := newKept(100)
	var made atomic.Int32
	release := make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := keep(k, "x", 1, func() (int, int, error) {
				made.Add(1)
				<-release
				return 7, 1, nil
			})
			if got != 7 || err != nil {
				t.Errorf("got %d, %v", got, err)
			}
		})
	}
	close(release)
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	func() {
		defer func() { recover() }()
		keep(k, "y", 1, func() (int, int, error) { panic("x") })
	}()
	if got, err := keep(k, "y", 1, func() (int, int, error) { return 5, 1, nil }); got != 5 || err != nil {
		t.Errorf("after a fall: %d, %v", got, err)
	}
}
