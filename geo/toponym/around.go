package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// aroundFeatures tell what stands before and after a name.
func (f *Finder) aroundFeatures(n *Name) {
	x, t := &f.feats, &f.Text
	i := f.LeftOf(n)
	c := t.At(i)
	lead := i >= 0 && t.tight(i+1) && !(t.Capital(i) && c&Stop == 0)
	x.set(fLocative, lead && c&Locative != 0 || n.Signs.Has(Called))
	x.set(fMotion, lead && c&Motion != 0)
	before := t.At(int(n.From) - 1)
	x.set(fDirection, t.tight(int(n.From)) && before&Direction != 0)
	x.set(fPart, t.tight(int(n.From)) && before&PartWord != 0)
	x.set(fTownOf, n.Signs.Has(HeadBefore))
	x.set(fHeadAfter, n.Head != 0 && !n.Signs.Has(HeadBefore))
	x.set(fOwner, n.Join == Owner)
	x.set(fPrefixed, t.hyphenBefore(int(n.From)) && isPrefix(t.Word(int(n.From)-1)))
	x.set(fSayAfter, t.At(int(n.To))&Say != 0 && !t.Capital(int(n.To)))
}

// LeftOf returns the word that governs the name: the one before it, past
// articles, directions and parts ("in the eastern city of").
func (f *Finder) LeftOf(n *Name) int {
	key := n.From<<1 + 2 // what it depends on; never 0
	if n.Signs.Has(HeadBefore) {
		key++
	}
	if n.leftOf != key {
		n.left, n.leftOf = int32(f.findLeft(n)), key
	}
	return int(n.left)
}

func (f *Finder) findLeft(n *Name) int {
	t := &f.Text
	i := int(n.From) - 1
	if n.Signs.Has(HeadBefore) {
		i -= 2
	}
	for k := 0; k < 4 && i > 0 && t.tight(i+1); k++ {
		c := t.Class[i]
		if c&(Direction|PartWord|BorderWord) == 0 && !t.article(i) {
			break
		}
		i--
	}
	return i
}

// Beside reports that nothing but small words part name k from the one
// before it: "Kostiantynivka near Marinka", "Larga, in northern Moldova".
func (f *Finder) Beside(k int) bool {
	if k == 0 || f.Names[k-1].Sentence != f.Names[k].Sentence {
		return false
	}
	t := &f.Text
	from, to := int(f.Names[k-1].To), int(f.Names[k].From)
	if to-from > 5 || t.gap(to)&^gazetteer.GapSpace != 0 {
		return false
	}
	for i := from; i < to; i++ {
		if t.gap(i)&^(gazetteer.GapSpace|gazetteer.GapComma|gazetteer.GapHyphen) != 0 || i > from && t.gap(i)&gazetteer.GapComma != 0 {
			return false
		}
		if t.Class[i]&(Locative|Direction|PartWord|BorderWord|TownHead) == 0 && !t.article(i) && !nextTo(t.Word(i)) {
			return false
		}
	}
	return true
}

// nextTo reports the words of "next to", "close to" and "not far from".
func nextTo(w string) bool {
	switch w {
	case "next", "close", "to", "not", "far", "from", "of", "just", "right", "by", "nearby", "beside":
		return true
	}
	return false
}

// isPrefix reports what a hyphen ties to a place's name: "pro-Kremlin".
func isPrefix(w string) bool {
	switch w {
	case "pro", "anti", "non", "ex", "Pro", "Anti", "Non", "Ex", "trans", "mid", "PRO", "ANTI":
		return true
	}
	return false
}

// article reports an article or the like before a name.
func (t *Text) article(i int) bool { return t.Class[i]&Skipped != 0 }

// contextFeatures tell what the neighbouring names say; they need all names.
func (f *Finder) contextFeatures(k int) {
	x, n := &f.feats, &f.Names[k]
	x.set(fDateline, f.isDateline(k))
	if k > 0 {
		x.set(fContainer, x.named[fContainer] || f.related(&f.Names[k-1], n))
		x.set(fListed, f.listed(n, &f.Names[k-1], n.Join))
	}
	if k+1 < len(f.Names) {
		next := &f.Names[k+1]
		if held := f.related(n, next); held {
			x.set(fContainer, true)
			if next.Join == Comma { // "Austin, Texas" is no person, whoever else is in the text
				x.set(fPersonKnown, false)
				x.set(fPersonMuch, false)
				x.set(fPersonFull, false)
			}
		}
		x.set(fListed, x.named[fListed] || f.listed(n, next, next.Join))
	}
}

