package toponym

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// findUnits gives names that are meant as regions or districts, but that no
// region or district bears, the ones whose seat they name: "Lugansk region",
// "Yartsevo district".
func (f *Finder) findUnits() {
	for k := range f.Names {
		n := &f.Names[k]
		if n.Kind != mentionmap.Region && n.Kind != mentionmap.District || f.hasKind(n, n.Kind) {
			continue
		}
		if n.Lo == n.Hi {
			f.adjective(n)
		}
		f.addUnits(n)
	}
}

func (f *Finder) hasKind(n *Name, kind mentionmap.Kind) bool {
	for _, c := range f.Places[n.Lo:n.Hi] {
		if f.Gazetteer.Kind(c.Row) == kind {
			return true
		}
	}
	return false
}

// addUnits replaces the name's places by themselves and the units they are
// the seats of.
func (f *Finder) addUnits(n *Name) {
	lo, g := int32(len(f.Places)), f.Gazetteer
	for i := n.Lo; i < n.Hi; i++ {
		c := f.Places[i]
		f.Places = append(f.Places, c)
		if g.Kind(c.Row) != mentionmap.Settlement {
			continue
		}
		unit, least := g.Admin1(c.Row), gazetteer.SeatOfFirst
		if n.Kind == mentionmap.District {
			unit, least = g.Admin2(c.Row), gazetteer.SeatOfSecond
		}
		if unit != gazetteer.None && (g.CapitalRank(c.Row) >= least || strings.HasPrefix(g.Name(unit), g.Name(c.Row))) {
			f.Places = append(f.Places, gazetteer.Candidate{Row: unit, Flags: gazetteer.NameBare})
		}
	}
	n.Lo, n.Hi = lo, int32(len(f.Places))
}

// adjectiveEndings are how Russian and Ukrainian make adjectives of towns, and what the town may end in instead.
var adjectiveEndings = [...]string{"skyi", "skyy", "skiy", "skii", "skij", "sky", "ski"}
var townEndings = [...]string{"sk", "", "a", "o", "e", "ka", "y", "i", "k", "ne"}

// adjective finds the town that an adjective is made of: "Pechersky" of
// Pechersk, "Sudzhansky" of Sudzha.
func (f *Finder) adjective(n *Name) {
	if n.CoreTo != n.CoreFrom+1 {
		return
	}
	w := f.Text.Word(int(n.CoreFrom))
	for _, e := range adjectiveEndings {
		stem, ok := strings.CutSuffix(w, e)
		if !ok || len(stem) < 3 {
			continue
		}
		for _, s := range [2]string{stem, strings.TrimSuffix(stem, "an")} {
			for _, end := range townEndings {
				if f.lookUp(n, s+end) {
					return
				}
			}
		}
		return
	}
}

// lookUp gives the name the places that bear another spelling; false if none
// does.
func (f *Finder) lookUp(n *Name, spelling string) bool {
	var buf [2]gazetteer.Token
	tokens := gazetteer.Tokenize(spelling, buf[:0])
	count, set := f.Gazetteer.Longest(spelling, tokens)
	if count == 0 || count != len(tokens) {
		return false
	}
	lo := int32(len(f.Places))
	f.Places = f.Gazetteer.Candidates(set, spelling, f.Places)
	for _, c := range f.Places[lo:] {
		if f.Home(f.Gazetteer.Country(c.Row)) {
			n.Lo, n.Hi = lo, int32(len(f.Places))
			return true
		}
	}
	f.Places = f.Places[:lo]
	return false
}
