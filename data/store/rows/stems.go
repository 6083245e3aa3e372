package rows

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
)

// Stems gives the stems of a text's words, as far as they differ from the word
// as Words folds it: each once, parted by blanks. Words in Latin letters are
// English; those in Cyrillic are Ukrainian or Russian, as their letters say, else
// as the text's language does; where that is neither they have both stems.
// Apostrophes inside a word do not matter, nor does ё or ґ. Words with digits,
// of several scripts, of other scripts or of more than 64 letters have no stems.
// What it gives is kept in databases: it must never change.
func Stems(text, lang string) string {
	s := stemmers.Get().(*stemmer)
	defer stemmers.Put(s)
	return s.stems(text, lang)
}

var stemmers = sync.Pool{New: func() any { return &stemmer{env: snowballstem.NewEnv(""), known: newCache(), most: knownWords} }}

const (
	stemLetters = 64
	// knownWords is half of the words whose stems a stemmer remembers at most,
	// about 200 bytes each, 13 MB in all: those asked for last, and those before.
	knownWords = 1 << 15
)

// stemmer gives the stems of texts, and remembers those of words.
type stemmer struct {
	env           *snowballstem.Env
	known, before cache
	most          int    // words of known
	texts         int    // had
	word          []byte // a language, then the word
	out           []byte
}

// cache has the stems of words, and all of them by what they are.
type cache struct {
	words map[string][2]*stem
	stems map[string]*stem
}

func newCache() cache { return cache{map[string][2]*stem{}, map[string]*stem{}} }

// stem is a stem, with the number of the text that it was given for last.
type stem struct {
	text string
	last int
}

// language of a word, a bit each.
type language byte

const (
	isEnglish language = 1 << iota
	isUkrainian
	isRussian
)

// isRespelt is set besides: the word is none of Words.
const isRespelt = 1 << 7

func (s *stemmer) stems(text, lang string) string {
	if len(s.known.words) > s.most {
		s.known, s.before = newCache(), s.known
	}
	s.texts++
	s.out = s.out[:0]
	for at := 0; at < len(text); {
		var of language
		if at, of = s.next(text, at, lang); of == 0 {
			continue
		}
		for _, stem := range s.of(of) {
			if stem != nil && stem.last != s.texts {
				stem.last = s.texts
				if len(s.out) > 0 {
					s.out = append(s.out, ' ')
				}
				s.out = append(s.out, stem.text...)
			}
		}
	}
	return string(s.out)
}

// Of what may be a letter of a word: the scripts, and signs of a language.
const (
	latin = 1 << iota
	cyrillic
	ukrainianOnly
	russianOnly
	otherLetter // or digit: no stem
	respelt     // not the letter of Words
)

// next reads the next word of a text into s.word, a byte for its language before
// it, and gives what language that is; 0: it has no stem.
func (s *stemmer) next(text string, at int, lang string) (end int, of language) {
	s.word = append(s.word[:0], 0)
	had, letters := 0, 0
	for at < len(text) {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		switch plain, kind := stemLetter(r); {
		case kind != 0:
			had |= kind
			if letters++; letters <= stemLetters {
				s.word = utf8.AppendRune(s.word, plain)
			}
		case letters == 0: // not yet in a word
		case isApostrophe(r) && letterAt(text, at+size):
			had |= respelt
			if had&^respelt == latin { // 's is an ending
				s.word = append(s.word, '\'')
			}
		case isMark(r):
			had |= s.compose(r)
		default:
			return at + size, s.languageOf(had, letters, lang)
		}
		at += size
	}
	return at, s.languageOf(had, letters, lang)
}

// compose joins a mark to the letter before it, where they are one letter.
func (s *stemmer) compose(mark rune) (kind int) {
	rest := string(s.word)
	if base, ok := strings.CutSuffix(rest, "и"); ok && mark == 0x306 {
		s.word, kind = append(s.word[:len(base)], "й"...), respelt
	} else if base, ok := strings.CutSuffix(rest, "і"); ok && mark == 0x308 {
		s.word, kind = append(s.word[:len(base)], "ї"...), respelt
	}
	return kind
}

