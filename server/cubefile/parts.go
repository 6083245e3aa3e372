package cubefile

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Part is a file of some sections that never changes: its name holds the hash
// of what is in it.
type Part struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`

	Pieces []Piece `json:"-"` // one after the other, they are the file
}

const (
	// aloneFrom is the number of rows from which a month of days, or a year of
	// weeks, is a part of its own; the others of a grain stand together.
	aloneFrom = 8192
	hashBytes = 12
)

// Parts makes files of sections; names begin with the prefix.
func Parts(prefix string, grain Grain, sections []Section) ([]Part, error) {
	out := []Part{}
	var rest []Section
	add := func(name string, list []Section) error {
		p, err := newPart(prefix+name, grain, list)
		out = append(out, p)
		return err
	}
	for len(sections) > 0 {
		name := grain.partOf(sections[0].Month)
		n, rows := 0, 0
		for n < len(sections) && grain.partOf(sections[n].Month) == name {
			rows += sections[n].Rows
			n++
		}
		if rows < aloneFrom {
			rest = append(rest, sections[:n]...)
		} else if err := add(name, sections[:n]); err != nil {
			return nil, err
		}
		sections = sections[n:]
	}
	if len(rest) > 0 {
		if err := add("rest", rest); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// partOf names what a month belongs to: itself, or its year.
func (g Grain) partOf(month string) string {
	if year, _, dated := strings.Cut(month, "-"); g == Weeks && dated {
		return year
	}
	return month
}

func newPart(name string, grain Grain, sections []Section) (Part, error) {
	head := Header{Grain: grain}
	pieces, err := head.File(sections)
	if err != nil {
		return Part{}, err
	}
	return Part{Name: name + "." + Hash(pieces...), Rows: head.Rows, Pieces: pieces}, nil
}

// Size is the number of bytes of the file.
func (p *Part) Size() (n int) {
	for _, b := range p.Pieces {
		n += len(b.Bytes)
	}
	return n
}

// Hash names pieces by what is in them: it is that of their hashes.
func Hash(pieces ...Piece) string {
	h := sha256.New()
	for _, p := range pieces {
		sum := p.sum()
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:hashBytes])
}
