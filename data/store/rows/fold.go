package rows

import (
	"unicode"
	"unicode/utf8"
)

// Words are what the tokenizer unicode61 of SQLite's FTS5 makes of a text with
// remove_diacritics 2: letters and numbers make a word, case does not matter, nor
// do marks on Latin letters. (Signs that Unicode got after version 6, such as
// newer emoji, are letters to FTS5.) What they are is kept in databases: it must never change.

// Words lists the words of a text, folded.
func Words(text string) (out []string) {
	t := tokenizer{text: text}
	for t.next() {
		out = append(out, string(t.word))
	}
	return out
}

type tokenizer struct {
	text string
	at   int
	word []byte
}

// next goes to the next word of the text; false after the last.
func (t *tokenizer) next() bool {
	t.word = t.word[:0]
	for in := false; ; {
		if t.at >= len(t.text) {
			return in
		}
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		switch {
		case isWordRune(r):
			in = true
			t.word = utf8.AppendRune(t.word, foldRune(r))
		case in && !isMark(r):
			return true
		}
		t.at += size
	}
}

// isMark tells the marks upon Latin letters; other marks part words.
func isMark(r rune) bool {
	const first, set = 0x300, 0x361f8<<32 | 0x8029fdf
	return r >= first && r < first+64 && set>>(r-first)&1 == 1
}

// isWordRune tells what words are made of.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return plainLetter[r] != 0
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

// plainLetter gives the small letter or digit that an ASCII byte stands for in a
// word; 0: no word has it.
var plainLetter = func() (out [utf8.RuneSelf]byte) {
	for c := range out {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			out[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			out[c] = byte(c + 'a' - 'A')
		}
	}
	return out
}()

// foldRune gives the small letter without its marks.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if plain := plainLetter[r]; plain != 0 {
			return rune(plain)
		}
		return r
	}
	r = unicode.ToLower(r)
	if plain, ok := plainLetters[r]; ok {
		return plain
	}
	return r
}

// marked lists, for each Latin letter, what stands for it with marks upon it
// (the small letters of Latin-1 Supplement, Latin Extended-A, -B and Additional
// that Unicode takes apart into an ASCII letter and marks).
var marked = [...]string{
	"aàáâãäåāăąǎǟǻȁȃȧḁạảấầẩẫậắằẳẵặ", "bḃḅḇ", "cçćĉċčḉ", "dďḋḍḏḑḓ", "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "fḟ", "gĝğġģǧǵḡ", "hĥȟḣḥḧḩḫẖ",
	"iìíîïĩīĭįǐȉȋḭḯỉị", "jĵǰ", "kķǩḱḳḵ", "lĺļľḷḹḻḽ", "mḿṁṃ", "nñńņňǹṅṇṉṋ", "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "pṕṗ",
	"rŕŗřȑȓṙṛṝṟ", "sſẛśŝşšșṡṣṥṧṩ", "tţťțṫṭṯṱẗ", "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "vṽṿ", "wŵẁẃẅẇẉẘ", "xẋẍ", "yýÿŷȳẏẙỳỵỷỹ", "zźżžẑẓẕ",
	"βϐ", "εϵ", "θϑ", "κϰ", "μµ", "πϖ", "ρϱ", "σς", "φϕ", // Greek letters with two forms
}

var plainLetters = func() map[rune]rune {
	out := map[rune]rune{}
	for _, letters := range marked {
		for i, r := range letters {
			if i > 0 {
				out[r], _ = utf8.DecodeRuneInString(letters)
			}
		}
	}
	return out
}()
