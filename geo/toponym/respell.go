package toponym

import (
	"slices"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// leastMisspelt is the shortest word, in letters, that is looked for one
// letter off.
const leastMisspelt = 6

// respell adds the names that are spelt unlike the gazetteer, where the text
// leaves no doubt that a place is meant: right beside a region or district
// that holds it ("in Kupyasnk, Kharkiv region"), after a word that calls for a
// place. Spellings worked out by rule go first, then those one letter off.
func (f *Finder) respell() {
	added := 0
	for k := 0; k < len(f.Names)-added; k++ {
		outer := f.Names[k]
		if !f.encloses(&outer) || k > 0 && f.mend(&f.Names[k-1], &outer) {
			continue
		}
		if n, ok := f.besideOf(k, &outer); ok {
			f.Names = append(f.Names, n)
			added++
		}
	}
	if added > 0 {
		slices.SortStableFunc(f.Names, func(a, b Name) int { return int(a.From - b.From) })
	}
}

// mend gives a name that the gazetteer lacks ("the village of …") the place
// that outer holds and whose name is spelt nearly so.
func (f *Finder) mend(n, outer *Name) bool {
	if n.Set != NoSet || n.Lo != n.Hi || n.CoreTo != n.CoreFrom+1 || n.Sentence != outer.Sentence {
		return false
	}
	if j := f.Text.joinOf(n, outer); j != Comma && j != Within || n.Head&^TownHead != 0 || !f.respelt(n, outer) {
		return false
	}
	n.Signs |= Respelt
	return true
}

// encloses reports a name that a region or district bears.
func (f *Finder) encloses(n *Name) bool {
	if n.Set == NoSet || n.Lo == n.Hi {
		return false
	}
	p := f.profile(n)
	return p.has(mentionmap.Region) || p.has(mentionmap.District)
}

// besideOf looks for an unknown word that stands before name k as a place
// stands before what holds it.
func (f *Finder) besideOf(k int, outer *Name) (n Name, ok bool) {
	t := &f.Text
	for i := outer.From - 1; i > 0 && i >= outer.From-4; i-- {
		if k > 0 && i < f.Names[k-1].To {
			return n, false
		}
		if !t.Capital(int(i)) {
			continue
		}
		n = Name{From: i, To: i + 1, CoreFrom: i, CoreTo: i + 1, Sentence: outer.Sentence, Set: NoSet, Signs: Respelt | outer.Signs&Shouted}
		if j := t.joinOf(&n, outer); j != Comma && j != Within || !f.callsForPlace(i) {
			return n, false
		}
		return n, f.respelt(&n, outer)
	}
	return n, false
}

// callsForPlace reports an unknown word alone after "in", "near", "the
// village of" and the like.
func (f *Finder) callsForPlace(i int32) bool {
	t := &f.Text
	if i < 1 || !t.properWord(i) || t.hyphenBefore(int(i)) || !t.spaced(int(i)) || f.persons.count(t.Tokens[i].Hash) > 0 || t.Class[i]&FirstName != 0 {
		return false
	}
	before := f.LeftOf(&Name{From: i, To: i + 1})
	if before < 0 || t.Capital(before) && t.Class[before]&Stop == 0 {
		return false
	}
	return t.Class[before]&(Locative|Motion|TownHead|LiteralVerb) != 0 || t.announced(i)
}

// respelt fills the places of a name: those of outer whose name is spelt
// nearly so. Where two different places would do, there is none.
func (f *Finder) respelt(n *Name, outer *Name) bool {
	word := f.Text.Word(int(n.CoreFrom))
	n.Lo = int32(len(f.Places))
	f.addLoose(word, outer)
	if int32(len(f.Places)) == n.Lo && utf8.RuneCountInString(word) >= leastMisspelt {
		f.addOneOff(word, outer)
	}
	found := f.Places[n.Lo:]
	if len(found) == 0 || slices.ContainsFunc(found, func(c gazetteer.Candidate) bool { return c.Row != found[0].Row }) {
		f.Places = f.Places[:n.Lo]
		n.Lo, n.Hi = 0, 0
		return false
	}
	n.Hi = n.Lo + 1
	f.Places = f.Places[:n.Hi]
	return true
}

// addLoose adds the places within outer that bear the word by a rule of
// spelling.
func (f *Finder) addLoose(word string, outer *Name) {
	var buf [4]gazetteer.Token
	tokens := gazetteer.Tokenize(word, buf[:0])
	if n, set := f.Gazetteer.Longest(word, tokens); n == 1 && len(tokens) == 1 {
		from := len(f.Places)
		f.Places = f.Gazetteer.LooseCandidates(set, f.Places)
		f.keepWithin(from, outer)
	}
}

// addOneOff adds the places within outer whose name differs from the word in
// one letter that is wrong, missing or too many, or in two that are swapped;
// never in the first.
func (f *Finder) addOneOff(word string, outer *Name) {
	letters := []rune(word)
	alphabet := latin
	if letters[0] >= 'А' && letters[0] <= 'ӿ' || letters[0] == 'Є' || letters[0] == 'І' || letters[0] == 'Ї' {
		alphabet = cyrillic
	}
	buf := make([]rune, 0, len(letters)+1)
	for i := 1; i <= len(letters); i++ {
		if i < len(letters) {
			f.tryName(append(append(buf[:0], letters[:i]...), letters[i+1:]...), outer)
			for _, r := range alphabet {
				other := append(buf[:0], letters...)
				other[i] = r
				f.tryName(other, outer)
			}
		}
		if i+1 < len(letters) && letters[i] != letters[i+1] {
			other := append(buf[:0], letters...)
			other[i], other[i+1] = other[i+1], other[i]
			f.tryName(other, outer)
		}
		for _, r := range alphabet {
			f.tryName(append(append(append(buf[:0], letters[:i]...), r), letters[i:]...), outer)
		}
	}
}

const (
	latin    = "abcdefghijklmnopqrstuvwxyz"
	cyrillic = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
)

// tryName adds the places within outer that bear this name in earnest.
func (f *Finder) tryName(letters []rune, outer *Name) {
	var (
		bytes [128]byte
		buf   [4]gazetteer.Token
	)
	if len(letters)*utf8.UTFMax > len(bytes) {
		return
	}
	name := bytes[:0]
	for _, r := range letters {
		name = utf8.AppendRune(name, r)
	}
	word := string(name)
	tokens := gazetteer.Tokenize(word, buf[:0])
	if n, set := f.Gazetteer.Longest(word, tokens); n == 1 && len(tokens) == 1 {
		from := len(f.Places)
		f.Places = f.Gazetteer.Candidates(set, word, f.Places)
		f.keepWithin(from, outer)
	}
}

// keepWithin drops the places from index from on that none of outer's regions
// and districts holds.
func (f *Finder) keepWithin(from int, outer *Name) {
	kept := f.Places[:from]
	for _, c := range f.Places[from:] {
		if f.Gazetteer.Kind(c.Row) == mentionmap.Settlement && c.Flags&gazetteer.NameFormer == 0 && f.held(outer, c.Row) {
			kept = append(kept, c)
		}
	}
	f.Places = kept
}

// held reports whether a region or district of the name holds the place.
func (f *Finder) held(outer *Name, row gazetteer.Row) bool {
	for i := outer.Lo; i < outer.Hi; i++ {
		o := f.Places[i].Row
		if k := f.Gazetteer.Kind(o); (k == mentionmap.Region || k == mentionmap.District) && Holds(f.Gazetteer, o, row) {
			return true
		}
	}
	return false
}
