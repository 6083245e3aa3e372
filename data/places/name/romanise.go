package name

import (
	"strings"
	"unicode"

	"mentionmap/geo/gazetteer"
)

// romanised are the countries whose names are also given as their Cyrillic
// forms are romanised in documents and in the press.
var romanised = map[string]bool{"UA": true, "RU": true, "BY": true}

// Romanise adds, to each Ukrainian name, its romanisations by the rule of
// Ukraine's cabinet of ministers (resolution 55 of 27 January 2010) and by that
// of BGN/PCGN (1965), to each Russian name those of English-language
// newspapers and of BGN/PCGN (1947). A name that may be either gets both.
func Romanise(e *gazetteer.Entry) {
	if !romanised[e.Country] {
		return
	}
	for _, n := range e.Names {
		if n.Flags&(gazetteer.NameWeak|gazetteer.NameCode|gazetteer.NameLoose) != 0 {
			continue
		}
		keep := n.Flags & (gazetteer.NameFormer | gazetteer.NameBare)
		switch {
		case n.Lang == "uk":
			Add(e, "en", keep, ukrainian(n.Text)...)
		case n.Lang == "ru":
			Add(e, "en", keep, russian(n.Text)...)
		case n.Lang == "" && IsCyrillic(n.Text) && e.Country == "UA":
			Add(e, "en", keep, append(ukrainian(n.Text), russian(n.Text)...)...)
		case e.Country == "UA" && strings.Contains(strings.ToLower(n.Text), "y"):
			Add(e, "en", keep, modernise(n.Text))
		}
	}
}

// Spellings gives the romanisations that a name of a country may have; none
// for names of other countries.
func Spellings(country, text string) []string {
	e := gazetteer.Entry{Country: country}
	Add(&e, "", 0, text)
	if len(e.Names) == 0 {
		return nil
	}
	Romanise(&e)
	var out []string
	for _, n := range e.Names[1:] {
		out = append(out, n.Text)
	}
	return out
}

func ukrainian(s string) []string {
	return []string{romanise(s, &cabinet), romanise(s, &oldUkrainian)}
}

func russian(s string) []string {
	out := []string{romanise(s, &press), romanise(s, &oldRussian)}
	if plain := yo.Replace(s); plain != s {
		out = append(out, romanise(plain, &press))
	}
	return out
}

var yo = strings.NewReplacer("ё", "е", "Ё", "Е")

// IsCyrillic reports letters of the Cyrillic alphabet only.
func IsCyrillic(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Cyrillic, r) {
			return false
		}
	}
	return s != ""
}

// romanisation is a rule: letters, their forms at the beginning of a word,
// and endings that go first.
type romanisation struct {
	letters, initial map[rune]string
	endings          *strings.Replacer
}

var cabinet = romanisation{
	letters: letterTable("а a б b в v г h ґ g д d е e є ie ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ь _ ю iu я ia"),
	initial: letterTable("є ye ї yi й y ю yu я ya"),
	endings: strings.NewReplacer("зг", "зgh", "Зг", "Зgh"),
}

var press = romanisation{
	letters: letterTable("а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya"),
	initial: letterTable("е ye"),
	endings: strings.NewReplacer("ий ", "y ", "ый ", "y ", "ое ", "oye ", "ее ", "eye ", "ые ", "ye ", "ие ", "iye ", "ье", "ye", "ае", "aye"),
}

// oldUkrainian is BGN/PCGN 1965, oldRussian BGN/PCGN 1947, both without marks
// for signs.
var oldUkrainian = romanisation{
	letters: letterTable("а a б b в v г h ґ g д d е e є ye ж zh з z и y і i ї yi й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ь _ ю yu я ya"),
	endings: strings.NewReplacer("зг", "зgh", "Зг", "Зgh"),
}

var oldRussian = romanisation{
	letters: letterTable("а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya"),
	initial: letterTable("е ye"),
	endings: strings.NewReplacer("ае", "аye", "ее", "еye", "ие", "иye", "ое", "оye", "уе", "уye", "ые", "ыye", "эе", "эye", "юе", "юye", "яе", "яye", "ье", "ye", "ъе", "ye"),
}

func letterTable(pairs string) map[rune]string {
	m := map[rune]string{}
	f := strings.Fields(pairs)
	for i := 0; i < len(f); i += 2 {
		m[[]rune(f[i])[0]] = strings.Trim(f[i+1], "_")
	}
	return m
}

func romanise(s string, rule *romanisation) string {
	s = strings.TrimSpace(rule.endings.Replace(s + " "))
	var b strings.Builder
	start := true
	for _, r := range s {
		small := unicode.ToLower(r)
		latin, ok := rule.initial[small]
		if !ok || !start {
			latin, ok = rule.letters[small]
		}
		switch {
		case ok && r != small && latin != "":
			b.WriteString(strings.ToUpper(latin[:1]) + latin[1:])
		case ok:
			b.WriteString(latin)
		case r != '\'' && r != '’' && r != 'ʼ':
			b.WriteRune(r)
		}
		if r != '\'' && r != '’' && r != 'ʼ' {
			start = !unicode.IsLetter(r)
		}
	}
	return b.String()
}

// modernise turns older romanisations of Ukrainian ("Feodosiya",
// "Nyzhnohirs’kyy") into the cabinet's: y beside a vowel, not at the beginning,
// becomes i.
func modernise(s string) string {
	const vowels = "aeiouy"
	b := []byte(s)
	for i := 1; i < len(b); i++ {
		if b[i] != 'y' || !lowerLetter(b[i-1]) && b[i-1] < 0x80 {
			continue
		}
		before := strings.IndexByte(vowels, b[i-1]) >= 0
		after := i+1 < len(b) && strings.IndexByte("aeou", b[i+1]) >= 0
		if before || after {
			b[i] = 'i'
		}
	}
	return string(b)
}

func lowerLetter(b byte) bool { return b >= 'a' && b <= 'z' }
