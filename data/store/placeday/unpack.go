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

// Group is a place and the kind of its mentions.
type Group uint64

// GroupOf returns the group of a place and kind; groups are in their order.
func GroupOf(place int64, kind mentionmap.Kind) Group {
	return Group(place)<<kindBits | Group(kind)
}

// Place is the store's own number of the place; 0: not placed.
func (g Group) Place() int64 { return int64(g >> kindBits) }

// Kind is that of its mentions.
func (g Group) Kind() mentionmap.Kind { return mentionmap.Kind(g & (1<<kindBits - 1)) }

const (
	maxPlace = 1 << 40
	maxMonth = 12 * 10000 // from 1970: past the last day there is
)

// UnpackBlock reads a chunk. One that is none is an Internal error: the
// database is damaged.
func UnpackBlock(chunk []byte) (*Block, error) {
	r := reader{b: chunk}
	month := r.varint()
	groups, rows := r.uvarint(), r.uvarint()
	b := &Block{Month: Month(month)}
	if r.bad || !isMonth(month) || rows > chunkRows || groups > rows || groups == 0 || rows > uint64(len(r.b)) {
		return nil, errDamaged()
	}
	r.groups(b, int(groups), uint32(rows))
	facets, days := r.bytes(int(rows)), []byte(nil)
	if b.Month != UndatedMonth {
		days = r.bytes(int(rows))
	}
	if !r.bad {
		r.plain(b, facets, days)
		r.spans(b)
		r.counts(b)
	}
	if r.bad {
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

// spans sets those of the rows of more than a day.
func (r *reader) spans(b *Block) {
	n := r.uvarint()
	if r.bad || n > uint64(len(b.Rows)) || n > 0 && b.Month == UndatedMonth {
		r.bad = true
		return
	}
	b.Lasting = make([]uint32, n)
	row, longest := uint64(0), uint64(0)
	for i := range b.Lasting {
		gap, span := r.uvarint(), r.uvarint()
		if row += gap; gap == 0 || gap > chunkRows || row > uint64(len(b.Rows)) || span == 0 || span > maxSpan {
			r.bad = true
			return
		}
		b.Rows[row-1] |= Compact(span) << spanShift
		b.Lasting[i] = uint32(row - 1)
		longest = max(longest, span)
	}
	b.Latest += int32(longest)
}

// counts sets those of the rows that are not of one unit each.
func (r *reader) counts(b *Block) {
	row := uint64(0)
	var several []severalCompacts
	for len(r.b) > 0 && !r.bad {
		gap := r.uvarint()
		if row += gap; gap == 0 || gap > chunkRows || row > uint64(len(b.Rows)) {
			r.bad = true
			return
		}
		c := &b.Rows[row-1]
		key, counts := *c>>facetShift<<facetShift, r.units()
		fits := false
		if *c, fits = digits(key, counts); !fits {
			*c = key
			several = append(several, severalCompacts{uint32(row - 1), counts})
		}
	}
	if !r.bad && len(several) > 0 {
		b.makeRoom(several)
	}
}

// maxCount bounds what a row may count, so that damage cannot make it fill the memory.
const maxCount = 1 << 31

// units reads what a row counts.
func (r *reader) units() (counts [Units]int64) {
	form, more := r.bytes(1), [4]int64{}
	if r.bad {
		return counts
	}
	for i := range more {
		if form[0]>>i&1 != 0 {
			more[i] = r.varint()
		}
	}
	reports := 1 + more[0]
	counts[mentionmap.CountReports] = reports
	counts[mentionmap.CountMentions] = reports + more[1]
	counts[mentionmap.CountDocuments] = reports + more[2]
	counts[mentionmap.CountStories] = reports + more[2] + more[3]
	r.bad = r.bad || counts == [Units]int64{} || max(counts[0], counts[1], counts[2], counts[3]) >= maxCount || min(counts[0], counts[1], counts[2], counts[3]) <= -maxCount
	return counts
}

// severalCompacts is a row that counts more than one compact can.
type severalCompacts struct {
	row    uint32
	counts [Units]int64
}

// makeRoom puts several compacts in the place of rows.
func (b *Block) makeRoom(list []severalCompacts) {
	rows := make([]Compact, 0, len(b.Rows)+2*len(list))
	at, group := uint32(0), 0
	for _, s := range list {
		for b.Starts[group] <= s.row {
			b.Starts[group] += uint32(len(rows)) - at
			group++
		}
		rows = append(rows, b.Rows[at:s.row]...)
		rows = appendCompact(rows, b.Rows[s.row], s.counts)
		at = s.row + 1
	}
	for ; group < len(b.Starts); group++ {
		b.Starts[group] += uint32(len(rows)) - at
	}
	b.Rows = append(rows, b.Rows[at:]...)
	b.Lasting = Lasting(b.Rows)
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
	bad bool
}

func (r *reader) bytes(n int) []byte {
	if len(r.b) < n {
		r.bad = true
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}
