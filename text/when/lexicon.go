package when

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a word can be in a pattern; a token has a set of them.
type class uint64

// The classes of words, numbers and marks.
const (
	cMonth class = 1 << iota
	cWeekday
	cDay  // a number 1…31 in digits
	cOrd  // 24th, third
	cNum  // any number, in digits or words
	cYear // four digits, 1000…2999
	cYear2
	cDate  // 24.02.2022, 2022-02-24, 02/24/22
	cClock // 06:00, 9am
	cZone
	cUnit
	cDeictic // today, yesterday, overnight
	cLast
	cNext
	cThis
	cThat
	cSame
	cAgo
	cEarlier
	cLater
	cBefore
	cAfter
	cPart // early, late, the end of
	cSeason
	cDaypart
	cOf
	cThe
	cIn
	cOn
	cTo
	cDash
	cAnd
	cFew
	cRecent
	cWar
	cBegan
	cInto
	cLong
	cFull
	cAnniversary
	cSince
	cPoss
	cNew
	cEve
	cFeast
	cComma
	cLead // a preposition that changes what is said
	cAbbr // a period after the word belongs to it
	cName // only with a capital
	cLone // means something even without a number or a preposition beside it
	cTrigger
)

var classNames = map[string]class{
	"month": cMonth, "weekday": cWeekday, "day": cDay, "ord": cOrd, "num": cNum, "year": cYear, "year2": cYear2,
	"date": cDate, "clock": cClock, "unit": cUnit, "deictic": cDeictic, "last": cLast, "next": cNext, "this": cThis,
	"that": cThat, "same": cSame, "ago": cAgo, "earlier": cEarlier, "later": cLater, "before": cBefore, "after": cAfter,
	"part": cPart, "season": cSeason, "daypart": cDaypart, "of": cOf, "the": cThe, "in": cIn, "on": cOn, "to": cTo,
	"dash": cDash, "and": cAnd, "few": cFew, "recent": cRecent, "war": cWar, "began": cBegan, "into": cInto,
	"long": cLong, "full": cFull, "anniversary": cAnniversary, "since": cSince, "poss": cPoss, "new": cNew, "eve": cEve, "feast": cFeast,
	",": cComma,
}

// word is an entry of a language's lexicon. All its senses share the number.
type word struct {
	text string // lower case; several spellings are set apart by blanks
	is   class
	n    int32
}

// language is all that the scanner knows of a language.
type language struct {
	name     string
	words    []word
	patterns []pattern
}

// pattern is a sequence of classes with the rule that gives it a value. It holds
// for the words of all languages; one is added with the language that needs it.
// Its words are written as class names: "a|b" is either, "a?" may be missing.
type pattern struct {
	of    string
	build func(*match) bool
}

// languages is the table: a new language is a file and a line.
var languages = []*language{&english, &ukrainian, &russian}

type element struct {
	is       class
	optional bool
}

type compiled struct {
	elements []element
	second   class // what the second token must be one of; 0 if there need be none
	build    func(*match) bool
}

// secondOf is the set of classes that the token after the first can have.
func secondOf(elements []element) (second class) {
	for _, e := range elements[1:] {
		second |= e.is
		if !e.optional {
			return second
		}
	}
	return 0
}

// lexicon is the languages made ready for scanning.
type lexicon struct {
	words  []slot            // from 1 on
	slots  [slotCount]uint16 // by hash: indices into words, 0 if empty; small, so that it stays in the cache
	begins class             // what patterns can begin with
	starts [1 << 12]uint16   // by the first two letters: bit set of the lengths of triggers
	first  [64]beginning     // by the number of the class bit that a pattern begins with
}

// beginning holds the patterns that begin with one class.
type beginning struct {
	patterns []compiled
	second   class // what the second token must be one of, unless one of them can stand
	alone    bool  // with one token
}

type slot struct {
	text string
	is   class
	n    int32
}

const slotCount = 1 << 12

// known is set by init and not where it is declared, since the rules of the
// patterns read it.
var known *lexicon

func init() { known = compile(languages) }

func compile(languages []*language) *lexicon {
	x := &lexicon{words: make([]slot, 1)}
	for _, l := range languages {
		x.begins |= x.addPatterns(l.patterns)
	}
	for _, l := range languages {
		for _, w := range l.words {
			x.addWord(w)
		}
	}
	return x
}

