package gazetteer

import "strings"

// GuessLang tells a name's language by letters that only one of ours has:
// uk for і ї є ґ, ru for ы э ё ъ, be for ў, en for plain Latin letters; ""
// where the letters do not say.
func GuessLang(name string) string {
	switch {
	case strings.ContainsAny(name, "ўЎ"):
		return "be"
	case strings.ContainsAny(name, "іїєґІЇЄҐ"):
		return "uk"
	case strings.ContainsAny(name, "ыэёъЫЭЁЪ"):
		return "ru"
	case isASCII(name):
		return "en"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
