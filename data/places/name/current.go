package name

import (
	"slices"

	"mentionmap/geo/gazetteer"
)

// sameEnough is the likeness, in percent, from which a romanised name is the
// main name in a newer spelling.
const sameEnough = 55

// Current spells a Ukrainian place's main name as the cabinet's rule does,
// where a Ukrainian name stands among the others: "Nadiia" for "Nadiya". The
// spelling that was becomes an alternate.
func Current(names []gazetteer.EntryName) []gazetteer.EntryName {
	if len(names) == 0 {
		return names
	}
	old := gazetteer.Fold(names[0].Text)
	best, likest := "", sameEnough-1
	for _, n := range names[1:] {
		if n.Lang != "uk" && !(n.Lang == "" && IsCyrillic(n.Text)) || n.Flags&gazetteer.NameWeak != 0 {
			continue
		}
		latin := romanise(n.Text, &cabinet)
		if l := commonPairs(gazetteer.Fold(latin), old); l > likest {
			best, likest = latin, l
		}
	}
	if best == "" || gazetteer.Fold(best) == old {
		return names
	}
	names[0].Flags &^= gazetteer.NameMain
	return slices.Insert(names, 0, gazetteer.EntryName{Text: best, Lang: "en", Flags: gazetteer.NameMain})
}
