package rows

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"mentionmap/data/store"
)

func TestTerms(t *testing.T) {
	word := func(word string, stems ...string) store.Term {
		return store.Term{Words: strings.Fields(word), Stems: stems}
	}
	for typed, want := range map[string][]store.Term{
		"":                           nil,
		`* "" () “” - \xff`:          {word("xff", "xff")},
		"Shelling kyiv":              {word("shelling", "shell"), word("kyiv", "kyiv")},
		"обстрілами":                 {word("обстрілами", "обстріл")},
		"обстрелы":                   {word("обстрелы", "обстрел")},
		"ракета":                     {word("ракета", "ракет")},
		"позиция":                    {word("позиция", "позици", "позиц")},
		"Кав’ярні":                   {word("кав ярні", "кавярн")},
		"кав'ярня,":                  {word("кав ярня", "кавярн")},
		"counter-offensive":          {word("counter offensive")},
		`"Kakhovka dams" near`:       {word("kakhovka dams"), word("near", "near")},
		`«дамба» "`:                  {word("дамба")},
		`"an open phrase`:            {word("an open phrase")},
		"kyiv KYIV kyiv":             {word("kyiv", "kyiv")},
		"title:x -dam a\x00b":        {word("title x"), word("dam", "dam"), word("a"), word("b")},
		"F-16 рф 300мм \u0301\u0301": {word("f 16"), word("рф"), word("300мм")},
		"\xff":                       nil,
	} {
		if got := Terms(typed); !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%q gives %q, want %q", typed, got, want)
		}
	}
}

// says reports whether a post that has sentences and a title holds all terms.
func says(lang string, parts []string, typed string) bool {
	for _, term := range Terms(typed) {
		held := false
		for _, part := range parts {
			held = held || Holds(part, lang, term)
		}
		if !held {
			return false
		}
	}
	return true
}

// TestWordsOfPosts asks what storetest asks of every store.
func TestWordsOfPosts(t *testing.T) {
	posts := []string{"Shelling at Kyiv's edge yesterday: the Kakhovka dam.", "Вибухи у Києві вчора — Київ, кав’ярня.", "A café in Kyiv was open yesterday; no NEAR OR AND NOT."}
	for typed, want := range map[string]int{
		"": 3, "shelling": 1, "SHELLING Kyiv": 1, "kyiv": 2, "kyiv dam": 1, `"kakhovka dam"`: 1, `"dam kakhovka"`: 0, `"kakhovka dam`: 1, "київ": 1, "КИЇВ": 1,
		"кав'ярня": 1, "café": 1, "cafe": 1, "A title": 3, "no such": 0, "near": 1, "NOT": 1, "kyiv AND dam": 0, "OR": 1,
		"*": 3, `"`: 3, `""`: 3, "()": 3, "title:x": 0, "kyiv*": 2, "^kyiv": 2, "kyiv -dam": 1, `a"b"c`: 0, "kyiv\x00dam": 1, "{kyiv}": 2, "“kakhovka dam”": 1, "\xff": 3,
		"shelled": 1, `"shelled"`: 0, "Києва": 1, "кавярні": 1, "вибух": 1, `"вибух"`: 0, "opens": 1, "dams": 1, "cafés": 1,
	} {
		n := 0
		for _, post := range posts {
			if says("en", []string{post, "A title"}, typed) {
				n++
			}
		}
		if n != want {
			t.Errorf("%q is said by %d, want %d", typed, n, want)
		}
	}
}

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		sentence, lang, typed string
		want                  bool
	}{
		{"Обстріли тривають.", "uk", "обстріл", true},
		{"Обстріл триває.", "uk", "обстрілами", true},
		{"Обстрелы города", "ru", "обстрел", true},
		{"Обстрелы города", "", "городами", true},
		{"Ещё один", "ru", "еще", true},
		{"У Авдіївці тихо", "uk", "Авдіївка", true},
		{"У Авдіївці тихо", "uk", `"Авдіївка"`, false},
		{"Ки\u0301їв", "uk", "київ", true},
		{"п’ять ракет", "uk", "п'ять", true},
		{"п'ять ракет", "uk", "пять", true},
		{"an attack", "en", "attacking", true},
		{"two words here", "en", `"words here"`, true},
		{"two words here", "en", `"two here"`, false},
		{"", "en", "two", false},
	} {
		if got := says(c.lang, []string{c.sentence}, c.typed); got != c.want {
			t.Errorf("%q says %q: %v", c.sentence, c.typed, got)
		}
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{"", "kyiv", `a"b"c`, "кав’ярня", "и\u0306\u0301", "\xff\xfe", "'’ʼ", "ʼʼʼ x'", "Kyiv's", "єєєць", "ууууувати", strings.Repeat("щ", 70)} {
		f.Add(s, "A sentence about Kyiv, обстріл")
	}
	f.Fuzz(func(t *testing.T, typed, sentence string) {
		for _, term := range Terms(typed) {
			if len(term.Words) == 0 {
				t.Fatalf("%q gives a term without words", typed)
			}
			for _, w := range append(term.Words, term.Stems...) {
				if w == "" || !utf8.ValidString(w) || strings.ContainsAny(w, " \"'") {
					t.Fatalf("%q gives the word %q", typed, w)
				}
			}
			if !Holds(strings.Join(term.Words, " "), "", term) {
				t.Fatalf("its own words do not hold %q", term)
			}
		}
		for _, lang := range []string{"", "en", "uk", "ru"} {
			// What was written is found by each of its words.
			if stems := Stems(sentence, lang); !utf8.ValidString(stems) && utf8.ValidString(sentence) {
				t.Fatalf("%q has the stems %q", sentence, stems)
			}
			for _, word := range strings.Fields(sentence) {
				if !says(lang, []string{sentence}, word) && !strings.ContainsAny(word, "\"“”„«»\x00") {
					t.Fatalf("%q does not say its word %q", sentence, word)
				}
			}
		}
	})
}