func (s *stemmer) languageOf(had, letters int, lang string) (of language) {
	switch {
	case letters > stemLetters || had&otherLetter != 0 || had&latin != 0 && had&cyrillic != 0 || letters < 3 && had&respelt == 0:
		return 0
	case had&latin != 0:
		of = isEnglish
	case had&ukrainianOnly != 0:
		of = isUkrainian
	case had&russianOnly != 0:
		of = isRussian
	case lang == "uk":
		of = isUkrainian
	case lang == "ru":
		of = isRussian
	case had&cyrillic != 0:
		of = isUkrainian | isRussian
	}
	s.word[0] = byte(of)
	if had&respelt != 0 {
		s.word[0] |= isRespelt
	}
	return of
}

// of gives the stems of the word, as far as they differ from it.
func (s *stemmer) of(of language) [2]*stem {
	if out, ok := s.known.words[string(s.word)]; ok {
		return out
	}
	out, ok := s.before.words[string(s.word)]
	if !ok {
		out = s.make(of)
	}
	for _, stem := range out {
		if stem != nil {
			s.known.stems[stem.text] = stem
		}
	}
	s.known.words[string(s.word)] = out
	return out
}

func (s *stemmer) make(of language) (out [2]*stem) {
	word, n := string(s.word[1:]), 0
	written := word // as a word of Words
	if s.word[0]&isRespelt != 0 {
		if written, _, _ = strings.Cut(word, "'"); written == word {
			written = ""
		}
	}
	for _, text := range s.each(word, of) {
		if text == written {
			continue
		}
		known := s.known.stems[text]
		if known == nil {
			known = s.before.stems[text]
		}
		if known == nil {
			known = &stem{text: text}
		}
		out[n], n = known, n+1
	}
	return out
}

// ofOne gives the stems of a word that was typed, those that equal it among them;
// none if it is not one word.
func (s *stemmer) ofOne(typed string) []string {
	typed = strings.TrimFunc(typed, func(r rune) bool { return !isWordRune(r) })
	end, of := s.next(typed, 0, "")
	if end < len(typed) {
		return nil
	}
	return s.each(string(s.word[1:]), of)
}

// each gives the stems of a word in languages, each once.
func (s *stemmer) each(word string, of language) (out []string) {
	for _, l := range [...]language{isEnglish, isUkrainian, isRussian} {
		if of&l == 0 {
			continue
		}
		if text := s.stem(word, l); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func (s *stemmer) stem(word string, l language) string {
	switch l {
	case isUkrainian:
		return stemUkrainian(word)
	case isEnglish:
		s.env.SetCurrent(word)
		english.Stem(s.env)
		return strings.ReplaceAll(s.env.Current(), "'", "")
	}
	s.env.SetCurrent(word)
	russian.Stem(s.env)
	return s.env.Current()
}

// stemLetter folds a letter and says what it tells of its word; 0: it is none.
func stemLetter(r rune) (plain rune, kind int) {
	if r < rune(len(commonLetters)) {
		return commonLetters[r].plain, commonLetters[r].kind
	}
	return anyLetter(r)
}

// commonLetters is anyLetter for the letters of the languages that are stemmed.
var commonLetters = func() (out [0x530]struct {
	plain rune
	kind  int
}) {
	for r := range out {
		out[r].plain, out[r].kind = anyLetter(rune(r))
	}
	return out
}()

func anyLetter(r rune) (plain rune, kind int) {
	if !isWordRune(r) || isApostrophe(r) {
		return 0, 0
	}
	switch plain = foldRune(r); {
	case unicode.Is(unicode.Latin, plain):
		return plain, latin
	case strings.ContainsRune("іїє", plain):
		return plain, cyrillic | ukrainianOnly
	case plain == 'ґ':
		return 'г', cyrillic | ukrainianOnly | respelt
	case strings.ContainsRune("ыэъ", plain):
		return plain, cyrillic | russianOnly
	case plain == 'ё':
		return 'е', cyrillic | russianOnly | respelt
	case plain < 0x530 && unicode.Is(unicode.Cyrillic, plain): // two bytes each
		return plain, cyrillic
	}
	return plain, otherLetter
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '`' || r >= utf8.RuneSelf && strings.ContainsRune("’ʼ‘`´′ʹ＇", r)
}

func letterAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	_, kind := stemLetter(r)
	return kind&(latin|cyrillic) != 0
}
