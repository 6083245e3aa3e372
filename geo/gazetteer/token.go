package gazetteer

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text. Hyphens part words, apostrophes do not, save
// for an English possessive, which is a token of its own marked Clitic.
type Token struct {
	Hash       uint64 // of the folded word
	Start, End int32  // bytes
	Gap        Gap    // what stands between the token before and this one
	Flags      TokenFlags
}

// TokenFlags tell the shape of a word.
type TokenFlags uint8

// The flags.
const (
	Capitalised TokenFlags = 1 << iota // starts with a capital
	AllCaps                            // two letters or more, all capitals
	HasDigit
	HasLetter
	Clitic   // the s of "Kyiv's"
	Cyrillic // holds Cyrillic letters
	NonASCII
	Initial // a capital with its full stop, as in "U.S." or "D.C."
)

// Gap is what stands between two tokens, as a set. Zero: nothing, or the
// apostrophe before a Clitic.
type Gap uint8

// The parts of a gap.
const (
	GapSpace     Gap = 1 << iota
	GapLine          // one line break
	GapParagraph     // an empty line, or the start of the text
	GapHyphen        // a hyphen or en dash
	GapDot
	GapStop  // ! ? …
	GapComma // , ;
	GapOther // quotes, brackets, dashes, …
)

// joins reports whether one name may run across the gap.
func (g Gap) joins() bool {
	return g&^(GapSpace|GapLine) == 0 || g == GapHyphen || g == GapDot
}

// StartsSentence reports whether the token after the gap is likely the first
// of a sentence.
func (g Gap) StartsSentence() bool {
	return g&(GapParagraph|GapStop) != 0 || g&(GapDot|GapSpace|GapLine) == GapDot|GapSpace || g&GapDot != 0 && g&GapLine != 0
}

// Classes of ASCII bytes.
const (
	lower = 1 << iota
	digit
	upper
)

// asciiWord has, for each byte of a word, its class and, in the low byte, its
// folded form; 0 for what is no letter or digit of ASCII.
var asciiWord = func() (t [256]uint16) {
	for b := byte('a'); b <= 'z'; b++ {
		t[b], t[b-'a'+'A'] = lower<<8|uint16(b), upper<<8|uint16(b)
	}
	for b := byte('0'); b <= '9'; b++ {
		t[b] = digit<<8 | uint16(b)
	}
	return t
}()

func classOf(b byte) uint16 { return asciiWord[b] >> 8 }

const (
	hashSeed  = 14695981039346656037 // FNV-1a, 64 bits
	hashPrime = 1099511628211
)

func hashByte(h uint64, b byte) uint64 { return (h ^ uint64(b)) * hashPrime }

// finish spreads the hash over all bits.
func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// join hashes a sequence of tokens, one at a time; start with 0.
func join(sequence, token uint64) uint64 {
	return finish(sequence*hashPrime + token)
}

// Hash returns the hash that a token with this text would have.
func Hash(word string) uint64 {
	var buf [64]byte
	return hashFolded(appendWord(buf[:0], word))
}

func hashFolded(folded []byte) uint64 {
	h := uint64(hashSeed)
	for _, b := range folded {
		h = hashByte(h, b)
	}
	return finish(h)
}

// Tokenize appends the words of text to buf. Text is any bytes of less than
// 2 GiB; it allocates only to grow buf.
func Tokenize(text string, buf []Token) []Token {
	gap := GapParagraph
	for i := 0; i < len(text); {
		switch b := text[i]; {
		case b == ' ':
			gap |= GapSpace
			i++
			continue
		case asciiWord[b] != 0:
		case b < 0x80:
			gap = addGap(gap, b)
			i++
			continue
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if !inWord(r) || unicode.IsMark(r) {
				gap = addWideGap(gap, r)
				i += n
				continue
			}
		}
		t := Token{Gap: gap}
		t.scan(text, i)
		if gap == 0 && isClitic(text, i, int(t.End)) {
			t.Flags |= Clitic
		}
		buf = append(buf, t)
		i = int(t.End)
		gap = 0
		if i < len(text) && text[i] != ' ' && (text[i] == '\'' || text[i] >= 0x80) {
			i += possessive(text, i)
		}
	}
	return buf
}

var gapOf = func() (t [128]Gap) {
	for i := range t {
		t[i] = GapOther
	}
	for _, b := range " \t\r\v\f" {
		t[b] = GapSpace
	}
	t['\n'], t['-'], t['.'], t['!'], t['?'], t[','], t[';'] = GapLine, GapHyphen, GapDot, GapStop, GapStop, GapComma, GapComma
	return t
}()

// addGap adds an ASCII byte to a gap. What comes twice means more: an empty
// line, a dash, dots.
func addGap(gap Gap, b byte) Gap {
	g := gapOf[b]
	if twice := gap & g & (GapLine | GapHyphen | GapDot); twice != 0 {
		switch twice {
		case GapLine:
			g |= GapParagraph
		case GapHyphen:
			g |= GapOther
		case GapDot:
			g |= GapStop
		}
	}
	return gap | g
}

