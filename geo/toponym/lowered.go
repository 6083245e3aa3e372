package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// lowered reports a sentence of three words or more without a capital: posts
// are written so.
func (t *Text) lowered(s *Sentence) bool {
	if s.To-s.From < 3 {
		return false
	}
	for i := s.From; i < s.To; i++ {
		if t.Tokens[i].Flags&(gazetteer.Capitalised|gazetteer.Cyrillic) != 0 {
			return false
		}
	}
	return true
}

// longWord reports a word of five letters or more that is none of ours.
func (t *Text) longWord(i int32) bool {
	const least = 5
	return t.Class[i]&Known == 0 && t.Tokens[i].End-t.Tokens[i].Start >= least || t.Class[i]&LowerName != 0
}

// knownSmall reports whether words without capitals name a place all the
// same: a country, a region, a town of some size in the countries of the news, or any place
// of theirs that a preposition calls for; not what is also an ordinary word, nor
// part of somebody's screen name.
func (f *Finder) knownSmall(from, to int32, p *profile) bool {
	const town = 10_000
	t := &f.Text
	for i := from; i < to; i++ {
		if i > from && !t.spaced(int(i)) && t.gap(int(i)) != gazetteer.GapHyphen {
			return false
		}
	}
	if p.any&gazetteer.NameWord != 0 || p.strongN == 0 || t.screenName(from, to) {
		return false
	}
	if p.has(mentionmap.Country) || p.has(mentionmap.Region) {
		return true
	}
	return p.near && (p.pop >= town || from > 0 && t.Class[from-1]&(Locative|Motion|LiteralVerb) != 0)
}

// screenName reports an underscore or an at sign right beside the words.
func (t *Text) screenName(from, to int32) bool {
	joins := func(b byte) bool { return b == '_' || b == '@' }
	a, b := int(t.Tokens[from].Start), int(t.Tokens[to-1].End)
	return a > 0 && joins(t.Body[a-1]) || b < len(t.Body) && joins(t.Body[b])
}
