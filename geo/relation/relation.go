package relation

import (
	"math"

	"mentionmap"
	"mentionmap/geo/toponym"
)

// Finding is the relation of one name.
type Finding struct {
	Relation mentionmap.Relation
	Words    mentionmap.Span // the words that say so, the name included
	KM       float64         // of an offset
	Bearing  float64         // of an offset, degrees from north; NaN if none is said
	Subject  int             // of an offset: the name of the place it lies at, -1 if that has none
	Other    int             // of between: the second name; -1
}

// rule is one way of saying a relation.
type rule struct {
	relation mentionmap.Relation
	reads    func(f *toponym.Finder, k int, out *Finding) bool
}

// rules are tried in order; the first that reads decides.
var rules = [...]rule{
	{mentionmap.RelationOffset, offset},
	{mentionmap.RelationDirection, direction},
	{mentionmap.RelationBetween, between},
	{mentionmap.RelationNear, near},
	{mentionmap.RelationNear, aside},
	{mentionmap.RelationBorder, border},
	{mentionmap.RelationPart, part},
	{mentionmap.RelationFrom, from},
	{mentionmap.RelationTo, to},
}

// Read fills out with the relation of name k.
func Read(f *toponym.Finder, k int, out *Finding) {
	*out = Finding{Bearing: math.NaN(), Subject: -1, Other: -1}
	if r, ok := cyrillic(f, k, out); ok && !direction(f, k, out) {
		out.Relation = r
		return
	}
	for i := range rules {
		if rules[i].reads(f, k, out) {
			out.Relation = rules[i].relation
			return
		}
	}
}

func (out *Finding) words(t *toponym.Text, from, to int) {
	out.Words = t.Span(int32(from), int32(to))
}

// direction: "the Pokrovsk direction", "Lyman sector", "the Lyman tactical direction".
func direction(f *toponym.Finder, k int, out *Finding) bool {
	t, n := &f.Text, &f.Names[k]
	i := int(n.To)
	if i < len(t.Tokens) && (t.Word(i) == "tactical" || t.Word(i) == "operational") {
		i++
	}
	if t.At(i)&toponym.AxisHead == 0 || !t.Follows(i) || t.Word(i) == "front" {
		return false
	}
	out.words(t, int(n.From), i+1)
	return true
}

// between: "between A and B", "the A–B highway". It is said of both names.
func between(f *toponym.Finder, k int, out *Finding) bool {
	names := f.Names
	for _, first := range [2]int{k, k - 1} {
		if first < 0 || first+1 >= len(names) || !pair(f, first) {
			continue
		}
		out.words(&f.Text, int(names[first].From), int(names[first+1].To))
		if first == k {
			out.Other = k + 1
		}
		return true
	}
	return false
}

// pair reports that names k and k+1 enclose what is told.
func pair(f *toponym.Finder, k int) bool {
	t, a, b := &f.Text, &f.Names[k], &f.Names[k+1]
	switch b.Join {
	case toponym.And:
		i := f.LeftOf(a)
		return i >= 0 && t.Follows(i+1) && (t.Word(i) == "between" || t.Word(i) == "Between") && !isCountry(a)
	case toponym.Hyphen:
		return !isCountry(a) && (road(t, int(b.To)) || a.From > 0 && t.Follows(int(a.From)) && road(t, int(a.From)-1))
	}
	return false
}

func isCountry(n *toponym.Name) bool { return n.Kind == mentionmap.Country }

// road reports "highway", "road", "line" at token i.
func road(t *toponym.Text, i int) bool {
	if t.At(i) == 0 && i >= len(t.Tokens) || !t.Follows(i) {
		return false
	}
	switch t.Word(i) {
	case "highway", "road", "route", "motorway", "railway", "line", "frontline", "axis", "pipeline", "Highway":
		return true
	}
	return false
}

