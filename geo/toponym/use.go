package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// useCue is one reason to take a name literally (positive weight) or as
// standing for a government, army, product or dateline (negative).
type useCue struct {
	name   string
	weight float32
	holds  func(f *Finder, k int) bool
}

// useBase is where each sort of name starts: states speak and act, towns are
// where things happen.
const (
	useCountry  = -0.7
	useCapital  = -0.2
	usePower    = -1.2 // the Kremlin, the White House
	useOrdinary = 1.4
)

// useCues is the table of cues.
var useCues = [...]useCue{
	{"in, across, near … before it", 2.2, cueLocative},
	{"movement to or from it", 1.9, cueMotion},
	{"'invasion of', 'centre of'", 2.2, cuePartOf},
	{"an attack on it", 1.7, cueAttackOn},
	{"reached, left, captured", 1.6, cueObject},
	{"eastern, central … before it", 1.8, cueDirection},
	{"a border with it, a distance from it", 2.6, cueBeside},
	{"its land: 'Ukraine's Donetsk region'", 2.6, cueGround},
	{"an event named by place: 'Ukraine war'", 1.6, cueEvent},
	{"a front named by place: 'Kursk direction'", 2, cueAxis},
	{"holds the place named before it", 1.5, cueContainer},
	{"its military, its minister", -2.2, cueOwnBody},
	{"before an office or product: 'US president'", -2.4, cueModifier},
	{"'US-made'", -2.6, cueMade},
	{"inside the name of a state body", -2.4, cueState},
	{"says or does something", -1.2, cueSubject},
	{"with, against, for, by", -1.2, cuePartner},
	{"aid to, sanctions on", -2.6, cueSupport},
	{"a dateline", -4, cueDateline},
	{"'governor of'", -2.6, cueOffice},
	{"two states side by side: 'Russia-Ukraine conflict'", -2.6, cuePair},
}

// Revise decides the uses anew once the places are known: Moscow in Idaho
// speaks for no state. capital tells whether the place of name k is a
// national capital or a country.
func (f *Finder) Revise(capital func(k int) bool) {
	again := false
	for k := range f.Names {
		if n := &f.Names[k]; n.Use == mentionmap.Associative && n.Kind != mentionmap.Country && f.profile(n).rank == gazetteer.SeatOfState && !capital(k) {
			n.Signs |= Town
			again = true
		}
	}
	if again {
		f.decideUses()
	}
}

func (f *Finder) decideUses() {
	f.start = f.start[:0]
	for k := range f.Names {
		f.start = append(f.start, f.useStart(k))
	}
	for k := range f.Names {
		n := &f.Names[k]
		n.Use = mentionmap.Literal
		if f.useScore(k) < 0 {
			n.Use = mentionmap.Associative
		}
	}
	f.shareUses()
}

func (f *Finder) useScore(k int) float32 {
	s := f.start[k]
	for i := range useCues {
		if useCues[i].holds(f, k) {
			s += useCues[i].weight
		}
	}
	return s
}

func (f *Finder) useStart(k int) float32 {
	n := &f.Names[k]
	if f.isSeatOfPower(n) {
		return usePower
	}
	if n.Lo == n.Hi || n.Signs.Has(Town) || n.Head != 0 && n.Kind != mentionmap.Country {
		return useOrdinary
	}
	p := f.profile(n)
	switch {
	case n.Kind == mentionmap.Country:
		return useCountry
	case n.Kind != mentionmap.Region && p.rank == gazetteer.SeatOfState:
		return useCapital
	case n.Kind == mentionmap.Area:
		return 0.2
	}
	return useOrdinary
}

