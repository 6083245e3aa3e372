package toponym

import (
	"os"
	"strings"
	"testing"
)

// A name is found in each of its cases, whole and no more, with the place it
// names; testdata/cases-*.tsv holds them.
func TestCases(t *testing.T) {
	for _, c := range []struct{ lang, before string }{
		{"uk", "Є такі новини. Люди "},
		{"ru", "Это были новости. Люди "},
	} {
		data, err := os.ReadFile("testdata/cases-" + c.lang + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		f, right, all := finder(t), 0, 0
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			marked, place, ok := strings.Cut(line, "\t")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			all++
			f.Find(c.before + strings.NewReplacer("{", "", "}", "").Replace(marked) + ".")
			if got := surfaces(f, f.Names); got != braced(marked) || !f.mayMean(len(f.Names)-1, place) {
				t.Logf("%s: %q gives %q, want %s in %q", c.lang, marked, got, place, braced(marked))
				continue
			}
			right++
		}
		t.Logf("%s: %d of %d", c.lang, right, all)
		if all < 80 || right < all*97/100 {
			t.Errorf("%s: %d of %d cases are right", c.lang, right, all)
		}
	}
}

// braced returns what stands in braces, parted by bars.
func braced(s string) string {
	var out []string
	for _, part := range strings.Split(s, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		out = append(out, name)
	}
	return strings.Join(out, "|")
}

// mayMean reports that a place of this main name is among those of name k.
func (f *Finder) mayMean(k int, place string) bool {
	if k < 0 {
		return false
	}
	for _, c := range f.Places[f.Names[k].Lo:f.Names[k].Hi] {
		if f.Gazetteer.Name(c.Row) == place {
			return true
		}
	}
	return false
}

// What looks like a case of a name but is a person, a word or an adjective is none.
func TestNoCases(t *testing.T) {
	f := finder(t)
	for _, text := range []string{
		"Він говорив про Володимира Зеленського та Олега Синєгубова, їхні слова цитують.",
		"Українські військові та Російська армія, Київська котлета, Львівські круасани.",
		"Это сказал Роман Старовойт, его слова передал Игорь Краснов. Людей не слышно.",
		"Русские люди читали Российскую газету, это правда.",
		"В Марте были выборы, в Мае дожди. Это всё.",
		"У Сергія є кіт. Під Новий рік він спить.",
	} {
		f.Find(text)
		if len(f.Names) > 0 {
			t.Errorf("%q gives %q", text, surfaces(f, f.Names))
		}
	}
}

func TestNominatives(t *testing.T) {
	for _, c := range []struct {
		table      []ending
		word, want string
	}{
		{ukrainianEndings, "харкова", "харків"}, {ukrainianEndings, "ірпеня", "ірпінь"}, {ukrainianEndings, "києва", "киів"}, {ukrainianEndings, "авдіівці", "авдіівка"},
		{ukrainianEndings, "рівного", "рівне"}, {ukrainianEndings, "сумах", "суми"}, {ukrainianEndings, "одесі", "одеса"},
		{russianEndings, "харькова", "харьков"}, {russianEndings, "москве", "москва"}, {russianEndings, "ельца", "елец"}, {russianEndings, "запорожьем", "запорожье"},
	} {
		if got := nominatives(nil, c.word, c.table); !contains(got, c.want) {
			t.Errorf("%s: no %s among %q", c.word, c.want, got)
		}
	}
}