func addWideGap(gap Gap, r rune) Gap {
	switch {
	case isInvisible(r) || unicode.IsMark(r):
		return gap
	case r == 0x2028 || r == 0x2029:
		return addGap(gap, '\n')
	case unicode.IsSpace(r):
		return gap | GapSpace
	case r >= 0x2010 && r <= 0x2013, r == 0x2212:
		return addGap(gap, '-')
	case r == '…':
		return gap | GapStop
	}
	return gap | GapOther
}

// scan reads the word that starts at i.
func (t *Token) scan(text string, i int) {
	h := uint64(hashSeed)
	var seen, capitals uint16
	j := i
	for ; j < len(text); j++ {
		c := asciiWord[text[j]]
		if c == 0 {
			break
		}
		seen |= c
		capitals += c >> 10
		h = hashByte(h, byte(c))
	}
	if j < len(text) && mayGoOn[text[j]] && goesOn(text, j) {
		t.scanWide(text, i)
		return
	}
	t.Hash, t.Start, t.End, t.Flags = finish(h), int32(i), int32(j), shape(seen>>8, capitals, text[i])
	if j == i+1 && capitals == 1 && initialAt(text, i) {
		t.End++
		t.Flags |= Initial
	}
}

// mayGoOn marks the bytes with which a word can go on beyond ASCII letters:
// apostrophes, and all letters of other alphabets.
var mayGoOn = func() (t [256]bool) {
	for b := range t {
		t[b] = b >= 0x80 || b == '\'' || b == '`'
	}
	return t
}()

func shape(seen, capitals uint16, first byte) TokenFlags {
	var f TokenFlags
	if seen&digit != 0 {
		f |= HasDigit
	}
	if seen&(upper|lower) != 0 {
		f |= HasLetter
	}
	if classOf(first) == upper {
		f |= Capitalised
	}
	if capitals >= 2 && seen&lower == 0 {
		f |= AllCaps
	}
	return f
}

// initialAt reports whether the capital at i and the full stop after it belong
// to an abbreviation: "U.S.", "D.C.", not the end of "plan B.".
func initialAt(text string, i int) bool {
	if i+1 >= len(text) || text[i+1] != '.' {
		return false
	}
	before := i >= 2 && text[i-1] == '.' && isCapital(text[i-2]) && (i == 2 || !isLetter(text[i-3]))
	after := i+3 < len(text) && isCapital(text[i+2]) && text[i+3] == '.'
	return before || after
}

func isCapital(b byte) bool { return b >= 'A' && b <= 'Z' }
func isLetter(b byte) bool  { return b >= 0x80 || classOf(b)&(upper|lower) != 0 }

// goesOn reports whether the word, ASCII up to j, has more than ASCII letters.
func goesOn(text string, j int) bool {
	r, n := utf8.DecodeRuneInString(text[j:])
	if isApostrophe(r) || isInvisible(r) {
		return letterAt(text, j+n) && possessive(text, j) == 0
	}
	return inWord(r)
}

func letterAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return inWord(r)
}

// possessive returns the length of the apostrophe at i if a lone s follows.
func possessive(text string, i int) int {
	if i+1 >= len(text) || text[i] != '\'' && text[i] < 0x80 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	if !isApostrophe(r) || i+n >= len(text) || text[i+n]|0x20 != 's' || letterAt(text, i+n+1) {
		return 0
	}
	return n
}

func isClitic(text string, start, end int) bool {
	return end == start+1 && start > 0 && text[start]|0x20 == 's'
}

// scanWide reads a word that holds more than ASCII letters and digits.
func (t *Token) scanWide(text string, i int) {
	t.Start, t.Flags = int32(i), NonASCII
	letters, capitals, j := 0, 0, i
	for j < len(text) {
		r, n := utf8.DecodeRuneInString(text[j:])
		if !inWord(r) {
			if (isApostrophe(r) || isInvisible(r)) && letterAt(text, j+n) && possessive(text, j) == 0 {
				j += n
				continue
			}
			break
		}
		t.Flags |= runeFlags(r, j == i)
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsUpper(r) {
			capitals++
		}
		j += n
	}
	if capitals >= 2 && capitals == letters {
		t.Flags |= AllCaps
	}
	t.End = int32(j)
	var buf [64]byte
	t.Hash = hashFolded(appendWord(buf[:0], text[i:j]))
}

func runeFlags(r rune, first bool) TokenFlags {
	var f TokenFlags
	switch {
	case unicode.IsLetter(r):
		f = HasLetter
	case unicode.IsDigit(r):
		f = HasDigit
	}
	if r >= 0x400 && r < 0x500 {
		f |= Cyrillic
	}
	if first && unicode.IsUpper(r) {
		f |= Capitalised
	}
	return f
}
