package counts

import (
	"encoding/binary"
	"slices"

	"mentionmap"
)

// The form of a cube in a snapshot, all numbers little-endian: one above the
// highest number of a document; the number of blocks of starts and of ends; and for each block its month, the number of its
// groups and of its cells, the groups, how many cells each of them has, and the cells.

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
	dst = le.AppendUint32(dst, uint32(b.month))
	dst = le.AppendUint32(dst, uint32(len(b.groups)))
	dst = le.AppendUint32(dst, uint32(len(b.cells)))
	at := len(dst)
	dst = append(dst, make([]byte, 8*len(b.groups)+8*len(b.cells))...)
	room := dst[at:]
	for i, g := range b.groups {
		le.PutUint32(room[4*i:], uint32(g))
	}
	room = room[4*len(b.groups):]
	for i := range b.groups {
		le.PutUint32(room[4*i:], b.starts[i+1]-b.starts[i])
	}
	room = room[4*len(b.groups):]
	for i, c := range b.cells {
		le.PutUint64(room[8*i:], uint64(c))
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

func (r *reader) blocks(starts bool) (out []*block) {
	for range r.uint32() {
		b := r.block(starts)
		if b == nil || len(out) > 0 && out[len(out)-1].month >= b.month {
			r.bad = true
			return nil
		}
		out = append(out, b)
	}
	return out
}

// block reads one; nil: it is not as it should be.
func (r *reader) block(starts bool) *block {
	m, groups, cells := month(r.uint32()), int(r.uint32()), int(r.uint32())
	first, ok := m.first()
	if !ok || m == undatedMonth && !starts || groups == 0 || cells < groups {
		return nil
	}
	body := r.take(8*groups + 8*cells)
	if body == nil {
		return nil
	}
	b := &block{month: m, first: first, latest: first, groups: make([]Group, groups), starts: make([]uint32, groups+1), cells: make([]cell, cells)}
	le := binary.LittleEndian
	for i := range b.cells {
		b.cells[i] = cell(le.Uint64(body[8*groups+8*i:]))
	}
	for i := range b.groups {
		b.groups[i] = Group(le.Uint32(body[4*i:]))
		n := le.Uint32(body[4*groups+4*i:])
		start := b.starts[i]
		if i > 0 && b.groups[i] <= b.groups[i-1] || n == 0 || n > uint32(cells)-start {
			return nil
		}
		b.starts[i+1] = start + n
		if !b.valid(b.cells[start:start+n], starts) {
			return nil
		}
	}
	if b.starts[groups] != uint32(cells) {
		return nil
	}
	return b
}

// valid reports whether cells of a group are sorted and of the days of the
// month, and notes their last day.
func (b *block) valid(cells []cell, starts bool) bool {
	last, days, before := int32(maxDay), int32(maxSpan), cell(0)
	if next, ok := (b.month + 1).first(); ok {
		last = next - 1
	} else if b.month == undatedMonth {
		last, days = b.first, 0
	}
	for i, c := range cells {
		key, day, span := c.key(), c.day(), c.span()
		if (c>>endAt&1 == 1) != (i == len(cells)-1) || key < before || day > last-b.first || span > days || !starts && span == 0 {
			return false
		}
		before = key
		if b.month != undatedMonth {
			if starts && b.first+day+span > maxDay || !starts && b.first+day-span < minDay {
				return false
			}
			b.latest = max(b.latest, b.first+day+span)
		}
	}
	return true
}
