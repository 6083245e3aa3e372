package toponym

import (
	"slices"
	"strings"

	"mentionmap/geo/gazetteer"
)

// fillLists adds names that the gazetteer lacks but that stand in a list of
// places ("near Lyman, Druzheliubivka and Terny"), and after "near" and the like those
// that end as Slavic towns do; "the settlements of A" announces a list of one. They are
// kept, without a place.
func (f *Finder) fillLists() {
	known := len(f.Names)
	for k := range known {
		f.fillAfter(k, known)
		if k == 0 || f.Names[k-1].Sentence != f.Names[k].Sentence {
			f.fillBefore(k, known)
		}
	}
	if len(f.Names) > known {
		slices.SortStableFunc(f.Names, func(a, b Name) int { return int(a.From - b.From) })
	}
}

// fillAfter adds the unknown members of a list that follow name k: at least
// two known places must be in the list, on whichever side.
func (f *Finder) fillAfter(k, known int) {
	n := f.Names[k]
	if !f.listable(&n) && !n.announcesTowns() {
		return
	}
	next, at := f.Text.Sentences[n.Sentence].To, n.To
	if k+1 < known && f.Names[k+1].Sentence == n.Sentence {
		next = f.Names[k+1].From
	}
	from := len(f.Names)
	for {
		member, ok := f.member(at, next, n.Sentence)
		if !ok {
			break
		}
		f.Names = append(f.Names, member)
		at = member.To
	}
	closed := k+1 < known && f.Names[k+1].From == next && f.separated(at, next) && f.listable(&f.Names[k+1])
	if before := k > 0 && f.Names[k-1].Sentence == n.Sentence && f.separated(f.Names[k-1].To, n.From) && f.listable(&f.Names[k-1]); !closed && !before && !n.announcesTowns() {
		f.Names = slices.Delete(f.Names, from, from+f.doubtful(from))
	}
}

// announcesTowns reports the first of "the settlements of A and B".
func (n *Name) announcesTowns() bool {
	return n.Head&TownHead != 0 && n.Signs.Has(HeadBefore) && n.Signs.Has(PluralHead)
}

// doubtful counts the names from index from on, up to the last that does not end
// as Slavic towns do.
func (f *Finder) doubtful(from int) (n int) {
	for i := from; i < len(f.Names); i++ {
		if !endsSlavic(f.Text.Word(int(f.Names[i].From))) {
			n = i + 1 - from
		}
	}
	return n
}

// fillBefore adds an unknown name that begins a list, after a preposition:
// "near Hostre and Ostrivske".
func (f *Finder) fillBefore(k, known int) {
	t, n := &f.Text, f.Names[k]
	if !f.listable(&n) {
		return
	}
	for i := n.From - 1; i > t.Sentences[n.Sentence].From && i >= n.From-3; i-- {
		if !t.properWord(i) || !f.spatial(i-1) && !t.colon(i) {
			continue
		}
		if f.separated(i+1, n.From) && f.persons.count(t.Tokens[i].Hash) == 0 {
			f.Names = append(f.Names, Name{From: i, To: i + 1, CoreFrom: i, CoreTo: i + 1, Sentence: n.Sentence, Set: NoSet, Signs: InList})
		}
		return
	}
}

// colon reports a colon before token i: what it announces may be a list.
func (t *Text) colon(i int32) bool { return i > 0 && t.Body[t.Tokens[i-1].End] == ':' }

// spatial reports "near", "toward" and the like at token i.
func (f *Finder) spatial(i int32) bool {
	return i >= 0 && f.Text.Class[i]&(Locative|Motion|TownHead) != 0 && f.Text.tight(int(i)+1)
}

// listable reports a settlement of the countries of the news.
func (f *Finder) listable(n *Name) bool {
	return n.Head&^TownHead == 0 && n.Lo < n.Hi && f.profile(n).near
}

// member reads a separator and an unknown word after token at.
func (f *Finder) member(at, end, sentence int32) (n Name, ok bool) {
	t, i := &f.Text, at
	if i < end && t.and(int(i)) {
		i++
	}
	if i >= end || !t.properWord(i) || !f.separated(at, i) || f.persons.count(t.Tokens[i].Hash) > 0 || t.Tokens[i].Flags&gazetteer.AllCaps != 0 || t.Class[i]&FirstName != 0 {
		return n, false
	}
	to := i + 1
	if to < end && t.properWord(to) && t.spaced(int(to)) && t.Class[to]&FirstName == 0 {
		to++
	}
	if int(to) < len(t.Tokens) && t.spaced(int(to)) && (t.Capital(int(to)) || t.Class[to]&(Say|Role) != 0) {
		return n, false
	}
	return Name{From: i, To: to, CoreFrom: i, CoreTo: to, Sentence: sentence, Set: NoSet, Signs: InList}, true
}

// separated reports that a comma or "and", and nothing else, stands between
// the tokens from and to.
func (f *Finder) separated(from, to int32) bool {
	t := &f.Text
	const list = gazetteer.GapSpace | gazetteer.GapComma | gazetteer.GapLine
	switch g := t.gap(int(to)); {
	case to == from:
		return g&gazetteer.GapComma != 0 && g&^list == 0
	case to == from+1:
		return t.and(int(from)) && t.gap(int(from))&^list == 0 && g&^gazetteer.GapSpace == 0
	}
	return false
}

// datelineTown reports an unknown word in capitals that begins an agency
// report: "BÜRGENSTOCK, Switzerland —".
func (f *Finder) datelineTown(i, end int32) bool {
	t := &f.Text
	if t.Tokens[i].Flags&gazetteer.AllCaps == 0 || i+2 >= end || !t.gap(int(i)).StartsSentence() && t.gap(int(i))&gazetteer.GapLine == 0 || t.gap(int(i)+1)&gazetteer.GapComma == 0 || t.Tokens[i+1].Flags&gazetteer.AllCaps != 0 || !f.strongAt(i+1) {
		return false
	}
	for j := i + 2; j < min(end, i+5); j++ {
		if t.dash(int(j)) {
			return true
		}
	}
	return false
}

// slavicEndings are those of towns that persons rarely have.
var slavicEndings = [...]string{"ivka", "ovka", "evka", "iivka", "inka", "ske", "skoye", "skoe", "ivtsi", "ychi", "hrad", "pillia", "ove", "yne", "ovo", "evo", "hirya", "hiria", "skyi"}

// slavicTown reports an unknown word that ends as Slavic towns do, right
// after a preposition of place.
func (f *Finder) slavicTown(i, end int32) bool {
	t := &f.Text
	if i == 0 || !t.properWord(i) || !f.spatial(i-1) || t.Capital(int(i)-1) && t.Class[i-1]&Stop == 0 || i+1 < end && t.spaced(int(i)+1) && t.Capital(int(i)+1) || f.persons.count(t.Tokens[i].Hash) > 0 {
		return false
	}
	return endsSlavic(t.Word(int(i)))
}

func endsSlavic(w string) bool {
	for _, e := range slavicEndings {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
