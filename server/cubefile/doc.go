// Package cubefile writes counts by place and days as docs/formats.md ("Cube")
// describes them: rows of months or years in sections of their own, so that
// what has not changed keeps its bytes.
package cubefile

import (
	"encoding/binary"
	"encoding/json"

	"mentionmap"
	"mentionmap/data/store/index/counts"
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
	// Number is a small number of a group, from 0, that it keeps for good.
	Number(i int) int
	// Stretches is into how many parts the rows are divided. Those that start in
	// one month stand in one of them.
	Stretches() int
	// Rows gives the rows of a stretch, group after group in order, ordered by
	// first day, undated ones last. Stretches may be read at the same time.
	Rows(stretch int, fn func(i int, rows []counts.Row))
	// Stamp can be compared, and is the same only for stretches with the same
	// rows, whichever Groups they are of; nil: that cannot be told.
	Stamp(stretch int) any
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
	Places     []Piece         `json:"-"`                 // an object, see Join; nil: there is none
}

// File writes a file of sections, in pieces that stand one after the other.
func (h *Header) File(sections []Section) ([]Piece, error) {
	h.Rows = 0
	for _, s := range sections {
		h.Rows += s.Rows
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	size := len(text)
	if h.Places != nil {
		text = append(text[:len(text)-1], `,"places":`...)
		size = len(text) + len("}")
		for _, p := range h.Places {
			size += len(p.Bytes)
		}
	}
	head := append(binary.LittleEndian.AppendUint32([]byte(Magic), uint32(size)), text...)
	pieces := append([]Piece{{Bytes: head}}, h.Places...)
	if h.Places != nil {
		pieces = append(pieces, Piece{Bytes: []byte("}")})
	}
	for _, s := range sections {
		pieces = append(pieces, s.Piece)
	}
	return pieces, nil
}
