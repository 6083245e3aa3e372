package gazetteer

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Kam’yans’ke":          "kamyanske",
		"Kam'yans`ke":          "kamyanske",
		"Donetsʹk":             "donetsk",
		"Слов'янськ":           "словянськ",
		"Київ":                 "киів",
		"Ки́їв":                "киів",
		"Орёл":                 "орел",
		"Чугуйовъ":             "чугуйовъ",
		"и\u0306од":            "йод",
		"Kyіv":                 "kyiv",   // Cyrillic і
		"Хepcoн":               "херсон", // Latin e, p, c, o
		"KYIV":                 "kyiv",
		"Chişinău":             "chisinau",
		"Straße":               "strasse",
		"Łódź":                 "lodz",
		"Ivano–Frankivsk":      "ivano frankivsk",
		"Ivano\u00a0Frankivsk": "ivano frankivsk",
		"Saint-Louis":          "saint louis",
		"St. Louis":            "st louis",
		"U.S.":                 "u s",
		"Kh\u00aderson":        "kherson",
		"Ґданськ":              "гданськ",
		"":                     "",
		" — ":                  "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokenize(t *testing.T) {
	type tok struct {
		text  string
		gap   Gap
		flags TokenFlags
	}
	for text, want := range map[string][]tok{
		"In Kyiv’s centre":     {{"In", GapParagraph, HasLetter | Capitalised}, {"Kyiv", GapSpace, HasLetter | Capitalised}, {"s", 0, HasLetter | Clitic}, {"centre", GapSpace, HasLetter}},
		"the U.S. said.\n\nIt": {{"the", GapParagraph, HasLetter}, {"U.", GapSpace, HasLetter | Capitalised | Initial}, {"S.", 0, HasLetter | Capitalised | Initial}, {"said", GapSpace, HasLetter}, {"It", GapDot | GapLine | GapParagraph, HasLetter | Capitalised}},
		"NATO 24th 'Azov'":     {{"NATO", GapParagraph, HasLetter | Capitalised | AllCaps}, {"24th", GapSpace, HasLetter | HasDigit}, {"Azov", GapSpace | GapOther, HasLetter | Capitalised}},
		"O’Brien, Об’єкт":      {{"O’Brien", GapParagraph, HasLetter | Capitalised | NonASCII}, {"Об’єкт", GapComma | GapSpace, HasLetter | Capitalised | NonASCII | Cyrillic}},
		"Kyiv–Odesa, a--b":     {{"Kyiv", GapParagraph, HasLetter | Capitalised}, {"Odesa", GapHyphen, HasLetter | Capitalised}, {"a", GapComma | GapSpace, HasLetter}, {"b", GapHyphen | GapOther, HasLetter}},
		"КИЇВ":                 {{"КИЇВ", GapParagraph, HasLetter | Capitalised | AllCaps | NonASCII | Cyrillic}},
	} {
		var got []tok
		for _, k := range Tokenize(text, nil) {
			got = append(got, tok{text[k.Start:k.End], k.Gap, k.Flags})
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q:\ngot  %v\nwant %v", text, got, want)
		}
	}
}

func TestSentenceStarts(t *testing.T) {
	text := "One. Two, three\nfour! Five\n\nSix U.S. seven"
	var got []string
	for _, k := range Tokenize(text, nil) {
		if k.Gap.StartsSentence() {
			got = append(got, text[k.Start:k.End])
		}
	}
	if want := []string{"One", "Two", "Five", "Six"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTokenizeAllocatesNothing(t *testing.T) {
	text := "Fighting near Слов’янськ, Kyіv and Kam’yans’ke in the U.S.’s words."
	buf := make([]Token, 0, 64)
	g := open(t, small(t))
	if n := testing.AllocsPerRun(100, func() {
		buf = Tokenize(text, buf[:0])
		for i := range buf {
			g.Longest(text, buf[i:])
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"Kyiv’s U.S. Ки́їв", "a--b…\r\n\r\n", "'s 's", "\xff\xfe’s", "Хepcoн", "и\u0306", "’", "A.B.", "x'\u0301"} {
		f.Add(s)
	}
	g := open(f, small(f))
	f.Fuzz(func(t *testing.T, s string) {
		tokens := Tokenize(s, nil)
		last := int32(0)
		for i, k := range tokens {
			if k.Start < last || k.End <= k.Start || int(k.End) > len(s) {
				t.Fatalf("token %d of %q is %d–%d after %d", i, s, k.Start, k.End, last)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[k.Start:k.End]) {
				t.Fatalf("token %d of %q cuts a letter", i, s)
			}
			last = k.End
			g.Longest(s, tokens[i:])
		}
		Fold(s)
	})
}
