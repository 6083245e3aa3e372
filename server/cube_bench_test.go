//go:build sqlite_fts5 && unix

package server

import (
	"context"
	"errors"
	goflag "flag"
	"io"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
	"mentionmap/data/store/synthetic/measure"
)

var benchDB = goflag.String("benchdb", "", "a database of `mentionmap bench generate` to read instead of one made for the run")

// benchStore is the store of a run of benchmarks, with its counts in memory.
func benchStore(b *testing.B) *index.Store {
	b.Helper()
	path := *benchDB
	if path == "" {
		path = b.TempDir() + "/bench.db"
	}
	st := filetest.Open(b, path, sqlite.Options{ReadOnly: *benchDB != ""})
	if *benchDB == "" {
		put(b, st, synthetic.New(1, 100_000), 0)
	}
	awaitRead(b, st)
	return st
}

// awaitRead waits until the index has been read.
func awaitRead(b *testing.B, st *index.Store) {
	b.Helper()
	if _, err := st.Total(b.Context(), mentionmap.NewQuery()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkCube makes and packs the counts of all that is stored and of
// searches, as a client asks for them that has none, and gives what is kept.
func BenchmarkCube(b *testing.B) {
	st := benchStore(b)
	app, err := New(Options{Store: st, Host: "127.0.0.1"})
	if err != nil {
		b.Fatal(err)
	}
	h := newHandlers(Options{Store: st})
	for _, c := range benchCubes() {
		b.Run(c.name, func(b *testing.B) {
			q, err := mentionmap.ParseQuery(c.filter)
			if err != nil {
				b.Fatal(err)
			}
			size := 0
			measure.Run(b, func() error {
				size, err = c.make(h, q)
				return err
			})
			b.ReportMetric(float64(size), "bytes")
		})
	}
	for _, encoding := range []string{"zstd", "gzip"} {
		ask(b, app, "GET", "/api/cube", nil, "Accept-Encoding", encoding)
		b.Run("kept/"+encoding, func(b *testing.B) {
			measure.Run(b, func() error {
				ask(b, app, "GET", "/api/cube", nil, "Accept-Encoding", encoding)
				return nil
			})
		})
	}
}

// BenchmarkCubeFollows asks for all counts again after each document that was
// put: it copies the database, for it writes.
func BenchmarkCubeFollows(b *testing.B) {
	path := b.TempDir() + "/follows.db"
	if *benchDB != "" {
		copyFile(b, *benchDB, path)
	}
	st := filetest.Open(b, path, sqlite.Options{})
	awaitRead(b, st)
	corpus := synthetic.New(99, 100_000)
	if *benchDB == "" {
		put(b, st, corpus, 0)
		corpus = synthetic.New(98, 1000)
	}
	app, err := New(Options{Store: st, Host: "127.0.0.1"})
	if err != nil {
		b.Fatal(err)
	}
	next := 0
	for _, target := range []string{"/api/cube", "/api/cube/parts", "/api/timeline"} {
		ask(b, app, "GET", target, nil, "Accept-Encoding", "zstd")
		b.Run(target, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				if _, err := st.Put(b.Context(), []mentionmap.Located{corpus.Document(next)}); err != nil {
					b.Fatal(err)
				}
				next++
				start := time.Now()
				if status, _, _ := ask(b, app, "GET", target, nil, "Accept-Encoding", "zstd"); status != 200 {
					b.Fatal(status)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(measure.Milliseconds(took[0]), "best-ms")
			b.ReportMetric(measure.Milliseconds(took[len(took)/2]), "median-ms")
		})
	}
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err == nil {
		_, err = io.Copy(out, in)
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
}

type benchCube struct {
	name   string
	filter url.Values
	make   func(h *handlers, q mentionmap.Query) (bytes int, err error)
}

func benchCubes() []benchCube {
	packed := func(encoding int, weeks bool) func(*handlers, mentionmap.Query) (int, error) {
		return func(h *handlers, q mentionmap.Query) (int, error) {
			h.forget()
			counts, err := h.counted(context.Background(), q, false)
			if err != nil {
				return 0, err
			}
			pieces, err := h.wholeCube(counts, q, weeks)
			if err != nil {
				return 0, err
			}
			body, err := packAll(encoding, pieces)
			return len(body), err
		}
	}
	return []benchCube{
		{"days/plain", nil, packed(-1, false)}, {"days/zstd", nil, packed(0, false)}, {"days/gzip", nil, packed(1, false)},
		{"weeks/zstd", nil, packed(0, true)}, {"parts", nil, allParts},
		{"literal/zstd", url.Values{"use": {"literal"}}, packed(0, false)},
		{"source/zstd", url.Values{"source": {"source 250"}}, packed(0, false)},
		{"large source/zstd", url.Values{"source": {"source 0"}}, packed(0, false)},
		// In one post of 600 and of 200 of the corpus.
		{"word/zstd", url.Values{"q": {"gralimadi"}}, packed(0, false)}, {"common word/zstd", url.Values{"q": {"stamavo"}}, packed(0, false)},
	}
}

// forget lets all be made anew.
func (h *handlers) forget() { h.written, h.places = memories{}, placeParts{} }

// allParts makes the list and every part, packed.
func allParts(h *handlers, q mentionmap.Query) (size int, err error) {
	h.forget()
	counts, err := h.counted(context.Background(), q, false)
	if err != nil {
		return 0, err
	}
	set, _, err := h.makeSet(counts, q)
	if err != nil {
		return 0, err
	}
	for _, pieces := range set.byName {
		body, err := packAll(0, pieces)
		if err != nil {
			return 0, err
		}
		size += len(body)
	}
	return size, nil
}
