package locate

import (
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

// boundary reports whether a clause begins at token i.
func boundary(t *toponym.Text, i int) (bond, bool) {
	comma := t.Tokens[i].Gap&gazetteer.GapComma != 0
	switch t.Word(i) {
	case "where", "who", "whom", "whose", "because", "although", "though", "whereas", "if", "unless", "since":
		return describes, true
	case "which":
		return describes, comma || t.Tokens[i].Gap&gazetteer.GapOther != 0
	case "after", "before", "when", "while", "until":
		return temporal, true
	case "as":
		return temporal, !t.Follows(i+1) || !isAny(t.Word(i+1), "well", "part", "many", "much", "a", "far", "soon", "of")
	case "that":
		return reported, true
	case "than", "follows", "following", "against", "compared":
		return describes, t.Word(i) != "against" || comma
	case "but", "according":
		return joined, true
	case "and", "with", "including", "adding", "saying":
		return joined, comma
	}
	if t.Tokens[i].Gap&(gazetteer.GapOther|gazetteer.GapComma) != 0 && semicolon(t, i) {
		return joined, true
	}
	return opens, false
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
