package columns

import (
	"math"
	"slices"

	"mentionmap"
)

// Change adds documents and takes some out. Nobody sees of it before Publish;
// it must end with Publish or Drop.
type Change struct {
	columns *Columns
	view    View
	own     map[int]bool // chunks whose dead rows are the change's own
}

// Begin starts a change of what is held; it waits for others to end.
func (c *Columns) Begin() *Change {
	c.changing.Lock()
	ch := &Change{columns: c, view: *c.View(), own: map[int]bool{}}
	ch.view.zones = slices.Clone(ch.view.zones)
	ch.view.dead = slices.Clone(ch.view.dead)
	return ch
}

// End is the number of the first section that is not held.
func (ch *Change) End() int64 { return ch.view.end }

// Drop forgets the change.
func (ch *Change) Drop() { ch.columns.changing.Unlock() }

// Publish makes the change visible as a generation that holds the sections
// before an end.
func (ch *Change) Publish(generation, end int64) {
	defer ch.columns.changing.Unlock()
	ch.pad(end)
	ch.view.Generation = generation
	ch.columns.publish(&ch.view)
}

// Add adds a document. It returns an Internal error, and the change should be
// dropped, if there are more than 4,294,967,295 of something, or the document
// does not come after the ones before.
func (ch *Change) Add(d *Document) error {
	v := &ch.view
	after := d.Number + int64(max(len(d.Sections), 1))
	if d.Number < v.end || after > math.MaxUint32 || v.rows+len(d.Mentions) > math.MaxUint32 {
		return mentionmap.Errorf(mentionmap.Internal, "document %d does not fit behind %d sections with %d mentions", d.Number, v.end, v.rows)
	}
	ch.pad(d.Number)
	at := 0
	for i := range d.Sections {
		s := &d.Sections[i]
		ch.section(d.Number, s.Published)
		for j := range d.Mentions[at : at+s.Mentions] {
			if err := ch.mention(&d.Mentions[at+j], s.Published); err != nil {
				return err
			}
		}
		at += s.Mentions
	}
	ch.pad(after)
	return nil
}

// pad adds sections without mentions up to an end.
func (ch *Change) pad(end int64) {
	for ch.view.end < end {
		ch.section(ch.view.end, mentionmap.NoDay)
	}
}

func (ch *Change) section(document int64, published mentionmap.Day) {
	v := &ch.view
	c, i := int(v.end>>chunkBits), v.end&(chunkRows-1)
	if c == len(v.sections) {
		v.sections = append(v.sections, &sectionChunk{})
	}
	s := v.sections[c]
	s.first[i], s.published[i], s.document[i] = uint32(v.rows), published, uint32(document)
	v.end++
}

func (ch *Change) mention(m *Mention, published mentionmap.Day) error {
	if m.Place < 0 || m.Place >= math.MaxUint32 || m.Start < 0 || m.Start > math.MaxUint32 {
		return mentionmap.Errorf(mentionmap.Internal, "place %d or start %d does not fit", m.Place, m.Start)
	}
	v := &ch.view
	n, i := v.rows>>chunkBits, v.rows&(chunkRows-1)
	if n == len(v.chunks) {
		v.chunks, v.zones = append(v.chunks, &chunk{}), append(v.zones, zone{noSpan, noSpan})
	}
	f, ok := factOf(m)
	if !ok {
		v.odd = append(v.odd, oddRow{uint32(v.rows), m.Precision, m.Day, m.Days})
	}
	c, z := v.chunks[n], &v.zones[n]
	c.facts[i], c.place[i], c.section[i], c.start[i] = f, uint32(m.Place), uint32(v.end-1), uint32(m.Start)
	if m.Precision == mentionmap.Undated {
		z.event.unknown = true
	} else {
		z.event.add(m.Day, m.Day+mentionmap.Day(m.Days))
	}
	z.published.add(published, published)
	v.places = max(v.places, uint32(m.Place)+1)
	v.rows++
	return nil
}

// Remove takes out the rows of sections, both included.
func (ch *Change) Remove(first, last int64) {
	v := &ch.view
	for row := v.first(first); row < v.first(last+1); row++ {
		n := int(row >> chunkBits)
		for len(v.dead) <= n {
			v.dead = append(v.dead, nil)
		}
		if !ch.own[n] {
			bits := &rowBits{}
			if v.dead[n] != nil {
				*bits = *v.dead[n]
			}
			v.dead[n], ch.own[n] = bits, true
		}
		i := row & (chunkRows - 1)
		v.dead[n][i>>6] |= 1 << (i & 63)
	}
}
