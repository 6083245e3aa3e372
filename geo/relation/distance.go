package relation

import (
	"math"
	"strconv"
	"strings"

	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

const kmPerMile = 1.609344

// bearings of the words of the compass, degrees clockwise from north.
var bearings = map[string]float64{
	"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
	"northern": 0, "eastern": 90, "southern": 180, "western": 270,
}

// compass reads a direction that ends at token i, and returns the token
// before it and the bearing; NaN if there is none.
func compass(t *toponym.Text, i int) (int, float64) {
	if i < 0 || t.Class[i]&toponym.Direction == 0 {
		return i, math.NaN()
	}
	w := t.Word(i)
	if i > 0 && t.Class[i-1]&toponym.Direction != 0 && (t.Tokens[i].Gap == gazetteer.GapHyphen || t.Tokens[i].Gap == gazetteer.GapSpace) {
		if b, ok := bearings[t.Word(i-1)+w]; ok {
			return skipArticle(t, i-2), b
		}
	}
	b, ok := bearings[w]
	if !ok {
		return i, math.NaN()
	}
	return skipArticle(t, i-1), b
}

func skipArticle(t *toponym.Text, i int) int {
	for i >= 0 && (t.Word(i) == "the" || t.Word(i) == "to" || t.Word(i) == "away") {
		i--
	}
	return i
}

// distance reads a distance that ends at token i, perhaps with the same in
// another unit in brackets, and returns the token before it and kilometres.
func distance(t *toponym.Text, i int) (before int, km float64, ok bool) {
	before, km, ok = oneDistance(t, i)
	if !ok {
		return i, 0, false
	}
	if b, first, again := oneDistance(t, before); again {
		return b, first, true
	}
	return before, km, true
}

func oneDistance(t *toponym.Text, i int) (before int, km float64, ok bool) {
	if i < 1 {
		return i, 0, false
	}
	if v, ok := glued(t.Word(i)); ok {
		return i - 1, v, true
	}
	unit := perUnit(t.Word(i))
	if unit == 0 {
		return i, 0, false
	}
	v, used := number(t, i-1)
	if used == 0 || v <= 0 || v > 2000 {
		return i, 0, false
	}
	return i - 1 - used, v * unit, true
}

// glued reads "12km".
func glued(w string) (km float64, ok bool) {
	digits := strings.TrimRight(w, "kmies")
	if digits == "" || len(digits) == len(w) || digits[0] < '0' || digits[0] > '9' {
		return 0, false
	}
	v, err := strconv.ParseFloat(digits, 64)
	unit := perUnit(w[len(digits):])
	return v * unit, err == nil && unit >= 1 && v > 0 && v < 2000
}

// perUnit returns the kilometres of a unit, 0 if the word is none.
func perUnit(w string) float64 {
	switch w {
	case "km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "KM":
		return 1
	case "mile", "miles", "mi":
		return kmPerMile
	case "metre", "metres", "meter", "meters", "m":
		return 0.001
	}
	return 0
}

var numberWords = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "a": 1, "several": 4, "few": 3, "dozen": 12,
}

// number reads the number that ends at token i, and how many tokens it is.
func number(t *toponym.Text, i int) (v float64, used int) {
	if i < 0 {
		return 0, 0
	}
	tok := &t.Tokens[i]
	if tok.Flags&gazetteer.HasDigit == 0 {
		v, ok := numberWords[t.Word(i)]
		if !ok {
			return 0, 0
		}
		return v, 1
	}
	from := i
	if i > 0 && t.Tokens[i-1].Flags&gazetteer.HasDigit != 0 && (tok.Gap == gazetteer.GapDot || tok.Gap == gazetteer.GapComma) {
		from = i - 1
	}
	text := t.Body[t.Tokens[from].Start:tok.End]
	if from < i && tok.Gap == gazetteer.GapComma {
		text = t.Word(from) + t.Word(i)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, 0
	}
	return v, i - from + 1
}
