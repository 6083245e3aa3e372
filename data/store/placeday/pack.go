package placeday

import (
	"encoding/binary"

	"mentionmap"
)

// A chunk holds rows that start in one month, in order. It is written column
// by column, the exceptions after what is the rule, so that it is read without
// asking at each row; and chunks are read at the same time. All numbers are
// those of encoding/binary:
//
//	varint   month
//	uvarint  number of groups (places and kinds), number of rows
//	for each group: uvarint place - place before; uvarint number of its rows << 4 | kind
//	for each row: byte facet
//	for each row, unless the month is that of the undated: byte day - first of the month
//	uvarint  number of rows of more than a day
//	for each of them: uvarint row - row before (which is -1 at first); uvarint last day - first day
//	for each row that is not of one report, mention, document and story:
//	uvarint  row - row before (which is -1 at first)
//	byte     which of these follow, from bit 0; the others are 0
//	varint   reports - 1, mentions - reports, documents - reports, stories - documents
const kindBits = 4

// chunkRows is the most rows of a chunk: what is unpacked of them fits into a
// processor's cache.
const chunkRows = 1 << 15

// Packer packs sorted rows into chunks.
type Packer struct {
	Emit func(chunk []byte, rows int) error // the chunk is the callee's to keep

	rows  []Row // of the chunk that is being collected
	month Month // of these
	chunk columns
}

// columns are the parts of a chunk.
type columns struct {
	groups, facets, days, spans, counts []byte

	lasting, lastLasting, lastCounted int
}

// Add packs a row, which must not come before the one added last. Rows without
// any count are left out, rows added twice must be summed before.
func (p *Packer) Add(r *Row) error {
	if r.Counts == [Units]int64{} {
		return nil
	}
	month := p.month
	if n := len(p.rows); n == 0 || p.rows[n-1].Day != r.Day {
		month = MonthOf(r.Day)
	}
	if len(p.rows) == chunkRows || month != p.month {
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
	first, place, groups := p.month.First(), int64(0), 0
	for from := 0; from < len(p.rows); groups++ {
		r, to := &p.rows[from], from
		for to < len(p.rows) && p.rows[to].Place == r.Place && p.rows[to].Kind == r.Kind {
			c.row(to, &p.rows[to], first)
			to++
		}
		c.groups = binary.AppendUvarint(c.groups, uint64(r.Place-place))
		c.groups = binary.AppendUvarint(c.groups, uint64(to-from)<<kindBits|uint64(r.Kind))
		place, from = r.Place, to
	}
	out := make([]byte, 0, 4*binary.MaxVarintLen32+len(c.groups)+len(c.facets)+len(c.days)+len(c.spans)+len(c.counts))
	out = binary.AppendVarint(out, int64(p.month))
	out = binary.AppendUvarint(out, uint64(groups))
	out = binary.AppendUvarint(out, uint64(len(p.rows)))
	out = append(append(append(out, c.groups...), c.facets...), c.days...)
	out = binary.AppendUvarint(out, uint64(c.lasting))
	return append(append(out, c.spans...), c.counts...)
}

func (c *columns) clear() {
	c.groups, c.facets, c.days, c.spans, c.counts = c.groups[:0], c.facets[:0], c.days[:0], c.spans[:0], c.counts[:0]
	c.lasting, c.lastLasting, c.lastCounted = 0, -1, -1
}

// row writes a row of a month that begins on a day, by its index.
func (c *columns) row(i int, r *Row, first int32) {
	c.facets = append(c.facets, byte(r.Facet))
	if r.Day != Undated {
		c.days = append(c.days, byte(r.Day-first))
	}
	if r.Span > 0 {
		c.spans = binary.AppendUvarint(c.spans, uint64(i-c.lastLasting))
		c.spans = binary.AppendUvarint(c.spans, uint64(r.Span))
		c.lasting, c.lastLasting = c.lasting+1, i
	}
	reports, mentions := r.Counts[mentionmap.CountReports], r.Counts[mentionmap.CountMentions]
	documents, stories := r.Counts[mentionmap.CountDocuments], r.Counts[mentionmap.CountStories]
	more := [...]int64{reports - 1, mentions - reports, documents - reports, stories - documents}
	if more == [len(more)]int64{} {
		return
	}
	c.counts = binary.AppendUvarint(c.counts, uint64(i-c.lastCounted))
	c.lastCounted = i
	form := len(c.counts)
	c.counts = append(c.counts, 0)
	for i, v := range more {
		if v != 0 {
			c.counts[form] |= 1 << i
			c.counts = binary.AppendVarint(c.counts, v)
		}
	}
}
