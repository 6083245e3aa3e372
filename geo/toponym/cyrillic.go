package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// inflected reads a Ukrainian or Russian name at token i in another case than
// the nominative ("у Бахмуті", "из Харькова"), or the adjective of a unit or a
// front ("Донецької області", "на Покровском направлении").
func (f *Finder) inflected(i, end int32) (Name, bool) {
	if n, ok := f.adjectival(i, end); ok {
		return n, true
	}
	const most = 3 // words
	led := f.led(i)
	for words := min(most, end-i); words > 0; words-- {
		if words > 1 && !f.Text.oneName(i, i+words) {
			continue
		}
		if set, ok := f.nominative(i, i+words, led); ok {
			p := f.profileOf(set, i, i+words)
			n := Name{From: i, To: i + words, CoreFrom: i, CoreTo: i + words, Set: set, Lo: p.lo, Hi: p.hi}
			if led {
				n.Signs |= Called
			}
			return n, true
		}
	}
	return Name{}, false
}

// cyrillic chooses between what the gazetteer has at token i as it stands, left in
// current if known, and what it has as a case of something else, and leaves that in
// current: an exact hit goes first, but for a unit's adjective, and for a small
// namesake of a city.
func (f *Finder) cyrillic(known bool, i, end int32) bool {
	n, ok := f.inflected(i, end)
	known = known && !f.loneAdjective(&f.current)
	if ok && (!known || f.outdoes(&n, &f.current)) {
		f.current = n
	}
	return ok || known
}

// outdoes reports that an inflected name goes before an exact hit.
func (f *Finder) outdoes(n, exact *Name) bool {
	const small = 5_000
	a, b := *f.profileOf(exact.Set, exact.CoreFrom, exact.CoreTo), f.profileOf(n.Set, n.CoreFrom, n.CoreTo)
	abroad := !a.near && a.pop < largeTown && !a.has(mentionmap.Country) && !a.has(mentionmap.Region)
	return n.To > exact.To || n.Head != 0 || abroad && b.near ||
		a.kinds == 1<<mentionmap.Settlement && a.pop < small && (b.pop > largeTown || b.has(mentionmap.Country) || b.has(mentionmap.Region))
}

// loneAdjective reports "Київська", the adjective of a region, without the generic word.
func (f *Finder) loneAdjective(n *Name) bool {
	return n.To == n.From+1 && n.CoreTo == n.To && f.onlyAdjective(n.Set, gazetteer.Fold(f.Text.Word(int(n.From))), n.CoreFrom, n.CoreTo)
}

// onlyAdjective reports a spelling that is a region's adjective and no town.
func (f *Finder) onlyAdjective(set gazetteer.NameSet, spelling string, from, to int32) bool {
	if _, _, ok := adjectiveStem(spelling); !ok {
		return false
	}
	p := f.profileOf(set, from, to)
	return p.has(mentionmap.Region) && !p.has(mentionmap.Settlement)
}

// smallCyrillic reads what begins with a small letter: the adjective of a front
// ("бахмутского направления"), a demonym ("российские", "росіяни").
func (f *Finder) smallCyrillic(i, end int32) bool {
	if i+1 < end && f.Text.Class[i+1]&AxisHead != 0 {
		if n, ok := f.adjectival(i, end); ok {
			f.current = n
			return true
		}
	}
	if f.Peoples != nil {
		if row, ok := f.Peoples.row(f.Text.Tokens[i].Hash); ok {
			f.current = f.people(i, i+1, row)
			return true
		}
	}
	return false
}

// oneName reports that the words from..to may be one Cyrillic name: capitals, or a
// generic word at the end.
func (t *Text) oneName(from, to int32) bool {
	for i := from + 1; i < to; i++ {
		if t.Tokens[i].Flags&gazetteer.Cyrillic == 0 || !t.tight(int(i)) || !t.Capital(int(i)) && (i != to-1 || t.Class[i]&(WaterHead|FacilityHead|AreaHead) == 0) && t.Word(int(i)) != "на" {
			return false
		}
	}
	return true
}

// calling are the classes of words that call for a place's name in a case.
const calling = Locative | Motion | DistrictHead | TownHead | LiteralVerb | PartWord | Kin | Role | Body

// led reports that the words before token i call for a place: a preposition,
// maybe with adjectives after it, or a list of places that goes on.
func (f *Finder) led(i int32) bool {
	t := &f.Text
	if n := len(f.Names); n > 0 {
		last := &f.Names[n-1]
		gap := t.gap(int(i))
		if last.To == i && gap&gazetteer.GapComma != 0 && gap&^(gazetteer.GapComma|gazetteer.GapSpace) == 0 || last.To == i-1 && t.conjoined(int(i-1), int(i)) {
			return true
		}
	}
	for j := int(i) - 1; j >= 0 && j >= int(i)-3 && t.tight(j+1); j-- {
		if t.Class[j]&calling != 0 {
			return true
		}
		if t.Capital(j) || !t.adjective(j) {
			return false
		}
	}
	return false
}

