// Package compare times this project's locator beside the bare matcher and a
// public library that names places in English text. It is a module of its
// own, so that the library's weight reaches nobody else.
//
//	cd geo/locate/compare && go test -run '^$' -bench . -benchtime 1x .
package compare

import (
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jdkato/prose/v2"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/seeds"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// corpus is the demo corpus.
func corpus(b *testing.B) string {
	b.Helper()
	var text strings.Builder
	err := fs.WalkDir(seeds.Corpus, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(seeds.Corpus, name)
		text.Write(data)
		text.WriteString("\n\n")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return text.String()
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCompare reports MB a second of processor time of each.
func BenchmarkCompare(b *testing.B) {
	g, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		b.Fatal(err)
	}
	l := locate.New(g, locate.Options{})
	text := corpus(b)
	const part = 50_000 // bytes that the library reads
	var tokens []gazetteer.Token
	var matches []gazetteer.Match
	for _, system := range []struct {
		name  string
		size  int
		times int // in one go, so that what the first run sets up does not count
		run   func(text string) error
	}{
		{"mentionmap", len(text), 30, func(text string) error {
			doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
			times := when.Scan(nil, text)
			l.Locate(doc, post.Split(&doc, times), locate.Want{Times: times})
			return nil
		}},
		{"matcher", len(text), 30, func(text string) error {
			tokens = gazetteer.Tokenize(text, tokens[:0])
			for i := range tokens {
				if tokens[i].Flags&gazetteer.Capitalised != 0 {
					matches = g.Match(text, tokens[i:min(i+12, len(tokens))], matches[:0])
				}
			}
			return nil
		}},
		{"prose", min(part, len(text)), 1, func(text string) error {
			_, err := prose.NewDocument(text)
			return err
		}},
	} {
		b.Run(system.name, func(b *testing.B) {
			if err := system.run(text[:system.size*(system.times-1)/system.times]); err != nil {
				b.Fatal(err)
			}
			start := processorTime()
			for range b.N * system.times {
				if err := system.run(text[:system.size]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*system.times*system.size)/1e6/(processorTime()-start).Seconds(), "MB/cpu-s")
		})
	}
}
