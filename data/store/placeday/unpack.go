package placeday

import (
	"encoding/binary"

	"mentionmap"
)

// Block is an unpacked chunk.
type Block struct {
	Month  Month
	Groups []Group
	Starts []uint32 // of each group's rows, and where the last one ends
	Rows   []Compact
	Latest int32 // last day of all rows, or later; Undated if they are undated

	Lasting []uint32 // which rows are of more than a day
}

// Group is a place and the kind of its mentions; groups are in their order.
type Group uint64

// Place is the store's own number of the place; 0: not placed.
func (g Group) Place() int64 { return int64(g >> kindBits) }

// Kind is that of its mentions.
func (g Group) Kind() mentionmap.Kind { return mentionmap.Kind(g & (1<<kindBits - 1)) }

const (
	maxPlace = 1 << 40
	maxMonth = 12 * 10000 // from 1970: past the last day there is
	maxRows  = 1 << 20    // of a chunk, so that damage cannot make it fill the memory
)

// UnpackBlock reads a chunk. One that is none is an Internal error: the
// database is damaged.
func UnpackBlock(chunk []byte) (*Block, error) {
	r := reader{b: chunk}
	month := int64(r.uvarint())
	month = int64(uint64(month)>>1) ^ -(month & 1)
	groups, rows := r.uvarint(), r.uvarint()
	b := &Block{Month: Month(month)}
	if r.bad || !isMonth(month) || rows > maxRows || groups > rows || groups == 0 || rows > uint64(len(r.b)) {
		return nil, errDamaged()
	}
	r.groups(b, int(groups), uint32(rows))
	facets, days := r.bytes(rows), []byte(nil)
	if b.Month != UndatedMonth {
		days = r.bytes(rows)
	}
	if !r.bad {
		r.plain(b, facets, days)
		r.spans(b)
		r.same(b)
		r.others(b)
	}
	if r.bad || r.at < len(r.b) {
		return nil, errDamaged()
	}
	return b, nil
}

func isMonth(m int64) bool {
	return m == int64(UndatedMonth) || m > -maxMonth && m < maxMonth && Month(m).First() != Undated
}

// groups reads the groups, whose rows together must be so many.
func (r *reader) groups(b *Block, n int, rows uint32) {
	b.Groups, b.Starts = make([]Group, n), make([]uint32, n+1)
	place, at := uint64(0), uint64(0)
	for i := range b.Groups {
		place += r.uvarint()
		size := r.uvarint()
		b.Groups[i] = Group(place<<kindBits | size&(1<<kindBits-1))
		if at += size >> kindBits; place >= maxPlace || size>>kindBits == 0 || at > uint64(rows) || i > 0 && b.Groups[i] <= b.Groups[i-1] {
			r.bad = true
			return
		}
		b.Starts[i+1] = uint32(at)
	}
	r.bad = r.bad || at != uint64(rows)
}

// plain makes the rows as if each were of one day and one unit.
func (r *reader) plain(b *Block, facets, days []byte) {
	rows, first := make([]Compact, len(facets)), b.Month.First()
	all, lastDay := byte(0), byte(0)
	for i, facet := range facets {
		all |= facet
		rows[i] = Compact(facet)<<facetShift | plainCounts
	}
	for i, day := range days {
		lastDay = max(lastDay, day)
		rows[i] |= Compact(day) << dayShift
	}
	r.bad = r.bad || all > 127 || int32(lastDay) > b.Month.Last()-first
	b.Rows, b.Latest = rows, first+int32(lastDay)
}

// exceptions begins a list of them; none may be of more rows than there are.
func (r *reader) exceptions(b *Block) int {
	n := r.uvarint()
	if n > uint64(len(b.Rows)) {
		r.bad = true
		return 0
	}
	return int(n)
}

// next gives the row of the next exception; after damage any one.
func (r *reader) next(b *Block, row uint64) uint64 {
	gap := r.uvarint()
	if row += gap; gap == 0 || row > uint64(len(b.Rows)) {
		r.bad = true
		return 1
	}
	return row
}

// spans sets those of the rows of more than a day.
func (r *reader) spans(b *Block) {
	b.Lasting = make([]uint32, r.exceptions(b))
	r.bad = r.bad || len(b.Lasting) > 0 && b.Month == UndatedMonth
	row, longest := uint64(0), uint64(0)
	for i := range b.Lasting {
		row = r.next(b, row)
		span := r.uvarint()
		if r.bad || span == 0 || span > maxSpan {
			r.bad = true
			return
		}
		b.Rows[row-1] |= Compact(span) << spanShift
		b.Lasting[i] = uint32(row - 1)
		longest = max(longest, span)
	}
	b.Latest += int32(longest)
}

// same sets how much rows count that count the same of every unit.
func (r *reader) same(b *Block) {
	row := uint64(0)
	for range r.exceptions(b) {
		row = r.next(b, row)
		n := r.bytes(1)
		if r.bad || n[0] == 0 || n[0] > mostDigit {
			r.bad = true
			return
		}
		b.Rows[row-1] += Compact(n[0]-1) * plainCounts
	}
}

// others sets how much rows count that are neither plain nor that.
func (r *reader) others(b *Block) {
	row := uint64(0)
	for range r.exceptions(b) {
		row = r.next(b, row)
		n := r.bytes(4)
		if r.bad || n[3] >= 1<<(facetShift-24) {
			r.bad = true
			return
		}
		b.Rows[row-1] = b.Rows[row-1]>>facetShift<<facetShift | Compact(binary.LittleEndian.Uint32(n))
	}
}

// Lasting tells which rows are of more than a day.
func Lasting(rows []Compact) (out []uint32) {
	for i, c := range rows {
		if c.Span() > 0 {
			out = append(out, uint32(i))
		}
	}
	return out
}

// Unpack appends the rows of a chunk to dst. Errors are those of UnpackBlock.
func Unpack(dst []Row, chunk []byte) ([]Row, error) {
	b, err := UnpackBlock(chunk)
	if err != nil {
		return dst, err
	}
	first := b.Month.First()
	for i, g := range b.Groups {
		before := ^uint64(0)
		for _, c := range b.Rows[b.Starts[i]:b.Starts[i+1]] {
			r := Row{Place: g.Place(), Kind: g.Kind(), Facet: c.Facet(), Day: first + c.Day(), Span: c.Span()}
			for u := range r.Counts {
				r.Counts[u] = c.Count(Shift(mentionmap.Unit(u)))
			}
			if n := len(dst); c.Key() == before {
				dst[n-1].add(&r)
			} else {
				dst = append(dst, r)
			}
			before = c.Key()
		}
	}
	return dst, nil
}

func errDamaged() error {
	return mentionmap.Errorf(mentionmap.Internal, "the counts by place and day are damaged: make them anew with `mentionmap doctor --repair`")
}

// reader reads numbers; after the first that is none, bad is set.
type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) bytes(n uint64) []byte {
	if uint64(len(r.b)-r.at) < n {
		r.bad = true
		return nil
	}
	r.at += int(n)
	return r.b[r.at-int(n) : r.at]
}

func (r *reader) uvarint() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	return r.long()
}

func (r *reader) long() uint64 {
	v, n := binary.Uvarint(r.b[r.at:])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.at += n
	return v
}
