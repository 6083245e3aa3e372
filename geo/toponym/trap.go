package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// trapFeatures tell whether the name is part of the name of something else.
func (f *Finder) trapFeatures(n *Name) {
	x, t := &f.feats, &f.Text
	f.enclosing(n)
	if f.hyphenTail(n) || f.numbered(n) || f.unitBehind(n) {
		n.Signs |= InOrg
	}
	x.set(fInOrg, n.Signs.Has(InOrg))
	after := t.At(int(n.To))
	tight := int(n.To) < len(t.Tokens) && t.spaced(int(n.To))
	strong := x.named[fCountry] || x.named[fCapital]
	x.set(fUnitAfter, tight && n.To == n.CoreTo && after&UnitHead != 0 && !strong)
	x.set(fTreaty, tight && (after&Treaty != 0 || t.Word(int(n.To)) == "Document") && !x.named[fCountry] && n.Head == 0)
	x.set(fArticle, f.strangeArticle(n))
	x.set(fGearAfter, tight && n.Head == 0 && (after&GearHead != 0 && !strong || blend(t.Word(int(n.To)))) || f.oilPrice(n, tight))
	x.set(fPaperAfter, tight && after&Paper != 0 && t.Capital(int(n.To)) && (!n.Signs.Has(Shouted) || f.masthead(n)))
	x.set(fNotPlace, f.isGroup(n) || f.operation(n) || f.credited(n) || f.nicknamed(n) || f.kinsfolk(n) || f.team(n) || f.us(n))
	x.set(fHyphened, f.hyphened(n))
	if !n.Signs.Has(Shouted) {
		x.set(fCapitalBefore, f.capitalBefore(n))
		x.set(fCapitalAfter, tight && f.capitalAfter(n))
	}
}

// unitBehind reports "Kharkiv-22 reconnaissance group", "Kyiv Rus battalion": a
// unit's word behind one more word of its name.
func (f *Finder) unitBehind(n *Name) bool {
	t := &f.Text
	i := int(n.To)
	return i+1 < len(t.Tokens) && t.Capital(i) && t.Class[i]&(quiet|UnitHead|FirstName) == 0 && t.spaced(i+1) && t.Class[i+1]&UnitHead != 0 && !t.Capital(i+1) && !f.isDemonym(i)
}

// blend reports sorts of oil that are called after where they flow.
func blend(w string) bool { return w == "crude" || w == "blend" }

// oilPrice reports the oil called Brent: "Brent rose".
func (f *Finder) oilPrice(n *Name, tight bool) bool {
	if t := &f.Text; tight && n.To == n.From+1 && t.Word(int(n.From)) == "Brent" {
		switch t.Word(int(n.To)) {
		case "rose", "fell", "futures", "oil", "traded", "climbed", "slipped", "settled", "gained", "dropped", "jumped", "slid", "eased", "prices":
			return true
		}
	}
	return false
}

// masthead reports a line of capitals that is a paper's name and nothing else.
func (f *Finder) masthead(n *Name) bool {
	s := &f.Text.Sentences[n.Sentence]
	return n.To+1 == s.To && n.From-s.From <= 1
}

// operation reports what is called by a name of its own: "Operation Kursk
// Shield", "Hurricane Florence".
func (f *Finder) operation(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if i < 0 || !t.Capital(i) || !t.spaced(i+1) {
		return false
	}
	switch t.Word(i) {
	case "Operation", "Hurricane", "Typhoon", "Cyclone", "Exercise", "Storm", "Hotel", "Restaurant", "Cafe", "Café":
		return true
	}
	return false
}

// nicknamed reports what is called by the name of a place: "a parrot named
// London", "call sign Paris"; a town may be.
func (f *Finder) nicknamed(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if i < 1 || !t.spaced(i+1) || t.Class[i-1]&(TownHead|heads) != 0 {
		return false
	}
	switch t.Word(i) {
	case "callsign", "Callsign", "позивний", "позывной":
		return true
	case "sign":
		return t.spaced(i) && (t.Word(i-1) == "call" || t.Word(i-1) == "Call")
	case "named":
		return i > 1 && (t.Word(i-2) == "a" || t.Word(i-2) == "an")
	case "nicknamed", "dubbed", "codenamed":
		return t.gap(i)&gazetteer.GapComma == 0
	}
	return false
}

