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

	cache   [cacheSize]profile
	loose   profile   // of a name that the gazetteer lacks
	start   []float32 // of each name: useStart
	current Name      // the one being put together
	probe   Name      // tried for what it could grow to
	matches []gazetteer.Match
	persons registry
	small   wordSet // words seen with a small letter
	feats   features
	regions regionSense
	sure    map[uint64]bool  // names that are surely places somewhere in the text
	counts  map[uint64]int32 // how often each name stands in the text
	prevTo  int32            // where the name before the one rated ends
}

// Find prepares the text and fills Names and Demonyms.
func (f *Finder) Find(body string) {
	f.Text.Reset(body)
	const perName = 14 // words, about
	f.Names, f.Demonyms, f.Places = slices.Grow(f.Names[:0], len(f.Text.Tokens)/perName), f.Demonyms[:0], f.Places[:0]
	f.cache = [cacheSize]profile{}
	f.persons.collect(&f.Text)
	f.small.collect(&f.Text)
	f.gather()
	f.respell()
	f.settle()
}

// gather collects the names of the text, sentence by sentence.
func (f *Finder) gather() {
	t := &f.Text
	for s := range t.Sentences {
		shouted := t.shouts(t.Sentences[s])
		for i := t.Sentences[s].From; i < t.Sentences[s].To; {
			n, next := f.at(i, t.Sentences[s].To)
			if n.To > n.From {
				n.Sentence = int32(s)
				if shouted {
					n.Signs |= Shouted
				}
				f.keep(n)
			}
			i = next
		}
	}
}

func (f *Finder) keep(n Name) {
	if n.Signs.Has(Short) && f.isCapitalDistrict(&n) {
		f.Names[len(f.Names)-1].To = n.To // "Washington, DC" is one place
		return
	}
	if n.Signs.Has(DemonymName) {
		f.Demonyms = append(f.Demonyms, n)
		return
	}
	f.Names = append(f.Names, n)
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

// shouts reports a line of capitals, where case tells nothing.
func (t *Text) shouts(s Sentence) bool {
	words, caps := 0, 0
	for i := s.From; i < s.To; i++ {
		tok := &t.Tokens[i]
		if tok.Flags&gazetteer.HasLetter == 0 || tok.End-tok.Start < 2 {
			continue
		}
		words++
		if tok.Flags&gazetteer.AllCaps != 0 {
			caps++
		}
	}
	return words >= 3 && caps*4 >= words*3
}

// at looks for a name at token i; next is where to go on.
func (f *Finder) at(i, end int32) (n Name, next int32) {
	t := &f.Text
	if !t.Capital(int(i)) {
		if t.Class[i]&LowerName == 0 {
			return Name{}, i + 1
		}
	}
	if a, is := f.abbreviation(i, end); is {
		return a, a.To
	}
	n, ok := f.known(i, end)
	if d, is := f.demonym(i, end); is && (!ok || n.To <= d.To) {
		return d, d.To
	}
	if !ok {
		n, ok = f.unknown(i, end)
	}
	if !ok {
		return Name{}, i + 1
	}
	f.current = n
	f.extend(&f.current, end)
	f.before(&f.current)
	f.generic(&f.current)
	return f.current, f.current.To
}

// known asks the gazetteer for the longest name at token i.
func (f *Finder) known(i, end int32) (Name, bool) {
	t := &f.Text
	f.matches = f.Gazetteer.Match(t.Body, t.Tokens[i:min(i+maxWords, end)], f.matches[:0])
	for m := len(f.matches) - 1; m >= 0; m-- {
		to := i + int32(f.matches[m].N)
		if !t.isName(i, to) {
			continue
		}
		p := f.profileOf(f.matches[m].Set, i, to)
		if p.hi == p.lo || f.needlessArticle(i, p) {
			continue
		}
		return Name{From: i, To: to, CoreFrom: i, CoreTo: to, Set: f.matches[m].Set, Lo: p.lo, Hi: p.hi}, true
	}
	return Name{}, false
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
