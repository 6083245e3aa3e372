package columns

import (
	"math"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// Filter says which mentions are meant; NewFilter makes the one of all.
type Filter struct {
	Kinds, Uses, Relations, Precisions uint16 // bit 1<<value of those wanted; 0: all
	Confidence                         int64  // thousandths, at least
	By                                 mentionmap.By
	From, To                           int32          // days they are filed under, both included
	Undated                            bool           // those filed under none are wanted, too
	Embargo                            mentionmap.Day // as in mentionmap.Query
	Places                             []uint32       // sorted, each once; nil: all
	Sections                           []uint32       // sorted, each once; nil: all
}

// NewFilter returns the filter of all mentions.
func NewFilter() Filter { return Filter{From: math.MinInt32, To: math.MaxInt32, Undated: true} }

// windowed reports whether days matter.
func (f *Filter) windowed() bool {
	return f.From != math.MinInt32 || f.To != math.MaxInt32 || !f.Undated
}

// test is a filter made ready for a view: what facts tell in the form in which
// it is told fastest, and what else there is to look at.
type test struct {
	*Filter
	view      *View
	traits    [1 << traitBits / 64]uint64 // which are wanted
	least     fact
	places    postings.Set
	published bool   // it matters when the section was published
	settled   []bool // of chunks: when their sections were published lets all rows pass
	odd       bool   // there are odd rows
	blocks    bool   // undated rows are not wanted, so that blocks tell where nothing is
}

func (v *View) test(f *Filter) *test {
	t := &test{Filter: f, view: v, least: least(f.From, f.To, f.Confidence), odd: len(v.odd) > 0,
		published: f.By == mentionmap.ByPublished && (f.windowed() || f.Precisions != 0) || f.Embargo != 0}
	t.blocks = f.By == mentionmap.ByEvent && !f.Undated
	if f.By == mentionmap.ByPublished {
		t.least = least(math.MinInt32, math.MaxInt32, f.Confidence)
	}
	if f.Places != nil {
		t.places = postings.NewSet(int64(v.places))
		for _, p := range f.Places {
			t.places.Add(int64(p))
		}
	}
	t.setTraits()
	for n := 0; t.published && n < len(v.zones); n++ {
		t.settled = append(t.settled, t.settles(&v.zones[n]))
	}
	return t
}

// settles reports whether all rows of a zone pass by when they were published,
// as most do: an embargo keeps back what is new, a window of publication has
// ends.
func (t *test) settles(z *zone) bool {
	s := &z.published
	if s.unknown || t.Embargo != 0 && (s.last > t.Embargo || z.event.latest > t.Embargo) {
		return false
	}
	return t.By == mentionmap.ByEvent ||
		all(t.Precisions)>>mentionmap.PrecisionDay&1 == 1 && int32(s.first) >= t.From && int32(s.last) <= t.To
}

func (t *test) setTraits() {
	kinds, uses, relations := all(t.Kinds), all(t.Uses), all(t.Relations)
	for precision := range 8 {
		if !t.mayHave(precision) {
			continue
		}
		for relation := range 16 {
			if relations>>relation&1 == 0 {
				continue
			}
			for use := range 2 {
				if uses>>use&1 == 1 {
					at := precision<<precisionShift | relation<<5 | use<<4
					t.traits[at>>6] |= uint64(kinds) << (at & 63)
				}
			}
		}
	}
}

// mayHave reports whether facts of a precision may match.
func (t *test) mayHave(precision int) bool {
	switch {
	case t.By == mentionmap.ByPublished || precision == oddDays:
		return true
	case precision == int(mentionmap.Undated) && !t.Undated:
		return false
	}
	return all(t.Precisions)>>precision&1 == 1
}

func all(mask uint16) uint16 {
	if mask == 0 {
		return math.MaxUint16
	}
	return mask
}

// scan appends to dst the rows from..to-1 of one chunk that match.
func (t *test) scan(dst []uint32, from, to int) []uint32 {
	n := from >> chunkBits
	if !t.mayHold(n) {
		return dst
	}
	first := len(dst)
	facts := t.view.chunks[n].facts[from&(chunkRows-1):][:to-from]
	dst = t.appendMatches(dst, facts, uint32(from))
	return t.refine(dst, first, t.places != nil, t.published && !t.settled[n])
}

// gather appends to dst the rows of a segment from one of its positions to
// another that match.
func (t *test) gather(dst []uint32, s *segment, from, to uint32) []uint32 {
	first := len(dst)
	if !t.blocks {
		dst = t.appendMatches(dst, s.facts[from:to], from)
	}
	for at := from; t.blocks && at < to; {
		end := min(to, (at/blockRows+1)*blockRows)
		if s.blocks[at/blockRows].reaches(t.least) {
			dst = t.appendMatches(dst, s.facts[at:end], at)
		}
		at = end
	}
	for i, at := range dst[first:] {
		dst[first+i] = s.rows[at]
	}
	return t.refine(dst, first, false, t.published)
}

// appendMatches appends first + the index of each fact that matches. There is no
// branch in it that could be guessed wrong, and nothing to be read but the facts.
func (t *test) appendMatches(dst []uint32, facts []fact, first uint32) []uint32 {
	had := len(dst)
	if cap(dst)-had < len(facts) {
		dst = append(make([]uint32, 0, 2*cap(dst)+len(facts)), dst...)
	}
	out := dst[had : had+len(facts)]
	least, traits, n := t.least, &t.traits, 0
	for i, f := range facts {
		out[n] = first + uint32(i)
		lacks := uint64(^(f - least) & guards) // 0: the window and the confidence are met
		n += int(traits[f>>6&(1<<traitBits/64-1)] >> (f & 63) & 1 & ((lacks - 1) >> 63))
	}
	return dst[:had+n]
}

// mayHold reports whether rows of a chunk may match, by their days.
func (t *test) mayHold(chunk int) bool {
	z := &t.view.zones[chunk]
	if t.Embargo != 0 && !z.published.unknown && z.published.first > t.Embargo {
		return false
	}
	s := z.filed(t.By)
	return s.unknown && t.Undated || s.first <= s.last && int32(s.first) <= t.To && int32(s.last) >= t.From
}

// refine leaves of dst[first:] what matches by all that facts do not tell: by
// places and by publication, if these are to be looked at.
func (t *test) refine(dst []uint32, first int, places, published bool) []uint32 {
	v := t.view
	if !places && !published && !t.odd && v.dead == nil {
		return dst
	}
	n := first
	for _, row := range dst[first:] {
		c, i := v.chunks[row>>chunkBits], row&(chunkRows-1)
		if places && !t.places.Has(int64(c.place[i])) || v.dead != nil && v.gone(row) || t.odd && c.facts[i].precision() == oddDays && !t.takesOdd(row) ||
			published && !t.settled[row>>chunkBits] && !t.takesPublished(row, c, i) {
			continue
		}
		dst[n] = row
		n++
	}
	return dst[:n]
}

// takesOdd looks at the days of an odd row.
func (t *test) takesOdd(row uint32) bool {
	o := t.view.oddAt(row)
	return t.By == mentionmap.ByPublished || all(t.Precisions)>>o.precision&1 == 1 && int32(o.day) <= t.To && int32(o.day)+o.days >= t.From
}

// takesPublished looks at when the section was published.
func (t *test) takesPublished(row uint32, c *chunk, i uint32) bool {
	day := t.view.published(c.section[i])
	if t.Embargo != 0 {
		m := t.view.At(row)
		q := mentionmap.Query{Embargo: t.Embargo}
		dates := mentionmap.NoDates
		if m.Precision != mentionmap.Undated {
			dates.From, dates.To = m.Day, m.Day+mentionmap.Day(m.Days)
		}
		if q.Embargoed(day, dates) {
			return false
		}
	}
	switch {
	case t.By == mentionmap.ByEvent:
		return true
	case day == mentionmap.NoDay:
		return t.Undated && all(t.Precisions)>>mentionmap.Undated&1 == 1
	}
	return all(t.Precisions)>>mentionmap.PrecisionDay&1 == 1 && int32(day) <= t.To && int32(day) >= t.From
}