// kinsfolk reports people called by their family's name: "the Jordan family".
func (f *Finder) kinsfolk(n *Name) bool {
	t := &f.Text
	i, next := int(n.From)-1, int(n.To)
	return i >= 0 && next < len(t.Tokens) && isArticle(t.Word(i)) && t.spaced(i+1) && t.spaced(next) && t.Word(next) == "family"
}

// team reports a club's word that the town it plays for follows: "Vorskla
// Poltava", "Metalist 1925 Kharkiv".
func (f *Finder) team(n *Name) bool {
	t := &f.Text
	next := int(n.To)
	return t.Class[n.From]&Club != 0 && n.To == n.From+1 && next < len(t.Tokens) && t.spaced(next) && (t.Capital(next) || t.Tokens[next].Flags&gazetteer.HasDigit != 0)
}

// us reports the pronoun in a line of capitals: "CONTACT US".
func (f *Finder) us(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if !n.Signs.Has(Shouted) || i < 0 || t.Word(i+1) != "US" || !t.spaced(i+1) {
		return false
	}
	switch t.Word(i) {
	case "ABOUT", "CONTACT", "FOLLOW", "JOIN", "TELL", "HELP", "SUPPORT", "FIND", "EMAIL", "LET":
		return true
	}
	return false
}

// credited reports a name in the line that says who took a picture.
func (f *Finder) credited(n *Name) bool {
	t := &f.Text
	s := &t.Sentences[n.Sentence]
	if n.From == s.From || n.From-s.From > 6 || t.gap(int(s.From)+1)&gazetteer.GapOther == 0 || f.spatialBefore(n) {
		return false
	}
	switch t.Word(int(s.From)) {
	case "Photograph", "Photo", "Image", "Credit", "Composite", "Illustration", "Picture", "PHOTO", "Photos":
		return true
	}
	return false
}

// hyphenTail reports a capitalised word that is no place before the hyphen
// that a name follows: "Lukoil-Volgograd", and the river that a town lies on:
// "Slavyansk-on-Kuban".
func (f *Finder) hyphenTail(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if i > 0 && t.gap(i+1) == gazetteer.GapHyphen && t.gap(i) == gazetteer.GapHyphen && (t.Word(i) == "on" || t.Word(i) == "na" || t.Word(i) == "upon") {
		return true // a town on the Kuban
	}
	return i >= 0 && t.gap(i+1) == gazetteer.GapHyphen && t.Capital(i) && t.Tokens[i].Flags&gazetteer.AllCaps == 0 && !f.feats.named[fCountry] && t.Tokens[i].End-t.Tokens[i].Start > 3 && f.prevTo != n.From && !isPrefix(t.Word(i)) &&
		t.Class[i]&(Direction|PartWord|Link) == 0 && !n.Signs.Has(Shouted) && !f.isDemonym(i) && t.Tokens[i].Flags&gazetteer.Cyrillic == 0 && n.Head == 0 && !f.strongAt(int32(i))
}

// numbered reports "Dnipro-1", a battalion or a plant's unit.
func (f *Finder) numbered(n *Name) bool {
	t := &f.Text
	i := int(n.To)
	return f.feats.named[fBig] && i < len(t.Tokens) && t.gap(i) == gazetteer.GapHyphen && t.Tokens[i].Flags&(gazetteer.HasDigit|gazetteer.HasLetter) == gazetteer.HasDigit && t.Tokens[i].End-t.Tokens[i].Start <= 2 && n.Head == 0
}

// isGroup reports a group, brand or union that shares its name with a place.
// The European Union is a place where something is in it.
func (f *Finder) isGroup(n *Name) bool {
	t := &f.Text
	last := int(n.To) - 1
	if n.To-n.From == 2 && t.Class[last]&CountryHead != 0 && t.Word(last) == "Union" && t.Word(last-1) == "European" || t.Word(last) == "EU" {
		return !f.feats.named[fLocative]
	}
	return n.To-n.From == 1 && t.Class[n.From]&NotPlace != 0 || t.screenName(n.From, n.To)
}

