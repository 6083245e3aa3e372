package name

import (
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// In returns the current name of a place as its language writes it, "uk" or
// "ru", or "" if none is known. Many names are spelled with letters that both
// languages have; then it is told by how the main name is romanised.
func In(p *mentionmap.Place, lang string) string {
	for _, n := range p.Names {
		if n.Lang == lang && !n.Former && (lang != "ru" || !hasApostrophe(n.Text)) {
			return n.Text
		}
	}
	open := openNames(p)
	if lang == "ru" {
		return russianIn(p, open)
	}
	for _, n := range open {
		if p.Country != "UA" || spells(n, p.Name, &cabinet) || spells(n, p.Name, &oldUkrainian) {
			return n
		}
	}
	return ""
}

// openNames are the current names in letters that may be of either language;
// no Russian name has an apostrophe, whatever else it was taken for.
func openNames(p *mentionmap.Place) (out []string) {
	for _, n := range p.Names {
		if !n.Former && IsCyrillic(n.Text) && (n.Lang == "" || n.Lang == "ru" && hasApostrophe(n.Text)) {
			out = append(out, n.Text)
		}
	}
	return out
}

func hasApostrophe(s string) bool { return strings.ContainsAny(s, "'’ʼ") }

// russianIn chooses the Russian one among names of either language: outside of
// Ukraine the first; in it, one that differs from the Ukrainian and that English
// texts romanise or that follows from it by rule; else they are the same.
func russianIn(p *mentionmap.Place, open []string) string {
	open = slices.DeleteFunc(slices.Clone(open), hasApostrophe)
	if p.Country != "UA" && len(open) > 0 {
		return open[0]
	}
	ukrainian := In(p, "uk")
	rule := russianForm(ukrainian)
	for _, n := range open {
		if n != ukrainian && (n == rule || isAttested(p, n)) {
			return n
		}
	}
	if slices.Contains(open, ukrainian) {
		return ukrainian
	}
	return ""
}

// isAttested reports a name whose Russian romanisation is an English name of
// the place besides the main one.
func isAttested(p *mentionmap.Place, text string) bool {
	return slices.ContainsFunc(p.Names, func(n mentionmap.Name) bool {
		return n.Lang == "en" && n.Text != p.Name && spells(text, n.Text, &press)
	})
}

// spells reports whether a Cyrillic name is written so in Latin letters.
func spells(cyrillic, latin string, rule *romanisation) bool {
	return gazetteer.Fold(romanise(cyrillic, rule)) == gazetteer.Fold(latin)
}
