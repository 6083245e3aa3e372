package eval

import (
	"fmt"
	"io/fs"
	"strings"

	"mentionmap"
	"mentionmap/geo/toponym/train"
)

// Own is a list of our annotated sentences.
type Own struct {
	Name  string
	Texts []train.Annotated
}

// Slavic reports a list in Ukrainian or Russian, which is counted apart.
func (o *Own) Slavic() bool { return o.Name == "uk" || o.Name == "ru" }

// ReadOwn reads the lists of annotated sentences in the .txt files of a
// folder, by name.
func ReadOwn(dir fs.FS) (lists []Own, err error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		texts, err := train.Parse(string(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lists = append(lists, Own{Name: strings.TrimSuffix(name, ".txt"), Texts: texts})
	}
	return lists, nil
}

// Tally counts what is right of annotated sentences.
type Tally struct{ Gold, Found, Predicted, Kind, Use, Placed, Place int }

// F1 is the F1 of spans that overlap.
func (c *Tally) F1() float64 { return f1(c.Found, c.Predicted, c.Gold) }

// KindRight is the share of the mentions found whose kind is right.
func (c *Tally) KindRight() float64 { return ratio(c.Kind, c.Found) }

// UseRight is the share of the mentions found whose use is right.
func (c *Tally) UseRight() float64 { return ratio(c.Use, c.Found) }

// Report is told of an error: its sort, where it stands and more.
type Report func(sort string, s mentionmap.Span, detail string)

// ignore reports nothing.
func ignore(string, mentionmap.Span, string) {}

// Add scores one text; report, which may be nil, is told of each error.
func (c *Tally) Add(a *train.Annotated, mentions []mentionmap.Mention, report Report) {
	if report == nil {
		report = ignore
	}
	gold, demonyms := spansOf(a)
	pairs := pairUp(gold, mentions)
	for i := range a.Places {
		c.Gold++
		if pairs.ofGold[i] < 0 {
			report("missed", a.Places[i].Span, "")
			continue
		}
		c.judge(&a.Places[i], &mentions[pairs.ofGold[i]], report)
	}
	for i := range mentions {
		if pairs.ofPred[i] >= 0 || !touches(demonyms, mentions[i].Span) {
			c.Predicted++
		}
		if pairs.ofPred[i] < 0 && !touches(demonyms, mentions[i].Span) {
			report("false", mentions[i].Span, placeName(&mentions[i]))
		}
	}
}

func (c *Tally) judge(p *train.Annotation, m *mentionmap.Mention, report Report) {
	c.Found++
	if m.Kind == p.Kind {
		c.Kind++
	} else {
		report("kind", p.Span, fmt.Sprintf("want %s; got %s", p.Kind, placeName(m)))
	}
	if m.Use == p.Use {
		c.Use++
	} else {
		report("use", p.Span, "want "+p.Use.String())
	}
	if p.ID == 0 {
		return
	}
	c.Placed++
	if m.Place != nil && m.Place.ID == p.ID {
		c.Place++
	} else {
		report("place", p.Span, fmt.Sprintf("want %d; got %s", p.ID, placeName(m)))
	}
}

func spansOf(a *train.Annotated) (gold, demonyms []Gold) {
	for _, p := range a.Places {
		gold = append(gold, Gold{Start: p.Start, End: p.End})
	}
	for _, d := range a.Demonyms {
		demonyms = append(demonyms, Gold{Start: d.Start, End: d.End})
	}
	return gold, demonyms
}