// addPatterns files every pattern under each class it can begin with and
// returns the set of those classes.
func (x *lexicon) addPatterns(patterns []pattern) (first class) {
	for _, p := range patterns {
		c := compiled{build: p.build}
		for _, field := range strings.Fields(p.of) {
			c.elements = append(c.elements, parseElement(field))
		}
		c.second = secondOf(c.elements)
		begin := c.elements[0].is
		first |= begin
		for rest := begin; rest != 0; rest &= rest - 1 {
			bit := bits.TrailingZeros64(uint64(rest))
			b := &x.first[bit]
			b.patterns = append(b.patterns, c)
			b.second |= c.second
			b.alone = b.alone || c.second == 0
		}
	}
	return first
}

func parseElement(field string) element {
	e := element{optional: strings.HasSuffix(field, "?")}
	for _, name := range strings.Split(strings.TrimSuffix(field, "?"), "|") {
		c, ok := classNames[name]
		if !ok {
			panic(fmt.Sprintf("when: pattern names no class %q", name))
		}
		e.is |= c
	}
	return e
}

func (x *lexicon) addWord(w word) {
	if w.is&x.begins != 0 {
		w.is |= cTrigger
	}
	for _, text := range strings.Fields(w.text) {
		x.put(text, w)
		if text[0] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text)
			x.put(string(unicode.ToUpper(r))+text[size:], w)
		}
	}
}

func (x *lexicon) put(text string, w word) {
	if w.is&cTrigger != 0 {
		x.starts[startKey(text, 0)] |= lengthBit(len(text))
	}
	i := wordHash(text) % slotCount
	for ; x.slots[i] != 0; i = (i + 1) % slotCount {
		if s := &x.words[x.slots[i]]; s.text == text {
			s.is, s.n = s.is|w.is, w.n
			return
		}
	}
	x.slots[i] = uint16(len(x.words))
	x.words = append(x.words, slot{text, w.is, w.n})
}

// startKey maps the first two bytes at i, small letters or not, to an entry of
// starts. The text has at least one byte there.
func startKey(text string, i int) uint16 {
	key := uint16(letterOf[text[i]]) << 6
	if i+1 < len(text) {
		key |= uint16(letterOf[text[i+1]])
	}
	return key
}

// letterOf numbers the letters of ASCII from 1 on; bytes of other alphabets
// share the numbers from 32 to 63.
var letterOf = func() (t [256]uint8) {
	for i := range t {
		switch c := fold[i]; {
		case c >= 'a' && c <= 'z':
			t[i] = c - 'a' + 1
		case c >= 0x80:
			t[i] = 32 | c&31
		}
	}
	return t
}()

// lengthBit is the bit of starts for a length; long words share the last.
func lengthBit(n int) uint16 { return 1 << min(n, 15) }

func wordHash(text string) uint32 {
	h := uint32(len(text))
	for i := 0; i < len(text); i++ {
		h = h*0x01000193 ^ uint32(fold[text[i]])
	}
	return h ^ h>>15
}

func (x *lexicon) find(text string) *slot {
	for i := wordHash(text) % slotCount; x.slots[i] != 0; i = (i + 1) % slotCount {
		if s := &x.words[x.slots[i]]; len(s.text) == len(text) && equalFold(s.text, text) {
			return s
		}
	}
	return nil
}

// equalFold compares with lower, which is in lower case already.
func equalFold(lower, text string) bool {
	for i := 0; i < len(text); i++ {
		if fold[text[i]] != lower[i] {
			return false
		}
	}
	return true
}

// fold lowers ASCII letters and leaves other bytes alone.
var fold = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			t[i] = byte(i) + 'a' - 'A'
		}
	}
	return t
}()

// Kinds of bytes. Lead bytes of punctuation and symbols are not letters.
const (
	byteOther = iota
	byteLetter
	byteDigit
)

var kindOf = func() (t [256]byte) {
	for i := range t {
		switch {
		case i >= '0' && i <= '9':
			t[i] = byteDigit
		case i >= 'a' && i <= 'z', i >= 'A' && i <= 'Z', i >= 0x80 && i != 0xC2 && i != 0xE2 && i != 0xEF && i < 0xF0:
			t[i] = byteLetter
		}
	}
	return t
}()
