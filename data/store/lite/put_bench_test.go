//go:build sqlite_fts5

package lite

import (
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
