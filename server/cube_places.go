package server

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"mentionmap"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
)

// placesOfPart is how many references a part of the places has.
const placesOfPart = 1 << 12

// placeParts keeps the lists of places by part, so that only those with new or
// changed places are written again; what is kept is of the newest counts of all.
type placeParts struct {
	mu     sync.Mutex
	byPart map[int64]*placePart
	joined []*placePart // that pieces are made of
	pieces []cubefile.Piece
}

// placePart is the groups whose references begin alike. Those of new places are
// the largest, and change the last part alone.
type placePart struct {
	part   int64
	refs   []int64
	places []*mentionmap.Place // nil: of a kind, which the reference tells
	lists  *cubefile.Lists
	text   cubefile.Piece // an object of its own
}

func (p *placePart) same(o *placePart) bool {
	return o != nil && slices.Equal(p.refs, o.refs) && slices.Equal(p.places, o.places)
}

// placeParts describes groups, part by part. Counts of a few groups, or of
// references of their own, are not remembered.
func (h *handlers) placeParts(counts *counted, groups []int) ([]*placePart, error) {
	var parts []*placePart
	var open [][]int
	whole := counts.Stretches() > 0 && counts.Stamp(0) != nil
	for len(groups) > 0 {
		p := &placePart{part: counts.Ref(groups[0]) / placesOfPart}
		n := 0
		for n < len(groups) && counts.Ref(groups[n])/placesOfPart == p.part {
			place, _ := counts.place(groups[n])
			p.refs, p.places = append(p.refs, counts.Ref(groups[n])), append(p.places, place)
			n++
		}
		if known := h.places.of(p.part); whole && p.same(known) {
			p = known
		}
		parts, open = append(parts, p), append(open, groups[:n])
		groups = groups[n:]
	}
	err := inParallel(len(parts), func(i int) error {
		if parts[i].lists != nil {
			return nil
		}
		return h.writePart(counts, open[i], parts[i])
	})
	if err == nil && whole {
		h.places.keep(parts)
	}
	return parts, err
}

func (h *handlers) writePart(counts *counted, groups []int, p *placePart) error {
	described, err := h.describeGroups(counts, groups)
	if err != nil {
		return err
	}
	if p.lists, err = described.Lists(); err != nil {
		return err
	}
	var text []byte
	for _, column := range cubefile.Join([]*cubefile.Lists{p.lists}) {
		text = append(text, column.Bytes...)
	}
	p.text = cubefile.Piece{Bytes: text, Packed: &cubefile.Packed{}}
	return nil
}

// asParts gives the parts under names.
func asParts(prefix string, parts []*placePart) []cubefile.Part {
	out := []cubefile.Part{}
	for _, p := range parts {
		name := fmt.Sprint(strings.TrimSuffix(prefix, "."), placesMark, p.part, ".", cubefile.Hash(p.text))
		out = append(out, cubefile.Part{Name: name, Rows: p.lists.Len, Pieces: []cubefile.Piece{p.text}})
	}
	return out
}

func (k *placeParts) of(part int64) *placePart {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.byPart[part]
}

func (k *placeParts) keep(parts []*placePart) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byPart = make(map[int64]*placePart, len(parts))
	for _, p := range parts {
		k.byPart[p.part] = p
	}
}

// join gives all parts as one object.
func (k *placeParts) join(parts []*placePart) []cubefile.Piece {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pieces != nil && slices.Equal(k.joined, parts) {
		return k.pieces
	}
	lists := make([]*cubefile.Lists, len(parts))
	for i, p := range parts {
		lists[i] = p.lists
	}
	pieces := cubefile.Join(lists)
	for _, p := range parts {
		if k.byPart[p.part] != p { // of a search: not kept
			return pieces
		}
	}
	k.joined, k.pieces = parts, pieces
	return pieces
}

// inParallel does n things on all processors; the first error, which may be a panic
// of one of them, is returned.
func inParallel(n int, do func(i int) error) error {
	return counts.Parallel(context.Background(), runtime.GOMAXPROCS(0), n, func(_, i int) error { return do(i) })
}
