package gazetteer

import (
	"unicode"
	"unicode/utf8"
)

// latinBases and vietBases give the base letter of each code point from
// U+00C0 and U+1E00 on ('-' no letter, '.' a letter without a base; capitals
// stand for the two letters in latinPairs). Derived from Unicode's
// decompositions, with ø, đ, ł, ı, ħ, ð, ŧ, ŋ, ə and their like by hand.
const (
	latinBases = "aaaaaaAceeeeiiiidnooooo-ouuuuyTSaaaaaaAceeeeiiiidnooooo-ouuuuyTy" +
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll" +
		"lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" +
		"...............e..f.............oo.............uu..............." +
		"....dd-lllnnnaaiioouuuuuuuuuu.aaaa....ggkkoooo..jdddgg..nnaa...." +
		"aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............" +
		"................"
	vietBases = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
		"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
		"wwwwwwwwwwxxxxyyzzzzzzhtwyas..S.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
		"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"
)

var latinPairs = map[byte]string{'A': "ae", 'O': "oe", 'S': "ss", 'T': "th", 'I': "ij"}

// script says which alphabet a letter is of.
type script uint8

const (
	otherScript script = iota
	latin
	cyrillic
)

// cyrillicFold maps U+0400–U+04FF to the letter it folds to.
var cyrillicFold = func() (t [256]rune) {
	plain := map[rune]rune{'ё': 'е', 'ѐ': 'е', 'ґ': 'г', 'ї': 'і', 'ў': 'у', 'ѝ': 'и', 'ќ': 'к', 'ѓ': 'г'}
	for i := range t {
		r := unicode.ToLower(0x400 + rune(i))
		if p, ok := plain[r]; ok {
			r = p
		}
		t[i] = r
	}
	return t
}()

// Letters that look alike in both alphabets. Pairs of small letters hold for
// both cases; the second list only for capitals.
var toCyrillic, toLatin, capToCyrillic, capToLatin = lookalikes("aeopcyxijs", "аеорсухіјѕ"), lookalikes("аеорсухіјѕ", "aeopcyxijs"),
	lookalikes("bhkmt", "внкмт"), lookalikes("внкмт", "bhkmt")

func lookalikes(from, to string) map[rune]rune {
	target := []rune(to)
	m := make(map[rune]rune, len(target))
	for i, r := range []rune(from) {
		m[r] = target[i]
	}
	return m
}

// appendFolded appends one letter or digit in folded form: small, without
// diacritics. It appends nothing for a combining mark.
func appendFolded(dst []byte, r rune) ([]byte, script) {
	switch {
	case r < 0x80:
		return appendASCII(dst, byte(r))
	case r >= 0xC0 && r < 0x250:
		return appendLatin(dst, r, latinBases[r-0xC0])
	case r >= 0x300 && r < 0x370:
		return dst, otherScript
	case r >= 0x400 && r < 0x500:
		return utf8.AppendRune(dst, cyrillicFold[r-0x400]), cyrillic
	case r >= 0x1E00 && r < 0x1F00:
		return appendLatin(dst, r, vietBases[r-0x1E00])
	}
	return utf8.AppendRune(dst, unicode.ToLower(r)), otherScript
}

func appendASCII(dst []byte, b byte) ([]byte, script) {
	switch {
	case b >= 'A' && b <= 'Z':
		return append(dst, b+'a'-'A'), latin
	case b >= 'a' && b <= 'z':
		return append(dst, b), latin
	}
	return append(dst, b), otherScript
}

func appendLatin(dst []byte, r rune, base byte) ([]byte, script) {
	switch {
	case base >= 'a' && base <= 'z':
		return append(dst, base), latin
	case base == '.':
		return utf8.AppendRune(dst, unicode.ToLower(r)), latin
	}
	return append(dst, latinPairs[base]...), latin
}

// appendWord appends a word in folded form. Apostrophes, soft hyphens and
// combining marks fall away; a word that mixes Latin and Cyrillic letters is
// read as the alphabet it cannot do without.
func appendWord(dst []byte, word string) []byte {
	start := len(dst)
	var seen [3]bool
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		if !inWord(r) {
			continue
		}
		if (r == 'и' || r == 'И') && hasBreve(word[i:]) {
			r = 'й'
		}
		var s script
		dst, s = appendFolded(dst, r)
		seen[s] = true
	}
	if seen[latin] && seen[cyrillic] {
		return appendMixed(dst[:start], word)
	}
	return dst
}

// hasBreve reports a combining breve, which makes и a letter of its own.
func hasBreve(rest string) bool { return len(rest) >= 2 && rest[0] == 0xCC && rest[1] == 0x86 }

func appendMixed(dst []byte, word string) []byte {
	same, caps := toLatin, capToLatin
	if needsCyrillic(word) {
		same, caps = toCyrillic, capToCyrillic
	}
	var one [8]byte
	for _, r := range word {
		if !inWord(r) {
			continue
		}
		folded, _ := appendFolded(one[:0], r)
		f, size := utf8.DecodeRune(folded)
		t, ok := same[f]
		if !ok && unicode.IsUpper(r) {
			t, ok = caps[f]
		}
		if ok && size == len(folded) {
			dst = utf8.AppendRune(dst, t)
		} else {
			dst = append(dst, folded...)
		}
	}
	return dst
}

// needsCyrillic reports whether a mixed word holds more Cyrillic letters
// without a Latin twin than Latin letters without a Cyrillic one.
func needsCyrillic(word string) bool {
	balance := 0
	var one [8]byte
	for _, r := range word {
		folded, s := appendFolded(one[:0], r)
		f, _ := utf8.DecodeRune(folded)
		switch {
		case s == cyrillic && toLatin[f] == 0:
			balance++
		case s == latin && toCyrillic[f] == 0:
			balance--
		}
	}
	return balance > 0
}

// inWord reports a letter, digit or mark: what folding keeps of a word.
func inWord(r rune) bool {
	switch {
	case r < 0x80:
		return asciiWord[r] != 0
	case r >= 0x2000 && r < 0x2070: // quotes, dashes, blanks: the block holds nothing else
		return false
	}
	return unicode.IsLetter(r) && !isApostrophe(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// isApostrophe reports the marks that stand for an apostrophe or a soft sign
// inside a word.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', '‛', '′', 'ʹ', 'ʺ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˈ', '＇':
		return true
	}
	return false
}

// isInvisible reports marks that a word may hold without anyone seeing them.
func isInvisible(r rune) bool {
	switch r {
	case 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF:
		return true
	}
	return false
}

// AppendFold appends the folded form of s: its words small, without
// diacritics or apostrophes, parted by single spaces.
func AppendFold(dst []byte, s string) []byte {
	var buf [16]Token
	for i, t := range Tokenize(s, buf[:0]) {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = appendWord(dst, s[t.Start:t.End])
	}
	return dst
}

// Fold returns the folded form of s.
func Fold(s string) string { return string(AppendFold(nil, s)) }
