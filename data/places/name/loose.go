package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap/geo/gazetteer"
)

// Loosen adds the Russian forms of a Ukrainian place's names, worked out by
// rule, where no source gives one: English-language reports of the war are
// full of them ("Kremennaya" for Kreminna). They are marked NameLoose.
func Loosen(e *gazetteer.Entry) {
	if e.Country != "UA" {
		return
	}
	for _, n := range e.Names {
		if n.Lang == "ru" && n.Flags&(gazetteer.NameFormer|gazetteer.NameWeak) == 0 {
			return // attested
		}
	}
	const passed = gazetteer.NameWeak | gazetteer.NameCode | gazetteer.NameFormer | gazetteer.NameBare
	for _, n := range e.Names {
		if n.Flags&passed != 0 || n.Lang != "uk" && !(n.Lang == "" && IsCyrillic(n.Text)) {
			continue
		}
		if guess := russianForm(n.Text); guess != n.Text {
			Add(e, "en", gazetteer.NameLoose, russian(guess)...)
		}
	}
}

// russianForm turns a Ukrainian name into the Russian one, word by word, as
// far as the two follow each other by rule. What does not is left as it is.
func russianForm(s string) string {
	var b strings.Builder
	word := 0
	for i, r := range s + " " {
		if unicode.IsLetter(r) || strings.ContainsRune("'’ʼ", r) {
			continue
		}
		b.WriteString(russianWord(s[word:i]))
		if i < len(s) {
			b.WriteRune(r)
		}
		word = i + len(string(r))
	}
	return b.String()
}

func russianWord(w string) string {
	w = signs.Replace(w)
	for _, p := range wholeWords {
		if w == p[0] {
			return p[1]
		}
	}
	for _, p := range []string{"Ново", "Старо", "Мало"} {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 4 {
			r, n := utf8.DecodeRuneInString(rest)
			second := russianWord(string(unicode.ToUpper(r)) + rest[n:])
			r, n = utf8.DecodeRuneInString(second)
			return p + string(unicode.ToLower(r)) + second[n:]
		}
	}
	for _, p := range beginnings {
		if rest, ok := strings.CutPrefix(w, p[0]); ok {
			w = p[1] + rest
			break
		}
	}
	for _, p := range endings {
		if stem, ok := strings.CutSuffix(w, p[0]); ok && len(stem) > 2 {
			w = stem + p[1]
			break
		}
	}
	return letters.Replace(w)
}

// The rules, the longest first where one ends or begins another.
var (
	signs      = strings.NewReplacer("'", "ъ", "’", "ъ", "ʼ", "ъ")
	wholeWords = [][2]string{
		{"Нова", "Новая"}, {"Нове", "Новое"}, {"Новий", "Новый"}, {"Нові", "Новые"}, {"Стара", "Старая"}, {"Старе", "Старое"}, {"Старий", "Старый"},
		{"Велика", "Великая"}, {"Велике", "Великое"}, {"Великий", "Великий"}, {"Мала", "Малая"}, {"Мале", "Малое"}, {"Малий", "Малый"},
		{"Верхня", "Верхняя"}, {"Верхнє", "Верхнее"}, {"Верхній", "Верхний"}, {"Нижня", "Нижняя"}, {"Нижнє", "Нижнее"}, {"Нижній", "Нижний"},
		{"Перше", "Первое"}, {"Перша", "Первая"}, {"Друге", "Второе"}, {"Друга", "Вторая"}, {"Червоний", "Красный"}, {"Червона", "Красная"}, {"Червоне", "Красное"},
		{"Біла", "Белая"}, {"Біле", "Белое"}, {"Білий", "Белый"}, {"Довга", "Долгая"}, {"Довге", "Долгое"}, {"Суха", "Сухая"}, {"Зелена", "Зелёная"}, {"Зелене", "Зелёное"}, {"Зелений", "Зелёный"},
		{"Гай", "Гай"}, {"Яр", "Яр"}, {"Лиман", "Лиман"}, {"Балка", "Балка"}, {"Степ", "Степь"},
	}
	beginnings = [][2]string{
		{"Миколаї", "Николае"}, {"Микіль", "Николь"}, {"Олександр", "Александр"}, {"Олексан", "Алексан"}, {"Олексії", "Алексее"}, {"Олексі", "Алексе"}, {"Олен", "Елен"},
		{"Андрії", "Андрее"}, {"Сергії", "Сергее"}, {"Матвії", "Матвее"}, {"Авдії", "Авдее"}, {"Тимофії", "Тимофее"}, {"Юрії", "Юрье"}, {"Григор", "Григор"}, {"Костянтин", "Константин"},
		{"Катерин", "Екатерин"}, {"Єлизавет", "Елизавет"}, {"Слов'ян", "Славян"}, {"Словъян", "Славян"}, {"Камъян", "Камен"}, {"Червон", "Красн"}, {"Новочервон", "Новокрасн"},
		{"Водян", "Водян"}, {"Вільн", "Вольн"}, {"Вільх", "Ольх"}, {"Біло", "Бело"}, {"Біл", "Бел"}, {"Вугле", "Угле"}, {"Вугл", "Угл"}, {"Вовч", "Волч"}, {"Довг", "Долг"}, {"Ліс", "Лес"},
		{"Крем", "Крем"}, {"Кремін", "Кремен"}, {"Красногор", "Красногор"}, {"Сіверс", "Северс"}, {"Північ", "Север"}, {"Малинів", "Малинов"},
	}
	endings = [][2]string{
		{"іївка", "иевка"}, {"аївка", "аевка"}, {"оївка", "оевка"}, {"уївка", "уевка"}, {"юївка", "юевка"}, {"иївка", "иевка"}, {"ївка", "ьевка"},
		{"чівка", "чевка"}, {"шівка", "шовка"}, {"жівка", "жовка"}, {"щівка", "щевка"}, {"івка", "овка"}, {"івці", "овцы"}, {"івське", "овское"}, {"івськ", "овск"},
		{"ївське", "евское"}, {"ївськ", "евск"}, {"ська", "ская"}, {"цька", "цкая"}, {"ське", "ское"}, {"цьке", "цкое"}, {"ський", "ский"}, {"цький", "цкий"},
		{"ськ", "ск"}, {"цьк", "цк"}, {"пілля", "полье"}, {"піль", "поль"}, {"поле", "поле"}, {"іне", "ино"}, {"їне", "ино"}, {"ине", "ино"}, {"ове", "ово"}, {"еве", "ево"}, {"єве", "ево"},
		{"інна", "енная"}, {"яне", "яное"}, {"нна", "нная"}, {"нне", "нное"}, {"жне", "жное"}, {"чне", "чное"}, {"тне", "тное"}, {"дне", "дное"}, {"шне", "шное"}, {"лиця", "лица"}, {"иця", "ица"},
		{"ів", "ов"}, {"їв", "ев"}, {"ий", "ый"}, {"ні", "ные"}, {"чі", "чи"}, {"ці", "цы"},
	}
	letters = strings.NewReplacer("йо", "ё", "ьо", "ё", "Йо", "Ё", "ъї", "ьи", "ъя", "ья", "ъє", "ье", "ъю", "ью",
		"і", "и", "І", "И", "ї", "и", "Ї", "И", "є", "е", "Є", "Е", "ґ", "г", "Ґ", "Г")
)
