package eval

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// newsFolders are the lists of news texts. Each was annotated before the locator
// read it for the first time.
var newsFolders = []string{"news", "news-second", "news-third"}

// TestNewsTexts compares with the committed figures; every failure is named
// beside them.
func TestNewsTexts(t *testing.T) {
	for _, folder := range newsFolders {
		texts, err := ReadNewsTexts("testdata/" + folder)
		if err != nil {
			t.Fatal(err)
		}
		path := "testdata/" + folder + ".figures.txt"
		was := readFigures(t, path)
		now := figureTable{values: was.values}
		for column, g := range []*ground{openEmbedded(t), openImported(t)} {
			if g == nil {
				continue
			}
			lines, figures := g.newsTextFigures(texts)
			if *update && column == 0 {
				writeFigures(t, "testdata/"+folder+".failures.txt", lines)
			}
			if !*update {
				compare(t, figures, was.values, column)
			}
			now.set(figures, column)
		}
		if *update {
			writeFigures(t, path, now.lines())
		}
	}
}

// newsTextFigures are the figures of each language, and for people those of
// each form and what is wrong.
func (g *ground) newsTextFigures(texts []NewsText) (lines []string, figures []figure) {
	forms := map[string]*NewsTally{}
	var names, failures []string
	langs := [2]struct {
		name string
		sum  NewsTally
	}{{name: "English"}, {name: "Ukrainian and Russian"}}
	for i := range texts {
		n := g.today(texts[i])
		if forms[n.Form] == nil {
			forms[n.Form] = &NewsTally{}
			names = append(names, n.Form)
		}
		var c NewsTally
		times := when.Scan(nil, n.Text)
		found := g.locator.Locate(n.Document, post.Split(&n.Document, times), locate.Want{Times: times})
		c.Add(n, found.Mentions, func(sort string, s mentionmap.Span, detail string) {
			failures = append(failures, strings.TrimSpace(fmt.Sprintf("%s: %s %q %s", n.Document.Key, sort, s.Of(n.Text), detail)))
		})
		forms[n.Form].Plus(&c)
		langs[n.slavic()].sum.Plus(&c)
	}
	for i := range langs {
		figures = append(figures, langs[i].sum.figures(langs[i].name)...)
	}
	slices.Sort(names)
	for _, name := range names {
		lines = append(lines, fmt.Sprintf("%-18s %s", name, forms[name]))
	}
	return append(append(lines, ""), failures...), figures
}

// today gives the places meant the ids that they have where a list was
// imported.
func (g *ground) today(n NewsText) *NewsText {
	n.Places = slices.Clone(n.Places)
	for i := range n.Places {
		if row, ok := g.ByID(n.Places[i].ID); ok {
			n.Places[i].ID = g.ID(row)
		}
	}
	return &n
}

// slavic is 1 for a text in Ukrainian or Russian.
func (n *NewsText) slavic() int {
	if strings.HasPrefix(n.Form, "uk-") || strings.HasPrefix(n.Form, "ru-") {
		return 1
	}
	return 0
}

func (c *NewsTally) figures(name string) []figure {
	if c.Gold == 0 {
		return nil
	}
	return []figure{
		{name: name + " precision", value: ratio(c.Found, c.Predicted)},
		{name: name + " recall", value: ratio(c.Found, c.Gold)},
		{name: name + " F1", value: c.F1()},
		{name: name + " kind right", value: c.KindRight()},
		{name: name + " use right", value: c.UseRight()},
		{name: name + " place right", value: ratio(c.Place, c.Placed)},
		{name: name + " relation right", value: ratio(c.Relation, c.Related)},
		{name: name + " date right", value: ratio(c.Date, c.Dated)},
	}
}

// Reading the format refuses what it does not know.
func TestReadNewsTexts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("places.tsv", "Kyiv\tsettlement\t703448\n")
	write("a.txt", "=== wire/1 date=2024-05-02\n<p 2024-05-01>\n In {Kyiv} and {Lviv|=5 ~near @2024-04-01}\n{EU|w?} said {Odesa| ~near? @-}.\n")
	list, err := ReadNewsTexts(dir)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d texts, %v", len(list), err)
	}
	n := list[0]
	if n.Text != " In Kyiv and Lviv\nEU said Odesa." || n.Document.Published.String() != "2024-05-02" || len(n.Places) != 4 {
		t.Fatalf("%+v", n)
	}
	for i, surface := range []string{"Kyiv", "Lviv", "EU", "Odesa"} {
		if got := n.Places[i].Of(n.Text); got != surface {
			t.Errorf("place %d is %q, want %q", i, got, surface)
		}
	}
	if n.Places[0].ID != 703448 || n.Places[1].ID != 5 || n.Want[0].Day.String() != "2024-05-01" || n.Want[1].Relation != mentionmap.RelationNear ||
		n.Want[1].Day.String() != "2024-04-01" || !n.Places[2].Optional || !n.Want[3].AnyRelation || n.Want[3].Day != mentionmap.NoDay {
		t.Errorf("%+v %+v", n.Places, n.Want)
	}
	for _, bad := range []string{"{Kyiv| ~far}", "{Kyiv| @May}", "{Kyiv| now}", "{Kyiv"} {
		write("a.txt", "=== wire/1\n"+bad+"\n")
		if _, err := ReadNewsTexts(dir); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
