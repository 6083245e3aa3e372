// Package placeday holds counts of units by place and days in packed form: what
// a store keeps beside its mentions so that counting them needs none of them.
//
// Units are counted as store.Counts counts them. All four units stand in one
// row; their numbers add up over documents, so what a transaction adds is a
// small part of its own, and parts are merged like sorted lists.
package placeday

import (
	"math"

	"mentionmap"
)

// Units is the number of units that are counted.
const Units = int(mentionmap.CountStories) + 1

// Undated stands in Row.Day where there is no day: such rows come last.
const Undated = int32(math.MaxInt32)

// Row is how many units name one place under the same dates in the same way.
type Row struct {
	Place  int64 // the store's own number of the place; 0: not placed
	Kind   mentionmap.Kind
	Facet  Facet
	Day    int32        // first day since 1970-01-01, or Undated
	Span   int32        // last day - first day
	Counts [Units]int64 // by mentionmap.Unit; a part of the whole may hold negative ones
}

// Facet says in what way: the precision of the dates, and for each use whether
// the unit has mentions of it and whether one of them is firm. Its order is
// that of store.Counts.
type Facet uint8

const (
	firmBits      = 0 // two bits, one for each use
	useBits       = 2 // two bits, one for each use
	precisionBits = 4 // three bits
)

// FacetOf returns the facet of a unit that has one mention.
func FacetOf(p mentionmap.Precision, use mentionmap.Use, firm bool) Facet {
	f := Facet(p)<<precisionBits | 1<<(useBits+use)
	if firm {
		f |= 1 << (firmBits + use)
	}
	return f
}

// Precision is that of the dates.
func (f Facet) Precision() mentionmap.Precision {
	return mentionmap.Precision(f >> precisionBits & 7)
}

// Uses has the bit 1<<Use for each use that the unit's mentions have.
func (f Facet) Uses() uint8 { return uint8(f >> useBits & 3) }

// Firm has the bit 1<<Use for each use of which a mention is firm.
func (f Facet) Firm() uint8 { return uint8(f >> firmBits & 3) }

// order is what rows are sorted by, as 128 bits: month of the first day, place
// and kind; then first day, span and facet.
type order struct{ hi, lo uint64 }

const (
	orderKind  = 4
	orderPlace = 40 // bits of a place
	orderMonth = 18 // bits of a month, from the earliest on; the undated come last
	orderFacet = 7
	orderSpan  = 22
)

func (r *Row) order() order {
	month := uint64(1<<orderMonth - 1)
	if r.Day != Undated {
		month = uint64(MonthOf(r.Day)) + 1<<(orderMonth-1)
	}
	return order{
		(month<<orderPlace|uint64(r.Place))<<orderKind | uint64(r.Kind),
		(uint64(uint32(r.Day)^1<<31)<<orderSpan|uint64(r.Span))<<orderFacet | uint64(r.Facet),
	}
}

func (o order) compare(p order) int {
	switch {
	case o.hi < p.hi || o.hi == p.hi && o.lo < p.lo:
		return -1
	case o == p:
		return 0
	}
	return 1
}

// Compare orders rows: by the month of their first day, in it by place and
// kind, and then as store.Counts does.
func (r *Row) Compare(o *Row) int { return r.order().compare(o.order()) }

// same tells whether a row counts what another does.
func (r *Row) same(o *Row) bool {
	return r.Place == o.Place && r.Day == o.Day && r.Facet == o.Facet && r.Span == o.Span && r.Kind == o.Kind
}

// add adds the numbers of an equal row.
func (r *Row) add(o *Row) {
	for u := range r.Counts {
		r.Counts[u] += o.Counts[u]
	}
}
