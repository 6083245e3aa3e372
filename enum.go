package mentionmap

import (
	"strings"
	"unicode"
)

// nameOf and byName give the small enumerations of this package their text.
func nameOf[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return "?"
}

func byName[T ~uint8](names []string, s string) (T, bool) {
	for i, n := range names {
		if n == s {
			return T(i), true
		}
	}
	return 0, false
}

// clip makes foreign text fit for a message: short, and on one line.
func clip(s string) string {
	const most = 60
	r := []rune(strings.ToValidUTF8(s, "�"))
	if len(r) > most {
		r = append(r[:most], '…')
	}
	for i, c := range r {
		if !unicode.IsPrint(c) {
			r[i] = '·'
		}
	}
	return string(r)
}
