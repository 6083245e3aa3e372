package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// heads are the generic words that can belong to a name.
const heads = RegionHead | DistrictHead | FacilityHead | WaterHead | StreetHead | AreaHead

// extend joins the generic word that follows a name: "Kursk" and "region",
// "border region", "nuclear power plant".
func (f *Finder) extend(n *Name, end int32) {
	t := &f.Text
	if h := t.Class[n.To-1] & heads; h != 0 && n.To-n.From > 1 && n.Set != NoSet {
		n.Head = h // the gazetteer knows the name with its generic word
		return
	}
	for _, e := range extensions {
		if to := e(f, n, end); to > 0 {
			n.To = to
			return
		}
	}
}

// extensions are the ways a name grows, tried in order; each returns the new
// end, or 0.
var extensions = [...]func(f *Finder, n *Name, end int32) int32{regionWord, facilityWord, waterWord, streetWord, areaWord}

// regionWord: "region", "border region", "Oblast", "district".
func regionWord(f *Finder, n *Name, end int32) int32 {
	t := &f.Text
	i := n.To
	if i < end && t.spaced(int(i)) && (t.Class[i]&BorderWord != 0 || i+1 < end && t.Class[i+1]&DistrictHead != 0 && ofTowns(t.Word(int(i)))) {
		i++
	}
	if i >= end || !t.spaced(int(i)) || t.Class[i]&(RegionHead|DistrictHead) == 0 {
		return 0
	}
	if t.plural(i) {
		n.Signs |= PluralHead
		n.Head = t.Class[i] & (RegionHead | DistrictHead)
		return 0
	}
	if t.Class[i]&RegionHead != 0 && t.stateWord(i) {
		return 0
	}
	n.Head = t.Class[i] & (RegionHead | DistrictHead)
	return i + 1
}

// ofTowns reports what stands before "district" in the names of Russian ones.
func ofTowns(w string) bool { return w == "urban" || w == "municipal" || w == "city" || w == "rural" }

// stateWord reports "state", "territory", "republic": generic words that a
// small letter keeps out of the name.
func (t *Text) stateWord(i int32) bool {
	switch t.Word(int(i)) {
	case "state", "territory", "republic", "community", "municipality", "canton", "State", "Republic":
		return true
	}
	return false
}

// plural reports a word that ends in s.
func (t *Text) plural(i int32) bool { w := t.Word(int(i)); return w[len(w)-1] == 's' }

// facilityWord: "Air Base", "nuclear power plant", "Tower".
func facilityWord(f *Finder, n *Name, end int32) int32 {
	t := &f.Text
	i := n.To
	for i < end && i < n.To+4 && t.spaced(int(i)) && (t.Class[i]&Adjunct != 0 || t.Capital(int(i)) && t.Class[i]&(heads|OrgHead|StateHead|Say|Stop|Month|Weekday|Role|Title) == 0) {
		i++
	}
	if i >= end || !t.spaced(int(i)) || t.Class[i]&FacilityHead == 0 || t.plural(i) {
		return 0
	}
	if !t.Capital(int(i)) && !sureFacility(t.Word(int(i)), i > n.To) || t.capitals(i) && t.capitals(n.From) && !shoutedFacility(t.Word(int(i))) {
		return 0
	}
	if i > n.To && f.startsName(n.To, i) {
		return 0
	}
	n.Head = FacilityHead
	n.Signs |= Composite
	return i + 1
}

// startsName reports whether a place name of its own begins in from..to.
func (f *Finder) startsName(from, to int32) bool {
	t := &f.Text
	for i := from; i < to; i++ {
		if t.Class[i]&Adjunct == 0 && t.Capital(int(i)) {
			if n, _ := f.Gazetteer.Longest(t.Body, t.Tokens[i:to]); n > 0 {
				return true
			}
		}
	}
	return false
}

// sureFacility reports generic words that make a facility of a place's name
// even with a small letter; the doubtful ones need a word such as "nuclear" before them.
func sureFacility(w string, adjunct bool) bool {
	switch w {
	case "dam", "bridge", "barrage", "cosmodrome":
		return true
	case "plant", "station", "reactor", "building":
		return adjunct
	}
	return false
}

// capitals reports a word in capitals.
func (t *Text) capitals(i int32) bool { return t.Tokens[i].Flags&gazetteer.AllCaps != 0 }

