package relation

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/toponym"
)

// Share lets the later names of a list go with the first ("near A, B and C"), and
// the earlier ones with a plural behind the last ("the A and B directions").
func Share(f *toponym.Finder, all []Finding) {
	for k := 1; k < len(all); k++ {
		if all[k].Relation == mentionmap.RelationIn && shared(all[k-1].Relation) && inList(f, k) {
			all[k].Relation, all[k].Words = all[k-1].Relation, f.Text.Span(f.Names[k].From, f.Names[k].To)
		}
	}
	for k := len(all) - 1; k > 0; k-- {
		if all[k].Relation == mentionmap.RelationDirection && all[k-1].Relation == mentionmap.RelationIn && inList(f, k) && axes(&f.Text, int(f.Names[k].To)) {
			all[k-1].Relation, all[k-1].Words = mentionmap.RelationDirection, f.Text.Span(f.Names[k-1].From, f.Names[k-1].To)
		}
	}
}

// shared reports relations that a preposition before a list says of all of it.
func shared(r mentionmap.Relation) bool {
	return r == mentionmap.RelationNear || r == mentionmap.RelationTo || r == mentionmap.RelationFrom
}

// inList reports that only a comma or "and" parts name k from the one before
// it, and that both are of one sort: a region after a comma holds the town.
func inList(f *toponym.Finder, k int) bool {
	a, b := &f.Names[k-1], &f.Names[k]
	wide := func(n *toponym.Name) bool { return n.Kind == mentionmap.Region || n.Kind == mentionmap.Country }
	if b.Join != toponym.Comma && b.Join != toponym.And || b.Join == toponym.Comma && wide(b) && !wide(a) {
		return false
	}
	return b.From-a.To <= 1 && !strings.Contains(f.Text.Body[f.Text.Tokens[b.From-1].End:f.Text.Tokens[b.From].Start], ";")
}

// axes reports "directions", "sectors" or "напрямках" at token i.
func axes(t *toponym.Text, i int) bool {
	if t.At(i)&toponym.AxisHead == 0 {
		return false
	}
	switch w := t.Word(i); w {
	case "напрямках", "напрямки", "направлениях", "направления":
		return true
	default:
		return w[len(w)-1] == 's'
	}
}