// isSeatOfPower reports buildings that stand for those who govern in them.
func (f *Finder) isSeatOfPower(n *Name) bool {
	switch f.Text.Word(int(n.CoreTo - 1)) {
	case "Kremlin", "Pentagon", "KREMLIN", "PENTAGON":
		return n.To == n.CoreTo
	case "House", "HOUSE":
		w := f.Text.Word(int(n.CoreTo - 2))
		return n.CoreTo-n.CoreFrom > 1 && (w == "White" || w == "WHITE")
	case "Street":
		return f.Text.Word(int(n.CoreFrom)) == "Downing" || n.Signs.Has(Number)
	}
	return f.Text.Word(int(n.CoreFrom)) == "Downing"
}

// stateLike reports names that act: countries, capitals, seats of power.
func (f *Finder) stateLike(k int) bool { return f.start[k] < 0.3 }

func cueLocative(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 0 || t.Class[i]&Locative == 0 || !t.tight(i+1) || t.Word(i) == "between" && f.stateLike(k) {
		return false
	}
	return !(i > 0 && f.stateLike(k) && t.spaced(i) && (confidence(t.Word(i-1)) || t.Word(i) == "off" && wards(t.Word(i-1))))
}

// confidence reports nouns after which "in" is no place: "interest in China".
func confidence(w string) bool {
	switch w {
	case "interest", "interests", "confidence", "trust", "stake", "faith", "believe", "belief", "invest", "invested", "investment", "interested", "influence":
		return true
	}
	return false
}

// wards reports verbs that with "off" keep a power away.
func wards(w string) bool {
	switch w {
	case "fight", "fights", "fighting", "fought", "fend", "fends", "fending", "fended", "ward", "wards", "warding", "warded", "hold", "holding", "held", "holds",
		"beat", "beating", "stave", "staving", "staved", "shake", "shaking", "shook", "buy", "buying", "bought", "drive", "driving", "drove":
		return true
	}
	return false
}

// defies reports verbs whose object is a power where a state is named by its
// seat.
func defies(w string) bool {
	switch w {
	case "threaten", "threatens", "threatened", "threatening", "defend", "defends", "defending", "defended", "control", "controls", "controlled", "guard",
		"protect", "protects", "protecting", "lose", "target", "targets", "targeting", "targeted":
		return true
	}
	return false
}

// cueMotion: "sent to Ukraine", "withdraw from Syria", "into Poland".
func cueMotion(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 0 || !t.tight(i+1) {
		return false
	}
	switch t.Word(i) {
	case "into", "onto", "towards", "toward", "via", "Into", "INTO":
		return true
	case "to", "from", "for":
		if t.Word(i) == "to" && f.Names[k].Kind != mentionmap.Country && f.stateLike(k) && f.LeftWithin(i, 7, Deliver) {
			return false // jets for Kyiv are for its state
		}
		return f.LeftWithin(i, 7, Move) && !f.LeftWithin(i, 3, Support)
	}
	return t.Tokens[i].Flags&gazetteer.Cyrillic != 0 && t.Class[i]&Motion != 0
}

// LeftWithin reports a word of the class among the n words before i, in the
// same clause.
func (f *Finder) LeftWithin(i, n int, class Class) bool {
	t := &f.Text
	for j := i - 1; j >= 0 && j >= i-n; j-- {
		if t.gap(j+1)&(gazetteer.GapStop|gazetteer.GapParagraph|gazetteer.GapComma|gazetteer.GapOther) != 0 {
			return false
		}
		if t.Class[j]&class != 0 {
			return true
		}
	}
	return false
}

// cuePartOf: "invasion of Ukraine", "the centre of Kyiv".
func cuePartOf(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	if n.Signs.Has(HeadBefore) {
		return true
	}
	i := f.LeftOf(n)
	return i > 0 && t.Word(i) == "of" && t.Class[i-1]&(Assault|Ground|PartWord|Direction|TownHead|City|LiteralVerb|Distance) != 0 &&
		t.Class[i-1]&Role == 0
}

// cueAttackOn: "strikes on Kyiv", "fired at Ukraine".
func cueAttackOn(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 1 || !t.tight(i+1) {
		return false
	}
	switch t.Word(i) {
	case "on", "against":
		return f.LeftWithin(i, 3, Assault) && !f.LeftWithin(i, 2, Support)
	case "at":
		return true
	}
	return false
}

