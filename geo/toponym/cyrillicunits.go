package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// adjectival reads "Донецької області", "Белгородском районе", "Покровському
// напрямку"; in a list each adjective by itself.
func (f *Finder) adjectival(i, end int32) (n Name, ok bool) {
	t := &f.Text
	stem, ukrainian, ok := adjectiveStem(gazetteer.Fold(t.Word(int(i))))
	if !ok {
		return n, false
	}
	n = Name{From: i, To: i + 1, CoreFrom: i, CoreTo: i + 1}
	head, own := t.headOf(i, end)
	if head == 0 {
		if f.regionAlone(i) || i+1 < end && t.spaced(int(i)+1) && t.Class[i+1]&StateHead != 0 {
			return f.named(n, regions(stem, ukrainian))
		}
		return n, false
	}
	if own {
		n.To = head + 1
	}
	c := t.Class[head]
	switch {
	case c&AxisHead != 0:
		n.To, n.Signs = i+1, Called
		return f.named(n, towns(nil, stem))
	case c&RegionHead != 0:
		n.CoreTo = n.To
		return f.named(n, regions(stem, ukrainian))
	}
	n.Head = DistrictHead
	if full, ok := f.named(n, []string{stem + "ий район", stem + "ий городской округ"}); ok {
		return full, true
	}
	return f.named(n, towns(nil, stem))
}

// regionAlone reports "у Запорізькій —": a preposition, and no noun behind the
// adjective.
func (f *Finder) regionAlone(i int32) bool {
	t := &f.Text
	w := t.Word(int(i))
	oblique := len(w) > 4 && (w[len(w)-4:] == "ій" || w[len(w)-4:] == "ой")
	next := int(i) + 1
	return oblique && i > 0 && t.spaced(int(i)) && t.Class[i-1]&Locative != 0 && (next >= len(t.Tokens) || t.gap(next)&^(gazetteer.GapSpace|gazetteer.GapHyphen) != 0)
}

// regions are the full names that a region with this adjective may have.
func regions(stem string, ukrainian bool) []string {
	if ukrainian {
		return []string{stem + "а область", stem + "ий край", stem + "а республіка"}
	}
	return []string{stem + "ая область", stem + "ий край", stem + "ая республика"}
}

// named gives the name the weightiest of the spellings.
func (f *Finder) named(n Name, spellings []string) (Name, bool) {
	var weight int64
	for _, s := range spellings {
		set, ok := f.bearer(s)
		if !ok {
			continue
		}
		p := f.profileOf(set, n.CoreFrom, n.CoreTo)
		if w := f.weight(p, true); w > weight && (n.CoreTo > n.CoreFrom+1 || p.has(mentionmap.Settlement) || p.has(mentionmap.District) || p.has(mentionmap.Region)) {
			weight, n.Set, n.Lo, n.Hi = w, set, p.lo, p.hi
		}
	}
	return n, weight > 0
}

// headOf finds the generic word that the adjective at token i belongs to,
// past other adjectives of a list; own reports that it follows at once, but for one
// word such as "прикордонній".
func (t *Text) headOf(i, end int32) (head int32, own bool) {
	const farthest = 12
	own = true
	for j := i + 1; j < end && j < i+farthest; j++ {
		gap := t.gap(int(j))
		switch {
		case gap&^(gazetteer.GapSpace|gazetteer.GapComma|gazetteer.GapHyphen|gazetteer.GapLine) != 0 || t.Tokens[j].Flags&gazetteer.Cyrillic == 0:
			return 0, false
		case t.Class[j]&(RegionHead|DistrictHead|AxisHead) != 0:
			return j, own
		case t.Capital(int(j)):
			own = false
			if _, _, ok := adjectiveStem(gazetteer.Fold(t.Word(int(j)))); !ok {
				return 0, false
			}
		case t.and(int(j)):
		case !t.adjective(int(j)):
			return 0, false
		}
	}
	return 0, false
}

// and reports "and" or "or".
func (t *Text) and(i int) bool {
	switch t.Word(i) {
	case "and", "or", "і", "й", "и", "та", "або", "или":
		return true
	}
	return false
}