// strangeArticle reports "the Minsk", a ship or a hotel rather than the town,
// where the name itself ends what the article begins.
func (f *Finder) strangeArticle(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if i < 0 || n.Head != 0 || !t.spaced(i+1) || t.Word(i) != "the" && t.Word(i) != "The" || f.feats.named[fWide] || n.To-n.CoreFrom > 1 {
		return false
	}
	next := int(n.To)
	if next < len(t.Tokens) && t.tight(next) && t.Class[next]&(Stop|Verb|Say|Locative|Motion) == 0 && !t.Capital(next) {
		return false // "the Kyiv regime"
	}
	p := f.profile(n)
	return p.has(mentionmap.Settlement) && !p.has(mentionmap.Country) && (!p.has(mentionmap.Region) || f.bareOnly(n))
}

// hyphened reports a capitalised word that is no place on the other side of a
// hyphen: "France-Presse".
func (f *Finder) hyphened(n *Name) bool {
	t := &f.Text
	i := int(n.To)
	if i >= len(t.Tokens) || t.gap(i) != gazetteer.GapHyphen || !t.Capital(i) || t.Class[i]&Made != 0 || n.Signs.Has(Shouted) {
		return false
	}
	count, _ := f.Gazetteer.Longest(t.Body, t.Tokens[i:min(i+maxWords, len(t.Tokens))])
	return count == 0 && !f.isDemonym(i) && !(f.feats.named[fHome] && endsSlavic(t.Word(i)))
}

// quiet are the capitalised words that may stand beside a place's name
// without being one name with it.
const quiet = Stop | Role | Title | Month | Weekday | Direction | PartWord | StateHead | EventHead | Body | Say | BorderWord

// capitalBefore reports a capitalised word that runs into the name.
func (f *Finder) capitalBefore(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if i < 0 || !t.spaced(i+1) || !t.Capital(i) || t.Class[i]&(quiet|heads|TownHead) != 0 || f.prevTo == n.From {
		return false
	}
	return !f.isDemonym(i)
}

// capitalAfter reports a capitalised word that the name runs into.
func (f *Finder) capitalAfter(n *Name) bool {
	t := &f.Text
	i := int(n.To)
	if !t.Capital(i) || t.Tokens[i].Flags&gazetteer.Clitic != 0 || t.Class[i]&(quiet|FirstName|Adjunct) != 0 || f.isDemonym(i) {
		return false
	}
	return !f.strongAt(int32(i))
}

func (f *Finder) isDemonym(i int) bool {
	_, to := f.demonym(int32(i), int32(min(i+2, len(f.Text.Tokens))))
	return to > 0
}

// strongAt reports a country's name at token i.
func (f *Finder) strongAt(i int32) bool {
	t := &f.Text
	n, set := f.Gazetteer.Longest(t.Body, t.Tokens[i:min(int(i)+maxWords, len(t.Tokens))])
	if n == 0 {
		return false
	}
	p := f.profileOf(set, i, i+int32(n))
	return p.has(mentionmap.Country) || p.pop >= 100_000
}

// enclosing looks for the head of an organisation's name around the name.
func (f *Finder) enclosing(n *Name) {
	if !f.headAfter(n) {
		f.headBefore(n)
	}
}

