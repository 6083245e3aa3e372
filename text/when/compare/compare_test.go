// Package compare reads the same expressions with this project's scanner and
// with two public libraries. It is a module of its own, so that their weight
// reaches nobody else.
//
//	cd text/when/compare && go test -v -bench . -benchtime 20x .
package compare

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	dateparser "github.com/markusmobius/go-dateparser"
	olebedev "github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"
	"github.com/olebedev/when/rules/ru"

	"mentionmap"
	"mentionmap/text/when"
)

type row struct{ text, words, from string }

func rows(t testing.TB) (out []row) {
	t.Helper()
	b, err := os.ReadFile("../testdata/expressions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		text, err1 := strconv.Unquote(f[0])
		words, err2 := strconv.Unquote(f[1])
		if err1 != nil || err2 != nil {
			t.Fatal(line)
		}
		out = append(out, row{text, words, f[3]})
	}
	return out
}

var base = time.Date(2023, 3, 14, 12, 0, 0, 0, time.UTC)

// system gives the first day of what a text says, "" if it finds nothing.
type system struct {
	name string
	read func(text string) string
}

func ours(text string) string {
	found := when.Scan(nil, text)
	if len(found) == 0 {
		return ""
	}
	d, _ := mentionmap.ParseDay("2023-03-14")
	return found[len(found)-1].Resolve(when.At(d)).From.String()
}

func settings() *dateparser.Configuration {
	return &dateparser.Configuration{
		Languages: []string{"en", "uk", "ru"}, CurrentTime: base, PreferredDateSource: dateparser.Past,
		PreferredDayOfMonth: dateparser.First, PreferredMonthOfYear: dateparser.FirstMonth,
	}
}

func parsed(text string) string {
	d, err := dateparser.Parse(settings(), text)
	if err != nil {
		return ""
	}
	return d.Time.Format(time.DateOnly)
}

func searched(text string) string {
	_, found, err := dateparser.Search(settings(), text)
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[len(found)-1].Date.Time.Format(time.DateOnly)
}

var rules = func() *olebedev.Parser {
	p := olebedev.New(nil)
	p.Add(en.All...)
	p.Add(ru.All...)
	p.Add(common.All...)
	return p
}()

func ruled(text string) string {
	r, err := rules.Parse(text, base)
	if err != nil || r == nil {
		return ""
	}
	return r.Time.Format(time.DateOnly)
}

// TestCompare counts the first days that are right, in a text and for the
// words alone.
func TestCompare(t *testing.T) {
	all := rows(t)
	for _, s := range []struct {
		name       string
		text, word func(string) string
	}{
		{"mentionmap", ours, ours}, {"go-dateparser", searched, parsed}, {"olebedev/when", ruled, ruled},
	} {
		inText, alone := 0, 0
		for _, r := range all {
			if s.text(r.text) == r.from {
				inText++
			}
			if s.word(r.words) == r.from {
				alone++
			}
		}
		t.Logf("%s: of %d expressions %d right in their text, %d alone", s.name, len(all), inText, alone)
	}
}

func Benchmark(b *testing.B) {
	all := rows(b)
	size := 0
	for _, r := range all {
		size += len(r.text)
	}
	for _, s := range []system{{"mentionmap", ours}, {"go-dateparser", searched}, {"when", ruled}} {
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, r := range all {
					s.read(r.text)
				}
			}
		})
	}
}