// shoutedFacility reports the words that make a facility of a place's name in a
// line of capitals too, where any word may follow it.
func shoutedFacility(w string) bool {
	switch w {
	case "AIRPORT", "AIRBASE", "AIRFIELD", "BASE", "BRIDGE", "DAM", "PLANT", "REFINERY", "PORT", "SHIPYARD", "NPP", "COSMODROME", "STATION", "ARSENAL":
		return true
	}
	return false
}

// waterWord: "river", "Sea", "reservoir".
func waterWord(f *Finder, n *Name, end int32) int32 {
	return f.headWord(n, end, WaterHead, "river", "sea", "lake", "bay", "strait", "reservoir", "canal", "estuary", "gulf")
}

// streetWord: "Street", "Avenue".
func streetWord(f *Finder, n *Name, end int32) int32 {
	return f.headWord(n, end, StreetHead)
}

// areaWord: "Valley", "Peninsula", "peninsula".
func areaWord(f *Finder, n *Name, end int32) int32 {
	return f.headWord(n, end, AreaHead, "peninsula", "valley", "archipelago", "plateau")
}

// headWord joins a generic word of the class: capitalised, or one of small.
func (f *Finder) headWord(n *Name, end int32, class Class, small ...string) int32 {
	t := &f.Text
	i := n.To
	if i >= end || !t.spaced(int(i)) || t.Class[i]&class == 0 || t.plural(i) || t.Class[i]&Title != 0 {
		return 0
	}
	if !t.Capital(int(i)) && !contains(small, t.Word(int(i))) {
		return 0
	}
	n.Head = class
	return i + 1
}

func contains(list []string, w string) bool {
	for _, s := range list {
		if s == w {
			return true
		}
	}
	return false
}

// before looks at the words before a name for a generic word: "the city of",
// "the border region of", "Lake", and for a house number.
func (f *Finder) before(n *Name) {
	t := &f.Text
	i := int(n.From)
	if i >= 2 && t.spaced(i) && t.Word(i-1) == "of" && t.spaced(i-1) && n.Head == 0 {
		if c := t.Class[i-2] & (RegionHead | DistrictHead | TownHead); c != 0 && f.loneHead(i-2, c) && !f.onFront(n, i-2) {
			n.Head = c
			n.Signs |= HeadBefore
			if t.plural(int32(i - 2)) {
				n.Signs |= PluralHead
			}
		}
	}
	f.prefixed(n)
	if n.Head == 0 && i >= 1 && t.introduced(i) {
		n.Head = t.Class[i-1] & (RegionHead | DistrictHead | TownHead)
		n.Signs |= HeadBefore | PluralHead
	}
	if i >= 1 && n.Head&StreetHead != 0 && t.spaced(i) && t.Tokens[i-1].Flags&(gazetteer.HasDigit|gazetteer.HasLetter) == gazetteer.HasDigit && t.Tokens[i-1].End-t.Tokens[i-1].Start <= 4 {
		n.From--
		n.Signs |= Number
	}
}

// generic takes the places from a name of generic words alone: "Left Bank
// district" and "Central Market" are in the town that the text speaks of, not where a place is called Bank or Central.
func (f *Finder) generic(n *Name) {
	const words = Direction | PartWord | OrgHead | heads | CountryHead | TownHead
	t := &f.Text
	if n.Head&(DistrictHead|FacilityHead) == 0 || n.To == n.CoreTo || n.CoreTo != n.CoreFrom+1 || t.Class[n.CoreFrom]&words == 0 {
		return
	}
	n.Set, n.Lo, n.Hi = NoSet, 0, 0
	if i := int(n.From) - 1; i >= 0 && n.Head&DistrictHead != 0 && t.spaced(int(n.From)) && sideWord(t.Word(i)) {
		n.From--
	}
}

// sideWord reports what the names of a town's parts begin with.
func sideWord(w string) bool {
	switch w {
	case "Left", "Right", "Upper", "Lower", "Old", "New":
		return true
	}
	return false
}

// prefixed joins "Lake", "Mount" or "Cape" before a name.
func (f *Finder) prefixed(n *Name) {
	t := &f.Text
	i := int(n.From) - 1
	if n.Head != 0 || i < 0 || !t.Capital(i) || !t.spaced(i+1) {
		return
	}
	switch t.Word(i) {
	case "Lake":
		n.Head = WaterHead
	case "Mount", "Cape", "Mt":
		n.Head = AreaHead
	default:
		return
	}
	n.From--
}

