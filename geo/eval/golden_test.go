package eval

import (
	"io"
	"os"
	"slices"
	"testing"

	"mentionmap/geo/locate"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

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
func (g *ground) warFigures(t *testing.T) []figure {
	w := War{Log: errorsTo(t, "WAR_ERRORS")}
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		doc := plain(d.Text)
		times := when.Scan(nil, doc.Text)
		w.Add(&d, g.locator.Locate(doc, post.Split(&doc, times), locate.Want{Times: times}).Mentions)
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

func (g *ground) ukraineFigures(t *testing.T) []figure {
	var all, literal Figures
	for _, d := range corpus(t, "ukraine-en-dev.jsonl.gz") {
		l := g.locator.Locate(plain(d.Text), nil, locate.Want{Demonyms: true})
		all.Add(&d, Merge(&l), nil)
		literal.Add(&d, Merge(&l), func(g *Gold) bool {
			return g.Class == "literal" && slices.Contains([]string{"settlement", "district", "poi"}, g.Granularity)
		})
	}
	var slavic Figures
	for _, d := range corpus(t, "ukraine-ukru-dev.jsonl.gz") {
		l := g.locator.Locate(plain(d.Text), nil, locate.Want{Demonyms: true})
		slavic.Add(&d, Merge(&l), nil)
	}
	return []figure{
		{name: "ukraine-ukru-dev recognition F1", value: slavic.RecognitionF1()},
		{name: "ukraine-ukru-dev end to end F1 25 km", value: slavic.EndToEnd25()},
		{name: "ukraine-en-dev recognition F1", value: all.RecognitionF1()},
		{name: "ukraine-en-dev literal wrong at 25 km of 29", value: float64(literal.GoldPlaced - literal.Near25), count: true},
	}
}

// goldenFile holds the figures, with the embedded gazetteer and with what
// ../shared/gazetteer has imported.
const goldenFile = "testdata/figures.txt"

// TestGoldenFigures measures the corpora that nothing was trained on, and
// with -update the others by cross-validation; the figures must not fall.
// The second column is measured where MENTIONMAP_GAZETTEER names a folder of
// imported lists, else it stays.
func TestGoldenFigures(t *testing.T) {
	was := readFigures(t, goldenFile)
	now := figureTable{values: was.values}
	for column, g := range []*ground{openEmbedded(t), openImported(t)} {
		if g == nil {
			continue
		}
		list := append(g.warFigures(t), g.ukraineFigures(t)...)
		if *update {
			list = append(list, g.crossValidated(t)...)
		} else {
			compare(t, list, was.values, column)
		}
		now.set(list, column)
	}
	if *update {
		writeFigures(t, goldenFile, now.lines())
	}
}

// compare fails for figures that fell.
func compare(t *testing.T, list []figure, was map[string][len(columns)]float64, column int) {
	t.Helper()
	for _, f := range list {
		before := was[f.name][column]
		t.Logf("%s: %s", columns[column], f)
		if worse := before - f.value; f.count && worse < -1 || !f.count && worse > 0.01 {
			t.Errorf("%s, %s: is %.4f, was %.4f", f.name, columns[column], f.value, before)
		}
	}
}
