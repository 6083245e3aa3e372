package eval

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym/train"
)

// tally counts what is right of annotated sentences.
type tally struct{ gold, found, predicted, kind, use, placed, place int }

// add scores one text; report is told of each error.
func (c *tally) add(a *train.Annotated, mentions []mentionmap.Mention, report func(sort string, s mentionmap.Span, detail string)) {
	gold, demonyms := spansOf(a)
	pairs := pairUp(gold, mentions)
	for i := range a.Places {
		c.gold++
		if pairs.ofGold[i] < 0 {
			report("missed", a.Places[i].Span, "")
			continue
		}
		c.judge(&a.Places[i], &mentions[pairs.ofGold[i]], report)
	}
	for i := range mentions {
		if pairs.ofPred[i] >= 0 || !touches(demonyms, mentions[i].Span) {
			c.predicted++
		}
		if pairs.ofPred[i] < 0 && !touches(demonyms, mentions[i].Span) {
			report("false", mentions[i].Span, placeName(&mentions[i]))
		}
	}
}

func (c *tally) judge(p *train.Annotation, m *mentionmap.Mention, report func(string, mentionmap.Span, string)) {
	c.found++
	if m.Kind == p.Kind {
		c.kind++
	} else {
		report("kind", p.Span, fmt.Sprintf("want %s; got %s", p.Kind, placeName(m)))
	}
	if m.Use == p.Use {
		c.use++
	} else {
		report("use", p.Span, "want "+p.Use.String())
	}
	if p.ID == 0 {
		return
	}
	c.placed++
	if m.Place != nil && m.Place.ID == p.ID {
		c.place++
	} else {
		report("place", p.Span, fmt.Sprintf("want %d; got %s", p.ID, placeName(m)))
	}
}

// ignore reports nothing.
func ignore(string, mentionmap.Span, string) {}

func spansOf(a *train.Annotated) (gold, demonyms []Gold) {
	for _, p := range a.Places {
		gold = append(gold, Gold{Start: p.Start, End: p.End})
	}
	for _, d := range a.Demonyms {
		demonyms = append(demonyms, Gold{Start: d.Start, End: d.End})
	}
	return gold, demonyms
}

// TestOwnSentences holds the floor on our own annotated sentences; the
// errors go to the file that OWN_ERRORS names.
func TestOwnSentences(t *testing.T) {
	openWorld(t)
	names, lists := own(t)
	report := reporter(t, os.Getenv("OWN_ERRORS"))
	var all tally
	for _, name := range names {
		var c tally
		for i := range lists[name] {
			a := &lists[name][i]
			l := theLocator().Locate(plain(a.Text), nil, locate.Want{})
			c.add(a, l.Mentions, report(name, a.Text))
		}
		if name == "uk" || name == "ru" {
			continue // inflected names are not looked for yet
		}
		all = tally{gold: all.gold + c.gold, found: all.found + c.found, predicted: all.predicted + c.predicted, kind: all.kind + c.kind, use: all.use + c.use}
	}
	t.Logf("F1 %.3f, kind %.3f, use %.3f of %d", f1(all.found, all.predicted, all.gold), ratio(all.kind, all.found), ratio(all.use, all.found), all.gold)
	if got := f1(all.found, all.predicted, all.gold); got < 0.92 {
		t.Errorf("F1 of recognition is %.3f, was 0.93", got)
	}
	if got := ratio(all.kind, all.found); got < 0.90 {
		t.Errorf("kind right is %.3f, was 0.92", got)
	}
	if got := ratio(all.use, all.found); got < 0.90 {
		t.Errorf("use right is %.3f, was 0.92", got)
	}
}

// reporter writes errors, one a line, to a file; nowhere if it has no name.
func reporter(t *testing.T, path string) func(name, text string) func(string, mentionmap.Span, string) {
	if path == "" {
		return func(string, string) func(string, mentionmap.Span, string) {
			return func(string, mentionmap.Span, string) {}
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func(name, text string) func(string, mentionmap.Span, string) {
		return func(sort string, s mentionmap.Span, detail string) {
			from, to := max(0, s.Start-50), min(len(text), s.End+40)
			around := strings.ToValidUTF8(text[from:s.Start]+"["+text[s.Start:s.End]+"]"+text[s.End:to], "")
			fmt.Fprintf(f, "%s\t%s\t%s\t%s\n", sort, name, strings.ReplaceAll(around, "\n", " / "), detail)
		}
	}
}
