package locate

import (
	"math"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/relation"
	"mentionmap/geo/resolve"
	"mentionmap/geo/toponym"
)

// mention makes the mention of name k.
func (l *Locator) mention(w *worker, k int, explain bool) mentionmap.Mention {
	n, c, found := &w.finder.Names[k], &w.resolver.Choices[k], &w.findings[k]
	t := &w.finder.Text
	m := mentionmap.Mention{
		Span: t.Span(n.From, n.To), Sentence: w.whole(n.Sentence), Post: int(w.posts[k]),
		Kind: w.resolver.Kind(k), Use: n.Use, Relation: found.Relation, Place: l.place(c.Row),
		Dates: w.dates.of[k], Confidence: c.Confidence, Repeat: w.repeats.of[k],
	}
	if f := w.position(k); f != nil {
		l.placeWritten(f, &m, explain)
		m.Surface = m.Span.Of(t.Body)
		return m
	}
	m.Surface = m.Span.Of(t.Body)
	if m.Place != nil {
		m.RadiusKM = radius(&m, n.Signs.Has(toponym.Composite))
		if c.Wide {
			m.RadiusKM = radii[mentionmap.Region]
		}
		if w.misfits(k) {
			found.Subject = -1
		}
		if d, ok := relation.Derive(found, resolve.Offset, m.Place.Lon, m.Place.Lat); ok {
			m.Derived = []mentionmap.Derived{d}
		}
		l.middle(w, k, &m)
	}
	if explain {
		m.Why = l.why(w, k)
	}
	return m
}

// misfits reports that the place before an offset lies elsewhere: then the
// offset speaks of something without a name, as in a list "Rylsk, a village 12 km north of Korenevo".
func (w *worker) misfits(k int) bool {
	found := &w.findings[k]
	if found.Subject < 0 {
		return false
	}
	from, to := w.resolver.Choices[k].Row, w.resolver.Choices[found.Subject].Row
	if from == gazetteer.None || to == gazetteer.None {
		return false
	}
	const slack, widest = 5, 75 // km, degrees
	g := w.finder.Gazetteer
	km := resolve.Distance(g.Lon(from), g.Lat(from), g.Lon(to), g.Lat(to))
	turn := math.Abs(resolve.Bearing(g.Lon(from), g.Lat(from), g.Lon(to), g.Lat(to)) - found.Bearing)
	return math.Abs(km-found.KM) > slack+0.4*found.KM || km > slack && min(turn, 360-turn) > widest
}

// whole returns the sentence as one wants to read it; names come in order, so
// that the last one is kept.
func (w *worker) whole(sentence int32) mentionmap.Span {
	if w.sentence != sentence || w.sentenceSpan.Empty() {
		w.sentence, w.sentenceSpan = sentence, w.finder.Text.Whole(int(sentence))
	}
	return w.sentenceSpan
}

// middle adds the point halfway between two places.
func (l *Locator) middle(w *worker, k int, m *mentionmap.Mention) {
	found := &w.findings[k]
	if found.Other < 0 || w.resolver.Choices[found.Other].Row == gazetteer.None {
		return
	}
	other := l.place(w.resolver.Choices[found.Other].Row)
	km := resolve.Distance(m.Place.Lon, m.Place.Lat, other.Lon, other.Lat)
	const farthest = 300 // km; beyond, "between" is no place
	if km > farthest {
		return
	}
	lon, lat := resolve.Offset(m.Place.Lon, m.Place.Lat, km/2, resolve.Bearing(m.Place.Lon, m.Place.Lat, other.Lon, other.Lat))
	m.Derived = []mentionmap.Derived{{Relation: mentionmap.RelationBetween, Words: found.Words, Lon: lon, Lat: lat, RadiusKM: km/2 + 1}}
}

// radii are how far a thing told of a place may lie from its point, in km.
var radii = map[mentionmap.Kind]float64{
	mentionmap.District: 25, mentionmap.Region: 120, mentionmap.Country: 500, mentionmap.Area: 300,
	mentionmap.Water: 50, mentionmap.Facility: 2, mentionmap.Street: 2,
}

// extra is what a relation adds to the radius, in km.
var extra = map[mentionmap.Relation]float64{
	mentionmap.RelationNear: 10, mentionmap.RelationDirection: 25, mentionmap.RelationTo: 5, mentionmap.RelationFrom: 5,
	mentionmap.RelationBorder: 20,
}

func radius(m *mentionmap.Mention, composite bool) float64 {
	r, ok := radii[m.Kind]
	if !ok {
		r = townRadius(m.Place.Population)
	}
	if composite && m.Place.Kind == mentionmap.Settlement {
		r = 5 + townRadius(m.Place.Population)
	}
	return r + extra[m.Relation]
}

func townRadius(population int64) float64 {
	switch {
	case population >= 1_000_000:
		return 15
	case population >= 100_000:
		return 8
	case population >= 10_000:
		return 4
	}
	return 2
}

// why takes the choice apart.
func (l *Locator) why(w *worker, k int) *mentionmap.Why {
	c := &w.resolver.Choices[k]
	return &mentionmap.Why{
		Cues:     append(w.finder.Explain(k), w.resolver.Explain(k)...),
		RunnerUp: l.place(c.RunnerUp),
		Margin:   c.Margin,
	}
}

// demonyms makes the mentions of peoples.
func (l *Locator) demonyms(w *worker, doc *mentionmap.Document, posts []mentionmap.Post) []mentionmap.Mention {
	t := &w.finder.Text
	out := make([]mentionmap.Mention, 0, len(w.finder.Demonyms))
	for i := range w.finder.Demonyms {
		n := &w.finder.Demonyms[i]
		row := w.finder.Places[n.Lo].Row
		m := mentionmap.Mention{
			Span: t.Span(n.From, n.To), Sentence: t.Whole(int(n.Sentence)), Kind: l.gazetteer.Kind(row), Use: mentionmap.Associative,
			Place: l.place(row), Confidence: 0.95, Demonym: true, Post: postAt(posts, int(t.Tokens[n.From].Start)),
		}
		m.Surface, m.RadiusKM = m.Span.Of(t.Body), radii[m.Kind]
		m.Dates = w.dates.fallback(doc, posts, m.Post)
		out = append(out, m)
	}
	return out
}

func postAt(posts []mentionmap.Post, at int) int {
	for i := range posts {
		if posts[i].Start <= at && at < posts[i].End {
			return i
		}
	}
	return -1
}
