package counts

import (
	"context"
	"encoding/binary"
	"slices"

	"mentionmap"
)

// The form of a cube in a snapshot, all numbers little-endian: one above the
// highest number of a document; the number of blocks of starts, these, the number
// of blocks of ends, and these. A block is its month, the number of its groups and
// of its cells, the groups, and the cells, which tell where groups end.

// AppendTo appends the cube to a snapshot.
func (c *Cube) AppendTo(dst []byte) ([]byte, error) {
	b, err := c.base.with(c.tail)
	if err != nil {
		return dst, err
	}
	dst = binary.LittleEndian.AppendUint32(dst, c.next)
	for _, list := range [][]*block{b.starts, b.ends} {
		dst = slices.Grow(dst, blockBytes(list))
		dst = binary.LittleEndian.AppendUint32(dst, uint32(len(list)))
		for _, b := range list {
			dst = b.appendTo(dst)
		}
	}
	return dst, nil
}

func (b *block) appendTo(dst []byte) []byte {
	le := binary.LittleEndian
	for _, n := range [3]int{int(b.month), len(b.groups), len(b.cells)} {
		dst = le.AppendUint32(dst, uint32(n))
	}
	for _, g := range b.groups {
		dst = le.AppendUint32(dst, uint32(g))
	}
	for _, c := range b.cells {
		dst = le.AppendUint64(dst, uint64(c))
	}
	return dst
}

// mostGroups bounds what a damaged snapshot may ask for: sums have room for all
// groups up to the highest.
func mostGroups(starts []*block) int { return 1<<16 + 64*cellsIn(starts) }

var errDamaged = mentionmap.Errorf(mentionmap.Invalid, "the counts of the snapshot are damaged: they are made anew")

// Read reads what AppendTo wrote, and returns the bytes after it. Damaged bytes
// are an Invalid error.
func Read(data []byte) (c *Cube, rest []byte, err error) {
	r := reader{data: data}
	next := r.uint32()
	starts, ends := r.blocks(true), r.blocks(false)
	if r.bad || groupsIn(starts) > mostGroups(starts) || groupsIn(ends) > groupsIn(starts) {
		return nil, nil, errDamaged
	}
	return cubeOf(&base{starts: starts, ends: ends}, next), r.data, nil
}

// reader takes from the front of data what is there.
type reader struct {
	data []byte
	bad  bool
}

// take returns the next n bytes; fewer than that make the reader bad.
func (r *reader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.data) {
		r.bad = true
		return nil
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// rawBlock is a block as it stands in a snapshot.
type rawBlock struct {
	month         month
	groups, cells int
	body          []byte
}

// blocks reads a list of blocks, on all processors.
func (r *reader) blocks(starts bool) []*block {
	var list []rawBlock
	for range r.uint32() {
		w := rawBlock{month: month(r.uint32()), groups: int(r.uint32()), cells: int(r.uint32())}
		w.body = r.take(4*w.groups + 8*w.cells)
		if n := len(list); r.bad || n > 0 && list[n-1].month >= w.month {
			r.bad = true
			return nil
		}
		list = append(list, w)
	}
	out := make([]*block, len(list))
	err := Parallel(context.Background(), processors(), len(list), func(_, i int) error {
		if out[i] = list[i].block(starts); out[i] == nil {
			return errDamaged
		}
		return nil
	})
	r.bad = r.bad || err != nil
	return out
}

// block makes one; nil: it is not as it should be.
func (w *rawBlock) block(starts bool) *block {
	m, groups, cells, body := w.month, w.groups, w.cells, w.body
	first, ok := m.first()
	if !ok || m == undatedMonth && !starts || groups == 0 {
		return nil
	}
	b := &block{month: m, first: first, latest: first, groups: make([]Group, groups), starts: make([]uint32, 1, groups+1), cells: make([]cell, cells)}
	for i := range b.groups {
		b.groups[i] = Group(binary.LittleEndian.Uint32(body[4*i:]))
		if i > 0 && b.groups[i] <= b.groups[i-1] {
			return nil
		}
	}
	days, longest := int32(31), int32(maxSpan)
	if m == undatedMonth {
		days, longest = 1, 0
	} else if next, ok := (m + 1).first(); ok {
		days = next - first
	}
	body = body[4*groups:]
	before := cell(0) // in the group
	for i := range b.cells {
		c := cell(binary.LittleEndian.Uint64(body[8*i:]))
		day, span := c.day(), c.span()
		if c.key() < before || day >= days || span > longest || !starts && (span == 0 || first+day-span < minDay) || starts && day+span > maxDay-first && span > 0 {
			return nil
		}
		b.cells[i], b.latest, before = c, max(b.latest, first+day+span), c.key()
		if c>>endAt&1 == 1 {
			b.starts, before = append(b.starts, uint32(i+1)), 0
		}
	}
	if len(b.starts) != groups+1 || b.starts[groups] != uint32(cells) {
		return nil
	}
	return b
}
