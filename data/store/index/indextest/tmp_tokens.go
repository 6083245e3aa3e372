package indextest

import (
	"unicode"
	"unicode/utf8"
)

// tokenRunes is the most code points of a word that matter.
const tokenRunes = 64

// tokenizer cuts texts into words and folds them, for what is stored and for
// what is looked for alike: letters and numbers make a word, case does not
// matter, nor do marks on Latin letters. What it gives is kept in databases: it
// must never change.
type tokenizer struct {
	text string
	at   int
	word []byte
}

// isWordRune tells what words are made of.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

// plainWord gives the small letter or digit that an ASCII byte stands for in a
// word; 0: no word has it.
var plainWord = func() (out [utf8.RuneSelf]byte) {
	for c := range out {
		if isWordRune(rune(c)) {
			out[c] = byte(foldRune(rune(c)))
		}
	}
	return out
}()

// next goes to the next word of the text; false after the last.
func (t *tokenizer) next() bool {
	t.word = t.word[:0]
	n := 0 // code points of the word
	for t.at < len(t.text) {
		if c := t.text[t.at]; c < utf8.RuneSelf {
			switch plain := plainWord[c]; {
			case plain == 0 && n > 0:
				return true
			case plain != 0:
				if n < tokenRunes {
					t.word = append(t.word, plain)
				}
				n++
			}
			t.at++
			continue
		}
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		switch {
		case isWordRune(r):
			if n < tokenRunes {
				t.word = utf8.AppendRune(t.word, foldRune(r))
			}
			n++
		case n > 0 && !unicode.Is(unicode.Mn, r): // else a mark upon the letter before
			return true
		}
		t.at += size
	}
	return n > 0
}

// wordsOf lists the words of a text.
func wordsOf(text string) (out []string) {
	t := tokenizer{text: text}
	for t.next() {
		out = append(out, string(t.word))
	}
	return out
}

// foldRune gives the small letter without its marks.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
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
	"aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "bḃḅḇ", "cçćĉċčḉ", "dďḋḍḏḑḓ", "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "fḟ", "gĝğġģǧǵḡ", "hĥȟḣḥḧḩḫẖ",
	"iìíîïĩīĭįǐȉȋḭḯỉị", "jĵǰ", "kķǩḱḳḵ", "lĺļľḷḹḻḽ", "mḿṁṃ", "nñńņňǹṅṇṉṋ", "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "pṕṗ",
	"rŕŗřȑȓṙṛṝṟ", "sśŝşšșṡṣṥṧṩ", "tţťțṫṭṯṱẗ", "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "vṽṿ", "wŵẁẃẅẇẉẘ", "xẋẍ", "yýÿŷȳẏẙỳỵỷỹ", "zźżžẑẓẕ",
}

var plainLetters = func() map[rune]rune {
	out := map[rune]rune{}
	for _, letters := range marked {
		for i, r := range letters {
			if i > 0 {
				out[r] = rune(letters[0])
			}
		}
	}
	return out
}()

func fold(text string) []string { return wordsOf(text) }

// Fold is for now.
func Fold(text string) []string { return wordsOf(text) }
