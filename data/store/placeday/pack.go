package placeday

import "encoding/binary"

// A chunk holds rows that start in one month, in order, as compacts. It is
// written column by column, the exceptions after what is the rule, so that it
// is read without asking at each row; and chunks are read at the same time. All
// numbers are those of encoding/binary:
//
//	varint   month
//	uvarint  number of groups (places and kinds), number of compacts
//	for each group: uvarint place - place before; uvarint number of its compacts << 4 | kind
//	for each compact: byte facet
//	for each compact, unless the month is that of the undated: byte day - first of the month
//	uvarint  number of exceptions: compacts of more than a day
//	for each: uvarint compact - compact before (which is -1 at first); uvarint last day - first day
//	uvarint  number of exceptions: compacts of several reports, and as many mentions, documents and stories
//	for each: uvarint compact - compact before; byte how many
//	uvarint  number of exceptions: compacts of other numbers
//	for each: uvarint compact - compact before; uint32, little-endian: its lower 30 bits
const kindBits = 4

// chunkRows is after how many rows a chunk ends: what is unpacked of them fits
// into a processor's cache. It does not end in a group, unless that is huge.
const (
	chunkRows = 1 << 15
	hugeChunk = 1 << 19
)

// Packer packs sorted rows into chunks.
type Packer struct {
	Emit func(chunk []byte, rows int) error // the chunk is the callee's to keep

	rows  []Row // of the chunk that is being collected
	month Month // of these
	chunk columns
}

// columns are the parts of a chunk.
type columns struct {
	rows                 int
	groups, facets, days []byte
	spans, same, other   exceptions
}

// exceptions are what is not the rule in a column.
type exceptions struct {
	n, last int
	b       []byte
}

// at begins the exception of a row.
func (e *exceptions) at(row int) {
	e.b = binary.AppendUvarint(e.b, uint64(row-e.last))
	e.n, e.last = e.n+1, row
}

func (e *exceptions) clear() { e.n, e.last, e.b = 0, -1, e.b[:0] }

func (e *exceptions) appendTo(dst []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(e.n)), e.b...)
}

// Add packs a row, which must not come before the one added last. Rows without
// any count are left out, rows added twice must be summed before.
func (p *Packer) Add(r *Row) error {
	if r.Counts == [Units]int64{} {
		return nil
	}
	month, n := p.month, len(p.rows)
	if n == 0 || p.rows[n-1].Day != r.Day {
		month = MonthOf(r.Day)
	}
	if month != p.month || n >= chunkRows && (n >= hugeChunk || p.rows[n-1].Place != r.Place || p.rows[n-1].Kind != r.Kind) {
		if err := p.Close(); err != nil {
			return err
		}
	}
	p.month = month
	p.rows = append(p.rows, *r)
	return nil
}

// Close packs what is left.
func (p *Packer) Close() error {
	n := len(p.rows)
	if n == 0 {
		return nil
	}
	chunk := p.pack()
	p.rows = p.rows[:0]
	return p.Emit(chunk, n)
}

// pack makes a chunk of the rows.
func (p *Packer) pack() []byte {
	c := &p.chunk
	c.clear()
	place, groups := int64(0), 0
	for from := 0; from < len(p.rows); groups++ {
		r, to, before := &p.rows[from], from, c.rows
		for to < len(p.rows) && p.rows[to].Place == r.Place && p.rows[to].Kind == r.Kind {
			c.row(&p.rows[to], p.month)
			to++
		}
		c.groups = binary.AppendUvarint(c.groups, uint64(r.Place-place))
		c.groups = binary.AppendUvarint(c.groups, uint64(c.rows-before)<<kindBits|uint64(r.Kind))
		place, from = r.Place, to
	}
	out := make([]byte, 0, 6*binary.MaxVarintLen32+len(c.groups)+len(c.facets)+len(c.days)+len(c.spans.b)+len(c.same.b)+len(c.other.b))
	out = binary.AppendVarint(out, int64(p.month))
	out = binary.AppendUvarint(out, uint64(groups))
	out = binary.AppendUvarint(out, uint64(c.rows))
	out = append(append(append(out, c.groups...), c.facets...), c.days...)
	return c.other.appendTo(c.same.appendTo(c.spans.appendTo(out)))
}

func (c *columns) clear() {
	c.rows, c.groups, c.facets, c.days = 0, c.groups[:0], c.facets[:0], c.days[:0]
	c.spans.clear()
	c.same.clear()
	c.other.clear()
}

// row writes a row of a month.
func (c *columns) row(r *Row, m Month) {
	key := Compact(r.Day-m.First())<<dayShift | Compact(r.Span)<<spanShift | Compact(r.Facet)<<facetShift
	for _, x := range appendCompact(nil, key, r.Counts) {
		c.compact(x, m)
	}
}

func (c *columns) compact(x Compact, m Month) {
	c.facets = append(c.facets, byte(x.Facet()))
	if m != UndatedMonth {
		c.days = append(c.days, byte(x.Day()))
	}
	if x.Span() > 0 {
		c.spans.at(c.rows)
		c.spans.b = binary.AppendUvarint(c.spans.b, uint64(x.Span()))
	}
	low := uint32(x & (1<<facetShift - 1))
	switch n := low >> scaleBits & mostDigit; {
	case low == plainCounts:
	case n > 0 && low == n*plainCounts:
		c.same.at(c.rows)
		c.same.b = append(c.same.b, byte(n))
	default:
		c.other.at(c.rows)
		c.other.b = binary.LittleEndian.AppendUint32(c.other.b, low)
	}
	c.rows++
}
