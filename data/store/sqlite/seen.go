package sqlite

import (
	"encoding/binary"
	"iter"
	"slices"

	"mentionmap"
)

// sighting is where a document was seen, with the number of its source; 0: not known.
type sighting struct {
	source int64
	url    string
}

func packSeen(list []sighting) []byte {
	b := []byte{}
	for _, s := range list {
		b = appendText(binary.AppendUvarint(b, uint64(s.source)), s.url)
	}
	return b
}

// unpackSeen reads what packSeen packed; what is damaged ends the list.
func unpackSeen(b string) (out []sighting) {
	for s := range eachSeen(b) {
		out = append(out, s)
	}
	return out
}

// eachSeen goes through what packSeen packed.
func eachSeen(b string) iter.Seq[sighting] {
	return func(yield func(sighting) bool) {
		r := packedReader{b: b}
		for len(r.b) > 0 {
			s := sighting{source: int64(r.uvarint()), url: r.text()}
			if r.bad || !yield(s) {
				return
			}
		}
	}
}

// sourcesOf lists the sources of posts that name none: all that the document
// was seen at, or the one that stands for it.
func sourcesOf(seen []sighting, otherwise int64) (out []int64) {
	for _, s := range seen {
		if s.source != 0 && !slices.Contains(out, s.source) {
			out = append(out, s.source)
		}
	}
	if len(out) == 0 {
		out = append(out, otherwise)
	}
	return out
}

// sightings gives the numbers of the sources of a list, each entry once.
func (w *writer) sightings(seen []mentionmap.Seen) (out []sighting, err error) {
	for i, s := range seen {
		if slices.Contains(seen[:i], s) {
			continue
		}
		source, err := w.source(s.Source)
		if err != nil {
			return nil, err
		}
		out = append(out, sighting{source, s.URL})
	}
	return out, nil
}

// putSeen adds where a known document was seen, as far as that is new.
func (w *writer) putSeen(document int64, seen []mentionmap.Seen) error {
	more, err := w.sightings(seen)
	if err != nil || len(more) == 0 {
		return err
	}
	d, err := w.document(document)
	if err != nil {
		return err
	}
	had := unpackSeen(d.seen)
	all := slices.Clone(had)
	for _, s := range more {
		if !slices.Contains(all, s) {
			all = append(all, s)
			w.seen++
		}
	}
	if len(all) == len(had) {
		return nil
	}
	w.recountSources(d, sourcesOf(had, d.source), sourcesOf(all, d.source))
	_, err = w.exec("UPDATE document SET seen = ? WHERE id = ?", packSeen(all), document)
	return err
}

// recountSources moves the mentions of a document's posts that name no source.
func (w *writer) recountSources(d *documentRecord, before, after []int64) {
	for i := range d.sections {
		s := &d.sections[i]
		if s.source != 0 {
			continue
		}
		for _, source := range before {
			w.told[source] -= int64(s.mentions)
		}
		for _, source := range after {
			w.told[source] += int64(s.mentions)
			if source != d.source && !slices.Contains(before, source) {
				w.lists.add(bySource, uint64(source), d.id+int64(i))
			}
		}
	}
}
