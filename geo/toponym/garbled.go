package toponym

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// leastGarbled is the shortest name of a country, in letters, that is known
// with one letter wrong.
const leastGarbled = 6

// addGarbled notes the names of countries with one letter inside left out, by
// which a name with one wrong letter is found: both have the same rest.
func (d *Demonyms) addGarbled(g *gazetteer.Gazetteer) {
	d.garbled = make(map[uint64][]string, 2048)
	for r := range gazetteer.Row(g.Len()) {
		if g.Kind(r) != mentionmap.Country {
			continue
		}
		name := g.Name(r)
		if len(name) < leastGarbled || strings.Trim(name, letters) != "" {
			continue
		}
		d.garbled[gazetteer.Hash(name)] = append(d.garbled[gazetteer.Hash(name)], name)
		for i := 1; i < len(name)-1; i++ {
			h := gazetteer.Hash(name[:i] + name[i+1:])
			d.garbled[h] = append(d.garbled[h], name)
		}
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// garble turns "Ijrael" into Israel and "Iraand" into Iran: one letter wrong,
// missing, too many or swapped inside a country's name, or an "and" that has run
// into it, where the words beside it leave no doubt that a country is meant.
func (f *Finder) garble(n *Name) bool {
	t := &f.Text
	if f.Peoples == nil || n.To != n.From+1 || t.Tokens[n.From].Flags&(gazetteer.NonASCII|gazetteer.HasDigit) != 0 || f.persons.count(t.Tokens[n.From].Hash) > 0 || !f.besideCountry(n) {
		return false
	}
	w := t.Word(int(n.From))
	if stem, ok := strings.CutSuffix(w, "and"); ok && len(stem) >= 3 && (f.standsFor(n, stem) || f.standsFor(n, stem+"n")) {
		return true
	}
	if len(w) < leastGarbled-1 {
		return false
	}
	if f.oneOff(n, w, gazetteer.Hash(w)) {
		return true
	}
	for i := 1; i < len(w)-1; i++ {
		if f.oneOff(n, w, gazetteer.Hash(w[:i]+w[i+1:])) {
			return true
		}
	}
	return false
}

// oneOff gives the name the country that has the same rest and hardly another length.
func (f *Finder) oneOff(n *Name, w string, h uint64) bool {
	for _, name := range f.Peoples.garbled[h] {
		if d := len(w) - len(name); d >= -1 && d <= 1 && w[0] == name[0] && w[len(w)-1] == name[len(name)-1] {
			return f.standsFor(n, name)
		}
	}
	return false
}

// standsFor gives the name the country that bears another spelling.
func (f *Finder) standsFor(n *Name, spelling string) bool {
	set, ok := f.bearer(spelling)
	if !ok {
		return false
	}
	lo := int32(len(f.Places))
	f.Places = f.Gazetteer.Candidates(set, spelling, f.Places)
	n.Set, n.Lo, n.Hi = set, lo, int32(len(f.Places))
	if f.isCountry(n) {
		return true
	}
	f.Places = f.Places[:lo]
	n.Set, n.Lo, n.Hi = NoSet, 0, 0
	return false
}

// besideCountry reports a preposition of place before a name, a possessive
// behind it, or a country on either side.
func (f *Finder) besideCountry(n *Name) bool {
	t, i := &f.Text, int(n.To)
	if f.spatialBefore(n) || i < len(t.Tokens) && t.Tokens[i].Flags&gazetteer.Clitic != 0 {
		return true
	}
	if i < len(t.Tokens) && t.tight(i) && t.Capital(i) && f.countryAt(int32(i)) {
		return true
	}
	if k := len(f.Names); k > 0 && n.From-f.Names[k-1].To <= 1 {
		return f.isCountry(&f.Names[k-1])
	}
	return false
}

// countryAt reports a country's name at token i.
func (f *Finder) countryAt(i int32) bool {
	t := &f.Text
	n, set := f.Gazetteer.Longest(t.Body, t.Tokens[i:min(int(i)+maxWords, len(t.Tokens))])
	return n > 0 && f.profileOf(set, i, i+int32(n)).has(mentionmap.Country)
}
