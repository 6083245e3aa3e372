package name

import (
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

func TestRussianForm(t *testing.T) {
	for uk, want := range map[string]string{
		"Кремінна": "Kremennaya", "Авдіївка": "Avdeyevka", "Андріївка": "Andreyevka", "Миколаївка": "Nikolayevka", "Новоолександрівка": "Novoaleksandrovka",
		"Вугледар": "Ugledar", "Вовчанськ": "Volchansk", "Водяне": "Vodyanoye", "Степове": "Stepovo", "Костянтинівка": "Konstantinovka", "Слов’янськ": "Slavyansk",
		"Нова Кам'янка": "Novaya Kamenka", "Первомайське": "Pervomayskoye", "Велика Новосілка": "Velikaya Novosilka", "Софіївка": "Sofiyevka", "Червоний Лиман": "Krasny Liman",
	} {
		if got := russian(russianForm(uk)); !slices.Contains(got, want) {
			t.Errorf("%s gives %v, want %s among them", uk, got, want)
		}
	}
}

func TestRomanise(t *testing.T) {
	for name, want := range map[string]string{
		"Дзержинск": "Dzerzhinsk", "Дзержинськ": "Dzerzhynsk", "Артёмовск": "Artyomovsk Artemovsk", "Угледар": "Ugledar", "Алексеевка": "Alekseyevka Alekseevka",
		"Згурівка": "Zghurivka", "Єнакієве": "Yenakiieve Yenakiyeve", "Надія": "Nadiia Nadiya", "Горловка": "Gorlovka",
	} {
		got := Spellings("UA", name)
		for _, w := range strings.Fields(want) {
			if !slices.Contains(got, w) {
				t.Errorf("%s gives %v, want %s among them", name, got, w)
			}
		}
	}
	if got := Spellings("FR", "Париж"); len(got) > 0 {
		t.Errorf("names of France are romanised: %v", got)
	}
}

func TestChoose(t *testing.T) {
	p := Place{Main: "Bakhmut", Country: "UA", Population: 71094, Others: []string{"BHM", "Putin", "Бахмут (місто)", "Артёмовск", "Артемівськ", "巴赫穆特", "bah mut", "Art3", "Ro"}}
	var kept []string
	for _, n := range p.Choose() {
		if n.Flags&gazetteer.NameWeak == 0 {
			kept = append(kept, n.Lang+":"+n.Text)
		}
	}
	slices.Sort(kept)
	if got, want := strings.Join(kept, " "), ":Бахмут en:Bakhmut ru:Артёмовск uk:Артемівськ"; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}
	far := Place{Main: "Springfield", Country: "US", Population: 900, Others: []string{"Clay Town"}}
	if n := len(far.Choose()); n != 1 {
		t.Errorf("a small place far away keeps %d names, want its own", n)
	}
}

func TestWeaken(t *testing.T) {
	small := gazetteer.Entry{Kind: mentionmap.Settlement, Country: "UA", Population: 40, Names: []gazetteer.EntryName{{Text: "Orliv"}, {Text: "Orlov"}, {Text: "Orlivka"}, {Text: "Chasov Yar"}}}
	Weaken(&small)
	for i, weak := range []bool{false, true, false, false} {
		if got := small.Names[i].Flags&gazetteer.NameWeak != 0; got != weak {
			t.Errorf("%s is weak: %v", small.Names[i].Text, got)
		}
	}
}

func TestCurrent(t *testing.T) {
	for _, c := range []struct{ main, other, want string }{
		{"Nadiya", "Надія", "Nadiia"}, {"Kostyantynivka", "Костянтинівка", "Kostiantynivka"}, {"Novomykolayivka", "Миколаївка", "Novomykolayivka"},
		{"Konstantinovka", "Константиновка", "Konstantinovka"}, {"Toretsk", "Дзержинськ", "Toretsk"},
	} {
		names := Current([]gazetteer.EntryName{{Text: c.main, Flags: gazetteer.NameMain}, {Text: c.other, Lang: gazetteer.GuessLang(c.other)}})
		if names[0].Text != c.want || names[0].Flags&gazetteer.NameMain == 0 || len(names) > 1 && names[1].Flags&gazetteer.NameMain != 0 {
			t.Errorf("%s with %s gives %+v", c.main, c.other, names)
		}
	}
}