// adjective reports a word that ends as an oblique Cyrillic adjective does.
func (t *Text) adjective(i int) bool {
	w := t.Word(i)
	if len(w) < 10 {
		return false
	}
	switch w[len(w)-4:] {
	case "му", "го", "ої", "ій", "ою", "их", "им", "ім", "ой", "ом", "ую", "ым", "ых", "ей", "ем":
		return true
	}
	return false
}

// table returns the endings of the text's language, told by letters that only
// one of the two has.
func (f *Finder) table() []ending {
	if f.endings != nil {
		return f.endings
	}
	ukrainian, russian := 0, 0
	const enough = 4000
	for _, r := range f.Text.Body[:min(enough, len(f.Text.Body))] {
		switch r {
		case 'і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є':
			ukrainian++
		case 'ы', 'э', 'ъ', 'ё', 'Э':
			russian++
		}
	}
	f.endings = russianEndings
	if ukrainian > russian {
		f.endings = ukrainianEndings
	}
	return f.endings
}

// Russian reports a text whose letters are Russian rather than Ukrainian.
func (f *Finder) Russian() bool { return &f.table()[0] == &russianEndings[0] }

// nominative looks for the place that the words from..to name in another
// case; the weightiest where several would do.
func (f *Finder) nominative(from, to int32, led bool) (best gazetteer.NameSet, ok bool) {
	if f.someone(from, to) {
		return NoSet, false
	}
	led = led || f.Text.Class[to-1]&WaterHead != 0 // "Чорного моря"
	var weight int64
	f.spellings(from, to, func(spelling string) {
		set, found := f.bearer(spelling)
		if !found || f.onlyAdjective(set, spelling, from, to) || theLexicon.of(gazetteer.Hash(spelling))&(FirstName|Stop|Locative|Month) != 0 {
			return
		}
		if w := f.weight(f.profileOf(set, from, to), led); w > weight && (w >= largeTown || !f.surnamed(to)) {
			best, weight, ok = set, w, true
		}
	})
	return best, ok
}

// largeTown is the weight from which a capital behind a name makes it no first
// name.
const largeTown = 50_000

// someone reports that the words are part of a person's name: a first name is
// one, or stands before them.
func (f *Finder) someone(from, to int32) bool {
	t := &f.Text
	if i := int(from) - 1; i >= 0 && t.Capital(i) && t.Tokens[i].Flags&gazetteer.AllCaps == 0 && t.spaced(int(from)) && t.Class[i]&calling == 0 && !(len(f.Names) > 0 && f.Names[len(f.Names)-1].To == from) && !t.gap(i).StartsSentence() {
		return true
	}
	return t.Class[from]&(FirstName|Month|Stop) != 0
}

// surnamed reports a capitalised word right behind a name.
func (f *Finder) surnamed(to int32) bool {
	t, next := &f.Text, int(to)
	return next < len(t.Tokens) && t.spaced(next) && t.Capital(next) && t.Tokens[next].Flags&gazetteer.AllCaps == 0 && f.adjectiveAt(to) == 0
}

// adjectiveAt returns the generic word that an adjective at token i belongs
// to, 0 if there is none.
func (f *Finder) adjectiveAt(i int32) int32 {
	if _, _, ok := adjectiveStem(gazetteer.Fold(f.Text.Word(int(i)))); !ok {
		return 0
	}
	head, _ := f.Text.headOf(i, int32(len(f.Text.Tokens)))
	return head
}

// spellings calls try with each nominative that the words from..to may have,
// each word by itself.
func (f *Finder) spellings(from, to int32, try func(string)) {
	var lists [3][]string
	n := int(to - from)
	for k := range n {
		word := gazetteer.Fold(f.Text.Word(int(from) + k))
		if n > 1 {
			lists[k] = append(lists[k], word)
		}
		if len(word) >= leastCase {
			lists[k] = nominatives(lists[k], word, f.table())
		}
	}
	for _, a := range lists[0] {
		if n == 1 {
			try(a)
		}
		for _, b := range lists[1] {
			if n == 2 {
				try(a + " " + b)
			}
			for _, c := range lists[2] {
				try(a + " " + b + " " + c)
			}
		}
	}
}

// bearer returns the name set of a folded spelling.
func (f *Finder) bearer(spelling string) (gazetteer.NameSet, bool) {
	var buf [4]gazetteer.Token
	tokens := gazetteer.Tokenize(spelling, buf[:0])
	n, set := f.Gazetteer.Longest(spelling, tokens)
	return set, n > 0 && n == len(tokens)
}

// weight is how much a place is to be expected that is named in a case; 0 if
// it is not: a village abroad, or one that no word calls for.
func (f *Finder) weight(p *profile, led bool) int64 {
	const wide, known = 1 << 40, 100_000
	switch {
	case p.lo == p.hi:
		return 0
	case p.has(mentionmap.Country):
		return 2 * wide
	case p.has(mentionmap.Region) || p.has(mentionmap.Area):
		return wide + p.pop
	case led && p.has(mentionmap.Water):
		return largeTown/2 + p.pop
	case p.pop >= known && (p.near || led):
		return p.pop
	case led && (p.near || p.rank == gazetteer.SeatOfState || p.has(mentionmap.Facility) || p.has(mentionmap.District)):
		return 1 + p.pop
	}
	return 0
}
