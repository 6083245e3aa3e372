package locate

import (
	"fmt"
	"slices"
	"sort"

	"mentionmap"
	"mentionmap/geo/coordinates"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// positions adds the coordinates that the text writes out to the names; a name
// inside them, such as the host of a link, is none.
func (w *worker) positions(body string) {
	w.found = coordinates.Scan(w.found[:0], body)
	clear(w.foundAt)
	if len(w.found) == 0 {
		return
	}
	if w.foundAt == nil {
		w.foundAt = map[int32]int32{}
	}
	names := w.finder.Names
	w.finder.Names = slices.DeleteFunc(names, func(n toponym.Name) bool {
		s := w.finder.Text.Span(n.From, n.To)
		i := sort.Search(len(w.found), func(i int) bool { return w.found[i].End > s.Start })
		return i < len(w.found) && w.found[i].Start < s.End
	})
	for i := range w.found {
		if n, ok := w.nameAt(w.found[i].Span); ok {
			w.foundAt[n.From] = int32(i)
			w.finder.Names = append(w.finder.Names, n)
		}
	}
	slices.SortStableFunc(w.finder.Names, func(a, b toponym.Name) int { return int(a.From - b.From) })
	for k := 1; k < len(w.finder.Names); k++ {
		if w.position(k-1) != nil {
			w.finder.Names[k].Join = toponym.Apart
		}
	}
}

// nameAt makes a name of the words that lie in a span.
func (w *worker) nameAt(s mentionmap.Span) (n toponym.Name, ok bool) {
	t := &w.finder.Text
	from := sort.Search(len(t.Tokens), func(i int) bool { return int(t.Tokens[i].End) > s.Start })
	to := sort.Search(len(t.Tokens), func(i int) bool { return int(t.Tokens[i].Start) >= s.End })
	if from >= to {
		return n, false
	}
	sentence := sort.Search(len(t.Sentences), func(i int) bool { return int(t.Sentences[i].To) > from })
	n = toponym.Name{From: int32(from), To: int32(to), CoreFrom: int32(from), CoreTo: int32(to), Sentence: int32(sentence),
		Set: toponym.NoSet, Kind: mentionmap.Facility}
	return n, true
}

// position returns the coordinates that name k is; nil if it is a name.
func (w *worker) position(k int) *coordinates.Found {
	n := &w.finder.Names[k]
	if n.Set != toponym.NoSet || len(w.foundAt) == 0 {
		return nil
	}
	if i, ok := w.foundAt[n.From]; ok {
		return &w.found[i]
	}
	return nil
}

// written makes the place of coordinates: no row of the gazetteer, but an id
// of its own by its position to five decimals, a metre.
func (l *Locator) written(f *coordinates.Found) *mentionmap.Place {
	name := fmt.Sprintf("%.5f, %.5f", f.Lat, f.Lon)
	p := &mentionmap.Place{Name: name, Kind: mentionmap.Facility, Lon: f.Lon, Lat: f.Lat, ID: gazetteer.CodeID("position " + name)}
	row := l.gazetteer.RegionAt(f.Lon, f.Lat)
	if row == gazetteer.None {
		return p
	}
	p.Country = l.gazetteer.Country(row)
	if l.gazetteer.Kind(row) == mentionmap.Region {
		p.Admin1, p.Admin1ID = l.gazetteer.Name(row), l.gazetteer.ID(row)
	}
	return p
}

// sureOfPosition is the confidence of coordinates: only the reading of the
// numbers can be wrong.
const sureOfPosition = 0.97

// placeWritten puts a mention of coordinates.
func (l *Locator) placeWritten(f *coordinates.Found, m *mentionmap.Mention, explain bool) {
	m.Span, m.Place, m.RadiusKM, m.Confidence = f.Span, l.written(f), f.RadiusKM, sureOfPosition
	m.Sentence.Start, m.Sentence.End = min(m.Sentence.Start, f.Start), max(m.Sentence.End, f.End)
	if explain {
		m.Why = &mentionmap.Why{Cues: []mentionmap.Cue{{Name: "coordinates", Detail: "the text gives the position", Words: f.Span, Weight: 1}}, Margin: 1}
	}
}
