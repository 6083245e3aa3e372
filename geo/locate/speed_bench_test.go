package locate

import (
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/text/post"
)

// BenchmarkLocate is the whole way from text to dated mentions. It reports
// MB a second of processor time, of all threads together, which other work on
// the machine does not change, and in the same run the bare matcher's.
func BenchmarkLocate(b *testing.B) {
	text := warNews(b, 100_000)
	l := locator(b)
	doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
	posts := post.Split(&doc)
	match := matcher(b)
	match(text)
	l.Locate(doc, posts, Want{})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var whole, bare time.Duration
	for b.Loop() {
		start := processorTime()
		l.Locate(doc, post.Split(&doc), Want{})
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
func matcher(b *testing.B) func(text string) {
	g, err := embedded()
	if err != nil {
		b.Fatal(err)
	}
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
	match := matcher(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		match(text)
	}
}
