//go:build sqlite_fts5

package sqlite

import (
	"flag"
	"path/filepath"
	"testing"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

func BenchmarkPut(b *testing.B) {
	d := openAt(b, filepath.Join(b.TempDir(), "put.db"), Options{})
	c, at := synthetic.New(1, 100_000_000), 0
	for b.Loop() {
		b.StopTimer()
		batch := make([]mentionmap.Located, 5000)
		for i := range batch {
			batch[i] = c.Document(at + i)
		}
		at += len(batch)
		b.StartTimer()
		put(b, d, batch...)
	}
	b.ReportMetric(float64(at*synthetic.PerDocument)/b.Elapsed().Seconds(), "mentions/s")
}

var benchMentions = flag.Int("mentions", 1_000_000, "mentions in the database that benchmarks read")

// BenchmarkSize stores many mentions and tells how large they are.
func BenchmarkSize(b *testing.B) {
	for b.Loop() {
		d, text := openAt(b, filepath.Join(b.TempDir(), "size.db"), Options{}), 0
		for batch := range synthetic.New(1, *benchMentions).Batches(5000) {
			put(b, d, batch...)
			for i := range batch {
				text += len(batch[i].Document.Text)
			}
		}
		reportSizes(b, d, *benchMentions, text)
	}
}
