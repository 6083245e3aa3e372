package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Name is a span that may name a place.
type Name struct {
	From, To         int32             // tokens of the mention, To not included
	CoreFrom, CoreTo int32             // tokens of the name without its generic word
	Sentence         int32             // index into Text.Sentences
	Set              gazetteer.NameSet // NoSet if the gazetteer lacks the name
	Lo, Hi           int32             // its places in Finder.Places
	Head             Class             // the generic word's class, in the span or before it; 0 if there is none
	Join             Join              // how it hangs on the name before it
	Signs            Signs
	Kind             mentionmap.Kind
	Use              mentionmap.Use
	Score            float32 // above 0: it is a place

	left, leftOf int32 // what LeftOf returned, and for what
}

// NoSet is the set of a name that the gazetteer lacks.
const NoSet gazetteer.NameSet = -1

// Join is what stands between a name and the one before it.
type Join uint8

// The joins.
const (
	Apart  Join = iota
	Comma       // "Sudzha, Kursk region"
	And         // "Donetsk and Luhansk", "Kharkiv or Kherson"
	Hyphen      // "Russia-Ukraine", "Kostiantynivka–Bakhmut"
	Owner       // "Ukraine's Donetsk region"
	Within      // "Yunakivka in Sumy region"
)

// Signs are things seen at a name that later steps ask for again.
type Signs uint32

// The signs.
const (
	InOrg       Signs = 1 << iota // inside the name of a company, university, party …
	InState                       // inside the name of a state body
	Possessive                    // followed by 's
	PluralHead                    // "regions", "districts": the head is of a list
	HeadBefore                    // "the village of"
	Person                        // part of a person's name
	Shouted                       // in a line of capitals
	Dateline                      // at the head of an agency report
	DemonymName                   // "Russians"
	Composite                     // a name made of a known one and a facility's word
	Short                         // "Ky." for Kentucky
	Ruled                         // a rule decides, whatever training says
	Town                          // the place chosen is a town that no state speaks from
	Number                        // "10 Downing Street"
	Respelt                       // spelt unlike the gazetteer
	Ship                          // a ship's name
	InList                        // unknown to the gazetteer, but in a list of places
	SlavicTown                    // unknown, but it ends as Slavic towns do
	Lowered                       // in a line without capitals
	Called                        // stands in a case that a word before it calls for
)

// Has reports whether any of the signs is set.
func (s Signs) Has(any Signs) bool { return s&any != 0 }

// profile sums up what the gazetteer says of a name.
type profile struct {
	set     gazetteer.NameSet
	search  uint32 // in which it was made; others' do not count
	from    int32  // tokens of the name where it was looked up
	to      int32
	lo, hi  int32
	kinds   uint16              // of all its places, a bit each
	flags   gazetteer.NameFlags // of the most populous place
	any     gazetteer.NameFlags // of all places
	rank    gazetteer.CapitalRank
	pop     int64 // of the most populous settlement
	near    bool  // a settlement of the home countries is among them
	strongN int   // places by main name or alias
}

func (p *profile) has(k mentionmap.Kind) bool { return p.kinds&(1<<k) != 0 }

// Home tells which countries' villages are expected in the texts.
type Home func(country string) bool

// profileOf sums up the places of a name of the gazetteer. What it returns
// holds until the next call.
func (f *Finder) profileOf(set gazetteer.NameSet, from, to int32) *profile {
	slot := &f.cache[uint32(set)%cacheSize]
	if slot.set == set && slot.search == f.search && (slot.any&gazetteer.NameCode == 0 || f.Text.Span(slot.from, slot.to).Of(f.Text.Body) == f.Text.Span(from, to).Of(f.Text.Body)) && slot.hi <= int32(len(f.Places)) && slot.hi > slot.lo {
		return slot
	}
	p := profile{set: set, search: f.search, from: from, to: to, lo: int32(len(f.Places))}
	f.Places = f.Gazetteer.Candidates(set, f.Text.Span(from, to).Of(f.Text.Body), f.Places)
	p.hi = int32(len(f.Places))
	for i := p.lo; i < p.hi; i++ {
		f.addTo(&p, f.Places[i], i == p.lo)
	}
	*slot = p
	return slot
}

func (f *Finder) addTo(p *profile, c gazetteer.Candidate, first bool) {
	g := f.Gazetteer
	k := g.Kind(c.Row)
	p.kinds |= 1 << k
	p.any |= c.Flags
	if first {
		p.flags = c.Flags
	}
	if c.Flags&(gazetteer.NameMain|gazetteer.NameAlias) != 0 {
		p.strongN++
	}
	if k == mentionmap.Settlement {
		p.pop = max(p.pop, g.Population(c.Row))
		p.rank = max(p.rank, g.CapitalRank(c.Row))
		p.near = p.near || f.Home(g.Country(c.Row))
	}
}

// profile sums up the places of a name. What it returns holds until the next
// call.
func (f *Finder) profile(n *Name) *profile {
	if n.Set != NoSet {
		return f.profileOf(n.Set, n.CoreFrom, n.CoreTo)
	}
	p := &f.loose
	*p = profile{set: NoSet, lo: n.Lo, hi: n.Hi}
	for i := n.Lo; i < n.Hi; i++ {
		f.addTo(p, f.Places[i], i == n.Lo)
	}
	return p
}
