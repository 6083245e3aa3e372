package eval

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"mentionmap/geo/locate"
	"mentionmap/text/post"
)

// figure is a named measure; a higher one is better unless it is a count of
// errors.
type figure struct {
	name  string
	value float64
	count bool // an error count
}

func (f figure) String() string {
	if f.count {
		return fmt.Sprintf("%-44s %6.0f", f.name, f.value)
	}
	return fmt.Sprintf("%-44s %6.4f", f.name, f.value)
}

// errorsTo opens the file that the environment names for errors.
func errorsTo(t *testing.T, name string) io.Writer {
	path := os.Getenv(name)
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// warFigures score the war-news gold, posts found by text/post.
func warFigures(t *testing.T) []figure {
	w := War{Log: errorsTo(t, "WAR_ERRORS")}
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		doc := plain(d.Text)
		w.Add(&d, theLocator().Locate(doc, post.Split(&doc), locate.Want{}).Mentions)
	}
	return []figure{
		{name: "seeds-dev F1", value: w.F1()},
		{name: "seeds-dev place right", value: ratio(w.Place, w.Found)},
		{name: "seeds-dev kind right", value: ratio(w.Kind, w.Found)},
		{name: "seeds-dev use right", value: ratio(w.Use, w.UseJudged)},
		{name: "seeds-dev date exact", value: ratio(w.Date, w.Found)},
		{name: "seeds-dev date within a day", value: ratio(w.DateNear, w.Found)},
		{name: "seeds-dev trap hits", value: float64(w.Traps), count: true},
	}
}

// newsCorpora are the corpora of general news; the trained weights have seen
// them, so that only the cross-validated figures count.
var newsCorpora = []string{"geowebnews", "lgl-first", "trnews-first"}

func newsFigures(name string, f *Figures) []figure {
	return []figure{
		{name: name + " recognition F1", value: f.RecognitionF1()},
		{name: name + " accuracy 161 km", value: f.Accuracy161()},
		{name: name + " end to end F1 161 km", value: f.EndToEnd161()},
		{name: name + " end to end F1 25 km", value: f.EndToEnd25()},
	}
}

func ukraineFigures(t *testing.T) []figure {
	var all, literal Figures
	for _, d := range corpus(t, "ukraine-en-dev.jsonl.gz") {
		l := theLocator().Locate(plain(d.Text), nil, locate.Want{Demonyms: true})
		all.Add(&d, Merge(&l), nil)
		literal.Add(&d, Merge(&l), func(g *Gold) bool {
			return g.Class == "literal" && slices.Contains([]string{"settlement", "district", "poi"}, g.Granularity)
		})
	}
	return []figure{
		{name: "ukraine-en-dev recognition F1", value: all.RecognitionF1()},
		{name: "ukraine-en-dev literal wrong at 25 km of 29", value: float64(literal.GoldPlaced - literal.Near25), count: true},
	}
}

// TestGoldenFigures measures the corpora that nothing was trained on, and
// with -update the others by cross-validation; the figures must not fall.
func TestGoldenFigures(t *testing.T) {
	openWorld(t)
	figures := append(warFigures(t), ukraineFigures(t)...)
	const path = "testdata/figures.txt"
	if *update {
		var lines []string
		for _, f := range append(figures, crossValidated(t)...) {
			lines = append(lines, f.String())
		}
		writeFigures(t, path, lines)
	}
	want := readFigures(t, path)
	for _, f := range figures {
		was, ok := want[f.name]
		if worse := was - f.value; !ok || f.count && worse < -1 || !f.count && worse > 0.01 {
			t.Errorf("%s is %.4f, was %.4f", f.name, f.value, was)
		}
		t.Log(f)
	}
}

func readFigures(t *testing.T, path string) map[string]float64 {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		cut := strings.LastIndexByte(line, ' ')
		var v float64
		if cut < 0 {
			continue
		}
		if _, err := fmt.Sscan(line[cut+1:], &v); err == nil {
			out[strings.TrimSpace(line[:cut])] = v
		}
	}
	return out
}
