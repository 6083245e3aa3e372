package name

import (
	"strings"

	"mentionmap/geo/gazetteer"
)

// surnamesBelow is the population under which a place's alternates that read
// like a surname mean a person: "Orlov" for the village of Orliv.
const surnamesBelow = 5000

var surnameEnds = []string{"ov", "ev", "yov", "in", "yn", "ova", "eva", "ina", "yna", "sky", "skyi", "skyy", "skiy", "skii", "skij", "ski", "enko", "chuk", "iuk", "yuk", "uk", "ovyi", "ovyy",
	"ов", "ев", "ёв", "ін", "ин", "їн", "ова", "ева", "іна", "ина", "ський", "ский", "цький", "цкий", "енко", "чук", "юк"}

// Weaken makes weak, of a small place's alternates, the single words that read
// like a surname. The main name, its
// other spellings and former names stay.
func Weaken(e *gazetteer.Entry) {
	if e.Population >= surnamesBelow || len(e.Names) == 0 {
		return
	}
	main := gazetteer.Fold(romanise(e.Names[0].Text, &cabinet))
	if likeSurname(main) {
		return // the place itself is called so: all its spellings are alike
	}
	for i := range e.Names[1:] {
		n := &e.Names[i+1]
		if n.Flags&(gazetteer.NameAlias|gazetteer.NameBare) == 0 && likeSurname(gazetteer.Fold(n.Text)) {
			n.Flags |= gazetteer.NameWeak
		}
	}
}

func likeSurname(folded string) bool {
	if strings.Contains(folded, " ") {
		return false
	}
	for _, end := range surnameEnds {
		if strings.HasSuffix(folded, end) {
			return true
		}
	}
	return false
}
