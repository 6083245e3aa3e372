package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// regionSense weighs whether a bare "Kursk" is the region or its seat.
type regionSense struct {
	headed map[uint64]int // names that stand with "region" in this text
	towns  map[uint64]int // names that stand with "city of" and the like
}

// regionCues are what speaks for the region (positive) or the town.
var regionCues = struct {
	start, headed, towned, regionNear, regionNext, governor, office, axis, incursion, into, towns, metropolis, cityWord, container, listed, plural, capital, itself, aside, goal float64
}{
	start:      -1.0,
	headed:     1.2,  // the text speaks of "Kursk region" too
	towned:     -1.0, // … or of "the city of Kursk"
	regionNear: 1.2,  // "the region" in the same sentence
	regionNext: 1.05, // … in the next or the one before
	governor:   0.4,
	office:     2.2,  // "the governor of Kursk", "Sumy OVA"
	axis:       1.2,  // "Kursk direction"
	incursion:  0.5,  // "offensive in Kursk"
	into:       1.6,  // "incursion into Kursk", "deeper into Kursk"
	towns:      0.6,  // … and another town of the region stands near by
	metropolis: -0.9, // a city of a million: mostly meant itself
	cityWord:   -1.2, // "mayor", "downtown" in the sentence
	container:  -2.0, // "Donetsk, Ukraine"
	listed:     1.6,  // in a list with a region
	plural:     1.8,  // "36 over Bryansk, 9 over Voronezh regions"
	capital:    -5.0, // Kyiv is never its oblast
	itself:     -3.0, // "its capital, Kursk,", "Kherson itself"
	aside:      -3.0, // "east of Kherson"
	goal:       -1.2, // "left for Poltava"
}

func (r *regionSense) collect(f *Finder) {
	if r.headed == nil {
		r.headed, r.towns = map[uint64]int{}, map[uint64]int{}
	}
	clear(r.headed)
	clear(r.towns)
	for k := range f.Names {
		n := &f.Names[k]
		switch n.Kind {
		case mentionmap.Region:
			r.headed[f.Text.Tokens[n.CoreFrom].Hash]++
		case mentionmap.Settlement:
			r.towns[f.Text.Tokens[n.CoreFrom].Hash]++
		}
		if n.Kind == mentionmap.KindUnknown && n.Head&RegionHead != 0 && n.To == n.CoreTo {
			r.headed[f.Text.Tokens[n.CoreFrom].Hash]++
		}
	}
}

// sense returns how much speaks for the region.
func (r *regionSense) sense(f *Finder, k int) float64 {
	n, t, w := &f.Names[k], &f.Text, &regionCues
	key := t.Tokens[n.CoreFrom].Hash
	p := f.profile(n)
	s := w.start
	add := func(on bool, weight float64) {
		if on {
			s += weight
		}
	}
	add(r.headed[key] > 0, w.headed)
	add(r.towns[key] > 0, w.towned)
	add(p.rank == gazetteer.SeatOfState, w.capital)
	add(f.seatItself(n), w.itself)
	add(f.asideOf(n), w.aside)
	add(f.goalOf(n), w.goal)
	add(p.pop >= 900_000, w.metropolis)
	here, around := f.regionWords(n)
	add(here, w.regionNear)
	add(!here && around, w.regionNext)
	words := t.sentenceClass(int(n.Sentence))
	add(words&City != 0 && !here, w.cityWord)
	add(f.governorNear(n), w.governor)
	add(f.officeOf(n), w.office)
	add(cueAxis(f, k), w.axis)
	inside, into := f.offensiveIn(n), f.deepInto(n)
	add(inside, w.incursion)
	add(into, w.into)
	add((inside || into) && f.townsNear(k), w.towns)
	add(f.regionsFollow(k), w.plural)
	add(f.insideOf(k), w.container)
	add(f.listedWithRegion(k), w.listed)
	return s
}

// seatItself reports "its capital, Kursk", "Kherson itself": the town, for the
// region was told of before.
func (f *Finder) seatItself(n *Name) bool {
	t := &f.Text
	if next := int(n.To); next < len(t.Tokens) && t.spaced(next) && t.Word(next) == "itself" {
		return true
	}
	i := int(n.From) - 1
	return i >= 0 && t.gap(i+1)&^(gazetteer.GapSpace|gazetteer.GapComma) == 0 && (t.Word(i) == "capital" || t.Word(i) == "centre" || t.Word(i) == "center")
}

// asideOf reports "east of Kherson", without an article before it.
func (f *Finder) asideOf(n *Name) bool {
	t := &f.Text
	i := f.LeftOf(n)
	return i > 0 && t.Word(i) == "of" && t.spaced(i+1) && t.spaced(i) && t.Class[i-1]&Compass != 0 && !(i > 1 && isArticle(t.Word(i-2)))
}

// goalOf reports where people go: "should leave for Poltava", "buses to Sumy".
func (f *Finder) goalOf(n *Name) bool {
	t := &f.Text
	i := f.LeftOf(n)
	if i < 1 || i+1 != int(n.From) || !t.spaced(i+1) || !t.spaced(i) || t.Word(i) != "for" && t.Word(i) != "to" {
		return false
	}
	switch t.Word(i - 1) {
	case "leave", "leaves", "leaving", "left", "flee", "fled", "evacuated", "evacuation", "travel", "travelled", "traveled", "drove", "driven", "bus", "buses", "train", "trains":
		return true
	}
	return false
}