// headAfter: "Vilnius University", "US State Department".
func (f *Finder) headAfter(n *Name) bool {
	t := &f.Text
	if end := int(n.To); n.Signs.Has(Composite) && t.Class[end-1]&OrgHead != 0 && end+1 < len(t.Tokens) && t.Word(end) == "of" && t.Capital(end+1) {
		n.Signs |= InOrg // "Kyiv School of Economics"
		return true
	}
	if f.guestHouse(n) {
		n.Signs |= InOrg
		return true
	}
	const stop = Role | Title | FirstName | Month | Weekday | Say | Verb
	for i := int(n.To); i < len(t.Tokens) && i < int(n.To)+5 && t.spaced(i) && t.Capital(i); i++ {
		c := t.Class[i]
		switch {
		case c&StateHead != 0:
			n.Signs |= InState
			return true
		case c&(OrgHead|Club) != 0 && !n.Signs.Has(Shouted):
			if t.At(i+1)&Assault != 0 && t.spaced(i+1) {
				return false // "Kramatorsk Hotel Strike"
			}
			n.Signs |= InOrg
			return true
		case c&stop != 0 && c&(Adjunct|Body) == 0:
			return false
		}
	}
	return false
}

// guestHouse reports "the Bristol hotel": a house called after a far town. A
// hotel of the countries of the news or of a metropolis is told by its town.
func (f *Finder) guestHouse(n *Name) bool {
	t := &f.Text
	i, end := int(n.From)-1, int(n.To)
	if i < 0 || n.Head != 0 || end >= len(t.Tokens) || !t.spaced(end) || !t.spaced(i+1) || t.Word(i) != "the" && t.Word(i) != "The" {
		return false
	}
	switch t.Word(end) {
	case "hotel", "restaurant", "cafe", "café", "nightclub", "cinema", "pizzeria", "sanatorium":
		x := &f.feats
		return !x.named[fHome] && !x.named[fCountry] && !x.named[fRegion] && !x.named[fCapital] && !x.named[fMillion]
	}
	return false
}

// headBefore: "University of Glasgow", "Institute for US and …".
func (f *Finder) headBefore(n *Name) {
	t := &f.Text
	i := int(n.From) - 1
	if i > 0 && t.spaced(i+1) && t.Tokens[i].Flags&(gazetteer.HasDigit|gazetteer.HasLetter) == gazetteer.HasDigit && t.spaced(i) && t.Class[i-1]&Club != 0 {
		i-- // "Metalist 1925 Kharkiv"
	}
	if i >= 0 && t.spaced(i+1) && t.Capital(i) && (t.Class[i]&Club != 0 || t.Word(i) == "United") {
		n.Signs |= InOrg // "Dynamo Kyiv", "United Russia"
		return
	}
	if i > 0 && t.article(i) && t.spaced(i+1) {
		i--
	}
	if i > 1 && t.Word(i) == "of" && t.Tokens[i-1].Flags&gazetteer.Clitic != 0 && t.Capital(i-2) && t.spaced(i+1) && t.spaced(i) {
		n.Signs |= InOrg // "Lloyd's of London"
		return
	}
	if i < 1 || !t.spaced(i+1) || !t.spaced(i) || !t.binds(i) || !t.Capital(i-1) {
		return
	}
	if t.Class[i-1]&Treaty != 0 && !n.Signs.Has(Shouted) {
		n.Signs |= InOrg // "Treaty of Moscow"
		return
	}
	c := t.Class[i-1]
	switch {
	case c&(StateHead|Body) != 0 && c&OrgHead == 0:
		n.Signs |= InState
	case c&OrgHead != 0 && c&StateHead == 0:
		n.Signs |= InOrg
	case c&OrgHead != 0:
		n.Signs |= InState
	case n.Head&(RegionHead|DistrictHead) == 0 && c&(quiet|heads|TownHead|Support|Kin|CountryHead|Locative) == 0 && !f.personEnds(i-1) && t.Word(i) == "of" && !n.Signs.Has(Shouted) && !t.gap(i-1).StartsSentence():
		n.Signs |= InOrg
	}
}

// personEnds reports a person's family name at token i: "Lindsey Graham of
// South Carolina".
func (f *Finder) personEnds(i int) bool {
	t := &f.Text
	return f.persons.count(t.Tokens[i].Hash) > 0 || i > 0 && t.Capital(i-1) && t.spaced(i) && t.nameWord(i)
}

// binds reports the small words that tie an organisation's head to a place.
func (t *Text) binds(i int) bool {
	w := t.Word(i)
	return w == "of" || w == "for"
}
