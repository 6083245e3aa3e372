package rows

import "strings"

// The Ukrainian stemmer takes off endings, without a dictionary: those of nouns
// and adjectives, and those of verbs that nouns do not have, too. Of forms with
// a vowel that comes and goes (будинок, будинки) it handles the regular ones;
// common words that no rule meets stand in a list. Words are in small letters,
// without apostrophes, ґ written г.

// stemUkrainian gives the stem of a word.
func stemUkrainian(word string) string {
	if stem, ok := irregular[word]; ok {
		return stem
	}
	word = withoutReflexive(word)
	if stem, ok := zeroEnding(word); ok {
		return final(stem)
	}
	for n := min(longestEnding, len(word)-minStem); n >= letter; n -= letter {
		ending := word[len(word)-n:]
		if instead, ok := endings[ending]; ok && isStem(word[:len(word)-n]) {
			return stemBefore(word[:len(word)-n], ending) + instead
		}
	}
	return final(word)
}

const (
	letter  = len("а") // bytes of a Cyrillic letter
	minStem = 3 * letter
	vowels  = "аеєиіїоуюя"
)

// isStem reports whether enough of a word is left: three letters with a vowel.
func isStem(s string) bool { return len(s) >= minStem && strings.ContainsAny(s, vowels) }

// irregular gives the stems of common words whose forms no rule brings together. A
// form of two words (міст: a bridge, of cities) goes with the one that is looked for more.
var irregular = func() map[string]string {
	out := map[string]string{}
	for _, line := range []string{
		"ки київ києва києву києві києвом києве", "льв львів львова львову львові львовом", "бо бій бою бої боєм боїв боям боями боях боєві",
		"дн день дня дню дні днем днів дням днями днях", "тижн тиждень тижня тижню тижні тижнем тижнів тижням тижнями тижнях",
		"рок рік року році роки роком років рокам роками роках рокові", "ноч ніч ночі ніччю ночей ночам ночами ночах",
		"мост міст моста мосту мости мостом мостів мостам мостами мостах", "дом дім дому домі домом доми домів домам домами домах",
		"бійк боєць", "війн воєн", "вогн вогонь", "січн січень", "березн березень", "квітн квітень", "травн травень", "червн червень",
		"липн липень", "серпн серпень", "вересн вересень", "жовтн жовтень", "грудн грудень", "рівн рівень", "осен осінь осінню",
		"сел сіл", "школ шкіл", "дорог доріг дорозі", "облог облозі", "тривог тривозі", "перемог перемозі", "допомог допомозі", "вимог вимозі",
		"особ осіб", "робот робіт", "сторон сторін", "опор опір", "вибор вибір", "збор збір", "простор простір", "договор договір", "рог ріг",
		"двор двір", "поток потік", "бок бік", "гор гір", "слов слів", "люд люди людей людям людьми людях", "діт діти дітей дітям дітьми дітях",
		"мор море моря морю морі морем морів морям морями морях", "зброй зброя зброї зброю зброєю", "вітр вітер", "ракет ракет",
		"памят память", "держав держав", "справ справ", "прав прав", "переправ переправ", "застав застав", "заяв заяв", "появ появ", "полтав полтав", "вистав вистав", "підстав підстав",
		"вправ вправ", "розправ розправ", "управ управ", "прояв прояв", "канав канав",
		"прорив прорив", "підрив підрив", "зрив зрив", "обрив обрив", "вплив вплив", "актив актив", "мотив мотив", "колектив колектив", "наратив наратив",
		"бандит бандити", "кредит кредити", "візит візити", "транзит транзити", "депозит депозити", "дефіцит дефіцити", "аудит аудити",
		"програм програми програм", "телеграм телеграми телеграм", "реклам реклами реклам", "систем систем", "проблем проблем", "архів архів",
		"аеродром аеродром аеродрому", "паром паром парому", "розгром розгром розгрому", "перелом перелом перелому", "режим режим",
		"музе музей", "ліце ліцей", "трофе трофей", "геро герою", "водій водій водія водію водієм водії водіїв водіям водіями водіях",
		"могил могила могили", "правил правила правило",
		"минул минула минулу минулі минуло минули",
	} {
		forms := strings.Fields(line)
		for _, form := range forms[1:] {
			out[form] = forms[0]
		}
	}
	return out
}()

