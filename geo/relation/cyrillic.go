package relation

import (
	"unicode/utf8"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// cyrillic reads the relation of a name that Ukrainian or Russian words lead:
// "біля Торецька", "из Харькова", "в Москву".
func cyrillic(f *toponym.Finder, k int, out *Finding) (r mentionmap.Relation, ok bool) {
	t, n := &f.Text, &f.Names[k]
	last := int(n.From) - 1
	if last < 0 || t.Tokens[last].Flags&gazetteer.Cyrillic == 0 || !t.Follows(last+1) {
		return r, false
	}
	for i := f.LeftOf(n); i >= 0 && i <= last; i++ {
		if r = lead(f, n, i); r != mentionmap.RelationIn {
			out.words(t, i, int(n.To))
			return r, true
		}
	}
	return r, false
}

// lead is the relation that the word at token i says of the name it leads.
func lead(f *toponym.Finder, n *toponym.Name, i int) mentionmap.Relation {
	t := &f.Text
	switch t.Word(i) {
	case "біля", "Біля", "поблизу", "Поблизу", "під", "Під", "неподалік", "Неподалік", "навколо", "довкола", "поза", "около", "Около", "возле", "Возле", "близ", "Близ",
		"вблизи", "Вблизи", "под", "Под", "рядом", "вокруг", "недалеко", "північніше", "південніше", "східніше", "західніше", "севернее", "южнее", "восточнее", "западнее",
		"околиці", "околицях", "окраине", "окраинах", "окраины":
		return mentionmap.RelationNear
	case "районе", "районі", "районах":
		if i > 0 && t.Class[i-1]&toponym.Locative != 0 {
			return mentionmap.RelationNear
		}
	case "з", "із", "зі", "від", "из", "изо", "с", "со", "от", "З", "Із", "Зі", "Від", "Из", "С", "От":
		return mentionmap.RelationFrom
	case "до", "к", "ко", "До", "К", "бік", "сторону":
		return mentionmap.RelationTo
	case "у", "У":
		if f.Russian() {
			return mentionmap.RelationNear
		}
		return accusative(t, n)
	case "в", "В", "на", "На":
		return accusative(t, n)
	case "центр", "центрі", "центре", "центру", "центра", "півночі", "півдні", "сході", "заході", "севере", "юге", "востоке", "западе":
		return mentionmap.RelationPart
	}
	return mentionmap.RelationIn
}

// accusative tells "в Москву" from "в Москве": one goes to what stands so.
func accusative(t *toponym.Text, n *toponym.Name) mentionmap.Relation {
	if n.To != n.From+1 || t.Tokens[n.From].Flags&gazetteer.AllCaps != 0 {
		return mentionmap.RelationIn
	}
	switch last, _ := utf8.DecodeLastRuneInString(t.Word(int(n.From))); last {
	case 'а', 'е', 'и', 'і', 'о', 'ї', 'є', 'я', 'х', 'м', 'й', 'ы':
		return mentionmap.RelationIn
	}
	return mentionmap.RelationTo
}
