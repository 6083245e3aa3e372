package locate

import (
	"context"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/places"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// withUkraine opens the default gazetteer with all of Ukraine imported, once
// for all benchmarks.
var withUkraine = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	dir, err := os.MkdirTemp("", "mentionmap-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f := &places.Folder{Dir: dir, Base: reference.Gazetteer()}
	if _, err := f.Import(context.Background(), "../../../shared/gazetteer/UA.zip"); err != nil {
		return nil, err
	}
	if err := f.Merge(); err != nil {
		return nil, err
	}
	return f.Open()
})

// BenchmarkLocate is the whole way from text to dated mentions. It reports
// MB a second of processor time, of all threads together, which other work on
// the machine does not change, and in the same run the bare matcher's.
func BenchmarkLocate(b *testing.B) {
	for _, c := range []struct {
		name string
		open func() (*gazetteer.Gazetteer, error)
	}{{"embedded", embedded}, {"ukraine", withUkraine}} {
		b.Run(c.name, func(b *testing.B) {
			g, err := c.open()
			if err != nil {
				b.Skip(err)
			}
			benchLocate(b, g)
		})
	}
}

func benchLocate(b *testing.B, g *gazetteer.Gazetteer) {
	text := warNews(b, 100_000)
	l := New(g, Options{})
	doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
	var times []when.Expression
	way := func() {
		times = when.Scan(times[:0], text)
		l.Locate(doc, post.Split(&doc, times), Want{Times: times})
	}
	match := matcher(g)
	match(text)
	way()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var whole, bare time.Duration
	for b.Loop() {
		start := processorTime()
		way()
		middle := processorTime()
		match(text)
		whole, bare = whole+middle-start, bare+processorTime()-middle
	}
	size := float64(len(text)) * float64(b.N) / 1e6
	b.ReportMetric(size/whole.Seconds(), "MB/cpu-s")
	b.ReportMetric(size/bare.Seconds(), "matcher-MB/cpu-s")
	b.ReportMetric(whole.Seconds()/bare.Seconds(), "x-matcher")
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// matcher is the bare matcher: words, and the longest name at each
// capitalised one.
func matcher(g *gazetteer.Gazetteer) func(text string) {
	var tokens []gazetteer.Token
	var matches []gazetteer.Match
	return func(text string) {
		tokens = gazetteer.Tokenize(text, tokens[:0])
		for i := range tokens {
			if tokens[i].Flags&gazetteer.Capitalised != 0 {
				matches = g.Match(text, tokens[i:min(i+12, len(tokens))], matches[:0])
			}
		}
	}
}

func BenchmarkMatcher(b *testing.B) {
	text := warNews(b, 100_000)
	g, err := embedded()
	if err != nil {
		b.Fatal(err)
	}
	match := matcher(g)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		match(text)
	}
}
