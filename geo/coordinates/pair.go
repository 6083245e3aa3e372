package coordinates

import (
	"math"
	"strings"
)

// angle is one number of a pair: "48.5956", "48°35′44″N", "E 37.9999°".
type angle struct {
	value    float64
	decimals int     // of the degrees; -1 if there are minutes
	unit     float64 // size of the last digit, in degrees
	sign     bool    // a degree sign stands there
	side     byte    // N, S, E, W; 0 if it is not said
}

// pair reads "48.5956, 37.9999" and the like.
func pair(text string, i int) (f Found, end int) {
	if i > 0 && (wordByte(text[i-1]) || strings.IndexByte(".,-$#/=+:", text[i-1]) >= 0 && !(text[i-1] == ':' && cued(text, i))) {
		return f, 0
	}
	a, at := readAngle(text, i)
	if at == 0 {
		return f, 0
	}
	next := separator(text, at)
	if next == 0 {
		return f, 0
	}
	b, end := readAngle(text, next)
	if end == 0 || !ends(text, end) {
		return f, 0
	}
	return makePair(a, b, cued(text, i), end)
}

func makePair(a, b angle, cue bool, end int) (f Found, _ int) {
	eastFirst := a.side == 'E' || a.side == 'W'
	switch sides := a.side != 0 && b.side != 0; {
	case a.side != 0 != (b.side != 0), sides && eastFirst == (b.side == 'E' || b.side == 'W'):
		return f, 0
	case sides && !(a.exact(2) && b.exact(2)), !sides && !bare(a, b, cue):
		return f, 0
	}
	lat, lon := a.value, b.value
	if eastFirst || a.side == 0 && math.Abs(lat) > 90 {
		lat, lon = lon, lat
	}
	if !valid(lon, lat) {
		return f, 0
	}
	f.Lon, f.Lat = lon, lat
	f.RadiusKM = max(leastRadius, max(a.unit, b.unit)*kmPerDegree)
	return f, end
}

// exact reports an angle that no temperature or street number is: with
// minutes, a degree sign, or so many decimals.
func (a *angle) exact(decimals int) bool { return a.decimals < 0 || a.sign || a.decimals >= decimals }

// bare reports two numbers without a side that can only be a position: with
// minutes, or with four decimals, fewer where the text says "coordinates".
// Numbers that are both small are rates or shares.
func bare(a, b angle, cue bool) bool {
	if a.decimals < 0 && b.decimals < 0 {
		return true
	}
	if cue {
		return a.decimals >= 2 && b.decimals >= 2
	}
	return a.decimals >= 4 && b.decimals >= 4 && (math.Abs(a.value) >= 10 || math.Abs(b.value) >= 10)
}

// readAngle reads an angle at byte i; end is 0 if there is none.
func readAngle(text string, i int) (a angle, end int) {
	if i < len(text) && hemisphere(text[i]) {
		a.side = text[i]
		if i++; i < len(text) && text[i] == ' ' {
			i++
		}
	}
	negative := false
	if strings.HasPrefix(text[i:], "-") || strings.HasPrefix(text[i:], "−") {
		negative = true
		i += len("-")
		for i < len(text) && text[i] >= 0x80 {
			i++
		}
	}
	i = a.degrees(text, i)
	if i == 0 || a.value > 180 {
		return a, 0
	}
	if n := suffix(text[i:], degreeSigns); n > 0 {
		a.sign = true
		i = a.minutes(text, i+n)
	}
	if a.side == 0 {
		i = a.readSide(text, i)
	}
	if negative || a.side == 'S' || a.side == 'W' {
		a.value = -a.value
	}
	return a, i
}

// degrees reads one to three digits and their decimals.
func (a *angle) degrees(text string, i int) int {
	v, whole, decimals, end := number(text, i)
	if whole == 0 || whole > 3 || decimals > 15 {
		return 0
	}
	a.value, a.decimals, a.unit = v, decimals, math.Pow10(-decimals)
	return end
}

