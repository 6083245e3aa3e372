package name

import (
	"testing"

	"mentionmap"
)

func TestIn(t *testing.T) {
	names := func(list ...string) (out []mentionmap.Name) {
		for i := 0; i < len(list); i += 2 {
			out = append(out, mentionmap.Name{Lang: list[i], Text: list[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		main, country string
		names         []mentionmap.Name
		uk, ru        string
	}{
		{"Odesa", "UA", names("en", "Odessa", "", "Одеса", "ru", "Одесса", "", "Одесс"), "Одеса", "Одесса"},
		{"Sevastopol", "UA", names("", "Севастополь", "", "Севастопол", "", "Sivastopol"), "Севастополь", "Севастополь"},
		{"Vuhledar", "UA", names("en", "Ugledar", "", "Вугледар", "ru", "Угледар"), "Вугледар", "Угледар"},
		{"Kremenchuk", "UA", names("en", "Kremenchug", "", "Кременчук", "", "Кременчуг"), "Кременчук", "Кременчуг"},
		{"Trostianets", "UA", names("en", "Trostyanets", "", "Тростянець", "", "Тростянец"), "Тростянець", "Тростянец"},
		{"Poltava", "UA", names("", "Полтава", "", "Полтав", "", "Poltav"), "Полтава", "Полтава"},
		{"Delyatyn", "UA", names("", "Делятин"), "Делятин", "Делятин"},
		{"Prypiat", "UA", names("en", "Pripyat", "ru", "Прип’ять"), "Прип’ять", ""},
		{"Kostyantynivka", "UA", names("", "Константиновка"), "", ""},
		{"Kyiv", "UA", names("uk", "Київ", "ru", "Киев"), "Київ", "Киев"},
		{"Moscow", "RU", names("en", "Moskva", "", "Москва"), "Москва", "Москва"},
		{"Bilohorodka", "UA", nil, "", ""},
	} {
		p := &mentionmap.Place{Name: c.main, Country: c.country, Names: c.names}
		if uk, ru := In(p, "uk"), In(p, "ru"); uk != c.uk || ru != c.ru {
			t.Errorf("%s: %q and %q, want %q and %q", c.main, uk, ru, c.uk, c.ru)
		}
	}
	old := mentionmap.Place{Name: "Bakhmut", Country: "UA", Names: []mentionmap.Name{{Text: "Артемівськ", Lang: "uk", Former: true}}}
	if got := In(&old, "uk"); got != "" {
		t.Errorf("%q is no longer its name", got)
	}
}