// withoutReflexive takes off -ся and -сь behind the ending of a verb.
func withoutReflexive(word string) string {
	for _, end := range [...]string{"ся", "сь"} {
		rest, ok := strings.CutSuffix(word, end)
		if !ok || !isStem(rest) {
			continue
		}
		for _, verb := range [...]string{"ть", "ти", "ла", "ло", "ли", "в", "є", "ш", "мо", "те", "ю", "чи"} {
			if strings.HasSuffix(rest, verb) {
				return rest
			}
		}
	}
	return word
}

// zeroEnding brings forms without an ending, which have a vowel more, to the
// stem of the others: будинок (будинки), українець (українці), корабель
// (кораблі), захід (заходу).
func zeroEnding(word string) (string, bool) {
	for _, r := range [...][2]string{{"єць", "йц"}, {"ець", "ц"}, {"бель", "бл"}, {"мель", "мл"}, {"вель", "вл"}, {"хід", "ход"}, {"гін", "гон"}} {
		if rest, ok := strings.CutSuffix(word, r[0]); ok && len(rest) >= letter*2 {
			return rest + r[1], true
		}
	}
	if rest, ok := strings.CutSuffix(word, "ок"); ok && isStem(rest) && !strings.ContainsAny(rest[len(rest)-letter:], vowels) {
		return rest + "к", true
	}
	return word, false
}

// stemBefore finishes the stem that stood before an ending.
func stemBefore(stem, ending string) string {
	if strings.HasPrefix(ending, "і") && len(ending) > letter && ending != "ів" {
		return single(stem) // станція is no станок
	}
	return final(stem)
}

// final writes double consonants once and ц as к (Авдіївці, Авдіївка), but where
// it is the noun's own (вулиця).
func final(stem string) string {
	stem = single(stem)
	if n := len(stem); n >= minStem && stem[n-letter:] == "ц" && !strings.Contains("иіїу", stem[n-2*letter:n-letter]) {
		return stem[:n-letter] + "к"
	}
	return stem
}

// single writes double consonants once (знання, знань).
func single(stem string) string {
	if n := len(stem); n >= minStem && stem[n-letter:] == stem[n-2*letter:n-letter] && !strings.Contains(vowels, stem[n-letter:]) {
		return stem[:n-letter]
	}
	return stem
}

// endings are all that is taken off, with what stands for it; the longest that
// leaves a stem is. Verbs in -ати have -ал in the past like nouns (канали), so
// that stands for their other endings; the infinitive looks like nouns (солдати).
var endings, longestEnding = func() (map[string]string, int) {
	nouns := strings.Fields("а я о е є и і ї у ю ь й ом ем єм ою ею єю ам ям ами ями ах ях ів їв ей ові еві єві ія ії ію ією ій іям іями іях ьою")
	adjectives := strings.Fields("ий ій ого ього ому ьому им ім ої ьої их іх ими іми")
	future := strings.Fields("тиму тимеш тиме тимемо тимете тимуть")
	out, longest := map[string]string{}, 0
	add := func(instead string, before []string, ends ...string) {
		for _, b := range before {
			for _, e := range ends {
				out[b+e] = instead
				longest = max(longest, len(b+e))
			}
		}
	}
	add("", []string{"", "ов", "ев", "єв", "ован", "йован", "ьован"}, append(append([]string{""}, nouns...), adjectives...)...)
	delete(out, "")
	add("", []string{""}, "ість", "істю", "ості", "ости", "остей", "остям", "остями", "остях", "янин", "янина")
	add("", []string{"ува", "юва"}, "ння", "нню", "нням", "нні", "нь", "ннями", "ннях")
	// verbs
	add("", []string{"ува", "юва", "я", "и"}, append(future, "в", "ла", "ло", "ли", "ти", "вши")...)
	add("", []string{"у", "ю", "я"}, "є", "єш", "ємо", "єте", "ють", "ючи", "й", "йте", "ймо")
	add("", []string{""}, strings.Fields("ить иш имо ите уть ють ять ать іть їть еш емо ете ємо єте учи ючи ачи ячи")...)
	add("н", []string{"ну"}, append(future, "в", "ла", "ло", "ли", "ти", "вши")...)
	add("ал", []string{"а"}, append(future, "в", "вши", "є", "єш", "ємо", "єте", "ють", "ючи", "йте", "ймо")...)
	return out, longest
}()
