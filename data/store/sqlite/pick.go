package sqlite

import (
	"cmp"
	"slices"
)

// match is a mention that matches, with what it needs of its document.
type match struct {
	*shown
	mentionRecord
	in section
}

// seek goes on to the mention of a key, and reports whether it is there.
func (d *documentRecord) seek(id int64) bool {
	for d.current.id < id {
		if !d.next(&d.current) {
			return false
		}
	}
	return d.current.id == id
}

// wantedKey is a key, and which of those asked for it is.
type wantedKey struct {
	id int64
	n  int
}

// pick reads matches by their keys, in that order, as far as they are still there.
func (s *search) pick(keys []dated) ([]match, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	wanted := make([]wantedKey, len(keys))
	for i, k := range keys {
		wanted[i] = wantedKey{k.id, i}
	}
	slices.SortFunc(wanted, func(a, b wantedKey) int { return cmp.Compare(a.id, b.id) })
	documents := make([]int64, 0, len(keys))
	for _, w := range wanted {
		if d := w.id >> keyBits; len(documents) == 0 || documents[len(documents)-1] != d {
			documents = append(documents, d)
		}
	}
	out := make([]match, len(keys))
	of := func(d *documentRecord) (bool, error) {
		for len(wanted) > 0 && wanted[0].id>>keyBits <= d.id {
			if w := wanted[0]; w.id>>keyBits == d.id && d.seek(w.id) {
				out[w.n] = d.match(&d.current)
			}
			wanted = wanted[1:]
		}
		s.keepRest(d, nil)
		return true, d.err()
	}
	d, err := s.takeRest(wanted[0].id)
	if err != nil {
		return nil, err
	}
	if d != nil {
		if _, err := of(d.documentRecord); err != nil {
			return nil, err
		}
		documents = documents[1:]
	}
	err = s.readDocuments(documents, of)
	return slices.DeleteFunc(out, func(m match) bool { return m.shown == nil }), err
}
