// Package coordinates finds positions that a text writes out: decimal degrees,
// degrees with minutes and seconds, MGRS, and links to maps. It takes only
// what can hardly be anything else: no dates, scores, prices or versions.
package coordinates

import (
	"strings"

	"mentionmap"
)

// Found is a position in a text.
type Found struct {
	mentionmap.Span         // bytes
	Lon, Lat        float64 // degrees
	RadiusKM        float64 // by the last digit written, at least leastRadius
}

const (
	leastRadius  = 0.1   // km
	kmPerDegree  = 111.2 // of latitude
	maxURLLength = 2000  // bytes
)

// Scan appends the positions of text to dst, in order; they do not overlap.
// Text is any bytes.
func Scan(dst []Found, text string) []Found {
	link := nextLink(text, 0)
	for i := 0; i < len(text); {
		if link < i {
			link = nextLink(text, i)
		}
		next := nextNumber(text[:link], i)
		if next == len(text) {
			return dst
		}
		f, end := at(text, next)
		if end == 0 {
			i = skip(text, next)
			continue
		}
		dst = append(dst, f)
		i = f.End
	}
	return dst
}

// at reads one position that begins at byte i; end is 0 if there is none.
func at(text string, i int) (f Found, end int) {
	for _, read := range [...]func(string, int) (Found, int){link, pair, grid} {
		if f, end = read(text, i); end > 0 {
			f.Start, f.End = i, end
			return f, end
		}
	}
	return f, 0
}

// nextLink finds the next link from byte i on; the text's end if there is none.
func nextLink(text string, i int) int {
	const least = len("http://a")
	if n := strings.Index(text[i:], "http"); n >= 0 && i+n+least < len(text) {
		return i + n
	}
	return len(text)
}

// nextNumber finds, from byte i on, the next number that a position can begin
// with, with what may stand before it; the text's end if there is none.
func nextNumber(text string, i int) int {
	for ; i < len(text); i++ {
		if !digit(text[i]) {
			continue
		}
		first := i
		for i+1 < len(text) && digit(text[i+1]) {
			i++
		}
		if i-first < 3 && goesOn(text, i+1) {
			return withSign(text, first)
		}
	}
	return len(text)
}

// goesOn reports what can follow the degrees or the zone of a position at
// once: decimals, a degree sign, a letter.
func goesOn(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	b := text[i]
	return b == '.' && i+2 < len(text) && digit(text[i+1]) && digit(text[i+2]) || b >= 'C' && b <= 'X' || b == 0xC2 || b == 0xCB
}

// withSign steps back over a sign and a letter of the compass.
func withSign(text string, i int) int {
	start := i
	if start > 0 && text[start-1] == '-' {
		start--
	} else if start >= 3 && text[start-3:start] == "−" {
		start -= 3
	}
	back := start
	if back > 0 && text[back-1] == ' ' {
		back--
	}
	if back > 0 && hemisphere(text[back-1]) && (back == 1 || !wordByte(text[back-2])) {
		return back - 1
	}
	return start
}

// skip steps over the word at byte i.
func skip(text string, i int) int {
	for i < len(text) && !(text[i] >= '0' && text[i] <= '9') {
		i++
	}
	for i < len(text) && wordByte(text[i]) {
		i++
	}
	return max(i, 1)
}

func hemisphere(b byte) bool { return b == 'N' || b == 'S' || b == 'E' || b == 'W' }

func digit(b byte) bool { return b >= '0' && b <= '9' }

// wordByte reports a byte of a word, letters beyond ASCII too.
func wordByte(b byte) bool {
	return digit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b >= 0x80
}

// valid reports a position on the globe.
func valid(lon, lat float64) bool { return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 }