// loneHead reports that the generic word at token i, before "of", tells what
// comes: not that of a name before it ("Dniprovskyi district of Kherson"), and
// a district only with its article ("two districts of Aleppo").
func (f *Finder) loneHead(i int, c Class) bool {
	if n := len(f.Names); n > 0 && int(f.Names[n-1].To) >= i {
		return false
	}
	return c&(RegionHead|TownHead) != 0 || i > 0 && f.Text.Word(i-1) == "the"
}

// onFront reports "in the districts of" before a town, in a sentence that speaks of a
// part of the front: around it.
func (f *Finder) onFront(n *Name, i int) bool {
	t := &f.Text
	if t.Class[i]&DistrictHead == 0 || !t.plural(int32(i)) || n.Lo == n.Hi || !f.profile(n).near {
		return false
	}
	const ends = gazetteer.GapDot | gazetteer.GapStop | gazetteer.GapLine | gazetteer.GapParagraph
	for j := i; j > 0 && t.gap(j)&ends == 0; j-- {
		if t.Class[j]&AxisHead != 0 {
			return true
		}
	}
	return false
}

// introduced reports "four regions — " or "three districts: " before token i.
func (t *Text) introduced(i int) bool {
	if t.Class[i-1]&(RegionHead|DistrictHead|TownHead) == 0 || !t.plural(int32(i-1)) || t.Capital(i-1) {
		return false
	}
	return t.gap(i)&gazetteer.GapOther != 0 && (t.dash(i) || t.Body[t.Tokens[i-1].End] == ':')
}

// unknown makes a name of capitalised words that the gazetteer lacks, where a
// generic word says that they are one, and leaves it in current.
func (f *Finder) unknown(i, end int32) bool {
	t := &f.Text
	to := i
	for to < end && to < i+3 && (to == i || t.spaced(int(to))) && t.properWord(to) {
		to++
	}
	if to == i {
		return false
	}
	if t.Tokens[i].Flags&gazetteer.AllCaps != 0 && int(to) < len(t.Tokens) && t.Tokens[to].Flags&gazetteer.AllCaps != 0 {
		return false // in a line of capitals any word may stand before "DEPOT"
	}
	f.current = Name{From: i, To: i + 1, CoreFrom: i, CoreTo: i + 1, Set: NoSet}
	n := &f.current
	if f.misspelt(n) || f.garble(n) {
		return true
	}
	n.To, n.CoreTo = to, to
	if t.announced(i) {
		return true
	}
	if to == i+1 && f.datelineTown(i, end) {
		n.Signs |= InList
		return true
	}
	if to == i+1 && f.slavicTown(i, end) {
		n.Signs |= SlavicTown
		return true
	}
	for n.CoreTo > i {
		n.To = n.CoreTo
		f.probe = *n
		if f.extend(&f.probe, end); f.probe.To > n.To || f.probe.Signs.Has(PluralHead) {
			return true
		}
		n.CoreTo--
	}
	return false
}

// properWord reports a capitalised word that is in no class of ours.
func (t *Text) properWord(i int32) bool {
	return t.Capital(int(i)) && t.Tokens[i].Flags&(gazetteer.HasDigit|gazetteer.Clitic) == 0 &&
		t.Class[i]&^(Known|FirstName|Link) == 0 && t.Tokens[i].End-t.Tokens[i].Start >= 3
}

// announced reports "the village of" and the like before token i.
func (t *Text) announced(i int32) bool {
	return i >= 2 && t.Word(int(i)-1) == "of" && t.spaced(int(i)) && t.spaced(int(i)-1) && t.Class[i-2]&TownHead != 0 && !t.Capital(int(i)-2)
}

// misspelt turns "Irans" into Iran: a country's name with the s of a
// possessive but no apostrophe.
func (f *Finder) misspelt(n *Name) bool {
	t := &f.Text
	w := t.Word(int(n.From))
	if n.To != n.From+1 || len(w) < 5 || w[len(w)-1] != 's' {
		return false
	}
	return f.standsFor(n, w[:len(w)-1])
}

// isCountry reports whether a country bears the name.
func (f *Finder) isCountry(n *Name) bool {
	for _, c := range f.Places[n.Lo:n.Hi] {
		if f.Gazetteer.Kind(c.Row) == mentionmap.Country {
			return true
		}
	}
	return false
}
