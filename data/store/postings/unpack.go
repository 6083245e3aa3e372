package postings

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// Groups reads a chunk key by key.
type Groups struct {
	Key uint64

	rest, group []byte
	days        bool
	err         error
}

// Read begins a chunk.
func Read(chunk []byte) *Groups {
	g := &Groups{}
	head, rest, ok := uvarint(chunk)
	if !ok || head > 1 {
		g.err = errDamaged()
		return g
	}
	g.rest, g.days = rest, head == 1
	return g
}

// Next goes to the next key; false after the last, and where the chunk is none.
func (g *Groups) Next() bool {
	if len(g.rest) == 0 || g.err != nil {
		return false
	}
	delta, rest, ok := uvarint(g.rest)
	n, rest, ok2 := uvarint(rest)
	if !ok || !ok2 || n > uint64(len(rest)) {
		g.err = errDamaged()
		return false
	}
	g.Key += delta
	g.group, g.rest = rest[:n], rest[n:]
	return true
}

// Err is why Next ended too early: the database is damaged.
func (g *Groups) Err() error { return g.err }

// Postings appends the postings of the key to dst.
func (g *Groups) Postings(dst []Posting) []Posting {
	p := Posting{Key: g.Key}
	day := int64(0)
	for b := g.group; len(b) > 0; {
		delta, rest, ok := uvarint(b)
		if !ok {
			g.err = errDamaged()
			return dst
		}
		p.Section += int64(delta)
		if b = rest; g.days {
			if b, ok = p.days(b, &day); !ok {
				g.err = errDamaged()
				return dst
			}
		}
		dst = append(dst, p)
	}
	return dst
}

// days reads the days of a posting; before is the day of the one before.
func (p *Posting) days(b []byte, before *int64) (rest []byte, ok bool) {
	v, b, ok := uvarint(b)
	if !ok {
		return nil, false
	}
	p.Form, p.Day, p.Span = Form(v&3), 0, 0
	if p.Form == Undated {
		return b, true
	}
	v >>= 2
	*before += int64(v>>1) ^ -int64(v&1)
	span := uint64(0)
	if p.Form != OneDay {
		if span, b, ok = uvarint(b); !ok {
			return nil, false
		}
	}
	if *before < math.MinInt32 || span > math.MaxInt32 || *before+int64(span) > math.MaxInt32 {
		return nil, false
	}
	p.Day, p.Span = int32(*before), int32(span)
	return b, true
}

func uvarint(b []byte) (v uint64, rest []byte, ok bool) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), b[1:], true
	}
	if len(b) > 1 && b[1] < 0x80 {
		return uint64(b[0]&0x7f) | uint64(b[1])<<7, b[2:], true
	}
	v, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil, false
	}
	return v, b[n:], true
}

func errDamaged() error {
	return mentionmap.Errorf(mentionmap.Internal, "the index of the mentions is damaged: make it anew with `mentionmap doctor --repair`")
}
