package locate

import (
	"strings"

	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// bond is how a clause hangs on the one before it.
type bond uint8

const (
	opens     bond = iota // the first clause of a sentence
	joined                // but, and, a semicolon: a statement of its own
	temporal              // after, when, as: its date is also the main clause's
	reported              // that: its date is the main clause's, and the other way round
	speech                // the minister said: as of the same day, unless what he says is of the future
	describes             // where, who, which, since: speaks of something else
)

// clause is a clause of a sentence, from a token on.
type clause struct {
	from int32
	bond bond
}

// clauses cuts a sentence, appending to buf.
func clauses(t *toponym.Text, s *toponym.Sentence, buf []clause) []clause {
	buf = append(buf, clause{from: s.From})
	for i := s.From + 1; i < s.To; i++ {
		b, ok := boundary(t, int(i))
		if !ok && participle(t, int(i), int(s.To)) {
			b, ok = describes, true
		}
		if !ok && i-s.From >= mainWords && s.To-i <= speechWords && saysWho(t, int(i), int(s.To)) {
			b, ok = speech, true
		}
		if ok {
			buf = append(buf, clause{from: i, bond: b})
		}
	}
	return buf
}

// A sentence that ends in who said it has so many words before that, and so
// many there.
const (
	mainWords   = 6
	speechWords = 12
)

// participle reports words that tell more of a name before them, with a date of
// their own: "Krynky, captured on Monday," or "a trip, planned for Friday,".
func participle(t *toponym.Text, i, end int) bool {
	if t.Tokens[i].Gap != gazetteer.GapComma|gazetteer.GapSpace || i+1 >= end || !t.Follows(i+1) {
		return false
	}
	w := t.Word(i)
	if len(w) < 5 || w[len(w)-2:] != "ed" && !isAny(w, "taken", "retaken", "built", "fought", "begun", "driven", "shot", "struck") {
		return false
	}
	return isAny(t.Word(i+1), "on", "in", "by", "at", "for", "last", "late", "early", "during", "over", "until", "from", "only", "just", "earlier")
}

// saysWho reports whether the rest of a sentence tells who said it: ", the
// minister said in Kyiv".
func saysWho(t *toponym.Text, i, end int) bool {
	if t.Tokens[i].Gap&gazetteer.GapComma == 0 {
		return false
	}
	for j := i; j < end; j++ {
		if j > i && t.Tokens[j].Gap&gazetteer.GapComma != 0 {
			return false
		}
		if isAny(t.Word(j), "said", "says", "told", "added", "reported", "wrote", "announced") {
			return true
		}
	}
	return false
}

// binder is a word that a clause begins with.
type binder struct {
	bond  bond
	where condition
}

// condition is what must hold besides.
type condition uint8

const (
	always     condition = iota
	afterComma           // a comma stands before it
	setApart             // a comma, dash, quote or bracket does
	noPhrase             // it is not the "as" of "as well", "as part of"
)

// binders are the words that clauses begin with, and binderLengths their lengths
// by their first letters, a bit each: most words are none of them.
var binders, binderLengths = func() (words map[string]binder, lengths [256]uint16) {
	words = map[string]binder{"which": {describes, setApart}, "as": {temporal, noPhrase}, "that": {reported, always}, "against": {describes, afterComma}}
	for list, b := range map[string]binder{
		"where who whom whose because although though whereas if unless since than follows following compared": {describes, always},
		"after before when while until":    {temporal, always},
		"but according":                    {joined, always},
		"and with including adding saying": {joined, afterComma},
	} {
		for w := range strings.FieldsSeq(list) {
			words[w] = b
		}
	}
	for w := range words {
		lengths[w[0]] |= 1 << len(w)
	}
	return words, lengths
}()

// boundary reports whether a clause begins at token i.
func boundary(t *toponym.Text, i int) (bond, bool) {
	gap := t.Tokens[i].Gap
	if w := t.Word(i); len(w) < 16 && binderLengths[w[0]]&(1<<len(w)) != 0 {
		if b, ok := binders[w]; ok {
			return b.bond, b.where.holds(t, i)
		}
	}
	if gap&(gazetteer.GapOther|gazetteer.GapComma) != 0 && semicolon(t, i) {
		return joined, true
	}
	return opens, false
}

func (c condition) holds(t *toponym.Text, i int) bool {
	switch gap := t.Tokens[i].Gap; c {
	case afterComma:
		return gap&gazetteer.GapComma != 0
	case setApart:
		return gap&(gazetteer.GapComma|gazetteer.GapOther) != 0
	case noPhrase:
		return !t.Follows(i+1) || !isAny(t.Word(i+1), "well", "part", "many", "much", "a", "far", "soon", "of")
	}
	return true
}

func isAny(w string, list ...string) bool {
	for _, l := range list {
		if w == l {
			return true
		}
	}
	return false
}

// semicolon reports a semicolon, colon or dash before token i.
func semicolon(t *toponym.Text, i int) bool {
	between := t.Body[t.Tokens[i-1].End:t.Tokens[i].Start]
	for j := 0; j < len(between); j++ {
		switch between[j] {
		case ';', ':':
			return true
		case 0xE2:
			if j+2 < len(between) && between[j+1] == 0x80 && (between[j+2] == 0x93 || between[j+2] == 0x94) {
				return true
			}
		}
	}
	return false
}
