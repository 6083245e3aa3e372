package export

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"mentionmap"
)

// object appends the members of a JSON object.
type object struct {
	b     []byte
	comma bool
}

func open(dst []byte) object { return object{b: append(dst, '{')} }

func (o *object) close() []byte { return append(o.b, '}') }

// key starts a member. The name is ours and needs no escapes.
func (o *object) key(name string) {
	if o.comma {
		o.b = append(o.b, ',')
	}
	o.comma = true
	o.b = append(append(append(o.b, '"'), name...), '"', ':')
}

func (o *object) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

// members adds members that are written already, each after a comma.
func (o *object) members(text []byte) {
	if !o.comma {
		text = text[1:]
	}
	o.comma = true
	o.b = append(o.b, text...)
}

func (o *object) text(name, value string) {
	o.key(name)
	o.b = appendString(o.b, value)
}

// known appends a text, or null for the empty one.
func (o *object) known(name, value string) {
	if value == "" {
		o.raw(name, "null")
		return
	}
	o.text(name, value)
}

func (o *object) integer(name string, value int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, value, 10)
}

// number appends a number with at most so many decimals; null for what is none.
func (o *object) number(name string, value float64, decimals int) {
	o.key(name)
	o.b = appendNumber(o.b, value, decimals)
}

// real is number with a decimal point in any case: readers that guess types
// from the first features (GDAL) would take whole numbers for integers.
func (o *object) real(name string, value float64, decimals int) {
	start := len(o.b)
	o.number(name, value, decimals)
	if bytes.IndexByte(o.b[start:], '.') < 0 && value-value == 0 {
		o.b = append(o.b, ".0"...)
	}
}

func (o *object) yes(name string, value bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, value)
}

// day appends "YYYY-MM-DD" or null.
func (o *object) day(name string, d mentionmap.Day) {
	o.key(name)
	if d == mentionmap.NoDay {
		o.b = append(o.b, "null"...)
		return
	}
	o.b = append(d.AppendTo(append(o.b, '"')), '"')
}

func (o *object) pair(name string, p [2]int) {
	o.key(name)
	o.b = append(o.b, '[')
	o.b = strconv.AppendInt(o.b, int64(p[0]), 10)
	o.b = append(o.b, ',')
	o.b = strconv.AppendInt(o.b, int64(p[1]), 10)
	o.b = append(o.b, ']')
}

const hex = "0123456789abcdef"

// plain are the bytes that stand for themselves in a JSON string that is UTF-8:
// all but controls, the quote, the backslash, and what U+2028 and U+2029 begin with.
var plain = func() (t [256]bool) {
	for c := ' '; c <= 0xff; c++ {
		t[c] = c != '"' && c != '\\' && c != 0x7f && c != 0xe2
	}
	return t
}()

// appendString appends a JSON string. Bytes that are not UTF-8 become U+FFFD;
// U+2028 and U+2029 are escaped for readers that take JSON for JavaScript.
func appendString(dst []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = replaceInvalid(s)
	}
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		size := 1
		if s[i] == 0xe2 {
			if size = 3; s[i:i+size] != "\u2028" && s[i:i+size] != "\u2029" {
				i += size
				continue
			}
		}
		dst = append(dst, s[start:i]...)
		dst = appendEscape(dst, s[i:i+size])
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// replaceInvalid makes U+FFFD of each byte that is not UTF-8.
func replaceInvalid(s string) string {
	var b strings.Builder
	for _, r := range s { // gives U+FFFD for each
		b.WriteRune(r)
	}
	return b.String()
}

func appendEscape(dst []byte, char string) []byte {
	switch c := char[0]; {
	case c == '"' || c == '\\':
		return append(dst, '\\', c)
	case c == '\n':
		return append(dst, '\\', 'n')
	case c == '\t':
		return append(dst, '\\', 't')
	case c < utf8.RuneSelf:
		return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	case char == "\u2028":
		return append(dst, `\u2028`...)
	case char == "\u2029":
		return append(dst, `\u2029`...)
	}
	return append(dst, `\ufffd`...)
}

var powers = [...]float64{1, 10, 100, 1e3, 1e4, 1e5, 1e6}

// appendNumber appends a number rounded to at most so many decimals (0 to 6),
// without zeros at the end; null for NaN and infinities.
func appendNumber(dst []byte, v float64, decimals int) []byte {
	scaled := math.Round(v * powers[decimals])
	if math.IsNaN(scaled) || math.IsInf(scaled, 0) {
		return append(dst, "null"...)
	}
	if math.Abs(scaled) >= 1<<53 {
		return strconv.AppendFloat(dst, v, 'e', -1, 64)
	}
	n := int64(scaled)
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	unit := int64(powers[decimals])
	dst = strconv.AppendInt(dst, n/unit, 10)
	rest := n % unit
	if rest == 0 {
		return dst
	}
	dst = append(dst, '.')
	for rest > 0 {
		unit /= 10
		dst = append(dst, byte('0'+rest/unit))
		rest %= unit
	}
	return dst
}
