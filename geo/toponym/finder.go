package toponym

import (
	"slices"
	"strings"

	"mentionmap/geo/gazetteer"
)

const (
	maxWords  = 12 // of a name
	cacheSize = 1024
)

// Watch is told of every name that was weighed: the sum of its named weights
// and its hashed features, which it must not keep.
type Watch func(n *Name, named float32, hashed []uint32)

// Finder finds the place names of a text. It keeps its buffers: use one for
// many texts, but not from two goroutines at once.
type Finder struct {
	Gazetteer *gazetteer.Gazetteer
	Home      Home
	Peoples   *Demonyms      // nil: demonyms are not looked for
	Short     *Abbreviations // nil: short names of states are not looked for
	Model     *Model         // nil: named weights alone
	Watch     Watch          // nil: nobody trains
	Text      Text
	Names     []Name                // found, in the order of the text
	Demonyms  []Name                // "Russians" and the like, in the order of the text
	Places    []gazetteer.Candidate // of all names

	search    uint32 // counts the calls of Find
	cache     [cacheSize]profile
	memory    gazetteer.Memory
	loose     profile   // of a name that the gazetteer lacks
	start     []float32 // of each name: useStart
	current   Name      // the one being put together
	probe     Name      // tried for what it could grow to
	matches   []gazetteer.Match
	persons   registry
	small     wordSet // words seen with a small letter
	feats     features
	regions   regionSense
	sure      map[uint64]bool  // names that are surely places somewhere in the text
	counts    map[uint64]int32 // how often each name stands in the text
	lowered   bool             // the sentence at hand has no capitals
	afterShip bool             // the name before the one rated is a ship's
	prevTo    int32            // where the name before the one rated ends
	endings   []ending         // of the text's language; nil until a Cyrillic name is met
}

// Find prepares the text and fills Names and Demonyms.
func (f *Finder) Find(body string) {
	f.Text.Reset(body)
	const perName = 14 // words, about
	f.Names, f.Demonyms, f.Places = slices.Grow(f.Names[:0], len(f.Text.Tokens)/perName), f.Demonyms[:0], f.Places[:0]
	f.search++
	f.endings = nil
	f.persons.collect(&f.Text)
	f.small.collect(&f.Text)
	f.gather()
	f.respell()
	f.fillLists()
	f.settle()
}

// gather collects the names of the text, sentence by sentence.
func (f *Finder) gather() {
	t := &f.Text
	for s := range t.Sentences {
		end, asked, shouted := t.Sentences[s].To, false, false
		f.lowered = t.lowered(&t.Sentences[s])
		for i := t.Sentences[s].From; i < end; {
			if !t.mayBegin(i) && !(f.lowered && t.longWord(i)) || !f.at(i, end) {
				i++
				continue
			}
			if !asked {
				asked, shouted = true, t.shouts(t.Sentences[s])
			}
			f.current.Sentence = int32(s)
			if shouted {
				f.current.Signs |= Shouted
			}
			if f.lowered {
				f.current.Signs |= Lowered
			}
			i = f.current.To
			f.keep(&f.current)
		}
	}
}

// mayBegin reports that a name can begin at token i: most words are small.
func (t *Text) mayBegin(i int32) bool {
	return t.Tokens[i].Flags&(gazetteer.Capitalised|gazetteer.Cyrillic) != 0 || t.Class[i]&LowerName != 0
}

func (f *Finder) keep(n *Name) {
	if n.Signs.Has(Short) && f.isCapitalDistrict(n) {
		f.Names[len(f.Names)-1].To = n.To // "Washington, DC" is one place
		return
	}
	if n.Signs.Has(DemonymName) {
		f.Demonyms = append(f.Demonyms, *n)
		return
	}
	f.Names = append(f.Names, *n)
}