// near: "near", "around", "outside", "on the outskirts of".
func near(f *toponym.Finder, k int, out *Finding) bool {
	t := &f.Text
	if j := int(f.Names[k].From) - 3; f.Names[k].Signs.Has(toponym.HeadBefore) && j >= 0 && t.Word(j) == "a" && nearness(t.Word(j+1)) {
		out.words(t, j+1, int(f.Names[k].To)) // "a suburb of Kyiv"; "the suburb of Irpin" is Irpin
		return true
	}
	i := f.LeftOf(&f.Names[k])
	if i < 0 || !t.Follows(i+1) {
		return false
	}
	switch t.Word(i) {
	case "near", "around", "outside", "Near", "Around", "Outside", "by", "surrounding", "beside", "nearby", "NEAR", "OUTSIDE":
		if t.Word(i) == "by" && f.Names[k].Kind == mentionmap.Country {
			return false
		}
		out.words(t, i, int(f.Names[k].To))
		return true
	case "of", "to":
		if i > 0 && nearness(t.Word(i-1)) {
			out.words(t, i-1, int(f.Names[k].To))
			return true
		}
	case "off":
		if f.LeftWithin(i, 1, toponym.LiteralVerb|toponym.Verb) && !sinks(t.Word(i-1)) {
			return false // "cut off Bakhmut"
		}
		out.words(t, i, int(f.Names[k].To))
		return true
	}
	return false
}

// sinks reports what happens to ships off a coast.
func sinks(w string) bool {
	switch w {
	case "sank", "sunk", "hit", "struck", "destroyed", "attacked", "stopped", "held":
		return true
	}
	return false
}

// aside: "north of Kharkiv" without an article is beside the town, "the north of
// Kharkiv region" a part of it.
func aside(f *toponym.Finder, k int, out *Finding) bool {
	t, n := &f.Text, &f.Names[k]
	i := f.LeftOf(n)
	if i < 1 || t.Word(i) != "of" || !t.Follows(i+1) || !t.Follows(i) || t.Class[i-1]&toponym.Compass == 0 || n.Kind == mentionmap.Region || n.Kind == mentionmap.Country || n.Kind == mentionmap.Area {
		return false
	}
	if i > 1 && t.Word(i-2) == "the" {
		return false
	}
	_, out.Bearing = compass(t, i-1)
	out.words(t, i-1, int(n.To))
	return true
}

// nearness reports nouns that with "of" or "to" mean near.
func nearness(w string) bool {
	switch w {
	case "area", "areas", "outskirts", "vicinity", "suburbs", "surroundings", "approaches", "close", "closer", "next", "outskirt", "suburb":
		return true
	}
	return false
}

// border: "the border with Poland", "the Ukrainian-Polish border" is not.
func border(f *toponym.Finder, k int, out *Finding) bool {
	t, n := &f.Text, &f.Names[k]
	i := f.LeftOf(n)
	switch {
	case i > 0 && (t.Word(i) == "with" || t.Word(i) == "of") && t.Class[i-1]&toponym.BorderWord != 0:
		out.words(t, i-1, int(n.To))
		return true
	case i >= 0 && t.Class[i]&toponym.BorderWord != 0 && t.Follows(i+1) || i >= 0 && t.Word(i) == "bordering":
		out.words(t, i, int(n.To))
		return true
	case t.At(int(n.To))&toponym.BorderWord != 0 && t.Follows(int(n.To)):
		out.words(t, int(n.From), int(n.To)+1)
		return true
	}
	return false
}

// part: "eastern Donetsk region", "central Kyiv", "the north of Kharkiv region".
func part(f *toponym.Finder, k int, out *Finding) bool {
	t, n := &f.Text, &f.Names[k]
	i := int(n.From) - 1
	if i < 0 || !t.Follows(i+1) {
		return false
	}
	if t.Class[i]&(toponym.Direction|toponym.PartWord) != 0 && !n.Signs.Has(toponym.HeadBefore) {
		out.words(t, i, int(n.To))
		return true
	}
	if j := f.LeftOf(n); j > 0 && t.Word(j) == "of" && t.Class[j-1]&(toponym.Compass|toponym.PartWord) != 0 {
		out.words(t, j-1, int(n.To))
		return true
	}
	return false
}

