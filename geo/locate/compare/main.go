// Compare times this project's locator beside the bare matcher and two public
// libraries that name places in English text, all on the same text and in one
// run, in processor time. It is a module of its own, so that the libraries'
// weight reaches nobody else; `make bench-locator` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jdkato/prose/v2"

	"mentionmap"
	"mentionmap/data/places"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/seeds"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

var (
	news    = flag.String("news", "", "folder of texts to read; without it the demo corpus")
	ukraine = flag.String("ukraine", "", "GeoNames dump of Ukraine to import; without it only the embedded gazetteer is timed")
)

func main() {
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := compare(); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// system is what is timed.
type system struct {
	name string
	most int // bytes of the text that it is given; 0: all
	// run reads the text and returns what it took.
	run func(text string) (took, error)
}

// took is the processor time of the best run and of the middle one: other work
// on the machine slows most of them.
type took struct{ best, median time.Duration }

func compare() error {
	text, what, err := corpus()
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d bytes; MB a second of processor time, one core: best run, median run\n\n", what, len(text))
	systems, err := ours(text)
	if err != nil {
		return err
	}
	const part = 50_000 // bytes: the libraries are slow
	systems = append(systems, system{"jdkato/prose", part, readByProse}, system{"npm compromise", part, readByCompromise})
	first := 0.0
	for _, s := range systems {
		given := text
		if s.most > 0 {
			given = text[:min(s.most, len(text))]
		}
		t, err := s.run(given)
		if err != nil {
			fmt.Printf("%-28s not timed: %v\n", s.name, err)
			continue
		}
		speed := float64(len(given)) / 1e6 / t.best.Seconds()
		if first == 0 {
			first = speed
		}
		fmt.Printf("%-28s %9.3f %9.3f   the locator is %.4g times as fast\n", s.name, speed, float64(len(given))/1e6/t.median.Seconds(), first/speed)
	}
	return nil
}

// ours are the locator with each gazetteer and the bare matcher, the locator
// that counts for the ratios first.
func ours(text string) (list []system, err error) {
	embedded, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		return nil, err
	}
	if *ukraine == "" {
		fmt.Println("without -ukraine: the full Ukrainian gazetteer is left out")
	} else {
		full, err := imported(*ukraine)
		if err != nil {
			return nil, err
		}
		list = append(list, system{name: "locator, all of Ukraine", run: quick(wayOf(full))})
	}
	match := matcher(embedded)
	match(text)
	return append(list, system{name: "locator, embedded places", run: quick(wayOf(embedded))},
		system{name: fmt.Sprintf("bare matcher, %d allocs/op", allocs(func() { match(text) })), run: quick(match)}), nil
}

// wayOf is the whole way from a text to dated mentions.
func wayOf(g *gazetteer.Gazetteer) func(string) {
	l := locate.New(g, locate.Options{})
	var times []when.Expression
	return func(text string) {
		doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
		times = when.Scan(times[:0], text)
		l.Locate(doc, post.Split(&doc, times), locate.Want{Times: times})
	}
}

// matcher finds the words, and the longest name at each capitalised one.
func matcher(g *gazetteer.Gazetteer) func(string) {
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

// quick runs a system that is quick many times.
func quick(run func(string)) func(string) (took, error) {
	return func(text string) (took, error) {
		const runs = 301
		list := make([]time.Duration, runs)
		for i := range list {
			start := processorTime()
			run(text)
			list[i] = processorTime() - start
		}
		slices.Sort(list)
		return took{list[0], list[runs/2]}, nil
	}
}

// readByProse runs a slow system once, after a part of the text that lets it
// load its lists.
func readByProse(text string) (took, error) {
	if _, err := prose.NewDocument(text[:len(text)/5]); err != nil {
		return took{}, err
	}
	start := processorTime()
	_, err := prose.NewDocument(text)
	t := processorTime() - start
	return took{t, t}, err
}

// readByCompromise runs the library of that name in node.
func readByCompromise(text string) (took, error) {
	c := exec.Command("node", "compromise.mjs")
	c.Stdin = strings.NewReader(text)
	out, err := c.Output()
	if err != nil {
		return took{}, fmt.Errorf("it needs node, and npm ci in this folder (%w)", err)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	t := time.Duration(seconds * float64(time.Second))
	return took{t, t}, err
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func allocs(run func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

// imported opens the gazetteer with a list laid over it, in a folder of its own
// for the time.
func imported(list string) (*gazetteer.Gazetteer, error) {
	dir, err := os.MkdirTemp("", "mentionmap-compare")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f := &places.Folder{Dir: dir, Base: reference.Gazetteer()}
	if _, err := f.Import(context.Background(), list); err != nil {
		return nil, err
	}
	if err := f.Merge(); err != nil {
		return nil, err
	}
	return f.Open()
}

// corpus is the text of all files of -news, or of the demo corpus.
func corpus() (text, what string, err error) {
	var files fs.FS = seeds.Corpus
	what = "the demo corpus"
	if *news != "" {
		files, what = os.DirFS(*news), "the texts of "+filepath.Base(*news)
	}
	var all strings.Builder
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		all.Write(data)
		all.WriteString("\n\n")
		return err
	})
	if err == nil && all.Len() == 0 {
		err = fmt.Errorf("%s: no text in it", *news)
	}
	return all.String(), what, err
}