// minutes reads minutes and seconds, if they stand there.
func (a *angle) minutes(text string, i int) int {
	if a.decimals > 0 {
		return i
	}
	at := i + blank(text, i)
	for n, marks := range [][]string{minuteSigns, secondSigns} {
		v, whole, decimals, end := number(text, at)
		mark := suffix(text[end:], marks)
		if whole == 0 || whole > 2 || decimals > 8 || v >= 60 || mark == 0 {
			break
		}
		size := 1 / math.Pow(60, float64(n+1))
		a.value += v * size
		a.decimals, a.unit = -1, size*math.Pow10(-decimals)
		i = end + mark
		if decimals > 0 {
			break
		}
		at = i + blank(text, i)
	}
	return i
}

// readSide reads the side of the globe after an angle.
func (a *angle) readSide(text string, i int) int {
	at := i + blank(text, i)
	for _, s := range sides {
		if strings.HasPrefix(text[at:], s.words) && (len(s.words) > 1 || at+1 == len(text) || !wordByte(text[at+1])) {
			a.side = s.side
			return at + len(s.words)
		}
	}
	return i
}

// sides are what the sides of the globe are called after an angle.
var sides = [...]struct {
	words string
	side  byte
}{
	{"N", 'N'}, {"S", 'S'}, {"E", 'E'}, {"W", 'W'},
	{"с.ш.", 'N'}, {"с. ш.", 'N'}, {"в.д.", 'E'}, {"в. д.", 'E'}, {"пн.ш.", 'N'}, {"пн. ш.", 'N'}, {"сх.д.", 'E'}, {"сх. д.", 'E'},
	{"ю.ш.", 'S'}, {"ю. ш.", 'S'}, {"з.д.", 'W'}, {"з. д.", 'W'}, {"пд.ш.", 'S'}, {"пд. ш.", 'S'}, {"зх.д.", 'W'}, {"зх. д.", 'W'},
}

var (
	degreeSigns = []string{"°", "º", "˚"}
	minuteSigns = []string{"'", "′", "’", "ʹ"}
	secondSigns = []string{"\"", "″", "''", "′′", "”", "’’"}
)

// suffix returns the length of the first of the marks that s begins with.
func suffix(s string, marks []string) int {
	for _, m := range marks {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}

func blank(text string, i int) int {
	if i < len(text) && text[i] == ' ' {
		return 1
	}
	return 0
}

// number reads digits and decimals after a point; whole and decimals count
// them.
func number(text string, i int) (v float64, whole, decimals, end int) {
	for ; i < len(text) && digit(text[i]); i++ {
		v = v*10 + float64(text[i]-'0')
		whole++
	}
	if whole == 0 || i+1 >= len(text) || text[i] != '.' || !digit(text[i+1]) {
		return v, whole, 0, i
	}
	scale := 0.1
	for i++; i < len(text) && digit(text[i]); i++ {
		v += float64(text[i]-'0') * scale
		scale /= 10
		decimals++
	}
	return v, whole, decimals, i
}

// separator steps over what parts the two numbers; 0 if it is something else.
func separator(text string, i int) int {
	start := i
	for i < len(text) && i < start+4 && strings.IndexByte(" ,;/", text[i]) >= 0 {
		i++
	}
	if i == start || strings.Count(text[start:i], ",") > 1 {
		return 0
	}
	return i
}

// ends reports whether the second number is over: no digits, shares, versions
// or units follow.
func ends(text string, i int) bool {
	if i == len(text) {
		return true
	}
	if wordByte(text[i]) || text[i] == '%' || text[i] == '-' {
		return false
	}
	return text[i] != '.' && text[i] != ',' || i+1 == len(text) || !digit(text[i+1])
}

// cued reports whether the words right before speak of coordinates.
func cued(text string, i int) bool {
	const far = 40 // bytes
	before := strings.ToLower(text[max(0, i-far):i])
	if n := strings.LastIndexByte(before, '\n'); n >= 0 {
		before = before[n:]
	}
	for _, w := range [...]string{"coordinate", "coords", "geoloc", "lat", "gps", "mgrs", "grid", "координат", "📍"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}