// isCapitalDistrict reports the short name of the District of Columbia right
// after Washington's.
func (f *Finder) isCapitalDistrict(n *Name) bool {
	if len(f.Names) == 0 || f.Gazetteer.Code(f.Places[n.Lo].Row) != "US-DC" {
		return false
	}
	before := &f.Names[len(f.Names)-1]
	w := f.Text.Word(int(before.CoreFrom))
	return before.To == n.From && before.Sentence == n.Sentence && before.CoreTo == before.CoreFrom+1 && (w == "Washington" || w == "WASHINGTON")
}

// shouts reports a line of capitals, where case tells nothing: of three words
// or more, three quarters.
func (t *Text) shouts(s Sentence) bool {
	words, small := int32(0), int32(0)
	for i := s.From; i < s.To && small*4 <= s.To-s.From; i++ {
		tok := &t.Tokens[i]
		if tok.Flags&gazetteer.HasLetter == 0 || tok.End-tok.Start < 2 {
			continue
		}
		words++
		if tok.Flags&gazetteer.AllCaps == 0 {
			small++
		}
	}
	return words >= 3 && small*4 <= words
}

// at looks for a name at token i, and leaves it in current.
func (f *Finder) at(i, end int32) bool {
	t := &f.Text
	cyrillic := t.Tokens[i].Flags&gazetteer.Cyrillic != 0
	if cyrillic && !t.Capital(int(i)) {
		return f.smallCyrillic(i, end)
	}
	if f.abbreviation(i, end) {
		return true
	}
	known := f.known(i, end)
	if row, to := f.demonym(i, end); to > 0 && (!known || f.current.To <= to) {
		f.current = f.people(i, to, row)
		return true
	}
	if cyrillic {
		known = f.cyrillic(known, i, end)
	}
	if !known && !f.unknown(i, end) {
		return false
	}
	f.extend(&f.current, end)
	f.before(&f.current)
	f.generic(&f.current)
	return true
}

// known asks the gazetteer for the longest name at token i, and leaves it in
// current.
func (f *Finder) known(i, end int32) bool {
	t := &f.Text
	f.matches = f.Gazetteer.MatchWith(&f.memory, t.Body, t.Tokens[i:min(i+maxWords, end)], f.matches[:0])
	for m := len(f.matches) - 1; m >= 0; m-- {
		to := i + int32(f.matches[m].N)
		small := f.lowered && t.Class[i]&LowerName == 0
		if !small && !t.isName(i, to) {
			continue
		}
		p := f.profileOf(f.matches[m].Set, i, to)
		if p.hi == p.lo || small && !f.knownSmall(i, to, p) || f.needlessArticle(i, p) {
			continue
		}
		f.current = Name{From: i, To: to, CoreFrom: i, CoreTo: to, Set: f.matches[m].Set, Lo: p.lo, Hi: p.hi}
		return true
	}
	return false
}

// needlessArticle reports a name that begins with "The" though its place's main name
// does not: then the article stays outside.
func (f *Finder) needlessArticle(i int32, p *profile) bool {
	if w := f.Text.Word(int(i)); w != "The" && w != "THE" {
		return false
	}
	return !strings.HasPrefix(f.Gazetteer.Name(f.Places[p.lo].Row), "The ")
}

// isName reports whether the words from..to can be one name: capitals, save
// for small words between and a generic word at the end, on one line.
func (t *Text) isName(from, to int32) bool {
	for i := from; i < to; i++ {
		if i > from && t.gap(int(i))&gazetteer.GapLine != 0 && !t.wrapped {
			return false
		}
		if t.Capital(int(i)) || t.Tokens[i].Flags&(gazetteer.HasDigit|gazetteer.Clitic) != 0 {
			continue
		}
		c := t.Class[i]
		switch {
		case i == from:
			if c&LowerName == 0 {
				return false
			}
		case i == to-1:
			if c&heads == 0 || to-from == 2 && t.Class[from]&Stop != 0 {
				return false
			}
		case c&(Link|Adjunct) == 0:
			return false
		}
	}
	return true
}
