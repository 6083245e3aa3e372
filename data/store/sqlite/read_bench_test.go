//go:build sqlite_fts5

package sqlite

import (
	"flag"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/synthetic"
)

var benchDatabase = flag.String("benchdb", "", "database that benchmarks read; without it one of -mentions is made")

var bench struct {
	once     sync.Once
	database *Database
	keys     []store.Key
	numbers  []int64
}

// benchDB is opened, or made, once for all benchmarks of a run.
func benchDB(b *testing.B) *Database {
	b.Helper()
	bench.once.Do(func() {
		path := *benchDatabase
		if path == "" {
			path = filepath.Join(benchDir, "bench.db")
			d, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			for batch := range synthetic.New(1, *benchMentions).Batches(5000) {
				put(b, d, batch...)
			}
			if err := d.Close(); err != nil {
				b.Fatal(err)
			}
		}
		d, err := Open(path, Options{ReadOnly: true, AnyContent: true})
		if err != nil {
			b.Fatal(err)
		}
		bench.database = d
		block, _ := all(b, d, -1)
		bench.keys = keysOf(&block)
		for _, x := range block.Documents {
			bench.numbers = append(bench.numbers, x.Number)
		}
	})
	return bench.database
}

// cpu reports the processor time of an operation, which a busy machine changes less.
func cpu(b *testing.B, fn func()) {
	spent := processorTimeOf(fn)
	b.ReportMetric(spent.Seconds()*1000/float64(b.N), "cpu-ms/op")
}

func BenchmarkFollow(b *testing.B) {
	d, n := benchDB(b), 0
	cpu(b, func() {
		for b.Loop() {
			_, err := d.Follow(b.Context(), -1, func(some *store.Block) error { n += len(some.Mentions); return nil })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mentions/s")
}

func BenchmarkFetch(b *testing.B) {
	d := benchDB(b)
	r := rand.New(rand.NewPCG(1, 1))
	cpu(b, func() {
		for b.Loop() {
			keys := make([]store.Key, 1000)
			for i := range keys {
				keys[i] = bench.keys[r.IntN(len(bench.keys))]
			}
			found, err := d.Fetch(b.Context(), keys)
			if err != nil || len(found) != len(keys) {
				b.Fatal(len(found), err)
			}
		}
	})
}

func BenchmarkFetchInOrder(b *testing.B) {
	d, n := benchDB(b), 0
	for b.Loop() {
		for at := 0; at+1000 <= min(len(bench.keys), 50_000); at += 1000 {
			found, err := d.Fetch(b.Context(), bench.keys[at:at+1000])
			if err != nil {
				b.Fatal(err)
			}
			n += len(found)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mentions/s")
}

func BenchmarkDocuments(b *testing.B) {
	d := benchDB(b)
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		numbers := make([]int64, 1000)
		for i := range numbers {
			numbers[i] = bench.numbers[r.IntN(len(bench.numbers))]
		}
		if _, err := d.Documents(b.Context(), numbers); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	d, n := benchDB(b), 0
	for b.Loop() {
		if err := d.Words(b.Context(), store.Term{Words: []string{"bamo"}}, 0, func(int64) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

func BenchmarkInfo(b *testing.B) {
	d := benchDB(b)
	for b.Loop() {
		if _, err := d.Info(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