// cueObject: "captured Kurakhove", "visited Kyiv", "borders Ukraine".
func cueObject(f *Finder, k int) bool {
	t := &f.Text
	if j := int(f.Names[k].From) - 1; j >= 0 && t.spaced(j+1) && t.Class[j]&BorderWord != 0 && t.plural(int32(j)) {
		return true
	}
	i := f.LeftOf(&f.Names[k])
	if i >= 0 && f.isSeatOfPower(&f.Names[k]) && defies(t.Word(i)) {
		return false
	}
	return i >= 0 && t.spaced(i+1) && (!t.Capital(i) || f.Names[k].Signs.Has(Shouted)) && t.Class[i]&(LiteralVerb|BorderWord) != 0
}

// cueBeside: "the border with Belarus", "40 km from Kyiv".
func cueBeside(f *Finder, k int) bool {
	t := &f.Text
	i := f.LeftOf(&f.Names[k])
	if i < 1 || !t.tight(i+1) {
		return false
	}
	switch t.Word(i) {
	case "with", "of":
		return t.Class[i-1]&BorderWord != 0
	case "from":
		return t.Class[i-1]&(Distance|Origin|GearHead|Vessel) != 0
	}
	return false
}

func cueDirection(f *Finder, k int) bool {
	t := &f.Text
	i := int(f.Names[k].From)
	return i > 0 && t.tight(i) && t.Class[i-1]&(Direction|PartWord) != 0 && !f.Names[k].Signs.Has(InState)
}

// cueGround: "Ukraine's Donetsk region", "Russia's border".
func cueGround(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	i := int(n.To)
	if !n.Signs.Has(Possessive) {
		return false
	}
	if k+1 < len(f.Names) && f.Names[k+1].Join == Owner {
		return f.Names[k+1].Kind != mentionmap.Country
	}
	i++
	if i+1 < len(t.Tokens) && t.spaced(i+1) && t.Class[i]&Direction != 0 && t.Class[i+1]&Body != 0 && t.Class[i+1]&Ground == 0 {
		return false // "Ukraine's southern command"
	}
	if n.Kind == mentionmap.Settlement && t.buildingAt(i) {
		return true
	}
	return i < len(t.Tokens) && t.spaced(i) && t.Class[i]&(Ground|BorderWord|Direction) != 0 && !t.Capital(i)
}

// buildingAt reports a building's word at token i or right behind a name of up to two words: "Kharkiv's Sonyachny stadium".
func (t *Text) buildingAt(i int) bool {
	for j := i; j < len(t.Tokens) && j < i+3 && t.spaced(j); j++ {
		if t.Class[j]&(FacilityHead|StreetHead) != 0 {
			return true
		}
		if !t.Capital(j) {
			return false
		}
	}
	return false
}

func cueEvent(f *Finder, k int) bool {
	t := &f.Text
	n := &f.Names[k]
	i := int(n.To)
	return i < len(t.Tokens) && t.spaced(i) && !t.Capital(i) && eventNoun(t.Word(i)) && n.Join != Hyphen && !t.hyphenBefore(int(n.From))
}

func (t *Text) hyphenBefore(i int) bool { return i > 0 && t.gap(i) == gazetteer.GapHyphen }

func eventNoun(w string) bool {
	switch w {
	case "war", "crisis", "conflict", "invasion", "offensive", "operation", "front", "frontline", "battlefield", "campaign", "incursion":
		return true
	}
	return false
}

func cueAxis(f *Finder, k int) bool {
	t := &f.Text
	i := int(f.Names[k].To)
	return i < len(t.Tokens) && t.spaced(i) && t.Class[i]&AxisHead != 0
}

func cueContainer(f *Finder, k int) bool {
	return k > 0 && f.Names[k].Join == Comma && f.related(&f.Names[k-1], &f.Names[k])
}
