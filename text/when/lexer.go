package when

import (
	"math/bits"
	"strings"
)

// token is a word, a number or a mark.
type token struct {
	is         class
	n          int32
	start, end int
	year       int16 // of a numeric date
	month, day int8
	digits     digits
	minute     int16
	glued      bool // stands right behind a letter, a dash or a sign
}

// lex reads the token that begins at or after i. A token whose class is empty
// ends every pattern: a word that means nothing here, a full stop, the end of
// a line.
func lex(text string, i int) token {
	i = skipBlanks(text, i)
	if i >= len(text) {
		return token{start: i, end: i}
	}
	switch kindOf[text[i]] {
	case byteLetter:
		return lexWord(text, i)
	case byteDigit:
		return lexNumber(text, i)
	}
	return lexMark(text, i)
}

func lexWord(text string, i int) token { return wordToken(text, i, wordEnd(text, i)) }

// wordToken is the token of the word from i to j.
func wordToken(text string, i, j int) token {
	t := token{start: i, end: j}
	s := known.find(text[i:j])
	if s == nil {
		return t
	}
	if s.is&cName != 0 && (text[i] < 'A' || text[i] > 'Z') {
		return t
	}
	t.is, t.n = s.is, s.n
	if s.is&cAbbr != 0 && j < len(text) && text[j] == '.' {
		t.end++
	}
	return t
}

// wordEnd returns where the letters from i on end: eight bytes in one look as
// long as they are ASCII.
func wordEnd(text string, i int) int {
	for i+8 <= len(text) {
		if n := asciiLetters(eightBytes(text[i : i+8])); n < 8 {
			i += n
			break
		}
		i += 8
	}
	for i < len(text) && kindOf[text[i]] == byteLetter {
		i++
	}
	return i
}

// asciiLetters counts the ASCII letters that eight bytes, the lowest first,
// begin with. It adds to all bytes at once what lifts a letter over 0x80 and
// what lifts only the characters beyond z over it.
func asciiLetters(x uint64) int {
	const each = 0x0101010101010101
	small := (x | 0x20*each) &^ (0x80 * each)
	letters := (small + (0x80-'a')*each) &^ (small + (0x7F-'z')*each) &^ x
	return bits.TrailingZeros64(^letters&(0x80*each)) / 8
}

// eightBytes reads the eight bytes of s, the first as the lowest.
func eightBytes(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// wordStart goes back from i to where the letters before it begin.
func wordStart(text string, i int) int {
	for i > 0 {
		j := i - 1
		for j > 0 && i-j < 4 && text[j]&0xC0 == 0x80 {
			j--
		}
		if kindOf[text[j]] != byteLetter {
			return i
		}
		i = j
	}
	return i
}

// letterBefore reports whether a letter ends at i.
func letterBefore(text string, i int) bool { return wordStart(text, i) < i }

// runeLen is the length of the character that begins with c, as far as it
// matters: a mark's later bytes must not be taken for letters.
func runeLen(c byte) int {
	switch {
	case c < 0xC2:
		return 1
	case c < 0xE0:
		return 2
	case c < 0xF0:
		return 3
	}
	return 4
}

func lexMark(text string, i int) token {
	t := token{start: i, end: i + 1}
	switch c := text[i]; {
	case c == ',':
		t.is = cComma
	case c == '-':
		t.is = cDash
		if i+1 < len(text) && text[i+1] == '-' {
			t.end++
		}
	case c == '\'' && isPossessive(text, i+1):
		t.is, t.end = cPoss, i+2
	case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80:
		t.end = i + 3
		switch third := text[i+2]; {
		case third >= 0x90 && third <= 0x95: // ‐ to ―
			t.is = cDash
		case third == 0x99 && isPossessive(text, i+3): // ’
			t.is, t.end = cPoss, i+4
		}
	}
	return t
}

func isPossessive(text string, i int) bool {
	return i < len(text) && fold[text[i]] == 's' && (i+1 >= len(text) || kindOf[text[i+1]] != byteLetter)
}

// skipBlanks passes blanks, tabs, the no-break spaces U+00A0, U+2009 and U+202F,
// and the end of a wrapped line.
func skipBlanks(text string, i int) int {
	for i < len(text) {
		n := blankAt(text, i)
		if n == 0 {
			return i
		}
		i += n
	}
	return i
}

func blankAt(text string, i int) int {
	switch text[i] {
	case ' ', '\t':
		return 1
	case '\n':
		if wraps(text, i) {
			return 1
		}
	case '\r':
		if i+1 < len(text) && text[i+1] == '\n' && wraps(text, i) {
			return 2
		}
	case 0xC2:
		if i+1 < len(text) && text[i+1] == 0xA0 {
			return 2
		}
	case 0xE2:
		if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xAF || text[i+2] == 0x89) {
			return 3
		}
	}
	return 0
}

// Text that is wrapped by hand or by mail breaks its lines at such widths, in
// bytes; shorter lines are titles, longer ones paragraphs.
const (
	narrowest = 60
	widest    = 110
)

// wraps reports whether the line that ends at i goes on in the next: it is as
// wide as wrapped text is, and the next line is no short one such as a date.
func wraps(text string, i int) bool {
	start := i
	for start > 0 && i-start <= widest && text[start-1] != '\n' {
		start--
	}
	if w := i - start; w < narrowest || w > widest {
		return false
	}
	next := i + 1
	if text[i] == '\r' {
		next++
	}
	return next < len(text) && kindOf[text[next]] != byteOther && !shortLine(text[next:])
}

func shortLine(rest string) bool {
	const short = 40
	end := min(len(rest), short)
	return strings.IndexByte(rest[:end], '\n') >= 0
}

// blankBefore is the length of the blank that ends at i, 0 if there is none.
func blankBefore(text string, i int) int {
	for n := 1; n <= 3 && n <= i; n++ {
		if blankAt(text, i-n) == n {
			return n
		}
	}
	return 0
}

// lexBack reads the word that ends at or before i on the same line; ok is
// false if something else stands there.
func lexBack(text string, i int) (t token, ok bool) {
	for n := blankBefore(text, i); n > 0; n = blankBefore(text, i) {
		i -= n
	}
	j := wordStart(text, i)
	if j == i {
		return token{start: i, end: i}, false
	}
	return lexWord(text, j), true
}
