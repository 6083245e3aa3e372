package placeday

import "mentionmap"

// Compact is a row of a place and month in eight bytes. From the top: 5 bits
// day of the month from 0, 22 bits span, 7 bits facet, 7 bits with sign for
// each unit from the last, 2 bits scale: what is counted is that times
// 64^scale. So compacts of a place are in order as numbers, but for what they
// count. A row of more units than fit is several compacts.
type Compact uint64

const (
	scaleBits   = 2
	digitBits   = 6
	countBits   = digitBits + 1
	facetShift  = scaleBits + countBits*Units
	spanShift   = facetShift + 7
	dayShift    = spanShift + 22
	maxSpan     = 1<<22 - 1
	plainCounts = (1 | 1<<countBits | 1<<(2*countBits) | 1<<(3*countBits)) << scaleBits
)

// Day is the first day from the first of the month; 0 if undated.
func (c Compact) Day() int32 { return int32(c >> dayShift) }

// Span is the last day - the first.
func (c Compact) Span() int32 { return int32(c>>spanShift) & maxSpan }

// Facet is that of the row.
func (c Compact) Facet() Facet { return Facet(c >> facetShift & 127) }

// Dates tells compacts of different days, spans or precisions apart.
func (c Compact) Dates() uint64 { return uint64(c) >> (facetShift + precisionBits) }

// Key tells compacts of different rows apart, and is in their order.
func (c Compact) Key() uint64 { return uint64(c) >> facetShift }

// Shift is what Count wants to know of a unit.
func Shift(unit mentionmap.Unit) uint { return 64 - scaleBits - countBits*(1+uint(unit)) }

// Count is the number of units whose Shift is given.
func (c Compact) Count(shift uint) int64 {
	return int64(c<<(shift&63)) >> (64 - countBits) << (c & (1<<scaleBits - 1) * digitBits & 63)
}

// mostDigit is the most of a unit that a compact of scale 0 counts.
const mostDigit = 1<<digitBits - 1

// appendCompact appends a row: its key as a compact that counts nothing, and its counts.
func appendCompact(dst []Compact, key Compact, counts [Units]int64) []Compact {
	if c, ok := digits(key, counts); ok {
		return append(dst, c)
	}
	const topScale = 1<<scaleBits - 1
	for scale := 0; counts != [Units]int64{}; scale = min(scale+1, topScale) {
		var part [Units]int64
		for u, n := range counts {
			part[u] = n >> (scale * digitBits)
			if scale < topScale {
				part[u] %= mostDigit + 1
			}
			part[u] = max(min(part[u], mostDigit), -mostDigit)
			counts[u] -= part[u] << (scale * digitBits)
		}
		if c, _ := digits(key|Compact(scale), part); part != [Units]int64{} {
			dst = append(dst, c)
		}
	}
	return dst
}

// digits puts counts into a compact, and tells whether they fit.
func digits(c Compact, n [Units]int64) (Compact, bool) {
	const mask = 1<<countBits - 1
	c |= (Compact(n[0])&mask | Compact(n[1])&mask<<countBits | Compact(n[2])&mask<<(2*countBits) | Compact(n[3])&mask<<(3*countBits)) << scaleBits
	return c, max(n[0], n[1], n[2], n[3]) <= mostDigit && min(n[0], n[1], n[2], n[3]) >= -mostDigit
}

// Add appends the sum of compacts of one row: none, one or several.
func Add(dst []Compact, lists ...[]Compact) []Compact {
	var counts [Units]int64
	var key Compact
	for _, list := range lists {
		for _, c := range list {
			key = c >> facetShift << facetShift
			for u := range counts {
				counts[u] += c.Count(Shift(mentionmap.Unit(u)))
			}
		}
	}
	if counts == [Units]int64{} {
		return dst
	}
	return appendCompact(dst, key, counts)
}
