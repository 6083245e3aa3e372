package locate

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/seeds"
	"mentionmap/text/when"
)

// warNews is real war news, repeated to a size.
func warNews(b *testing.B, size int) string {
	b.Helper()
	files, _ := filepath.Glob("../../../shared/seeds/*.txt")
	var text strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(data)
		text.WriteString("\n\n")
	}
	if text.Len() == 0 {
		b.Skip("needs ../shared/seeds")
	}
	return strings.Repeat(text.String(), size/text.Len()+1)
}

// BenchmarkDates times the scanner of dates and the whole locator on the demo
// corpus, in turn, and reports the scanner's share and speed.
func BenchmarkDates(b *testing.B) {
	var text strings.Builder
	err := fs.WalkDir(seeds.Corpus, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(seeds.Corpus, name)
		text.Write(data)
		return err
	})
	if err != nil || text.Len() == 0 {
		b.Fatal(err)
	}
	l := locator(b)
	doc := mentionmap.Document{Text: text.String(), Published: mentionmap.NoStamp}
	var found []when.Expression
	var scanning, locating time.Duration
	for b.Loop() {
		start := time.Now()
		found = when.Scan(found[:0], doc.Text)
		scanned := time.Now()
		l.Locate(doc, nil, Want{})
		scanning, locating = scanning+scanned.Sub(start), locating+time.Since(scanned)
	}
	b.ReportMetric(100*scanning.Seconds()/locating.Seconds(), "%_of_locator")
	b.ReportMetric(float64(b.N)*float64(text.Len())/1e6/scanning.Seconds(), "scan_MB/s")
}
