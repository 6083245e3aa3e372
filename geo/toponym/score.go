package toponym

import (
	"math/bits"
	"strconv"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// features gathers what is seen at one name.
type features struct {
	named  [fCount]bool
	bits   [(fCount + 63) / 64]uint64 // the same as a set, to go through those that hold
	hashed []uint32
}

func (x *features) reset() {
	x.named, x.bits = [fCount]bool{}, [len(x.bits)]uint64{}
	x.set(fBias, true)
}

func (x *features) set(f feature, on bool) {
	x.named[f] = on
	x.bits[f/64] = x.bits[f/64]&^(1<<(f%64)) | b2u(on)<<(f%64)
}

// each goes through the named features that hold, in their order.
func (x *features) each(yield func(feature) bool) {
	for i, rest := range x.bits {
		for ; rest != 0; rest &= rest - 1 {
			if !yield(feature(64*i + bits.TrailingZeros64(rest))) {
				return
			}
		}
	}
}

// sum adds up the named weights.
func (x *features) sum() float32 {
	var s float32
	for f := range x.each {
		s += weights[f].weight
	}
	return s
}

// score fills the features of name k and returns their sum.
func (f *Finder) score(n *Name, k int) float32 {
	x := &f.feats
	x.reset()
	f.placeFeatures(n)
	f.wordFeatures(n)
	f.personFeatures(n)
	f.aroundFeatures(n)
	f.trapFeatures(n)
	f.contextFeatures(k)
	s := x.sum()
	if ruled(x) {
		n.Signs |= Ruled
		return s
	}
	if f.Model != nil || f.Watch != nil {
		f.hashFeatures(n)
	}
	if f.Model != nil {
		s += f.learnt(n)
	}
	return s
}

// learnt is what training adds. General news knows little of the villages of
// the countries of the news: it cannot speak much against one that a
// preposition or a generic word announces.
func (f *Finder) learnt(n *Name) float32 {
	const most = -1
	s, x := f.Model.sum(f.feats.hashed), &f.feats
	if s < most && n.Signs.Has(InList|Lowered) || s < most && x.named[fHome] && !x.named[fWord] && (x.named[fLocative] || x.named[fMotion] || x.named[fHeadAfter] || x.named[fContainer] || x.named[fListed]) {
		return most
	}
	return s
}

// isShip reports a name that a ship of the text bears, or that stands in a list
// with one; in a harbour's or a town's place the town is meant.
func (f *Finder) isShip(n *Name) bool {
	if len(f.persons.ship) == 0 && !f.afterShip && f.Text.Word(int(n.CoreFrom)) != "Moskva" || n.Head != 0 || f.spatialBefore(n) || f.feats.named[fCountry] {
		return false
	}
	t := &f.Text
	if w := t.Word(int(n.CoreFrom)); f.persons.ship[t.Tokens[n.CoreFrom].Hash] || w == "Moskva" {
		return true
	}
	i := int(n.From) - 1
	return i >= 0 && isArticle(t.Word(i)) && f.strangeArticle(n) || f.afterShip && (n.Join == Comma || n.Join == And)
}

// ruled reports what our own convention decides and not the custom of a
// corpus: parts of other names.
func ruled(x *features) bool {
	return x.named[fInOrg] || x.named[fPaperAfter] || x.named[fHyphened] || x.named[fNotPlace] || x.named[fUnitAfter] ||
		x.named[fGearAfter] || x.named[fTreaty] || x.named[fStateShort]
}

// placeFeatures tell what the gazetteer says.
func (f *Finder) placeFeatures(n *Name) {
	x := &f.feats
	x.set(fStateShort, n.Signs.Has(Short))
	if n.Set == NoSet && !n.Signs.Has(Respelt) || n.Lo == n.Hi {
		x.set(fUnknown, true)
		x.set(fAmongPlaces, n.Signs.Has(InList))
		x.set(fSlavicTown, n.Signs.Has(SlavicTown))
		return
	}
	p := f.profile(n)
	country, region := p.has(mentionmap.Country), p.has(mentionmap.Region)
	x.set(fCountry, country)
	x.set(fCode, p.any&gazetteer.NameCode != 0)
	x.set(fRegion, region && !country)
	x.set(fCapital, p.rank == gazetteer.SeatOfState)
	x.set(fSeat, p.rank == gazetteer.SeatOfFirst)
	x.set(fMillion, p.pop >= 1_000_000)
	x.set(fBig, p.pop >= 100_000)
	x.set(fTown, p.pop >= 5_000)
	x.set(fTiny, p.pop < 5_000 && !p.near && !region && !country && p.has(mentionmap.Settlement))
	x.set(fWide, p.has(mentionmap.Area) || p.has(mentionmap.Water) || p.has(mentionmap.Facility))
	x.set(fAlias, p.any&gazetteer.NameAlias != 0)
	x.set(fMain, p.any&gazetteer.NameMain != 0)
	x.set(fAlternate, p.strongN == 0 && !(region && f.homeRegion(n)) && p.any&gazetteer.NameBare == 0 && !(p.near && f.Text.Tokens[n.From].Flags&gazetteer.Cyrillic != 0))
	x.set(fHome, p.near)
	x.set(fWord, p.any&gazetteer.NameWord != 0 && !country)
}

// homeRegion reports that a region of the countries of the news bears the name:
// "Kyivshchyna" is an alternate name, but of nothing else.
func (f *Finder) homeRegion(n *Name) bool {
	return n.Hi == n.Lo+1 && f.Home(f.Gazetteer.Country(f.Places[n.Lo].Row))
}

// wordFeatures tell what the words themselves are.
func (f *Finder) wordFeatures(n *Name) {
	x, t := &f.feats, &f.Text
	i, one := int(n.CoreFrom), n.CoreTo-n.CoreFrom == 1
	c := t.Class[i]
	x.set(fManyWords, !one)
	span := t.Span(n.CoreFrom, n.CoreTo)
	x.set(fShort, span.Len() <= 3 && !x.named[fCode])
	starts := t.gap(i).StartsSentence() || f.sentenceStart(n)
	small := one && !x.named[fCode] && !n.Signs.Has(Lowered) && f.small.has(t.Tokens[i].Hash)
	x.set(fSentenceStart, one && starts && (x.named[fWord] || small) && !x.named[fCountry])
	x.set(fSmallToo, small && c&LowerName == 0)
	x.set(fCalendar, one && c&(Month|Weekday) != 0)
	x.set(fFunction, one && c&Stop != 0)
	const generic = Title | Role | OrgHead | StateHead | UnitHead | GearHead | heads | EventHead | Body | Direction | PartWord | TownHead | Verb
	x.set(fGeneric, n.Head == 0 && (one && c&generic != 0 && c&Stop == 0 || !one && t.compassOnly(n.CoreFrom, n.CoreTo)))
	x.set(fAcronym, one && t.Tokens[i].Flags&gazetteer.AllCaps != 0 && span.Len() <= 4 && !x.named[fCode] && !n.Signs.Has(Shouted))
	x.set(fShouted, n.Signs.Has(Shouted))
}

// compassOnly reports "North-East": words of the compass and nothing else.
func (t *Text) compassOnly(from, to int32) bool {
	for i := from; i < to; i++ {
		if t.Class[i]&Direction == 0 {
			return false
		}
	}
	return true
}

func (f *Finder) sentenceStart(n *Name) bool { return n.From == f.Text.Sentences[n.Sentence].From }

// personFeatures tell whether a person bears the name.
func (f *Finder) personFeatures(n *Name) {
	x, t := &f.feats, &f.Text
	one := n.CoreTo-n.CoreFrom == 1
	i := int(n.From)
	x.set(fPersonAround, f.personAround(n))
	if !one || x.named[fCountry] {
		return
	}
	x.set(fFirstName, t.Class[i]&FirstName != 0)
	x.set(fSurname, surnameEnding(t.Word(i)) && !x.named[fBig])
	seen := f.persons.count(t.Tokens[i].Hash)
	x.set(fPersonKnown, seen > 0 && n.Head == 0)
	x.set(fPersonMuch, seen > 2 && n.Head == 0)
	x.set(fPersonFull, f.persons.full[t.Tokens[i].Hash] && n.Head == 0 && !x.named[fBig] && !f.spatialBefore(n))
	if x.set(fShip, f.isShip(n)); x.named[fShip] {
		n.Signs |= Ship
	}
	x.set(fAge, f.ageAfter(n) && !x.named[fBig] && !f.spatialBefore(n))
}

// spatialBefore reports "in", "near", "to" and the like before a name.
func (f *Finder) spatialBefore(n *Name) bool {
	i := f.LeftOf(n)
	return i >= 0 && f.Text.tight(i+1) && f.Text.Class[i]&(Locative|Motion) != 0
}

// ageAfter reports a person's age between commas or in brackets: "Nadiia, 8,
// left".
func (f *Finder) ageAfter(n *Name) bool {
	t := &f.Text
	i := int(n.To)
	if i+1 >= len(t.Tokens) || n.Head != 0 || t.gap(i)&^(gazetteer.GapComma|gazetteer.GapSpace) != 0 || t.gap(i)&gazetteer.GapComma == 0 ||
		t.gap(i+1)&gazetteer.GapComma == 0 || !t.lower(i+1) {
		return false
	}
	age, err := strconv.Atoi(t.Word(i))
	const oldest = 110
	return err == nil && age > 0 && age <= oldest
}

// personAround reports a first name, title or initial before the name, or a
// family name after it.
func (f *Finder) personAround(n *Name) bool {
	t := &f.Text
	i := int(n.From)
	if f.saint(i - 1) {
		return true
	}
	if i > 0 && t.spacedInitial(i) && t.gap(i)&gazetteer.GapHyphen == 0 && t.Capital(i-1) {
		c := t.Class[i-1]
		if c&FirstName != 0 && c&Stop == 0 && !(f.isState(n) && f.prevTo == n.From) || c&Title != 0 && !f.isState(n) || c&Initial != 0 && f.prevTo != int32(i) {
			return true
		}
	}
	return t.Class[i]&FirstName != 0 && n.To-n.From == 1 && t.personAt(i) > 1 ||
		n.To-n.From == 1 && int(n.To) < len(t.Tokens) && t.slavic(i) && t.spaced(int(n.To))
}

// saint reports "St" or "Saint" at token i, right before a name: what is
// called after a saint bears the word in its name.
func (f *Finder) saint(i int) bool {
	t := &f.Text
	if i < 0 || !t.Capital(i) || t.gap(i+1)&^(gazetteer.GapDot|gazetteer.GapSpace) != 0 {
		return false
	}
	switch t.Word(i) {
	case "St", "Saint", "Sts", "ST", "SAINT":
		return f.prevTo != int32(i+1)
	}
	return false
}

// isState reports whether a country bears the name.
func (f *Finder) isState(n *Name) bool { return f.feats.named[fCountry] }
