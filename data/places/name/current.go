package name

import (
	"slices"

	"mentionmap/geo/gazetteer"
)

// sameEnough is the likeness, in percent, from which a romanised name is the
// main name in a newer spelling.
const sameEnough = 70

// Current spells a Ukrainian place's main name as the cabinet's rule does,
// where a Ukrainian name stands among the others: "Nadiia" for "Nadiya". The
// spelling that was becomes an alternate. A main name that people have looked
// at stays.
func Current(names []gazetteer.EntryName) []gazetteer.EntryName {
	if len(names) == 0 || names[0].Flags&gazetteer.NameAlias != 0 {
		return names
	}
	old, modern := gazetteer.Fold(names[0].Text), gazetteer.Fold(modernise(names[0].Text))
	best, likest := "", sameEnough-1
	for _, n := range names[1:] {
		if n.Lang != "uk" && !(n.Lang == "" && IsCyrillic(n.Text)) || n.Flags&(gazetteer.NameWeak|gazetteer.NameFormer|gazetteer.NameLoose) != 0 {
			continue
		}
		if n.Lang == "" && gazetteer.Fold(romanise(n.Text, &press)) == old {
			continue // the main name is a Russian one
		}
		latin := romanise(n.Text, &cabinet)
		folded := gazetteer.Fold(latin)
		if l := max(commonPairs(folded, old), commonPairs(folded, modern)); l > likest && sameShape(folded, old) {
			best, likest = latin, l
		}
	}
	if best == "" || gazetteer.Fold(best) == old {
		return names
	}
	names[0].Flags &^= gazetteer.NameMain
	return slices.Insert(names, 0, gazetteer.EntryName{Text: best, Lang: "en", Flags: gazetteer.NameMain})
}

// sameShape keeps another name that holds the first, "Mykolaivka" beside
// "Novomykolaivka", from being taken for its spelling.
func sameShape(a, b string) bool {
	return a != "" && b != "" && a[0] == b[0] && max(len(a), len(b))-min(len(a), len(b)) <= 2
}
