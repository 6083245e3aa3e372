package eval

import (
	"fmt"
	"slices"

	"mentionmap"
	"mentionmap/geo/toponym/train"
)

// NewsTally counts what is right of news texts.
type NewsTally struct {
	Tally
	Related, Relation int // judged, and right
	Dated, Date       int
}

// Plus adds another tally up.
func (c *NewsTally) Plus(o *NewsTally) {
	a, b := c.counts(), o.counts()
	for i := range a {
		*a[i] += *b[i]
	}
}

func (c *NewsTally) counts() [11]*int {
	return [11]*int{&c.Gold, &c.Found, &c.Predicted, &c.Kind, &c.Use, &c.Placed, &c.Place, &c.Related, &c.Relation, &c.Dated, &c.Date}
}

// String is one line of figures.
func (c *NewsTally) String() string {
	return fmt.Sprintf("%4d places, P %.3f R %.3f F1 %.3f, kind %.3f, use %.3f, place %.3f of %d, relation %.3f, date %.3f", c.Gold, ratio(c.Found, c.Predicted),
		ratio(c.Found, c.Gold), c.F1(), c.KindRight(), c.UseRight(), ratio(c.Place, c.Placed), c.Placed, ratio(c.Relation, c.Related), ratio(c.Date, c.Dated))
}

// Add scores one text; report, which may be nil, is told of each error.
func (c *NewsTally) Add(n *NewsText, mentions []mentionmap.Mention, report Report) {
	if report == nil {
		report = ignore
	}
	judged, want, mentions := n.judged(mentions)
	c.Tally.Add(&judged, mentions, report)
	gold, _ := spansOf(&judged)
	pairs := pairUp(gold, mentions)
	for i := range judged.Places {
		if p := pairs.ofGold[i]; p >= 0 {
			c.tell(&want[i], &mentions[p], judged.Places[i].Span, report)
		}
	}
}

// judged leaves out what may be found or not.
func (n *NewsText) judged(mentions []mentionmap.Mention) (out train.Annotated, want []Told, rest []mentionmap.Mention) {
	var optional []Gold
	out = train.Annotated{Text: n.Text, Demonyms: n.Demonyms}
	for i := range n.Places {
		if p := &n.Places[i]; p.Optional {
			optional = append(optional, Gold{Start: p.Start, End: p.End})
		} else {
			out.Places, want = append(out.Places, *p), append(want, n.Want[i])
		}
	}
	rest = slices.DeleteFunc(slices.Clone(mentions), func(m mentionmap.Mention) bool { return touches(optional, m.Span) })
	return out, want, rest
}

func (c *NewsTally) tell(want *Told, m *mentionmap.Mention, s mentionmap.Span, report Report) {
	if !want.AnyRelation {
		c.Related++
		if m.Relation == want.Relation {
			c.Relation++
		} else {
			report("relation", s, fmt.Sprintf("want %s; got %s", want.Relation, m.Relation))
		}
	}
	if !want.AnyDay {
		c.Dated++
		if m.Dates.From == want.Day {
			c.Date++
		} else {
			report("date", s, fmt.Sprintf("want %s; got %s by the %s", want.Day, m.Dates.From, m.Dates.Basis))
		}
	}
}
