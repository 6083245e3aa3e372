package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// cueOwnBody: "Ukraine's military", "Kyiv's forces": a possessive that owns
// no land.
func cueOwnBody(f *Finder, k int) bool {
	return f.Names[k].Signs.Has(Possessive) && !cueGround(f, k)
}

// cueModifier: "US president", "Kyiv regime", "Lviv Mayor".
func cueModifier(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	i := int(n.To)
	if i >= len(t.Tokens) || !t.spaced(i) || t.Tokens[i].Flags&gazetteer.Clitic != 0 || n.Signs.Has(HeadBefore) {
		return false
	}
	c := t.Class[i]
	if c&(TownHead|RegionHead) != 0 && i+1 < len(t.Tokens) && t.spaced(i+1) {
		return t.Class[i+1]&(StateHead|Role) != 0 // "Tyumen city government"
	}
	if eventNoun(t.Word(i)) || c&AxisHead != 0 || c&Stop != 0 && c&(Body|StateHead) == 0 {
		return false
	}
	if c&(Role|Title) != 0 {
		return true
	}
	return c&(Body|StateHead|GearHead|Adjunct|Support) != 0 && c&(Say|LiteralVerb|Move) == 0
}

func cueMade(f *Finder, k int) bool {
	t := &f.Text
	i := int(f.Names[k].To)
	return i < len(t.Tokens) && t.gap(i) == gazetteer.GapHyphen && (t.Class[i]&Made != 0 || t.lower(i))
}

func cueState(f *Finder, k int) bool { return f.Names[k].Signs.Has(InState) }

// cueSubject: a state followed by what it says or does.
func cueSubject(f *Finder, k int) bool {
	t := &f.Text
	i := int(f.Names[k].To)
	if !f.stateLike(k) || i >= len(t.Tokens) || !t.spaced(i) || t.Capital(i) {
		return false
	}
	w := t.Word(i)
	return t.Class[i]&(Say|Verb) != 0 || len(w) > 4 && w[len(w)-2:] == "ed"
}

func cuePartner(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	return f.stateLike(k) && i >= 0 && t.tight(i+1) && t.Class[i]&Partner != 0 && t.Word(i) != "and"
}

// cueSupport: "aid to Ukraine", "sanctions on Russia", "ties to Moscow".
func cueSupport(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if !f.stateLike(k) || i < 0 || !t.tight(i+1) {
		return false
	}
	switch t.Word(i) {
	case "to", "for", "on", "against":
		return f.LeftWithin(i, 2, Support) && !f.LeftWithin(i, 2, Assault)
	}
	return false
}

func cueDateline(f *Finder, k int) bool { return f.Names[k].Signs.Has(Dateline) }

// cueOffice: "governor of Smolensk region", "President of Belarus".
func cueOffice(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	i := int(n.From) - 1
	if i >= 0 && t.Tokens[i].Flags&gazetteer.Cyrillic != 0 && t.tight(i+1) && t.Class[i]&(Role|Body) != 0 {
		return true // "губернатор Курской области", "армії РФ"
	}
	for i > 0 && t.article(i) {
		i--
	}
	return i > 0 && (t.Word(i) == "of" || t.Word(i) == "to") && t.spaced(i) && t.Class[i-1]&Role != 0 && t.Class[i-1]&(Direction|TownHead) == 0
}

// cuePair: "Russia-Ukraine conflict", "between Russia and Ukraine".
func cuePair(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	if !f.stateLike(k) {
		return false
	}
	if n.Join == Hyphen || k+1 < len(f.Names) && f.Names[k+1].Join == Hyphen || t.hyphenBefore(int(n.From)) && f.isDemonym(int(n.From)-1) {
		return true
	}
	i := f.LeftOf(n)
	return i >= 0 && t.Word(i) == "between"
}

// shareUses lets the later names of a list and the holder after a comma go
// with the first.
func (f *Finder) shareUses() {
	for k := 1; k < len(f.Names); k++ {
		n, before := &f.Names[k], &f.Names[k-1]
		switch {
		case (n.Join == Comma || n.Join == Within) && f.related(before, n):
			n.Use = before.Use
		case (n.Join == Comma || n.Join == And) && (n.Kind == mentionmap.Country) == (before.Kind == mentionmap.Country) && !f.ownUse(k):
			n.Use = before.Use
		}
	}
}

// ownUse reports that a name of a list has words of its own to decide its use.
func (f *Finder) ownUse(k int) bool {
	for i := range useCues {
		c := &useCues[i]
		if c.weight > 1 && c.weight != 1.5 && c.holds(f, k) || c.weight < -1.1 && c.holds(f, k) {
			return true
		}
	}
	return false
}

// markSigns notes what needs only the words right around the names.
func (f *Finder) markSigns() {
	t := &f.Text
	for k := range f.Names {
		n := &f.Names[k]
		i := int(n.To)
		if i < len(t.Tokens) && t.Tokens[i].Flags&gazetteer.Clitic != 0 {
			n.Signs |= Possessive
		}
		if f.isDateline(k) {
			n.Signs |= Dateline
		}
	}
}

// isDateline reports a name at the head of an agency report: "KYIV, Jan 5
// (Reuters) —", "Moscow 31 December, 2024, 00:55".
func (f *Finder) isDateline(k int) bool {
	t := &f.Text
	n := &f.Names[k]
	sen := t.Sentences[n.Sentence]
	if n.From != sen.From {
		return k > 0 && n.Join == Comma && f.Names[k-1].Signs.Has(Dateline)
	}
	dated := false
	for i := n.To; i < sen.To && i < n.To+12; i++ {
		if t.dash(int(i)) && (i == n.To || dated || t.Capital(int(n.From))) {
			return i == n.To || dated || f.bracketed(n.To, i) || i <= n.To+2 && t.Tokens[n.From].Flags&gazetteer.AllCaps != 0 && !n.Signs.Has(Shouted)
		}
		c, flags := t.Class[i], t.Tokens[i].Flags
		switch {
		case c&(Month|Weekday) != 0 || flags&gazetteer.HasDigit != 0:
			dated = true
		case !t.Capital(int(i)):
			return false
		}
	}
	return dated && sen.To < n.To+12
}

// dash reports a dash with blanks, or a closing bracket and a dash, before
// the token.
func (t *Text) dash(i int) bool {
	between := t.Body[t.Tokens[i-1].End:t.Tokens[i].Start]
	for j := 0; j < len(between); j++ {
		if between[j] == 0xE2 && j+2 < len(between) && between[j+1] == 0x80 && (between[j+2] == 0x93 || between[j+2] == 0x94) {
			return j > 0 || len(between) > 3
		}
		if between[j] == '-' && j > 0 && (between[j-1] == ' ' || between[j-1] == '-') {
			return true
		}
	}
	return false
}

// bracketed reports an agency in brackets between the tokens.
func (f *Finder) bracketed(from, to int32) bool {
	t := &f.Text
	between := t.Body[t.Tokens[from-1].End:t.Tokens[to].Start]
	for i := 0; i < len(between); i++ {
		if between[i] == '(' {
			return true
		}
	}
	return false
}
