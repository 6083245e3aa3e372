package sqlite

import (
	"strings"
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
	text  string
	at    int
	word  []byte
	words []byte
	slots []slot // of a hash table of the words had
	had   int
}

// slot is where in words a word stands.
type slot struct {
	hash       uint32
	start, end uint32
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

// distinct gives the words of texts, each once, with blanks between.
func (t *tokenizer) distinct(texts ...string) string {
	clear(t.slots)
	t.words, t.had = t.words[:0], 0
	for _, text := range texts {
		t.text, t.at = text, 0
		for t.next() {
			t.add()
		}
	}
	return string(t.words)
}

// add adds the word, unless it was had.
func (t *tokenizer) add() {
	if 2*t.had >= len(t.slots) {
		t.grow()
	}
	hash := uint32(2166136261) // FNV-1a
	for _, c := range t.word {
		hash = (hash ^ uint32(c)) * 16777619
	}
	at := t.find(hash)
	if t.slots[at].end != 0 {
		return
	}
	start := len(t.words)
	t.words = append(append(t.words, t.word...), ' ')
	t.slots[at] = slot{hash, uint32(start), uint32(len(t.words) - 1)}
	t.had++
}

// find gives the slot of the word, or the free one where it belongs.
func (t *tokenizer) find(hash uint32) int {
	mask := len(t.slots) - 1
	for at := int(hash) & mask; ; at = (at + 1) & mask {
		s := t.slots[at]
		if s.end == 0 || s.hash == hash && string(t.words[s.start:s.end]) == string(t.word) {
			return at
		}
	}
}

func (t *tokenizer) grow() {
	old := t.slots
	t.slots = make([]slot, max(256, 2*len(old)))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s.end == 0 {
			continue
		}
		at := int(s.hash) & mask
		for t.slots[at].end != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = s
	}
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

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\x00", " ")

// wanted is what a reader looks for: posts that hold all words, and the
// phrases, whose words stand next to each other.
type wanted struct {
	words   []string
	phrases [][]string // of two words and more
}

// wantedBy reads what a reader typed. Nothing he types has another meaning or
// is an error; what holds no letter or digit is left out.
func wantedBy(typed string) (w wanted) {
	for i, part := range strings.Split(quotes.Replace(typed), `"`) {
		phrases := []string{part}
		if i%2 == 0 { // outside of quotes
			phrases = strings.FieldsFunc(part, unicode.IsSpace)
		}
		for _, p := range phrases {
			words := wordsOf(p)
			w.words = append(w.words, words...)
			if len(words) > 1 {
				w.phrases = append(w.phrases, words)
			}
		}
	}
	return w
}

// match is the FTS5 expression for all words; "" if there is nothing to look for.
func (w *wanted) match() string {
	if len(w.words) == 0 {
		return ""
	}
	return `"` + strings.Join(w.words, `" "`) + `"`
}

// in reports whether a text holds all phrases, each in it or in its title.
func (w *wanted) in(title, text string) bool {
	if len(w.phrases) == 0 {
		return true
	}
	a, b := wordsOf(title), wordsOf(text)
	for _, p := range w.phrases {
		if !holds(a, p) && !holds(b, p) {
			return false
		}
	}
	return true
}

func holds(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if words[i] == phrase[0] && equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