// regionWords reports "the region" in the name's sentence, and in the ones
// beside it.
func (f *Finder) regionWords(n *Name) (here, around bool) {
	for d := -1; d <= 1; d++ {
		s := int(n.Sentence) + d
		if s < 0 || s >= len(f.Text.Sentences) || !f.loneRegion(s) {
			continue
		}
		if d == 0 {
			here = true
		} else {
			around = true
		}
	}
	return here, around
}

// loneRegion reports "the region" or "the region's" in a sentence, where no
// name stands before the word.
func (f *Finder) loneRegion(s int) bool {
	t := &f.Text
	sen := t.Sentences[s]
	for i := sen.From + 1; i < sen.To; i++ {
		if t.Class[i]&RegionHead != 0 && !t.Capital(int(i)) && !t.stateWord(i) && !t.Capital(int(i)-1) && t.Class[i-1]&BorderWord == 0 {
			return true
		}
	}
	return false
}

func (f *Finder) governorNear(n *Name) bool {
	t := &f.Text
	for s := max(0, int(n.Sentence)-1); s <= int(n.Sentence)+1 && s < len(t.Sentences); s++ {
		sen := t.Sentences[s]
		for i := sen.From; i < sen.To; i++ {
			if w := t.Word(int(i)); w == "governor" || w == "Governor" {
				return true
			}
		}
	}
	return false
}

// officeOf reports a region's office right beside the name.
func (f *Finder) officeOf(n *Name) bool {
	t := &f.Text
	if next := int(n.To); next < len(t.Tokens) && t.spaced(next) && isRegional(t.Word(next)) {
		return true
	}
	i := f.LeftOf(n)
	return i > 0 && t.Word(i) == "of" && t.spaced(i+1) && isRegional(t.Word(i-1))
}

// isRegional reports words that only regions have.
func isRegional(w string) bool {
	switch w {
	case "governor", "Governor", "GOVERNOR", "governorship", "OVA", "OMA", "ODA", "regional":
		return true
	}
	return false
}

// regionsFollow reports a later name of the sentence with "regions" after it.
func (f *Finder) regionsFollow(k int) bool {
	for j := k + 1; j < min(k+12, len(f.Names)) && f.Names[j].Sentence == f.Names[k].Sentence; j++ {
		if n := &f.Names[j]; n.Signs.Has(PluralHead) && !n.Signs.Has(HeadBefore) && n.Kind == mentionmap.Region {
			return true
		}
	}
	return false
}

// offensiveIn reports "offensive in Kursk", "fighting in Kursk".
func (f *Finder) offensiveIn(n *Name) bool {
	t := &f.Text
	i := f.LeftOf(n)
	return i > 0 && t.Class[i]&Locative != 0 && t.Class[i-1]&Assault != 0
}

// deepInto reports "incursion into Kursk", "pushed deeper into Kursk": one
// goes deep into a region.
func (f *Finder) deepInto(n *Name) bool {
	t := &f.Text
	i := f.LeftOf(n)
	if i < 1 || !t.tight(i+1) || t.Word(i) != "into" && t.Word(i) != "inside" {
		return false
	}
	switch t.Word(i - 1) {
	case "incursion", "incursions", "deep", "deeper", "further", "farther", "raid", "foray", "thrust", "km", "kilometres", "kilometers", "miles":
		return true
	}
	return false
}

// townsNear reports another town of the name's region in the sentence or the
// one after.
func (f *Finder) townsNear(k int) bool {
	n, g := &f.Names[k], f.Gazetteer
	for j := max(0, k-6); j < min(k+6, len(f.Names)); j++ {
		other := &f.Names[j]
		if j == k || other.Set == n.Set || other.Sentence < n.Sentence || other.Sentence > n.Sentence+1 {
			continue
		}
		for _, c := range f.Places[n.Lo:n.Hi] {
			if g.Kind(c.Row) == mentionmap.Region && f.Home(g.Country(c.Row)) && f.townIn(other, c.Row) {
				return true
			}
		}
	}
	return false
}

// townIn reports that a town of the region bears the name.
func (f *Finder) townIn(n *Name, region gazetteer.Row) bool {
	const most = 12 // namesakes; of more there is one everywhere
	if n.Hi-n.Lo > most {
		return false
	}
	for _, c := range f.Places[n.Lo:n.Hi] {
		if f.Gazetteer.Kind(c.Row) == mentionmap.Settlement && f.Gazetteer.Admin1(c.Row) == region {
			return true
		}
	}
	return false
}

// insideOf reports that the next name, after a comma, is its country.
func (f *Finder) insideOf(k int) bool {
	return k+1 < len(f.Names) && f.Names[k+1].Join == Comma && f.related(&f.Names[k], &f.Names[k+1])
}

// listedWithRegion reports a neighbour in the same list that is a region.
func (f *Finder) listedWithRegion(k int) bool {
	n := &f.Names[k]
	if k > 0 && (n.Join == And || n.Join == Comma) && f.Names[k-1].Kind == mentionmap.Region {
		return true
	}
	return k+1 < len(f.Names) && f.Names[k+1].Join == And && f.Names[k+1].Kind == mentionmap.Region && !f.ownHead(&f.Names[k+1])
}

// ownHead reports "Odesa region" rather than "Odesa" or "… regions": the head is
// that of this name alone, so that those before it in a list may be towns.
func (f *Finder) ownHead(n *Name) bool {
	return n.Head&RegionHead != 0 && !n.Signs.Has(PluralHead|HeadBefore)
}

// sentenceClass is the union of the classes of a sentence's words written
// small.
func (t *Text) sentenceClass(s int) Class {
	var c Class
	for i := t.Sentences[s].From; i < t.Sentences[s].To; i++ {
		if !t.Capital(int(i)) {
			c |= t.Class[i]
		}
	}
	return c
}
