package when

import (
	"strings"

	"mentionmap"
)

// leadOf reads the preposition in front of i; "the", "early" and
// approximations may stand between.
func leadOf(text string, i int) Lead {
	for range 3 {
		t, ok := lexBack(text, i)
		if !ok {
			return Plain
		}
		switch w := text[t.start:t.end]; {
		case t.is&cLead != 0:
			return Lead(t.n)
		case w == "of" && wordBefore(text, t.start, "ahead"), w == "to" && wordBefore(text, t.start, "prior"):
			return Before
		case w == "of" || w == "at" || t.is&(cThe|cPart) != 0 || w == "about" || w == "around" || w == "least":
			i = t.start
		default:
			return Plain
		}
	}
	return Plain
}

func wordBefore(text string, i int, want string) bool {
	t, ok := lexBack(text, i)
	return ok && text[t.start:t.end] == want
}

// tellsTense is what a word says of the tense of its clause; any other word in
// -ed counts as past.
type tellsTense uint8

const (
	tellsFuture tellsTense = 1 << iota
	tellsPast
	onlyBefore // says so only of what follows it
	onlyNear   // and only with one word between at most
)

var tenseWords = tenseTable(map[string]tellsTense{
	"will shall ll would set expected expects plans planned planning scheduled due going upcoming slated poised must should could may " +
		"prepares preparing gearing ahead wants hopes intends": tellsFuture,
	"begins takes opens meets next": tellsFuture | onlyBefore,
	"is are":                        tellsFuture | onlyNear,
	"said told was were had has have did been went came took saw made began struck hit fell fought held left lost sent shot wrote gave " +
		"put met spoke fled rose won broke ran found brought became says tweeted according": tellsPast,
})

func tenseTable(words map[string]tellsTense) map[string]tellsTense {
	table := map[string]tellsTense{}
	for list, t := range words {
		for _, w := range strings.Fields(list) {
			table[w] = t
		}
	}
	return table
}

const clauseReach = 120 // bytes looked at on either side

// tenseAround reads the tense of the clause around at: the nearest telling
// word before it, else the nearest behind it.
func tenseAround(text string, at mentionmap.Span) Tense {
	passive, words := Unknown, 0
	for i := at.Start; i > max(0, at.Start-clauseReach) && !endsClause(text, i-1); {
		j := wordStart(text, i)
		if j == i {
			i--
			continue
		}
		word := text[j:i]
		if words++; parts(word) {
			words = nearWords
		}
		switch t := tenseWords[word]; {
		case t&onlyNear != 0 && words > nearWords && passive == Unknown:
		case passive != Unknown && (word == "be" || word == "being"):
			passive = Unknown
		case passive != Unknown:
			return passive
		case t != 0:
			return t.tense()
		case inEd(word):
			passive = Past
		}
		i = j
	}
	if passive != Unknown {
		return passive
	}
	return tenseAfter(text, at.End, words <= 1)
}

// nearWords is how many words back from a time "is" may stand to tell the
// future: "are shut on Monday", not "is in hospital after the strike on Monday".
const nearWords = 5

// parts reports words behind which "is" says nothing of the time: "is in
// hospital after the strike on Monday".
func parts(word string) bool {
	switch word {
	case "after", "since", "following", "from", "in", "during", "that", "who", "which", "of", "by", "at":
		return true
	}
	return false
}

// tenseAfter reads on behind i. fronted: the time begins its clause, so that
// "on Sunday he begins a trip" tells of the future too.
func tenseAfter(text string, i int, fronted bool) Tense {
	words := 0
	for end := min(len(text), i+clauseReach); i < end && !endsClause(text, i); {
		if kindOf[text[i]] != byteLetter {
			i += runeLen(text[i])
			continue
		}
		j := wordEnd(text, i)
		word := text[i:j]
		words++
		if t := tenseWords[word]; t != 0 && (t&onlyBefore == 0 || fronted && word == "begins") && (t&onlyNear == 0 || words == 1) {
			return t.tense()
		}
		if inEd(word) {
			return Past
		}
		i = j
	}
	return Unknown
}

// endsClause reports whether the byte at i ends a clause; a point inside a
// number does not, a dash with a blank beside it does.
func endsClause(text string, i int) bool {
	switch text[i] {
	case ',', ';', ':', '!', '?', '\n':
		return i+1 >= len(text) || kindOf[text[i+1]] != byteDigit
	case '.':
		return !decimalAt(text, i)
	case 0x93, 0x94: // the last byte of – and —
		return i >= 2 && text[i-1] == 0x80 && text[i-2] == 0xE2 && i+1 < len(text) && text[i+1] == ' '
	case 0xE2: // their first
		return i+3 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0x93 || text[i+2] == 0x94) && text[i+3] == ' '
	}
	return false
}

func (t tellsTense) tense() Tense {
	if t&tellsFuture != 0 {
		return Future
	}
	return Past
}

func inEd(word string) bool { return len(word) > 3 && word[len(word)-2:] == "ed" }