func (f *Finder) listed(n, other *Name, join Join) bool {
	if join != Comma && join != And {
		return false
	}
	return n.Head == 0 && (f.firm(other) || f.feats.named[fHome] && f.homeTown(other))
}

// homeTown reports a town of some size in the countries of the news, and no
// ordinary word.
func (f *Finder) homeTown(n *Name) bool {
	const town = 5_000
	if n.Lo == n.Hi || n.Signs.Has(Person) {
		return false
	}
	p := f.profile(n)
	return p.near && p.pop >= town && p.any&gazetteer.NameWord == 0
}

// firm reports a name that is a place by the gazetteer alone.
func (f *Finder) firm(n *Name) bool {
	if n.Head != 0 && n.Set != NoSet {
		return true
	}
	for _, c := range f.Places[n.Lo:n.Hi] {
		g := f.Gazetteer
		switch g.Kind(c.Row) {
		case mentionmap.Country, mentionmap.Region, mentionmap.Area:
			return true
		case mentionmap.Settlement:
			if c.Flags&gazetteer.NameWord == 0 && (g.Population(c.Row) > 100_000 || g.CapitalRank(c.Row) >= gazetteer.SeatOfFirst) {
				return true
			}
		}
	}
	return false
}

// related reports whether the second name, after a comma, holds the first:
// "Sudzha, Kursk region", "Paris, Texas".
func (f *Finder) related(inner, outer *Name) bool {
	if outer.Join != Comma && outer.Join != Owner && outer.Join != Within || outer.Lo == outer.Hi {
		return false
	}
	if outer.Join == Owner {
		inner, outer = outer, inner
	}
	for _, o := range f.Places[outer.Lo:outer.Hi] {
		k := f.Gazetteer.Kind(o.Row)
		if k != mentionmap.Country && k != mentionmap.Region && k != mentionmap.District {
			continue
		}
		for _, c := range f.Places[inner.Lo:inner.Hi] {
			if Holds(f.Gazetteer, o.Row, c.Row) {
				return true
			}
		}
	}
	return false
}

// Holds reports whether the place outer, a country, region or district, holds
// the place inner.
func Holds(g *gazetteer.Gazetteer, outer, inner gazetteer.Row) bool {
	if outer == inner {
		return false
	}
	switch g.Kind(outer) {
	case mentionmap.Country:
		return g.Country(inner) == g.Country(outer) && g.Country(outer) != "" && g.Kind(inner) != mentionmap.Country
	case mentionmap.Region:
		return g.Admin1(inner) == outer
	case mentionmap.District:
		return g.Admin2(inner) == outer
	}
	return false
}

// joinOf tells what stands between two names.
func (t *Text) joinOf(a, b *Name) Join {
	between := int(b.From - a.To)
	g := t.gap(int(b.From))
	switch {
	case between == 0 && g == gazetteer.GapHyphen || between == 0 && g&gazetteer.GapHyphen != 0 && g&^(gazetteer.GapHyphen|gazetteer.GapSpace) == 0:
		return Hyphen
	case between == 0 && g&gazetteer.GapComma != 0 && g&^(gazetteer.GapComma|gazetteer.GapSpace) == 0:
		return Comma
	case between == 1 && t.Tokens[a.To].Flags&gazetteer.Clitic != 0 && t.spaced(int(b.From)):
		return Owner
	case between >= 1 && between <= 4 && t.inside(int(a.To), int(b.From)):
		return Within
	case between >= 1 && between <= 3 && t.conjoined(int(a.To), int(b.From)):
		return And
	}
	return Apart
}

// inside reports "in", maybe after a comma and with an article or a
// direction, between two names.
func (t *Text) inside(from, to int) bool {
	if w := t.Word(from); w != "in" && w != "of" || t.gap(from)&^(gazetteer.GapSpace|gazetteer.GapComma) != 0 {
		return false
	}
	for i := from + 1; i < to; i++ {
		if t.Class[i]&(Direction|PartWord|BorderWord) == 0 && !t.article(i) || !t.spaced(i) {
			return false
		}
	}
	return t.spaced(to)
}

// conjoined reports "and" or "or" between two names, maybe with an article or
// a direction.
func (t *Text) conjoined(from, to int) bool {
	seen := false
	for i := from; i < to; i++ {
		switch {
		case t.and(i):
			seen = true
		case t.Class[i]&(Direction|PartWord|PartWord) == 0 && !t.article(i) && t.Tokens[i].Flags&gazetteer.Clitic == 0:
			return false
		}
	}
	return seen
}
