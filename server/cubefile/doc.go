// Package cubefile writes counts by place and days as docs/formats.md ("Cube")
// describes them: rows of months or years in sections of their own, so that
// what has not changed keeps its bytes.
package cubefile

import (
	"encoding/binary"
	"encoding/json"

	"mentionmap"
	"mentionmap/data/store/cube"
)

// Magic begins every file: the name of the format and its version.
const Magic = "MMC2"

// Grain is how many days a slot of time has.
type Grain int

// The grains: single days, and weeks from Monday to Sunday.
const (
	Days  Grain = 1
	Weeks Grain = 7
)

// The parts of the byte that a row begins with.
const (
	precisionShift = 2
	precisionMask  = 7 << precisionShift
	unitsShift     = 6
	mostInFlags    = 3 // units that the byte has room for
)

// Groups are the counts that are written: groups of rows with the same place.
type Groups interface {
	// Len is the number of groups.
	Len() int
	// Ref is what the rows of a group are known by; it grows from group to group.
	Ref(i int) int64
	// Stretches is into how many parts the rows are divided. Those that start in
	// one month stand in one of them.
	Stretches() int
	// Rows gives the rows of a stretch, group after group in order, ordered by
	// first day, undated ones last. Stretches may be read at the same time.
	Rows(stretch int, fn func(i int, rows []cube.Row))
}

// Header describes what stands in a file. First and Last are days since
// 1970-01-01, nil when nothing is dated.
type Header struct {
	Generation string          `json:"generation,omitempty"`
	By         string          `json:"by,omitempty"`
	Count      string          `json:"count,omitempty"`
	Grain      Grain           `json:"grain"`
	Rows       int             `json:"rows"`
	First      *mentionmap.Day `json:"first,omitempty"`
	Last       *mentionmap.Day `json:"last,omitempty"`
	Sources    []string        `json:"sources,omitempty"` // nil if they are not told apart
	Places     *Places         `json:"-"`
}

// Append writes the head of a file; the sections come after it.
func (h *Header) Append(dst []byte) ([]byte, error) {
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	if h.Places != nil {
		text = append(text[:len(text)-1], `,"places":`...)
		if text, err = h.Places.AppendJSON(text); err != nil {
			return nil, err
		}
		text = append(text, '}')
	}
	dst = append(dst, Magic...)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(text)))
	return append(dst, text...), nil
}

// File writes a file of sections, in pieces that stand one after the other.
func (h *Header) File(sections []Section) ([][]byte, error) {
	h.Rows = 0
	for _, s := range sections {
		h.Rows += s.Rows
	}
	head, err := h.Append(nil)
	if err != nil {
		return nil, err
	}
	pieces := [][]byte{head}
	for _, s := range sections {
		pieces = append(pieces, s.Body)
	}
	return pieces, nil
}
