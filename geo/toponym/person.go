package toponym

import (
	"math/bits"

	"mentionmap/geo/gazetteer"
)

// registry counts, for each word of a document, how often it was seen as part
// of a person's name: "Lloyd Austin" makes a later "Austin" a person.
type registry struct {
	seen map[uint64]int32
	full map[uint64]bool // family names seen after a title and a first name
	ship map[uint64]bool // words of the names of ships
}

// collect goes over the text once.
func (r *registry) collect(t *Text) {
	if r.seen == nil {
		r.seen, r.full, r.ship = make(map[uint64]int32), make(map[uint64]bool), make(map[uint64]bool)
	}
	clear(r.seen)
	clear(r.full)
	clear(r.ship)
	for i := 0; i < len(t.Tokens); i++ {
		if t.Class[i]&Vessel != 0 {
			r.noteShip(t, i)
		}
		if !t.Capital(i) {
			continue
		}
		if n := t.personAt(i); n > 0 {
			r.note(t, i, i+n)
			i += n - 1
		}
	}
}

func (r *registry) note(t *Text, from, to int) {
	for i := from; i < to; i++ {
		if c := t.Class[i]; c&(Title|Role|Link|Initial) != 0 && c&FirstName == 0 || !t.Capital(i) {
			continue
		}
		r.seen[t.Tokens[i].Hash]++
	}
	if last := to - 1; t.Class[from]&Title != 0 && last-from >= 2 && t.Class[last-1]&FirstName != 0 && t.Class[last]&FirstName == 0 {
		r.full[t.Tokens[last].Hash] = true
	}
}

// noteShip notes the name of a ship beside the word for it at token i: "the
// landing ship Minsk", "the Moskva cruiser".
func (r *registry) noteShip(t *Text, i int) {
	for j := i + 1; j < len(t.Tokens) && j <= i+3 && t.tight(j) && t.Capital(j) && t.Class[j]&(Stop|Month|Weekday) == 0; j++ {
		r.ship[t.Tokens[j].Hash] = true
	}
	if i > 1 && t.spaced(i) && t.spaced(i-1) && t.Capital(i-1) && t.Class[i-1]&Known == 0 && isArticle(t.Word(i-2)) && fighting(t.Word(i)) {
		r.ship[t.Tokens[i-1].Hash] = true
	}
}

func isArticle(w string) bool { return w == "the" || w == "The" }

// fighting reports ships that are not called after where they sail.
func fighting(w string) bool {
	switch w {
	case "cruiser", "frigate", "corvette", "submarine", "flagship", "warship", "destroyer", "minesweeper":
		return true
	}
	return false
}

// count returns how often the word was part of a person's name.
func (r *registry) count(h uint64) int32 { return r.seen[h] }

// personAt returns how many tokens from i on are a person's name, 0 if none:
// a title or a first name, then capitalised words that are not generic.
func (t *Text) personAt(i int) int {
	if !t.Capital(i) {
		return 0
	}
	c := t.Class[i]
	switch {
	case c&Title != 0 && c&Month == 0:
		return t.surnames(i, i+1)
	case c&FirstName != 0 && c&(Month|Weekday) == 0:
		return t.surnames(i, i+1)
	case t.slavic(i) && t.nameWord(i+1) && t.spaced(i+1):
		return 2
	}
	return 0
}

// surnames extends a person's name that begins at from and whose family name
// can begin at i; 0 if no family name follows.
func (t *Text) surnames(from, i int) int {
	const most = 5
	end := i
	for end < len(t.Tokens) && end-from < most && t.spacedInitial(end) && (t.nameWord(end) || t.Class[end]&Initial != 0) {
		end++
	}
	if end == i {
		return 0
	}
	return end - from
}

// spacedInitial is spaced, but lets the full stop after a title or an initial
// pass.
func (t *Text) spacedInitial(i int) bool {
	if t.spaced(i) || t.tight(i) && t.gap(i)&gazetteer.GapHyphen != 0 {
		return true
	}
	g := t.gap(i)
	before := t.At(i - 1)
	if g == gazetteer.GapOther|gazetteer.GapSpace && before&Title != 0 && i > 0 && t.Capital(i-1) {
		return t.Body[t.Tokens[i-1].End] == ']' // "[Red Army General] Zhukov"
	}
	return g&^(gazetteer.GapDot|gazetteer.GapSpace) == 0 && before&(Title|Initial) != 0
}

// nameWord reports a capitalised word that can be a family name.
func (t *Text) nameWord(i int) bool {
	if i >= len(t.Tokens) || !t.Capital(i) || t.Tokens[i].Flags&gazetteer.Clitic != 0 {
		return false
	}
	const no = Month | Weekday | Stop | RegionHead | DistrictHead | WaterHead | StreetHead | AreaHead | FacilityHead | OrgHead | StateHead | UnitHead | CountryHead |
		TownHead | Role | Locative | Direction | EventHead | Treaty | Paper | Body
	c := t.Class[i]
	return c&no == 0 || c&FirstName != 0
}

// slavic reports the given-name-like first half of a Slavic full name: a
// capitalised word that is no first name we know, before a word with the ending of a family name.
func (t *Text) slavic(i int) bool {
	return t.nameWord(i) && t.nameWord(i+1) && surnameEnding(t.Word(i+1)) && !surnameEnding(t.Word(i)) && t.Class[i]&Known == 0
}

var surnameEndings = [...]string{"enko", "chuk", "yuk", "sky", "skyi", "skyy", "skiy", "skii", "skaya", "ska", "tsky", "ov", "ova", "ev", "eva", "yev", "yeva",
	"vich", "vych", "dze", "shvili", "yan", "son", "sen", "szky", "wicz", "ez", "ic", "oglu", "escu"}

// endingsIn has the endings of family names by their last letter.
var endingsIn = func() (t [256][]string) {
	for _, e := range surnameEndings {
		last := e[len(e)-1]
		t[last] = append(t[last], e)
	}
	return t
}()

// surnameEnding reports the ending of a family name.
func surnameEnding(w string) bool {
	if len(w) < 5 {
		return false
	}
	for _, e := range endingsIn[w[len(w)-1]] {
		if len(w) > len(e)+1 && w[len(w)-len(e):] == e {
			return true
		}
	}
	return false
}

// wordSet remembers roughly which words were seen: a set of bits, so that a
// few words are taken for seen that were not.
type wordSet struct {
	bits []uint64
	mask uint64
}

// collect remembers the words of the text that start with a small letter.
func (s *wordSet) collect(t *Text) {
	s.reset(1 << max(7, bits.Len(uint(len(t.Tokens)))))
	for i := range t.Tokens {
		if t.lower(i) {
			s.add(t.Tokens[i].Hash)
		}
	}
}

// reset empties the set; size, a power of two, is that of the set in times 64
// bits, which should be as many as there are words.
func (s *wordSet) reset(size int) {
	if len(s.bits) != size {
		s.bits = make([]uint64, size)
	}
	clear(s.bits)
	s.mask = uint64(len(s.bits)*64 - 1)
}

func (s *wordSet) add(h uint64) {
	h &= s.mask
	s.bits[h/64] |= 1 << (h % 64)
}

func (s *wordSet) has(h uint64) bool {
	h &= s.mask
	return s.bits[h/64]&(1<<(h%64)) != 0
}
