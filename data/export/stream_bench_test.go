//go:build sqlite_fts5 && unix

package export

import (
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
)

var benchDB = flag.String("benchdb", "", "database to measure with; without it one of 100,000 mentions is made")

func openBench(b *testing.B) *index.Store {
	b.Helper()
	path, o := *benchDB, sqlite.Options{ReadOnly: true}
	if path == "" {
		path, o = filepath.Join(b.TempDir(), "bench.db"), sqlite.Options{}
	}
	db := filetest.Open(b, path, o)
	if *benchDB == "" {
		for batch := range synthetic.New(1, 100_000).Batches(2048) {
			if _, err := db.Put(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
	}
	if _, err := db.Total(b.Context(), mentionmap.NewQuery()); err != nil { // the index has been read
		b.Fatal(err)
	}
	return db
}

// discard counts what is written to it.
type discard struct{ bytes int64 }

func (d *discard) Write(p []byte) (int, error) {
	d.bytes += int64(len(p))
	return len(p), nil
}

// rates runs fn, which tells how many bytes it wrote, and reports MB/s: the
// best and the median, and by processor time, which a busy machine changes less.
func rates(b *testing.B, fn func() int64) {
	b.Helper()
	var times []time.Duration
	bytes, spent := int64(0), processorTime()
	for b.Loop() {
		start := time.Now()
		bytes = fn()
		times = append(times, time.Since(start))
	}
	spent = processorTime() - spent
	slices.Sort(times)
	rate := func(d time.Duration) float64 { return float64(bytes) / 1e6 / d.Seconds() }
	b.ReportMetric(rate(times[0]), "best-MB/s")
	b.ReportMetric(rate(times[len(times)/2]), "median-MB/s")
	b.ReportMetric(rate(spent/time.Duration(len(times))), "MB/cpu-s")
}

// growth watches the memory of the process; the function it returns reports by
// how much it grew at most.
func growth(b *testing.B) func() {
	debug.FreeOSMemory()
	before, most, stop, done := resident(), int64(0), make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			most = max(most, resident())
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	return func() {
		close(stop)
		<-done
		if before > 0 {
			b.ReportMetric(float64(most-before)/1e6, "RSS-growth-MB")
		}
	}
}

// resident is the memory of the process in bytes; 0 if the system does not tell.
func resident() int64 {
	text, _ := os.ReadFile("/proc/self/statm")
	f := strings.Fields(string(text))
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(f[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// writeAll writes a file of all that is stored.
func writeAll(ctx context.Context, w io.Writer, st store.Store, l Layer, f Format) error {
	m, err := Describe(ctx, st, l, mentionmap.NewQuery())
	if err != nil {
		return err
	}
	return Write(ctx, w, st, m, f)
}

// BenchmarkStream writes all mentions, from the database to nowhere, and tells by
// how much the process grew meanwhile.
func BenchmarkStream(b *testing.B) {
	st := openBench(b)
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			defer growth(b)()
			rates(b, func() int64 {
				var out discard
				if err := writeAll(b.Context(), &out, st, LayerMentions, f); err != nil {
					b.Fatal(err)
				}
				return out.bytes
			})
		})
	}
}

// BenchmarkPlaces writes the places with their counts, which are in memory.
func BenchmarkPlaces(b *testing.B) {
	st := openBench(b)
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			rates(b, func() int64 {
				var out discard
				if err := writeAll(b.Context(), &out, st, LayerPlaces, f); err != nil {
					b.Fatal(err)
				}
				return out.bytes
			})
		})
	}
}

// BenchmarkEncode writes 10,000 mentions that are in memory: as this package
// does, and in three ways to compare with, all to the same place.
func BenchmarkEncode(b *testing.B) {
	var mentions []*store.Mention
	q := mentionmap.NewQuery()
	q.Limit = 10_000
	if err := openBench(b).Mentions(b.Context(), q, func(m *store.Mention) error { mentions = append(mentions, m); return nil }); err != nil {
		b.Fatal(err)
	}
	var features []json.RawMessage
	var decoded []map[string]any
	for _, m := range mentions {
		f := AppendFeature(nil, m)
		var v map[string]any
		if err := json.Unmarshal(f, &v); err != nil {
			b.Fatal(err)
		}
		features, decoded = append(features, f), append(decoded, v)
	}
	b.Run("features", func(b *testing.B) {
		rates(b, func() int64 {
			return encodeAll(func(w *geoJSON, i int) error { return w.Mention(mentions[i]) }, len(mentions))
		})
	})
	b.Run("encoding-json", func(b *testing.B) {
		rates(b, func() int64 {
			var out discard
			encode := json.NewEncoder(&out)
			for _, v := range decoded {
				if err := encode.Encode(v); err != nil {
					b.Fatal(err)
				}
			}
			return out.bytes
		})
	})
	b.Run("append", func(b *testing.B) {
		rates(b, func() int64 {
			return encodeAll(func(w *geoJSON, i int) error { w.b = append(w.b, features[i]...); return w.flush() }, len(features))
		})
	})
	b.Run("memcpy", func(b *testing.B) {
		from, to := make([]byte, 8<<20), make([]byte, 8<<20)
		rates(b, func() int64 { return int64(copy(to, from)) })
	})
}

// encodeAll writes n features to nowhere.
func encodeAll(one func(w *geoJSON, i int) error, n int) int64 {
	var out discard
	w := newGeoJSON(&out, Meta{}).(*geoJSON)
	for i := range n {
		if one(w, i) != nil {
			return 0
		}
	}
	w.Close()
	return out.bytes
}
