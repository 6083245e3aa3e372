package gazetteer

import "strings"

// GuessLang tells a name's language by what only one of ours has: uk for і ї є
// ґ and -ськ-, -цьк-; ru for ы э ё and -ский, -ская, -ское, -цкий, -цкая, -цкое;
// be for ў; en for plain Latin letters; "" where the letters do not say.
func GuessLang(name string) string {
	switch {
	case strings.ContainsAny(name, "ўЎ"):
		return "be"
	case strings.ContainsAny(name, "іїєґІЇЄҐ") || hasAny(name, "ськ", "цьк"):
		return "uk"
	case strings.ContainsAny(name, "ыэёЫЭЁ") || hasAny(name, "ский", "ская", "ское", "цкий", "цкая", "цкое"):
		return "ru"
	case isASCII(name):
		return "en"
	}
	return ""
}

func hasAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
