package postings

import (
	"encoding/binary"
	"slices"
)

// A chunk is a run of sorted postings that can be read on its own. Its numbers
// are those of encoding/binary, first uvarint 1 if postings have days, else 0;
// then for each key: uvarint key - key before, uvarint bytes that follow for it,
// and there for each posting: uvarint section - section before, and if postings
// have days: uvarint z<<2|form, z the zigzag of day - day before (0 if undated),
// and uvarint span, unless the form is OneDay or Undated.

// chunkBytes is the size of a chunk: a row of it fills a page of 8,192 bytes.
const chunkBytes = 8080

// roomOfGroup is what a group takes at least: where there is less room, none is begun.
const roomOfGroup = 32

// Packer packs sorted postings into chunks.
type Packer struct {
	Days bool // postings have days
	// Emit takes a chunk, which is its to keep, and the first key in it.
	Emit func(first uint64, chunk []byte) error

	chunk, group []byte
	first, key   uint64 // key: of the group, the last in the chunk but for it
	before       uint64
	section      int64
	day          int32
	open         bool
}

// Add packs a posting, which must come after the one added last.
func (p *Packer) Add(t *Posting) error {
	if !p.open || t.Key != p.key || len(p.chunk)+len(p.group) >= chunkBytes {
		if err := p.close(); err != nil {
			return err
		}
		p.begin(t.Key)
	}
	p.group = binary.AppendUvarint(p.group, uint64(t.Section-p.section))
	p.section = t.Section
	if p.Days {
		p.addDays(t)
	}
	return nil
}

func (p *Packer) begin(key uint64) {
	if len(p.chunk) == 0 {
		p.first, p.before = key, 0
		p.chunk = binary.AppendUvarint(make([]byte, 0, chunkBytes+chunkBytes/4), uint64(bit(p.Days)))
	}
	p.open, p.key, p.section, p.day = true, key, 0, 0
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *Packer) addDays(t *Posting) {
	delta := int64(0)
	if t.Form != Undated {
		delta = int64(t.Day) - int64(p.day)
		p.day = t.Day
	}
	zigzag := uint64(delta<<1) ^ uint64(delta>>63)
	p.group = binary.AppendUvarint(p.group, zigzag<<2|uint64(t.Form))
	if t.Form == ManyDays || t.Form == Mixed {
		p.group = binary.AppendUvarint(p.group, uint64(t.Span))
	}
}

// close ends the group, and the chunk if it is full.
func (p *Packer) close() error {
	if !p.open {
		return nil
	}
	p.chunk = binary.AppendUvarint(p.chunk, p.key-p.before)
	p.chunk = binary.AppendUvarint(p.chunk, uint64(len(p.group)))
	p.chunk = append(p.chunk, p.group...)
	p.before, p.group, p.open = p.key, p.group[:0], false
	if len(p.chunk) < chunkBytes-roomOfGroup {
		return nil
	}
	return p.emit()
}

func (p *Packer) emit() error {
	if len(p.chunk) == 0 {
		return nil
	}
	chunk := p.chunk
	p.chunk = nil
	return p.Emit(p.first, chunk)
}

// Close packs what is left.
func (p *Packer) Close() error {
	if err := p.close(); err != nil {
		return err
	}
	return p.emit()
}

// Sort sorts postings and joins those of the same key and section.
func Sort(list []Posting) []Posting {
	slices.SortFunc(list, func(a, b Posting) int { return a.compare(&b) })
	out := list[:0]
	for i := range list {
		if n := len(out); n > 0 && out[n-1].compare(&list[i]) == 0 {
			out[n-1].Join(&list[i])
		} else {
			out = append(out, list[i])
		}
	}
	return out
}