// from: "fired from Kursk region", "fled from Mariupol", "people from Izium".
func from(f *toponym.Finder, k int, out *Finding) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 0 || !t.Follows(i+1) || t.Word(i) != "from" && t.Word(i) != "From" && !(left(t.Word(i)) && i+1 == int(f.Names[k].From)) {
		return false
	}
	if f.Names[k].Use == mentionmap.Associative && !f.LeftWithin(i, 8, toponym.Move|toponym.Assault) || i > 0 && (t.Class[i-1]&toponym.Distance != 0 || t.Word(i-1) == "far") {
		return false
	}
	out.words(t, i, int(f.Names[k].To))
	return true
}

// left reports verbs whose object one goes away from.
func left(w string) bool {
	switch w {
	case "left", "leave", "leaves", "leaving", "fled", "flee", "fleeing", "quit", "quitting", "departed", "abandoned", "vacated":
		return true
	}
	return false
}

// to: "towards Pokrovsk", "sent to Kursk", "the road to Izium", "left for Lviv".
func to(f *toponym.Finder, k int, out *Finding) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 0 || !t.Follows(i+1) {
		return false
	}
	switch t.Word(i) {
	case "towards", "toward", "into", "onto", "Towards", "Toward", "Into":
	case "to":
		if f.Names[k].Use == mentionmap.Associative && !f.LeftWithin(i, 8, toponym.Move|toponym.Assault) || i > 0 && said(t.Word(i-1)) {
			return false
		}
	case "for":
		if !f.LeftWithin(i, 2, toponym.Move) && !(i > 0 && bound(t.Word(i-1))) {
			return false
		}
	default:
		return false
	}
	out.words(t, i, int(f.Names[k].To))
	return true
}

// bound reports what stands before a "for" that leads somewhere.
func bound(w string) bool {
	switch w {
	case "bound", "buses", "bus", "trains", "train", "boarded", "convoy", "convoys", "wheat", "grain", "aid", "pallet", "truck", "trucks":
		return true
	}
	return false
}

// said reports what stands before a "to" that leads nowhere.
func said(w string) bool {
	switch w {
	case "according", "due", "thanks", "similar", "related", "compared", "up", "native", "home", "common", "belonged", "belongs", "belonging":
		return true
	}
	return false
}

// offset: "32 km (20 miles) south of Pokrovsk", "within five miles of".
func offset(f *toponym.Finder, k int, out *Finding) bool {
	t, n := &f.Text, &f.Names[k]
	i := int(n.From) - 1
	for i > 0 && t.Word(i) == "the" {
		i--
	}
	if i < 2 || t.Word(i) != "of" && t.Word(i) != "from" || !t.Follows(i+1) {
		return false
	}
	end := i
	i, bearing := compass(t, i-1)
	i, km, ok := distance(t, i)
	if !ok || end == i {
		return false
	}
	out.KM, out.Bearing = km, bearing
	out.words(t, i+1, int(n.To))
	out.Subject = subject(f, k, i)
	return true
}

// subject returns the name that stands right before the offset and so is the
// place it speaks of: "Kurakhove, 32 km south of Pokrovsk".
func subject(f *toponym.Finder, k, i int) int {
	if k == 0 || f.Names[k-1].Sentence != f.Names[k].Sentence {
		return -1
	}
	before := int(f.Names[k-1].To)
	for j := before; j <= i; j++ {
		switch t := &f.Text; {
		case t.Capital(j), t.Word(j) == "and", t.Word(j) == "or", t.Class[j]&(toponym.Verb|toponym.Say) != 0 && t.Word(j) != "lies" && t.Word(j) != "is":
			return -1
		}
	}
	if i-before > 4 || f.Names[k-1].Kind == mentionmap.Country {
		return -1
	}
	return k - 1
}

// Derive works out the point of an offset from the place it is measured
// from; ok is false if the words give none.
func Derive(out *Finding, place func(lon, lat, km, bearing float64) (float64, float64), lon, lat float64) (d mentionmap.Derived, ok bool) {
	if out.Relation != mentionmap.RelationOffset || math.IsNaN(out.Bearing) || out.Subject >= 0 {
		return d, false
	}
	d.Relation, d.Words = out.Relation, out.Words
	d.Lon, d.Lat = place(lon, lat, out.KM, out.Bearing)
	d.RadiusKM = 2 + 0.2*out.KM
	return d, true
}
