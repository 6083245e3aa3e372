package index

import (
	"math"
	"slices"

	"mentionmap"
)

// filter is a query made ready for a view. It is the one place where mentions
// are told to match: traits, window and confidence by their facts, in the form
// in which that is fastest; places by numbers; words, sources and documents by
// the posts in which they are.
type filter struct {
	view                               *view
	query                              *mentionmap.Query
	kinds, uses, relations, precisions uint16 // bit 1<<value of those wanted
	from, to                           int32  // days they are filed under, both included
	undated                            bool   // those filed under none are wanted, too
	traits                             [1 << traitBits / 64]uint64
	least                              fact
	places                             []uint32 // sorted, each once; nil: all
	placeBits                          bits
	posts                              []uint32 // sorted, each once; nil: all
	sentences                          []uint64 // sorted, sentenceOf; nil: all of the posts
	publication                        bool     // it matters when the post was published
	settled                            []bool   // by row chunk: when its posts were published lets all rows pass
}

// bits is a set of small numbers.
type bits []uint64

func newBits(end int) bits { return make(bits, (end+63)>>6) }

func (b bits) add(n uint32) { b[n>>6] |= 1 << (n & 63) }

func (b bits) has(n uint32) bool { return int(n>>6) < len(b) && b[n>>6]>>(n&63)&1 == 1 }

// maskOf gives bit 1<<value of the values; of none, all.
func maskOf[T ~uint8](values []T) (mask uint16) {
	for _, v := range values {
		mask |= 1 << (v & 15)
	}
	if len(values) == 0 {
		return math.MaxUint16
	}
	return mask
}

// filter makes a query ready. Its words, sources and documents are given as the
// posts, and sentences, that it means.
func (v *view) filter(q *mentionmap.Query, posts []uint32, sentences []uint64) *filter {
	f := &filter{view: v, query: q, posts: posts, sentences: sentences, kinds: maskOf(q.Kinds), uses: maskOf(q.Uses), relations: maskOf(q.Relations), precisions: maskOf(q.Precisions),
		from: math.MinInt32, to: math.MaxInt32, undated: !q.Windowed() || slices.Contains(q.Precisions, mentionmap.Undated)}
	if q.From != mentionmap.NoDay {
		f.from = int32(q.From)
	}
	if q.To != mentionmap.NoDay {
		f.to = int32(q.To)
	}
	if q.BBox != nil || len(q.Places) > 0 {
		f.places = v.places.in(q.BBox, q.Places)
		f.placeBits = v.places.bits(f.places)
	}
	f.setTraits()
	f.publication = q.By == mentionmap.ByPublished && (q.Windowed() || len(q.Precisions) > 0) || q.Embargo != 0
	for n := 0; f.publication && n < len(v.zones); n++ {
		f.settled = append(f.settled, f.settles(&v.zones[n]))
	}
	return f
}

// everything reports whether all mentions match.
func (f *filter) everything() bool {
	q := f.query
	return !q.Windowed() && q.Embargo == 0 && atLeast(q.MinConfidence) == 0 && f.kinds&f.uses&f.relations&f.precisions == math.MaxUint16 &&
		f.places == nil && f.posts == nil
}

// setTraits tells which traits are wanted, and what facts must reach.
func (f *filter) setTraits() {
	confidence := atLeast(f.query.MinConfidence)
	f.least = least(f.from, f.to, confidence)
	if f.query.By == mentionmap.ByPublished {
		f.least = least(math.MinInt32, math.MaxInt32, confidence)
	}
	for precision := range 8 {
		if !f.mayHave(precision) {
			continue
		}
		for relation := range 16 {
			for use := range 2 {
				if f.relations>>relation&1 == 1 && f.uses>>use&1 == 1 {
					at := precision<<precisionShift | relation<<5 | use<<4
					f.traits[at>>6] |= uint64(f.kinds) << (at & 63)
				}
			}
		}
	}
}

// mayHave reports whether facts of a precision may match.
func (f *filter) mayHave(precision int) bool {
	switch {
	case f.query.By == mentionmap.ByPublished || precision == oddDays:
		return true
	case precision == int(mentionmap.Undated) && !f.undated:
		return false
	}
	return f.precisions>>precision&1 == 1
}

// atLeast gives the fewest thousandths that are no less than c.
func atLeast(c float32) int64 {
	if !(c > 0) {
		return 0
	}
	k := int64(math.Floor(float64(min(c, 2))*1000)) - 1
	for float32(float64(k)/1000) < c {
		k++
	}
	return k
}

// postsOf lists the posts of documents, by their numbers.
func (v *view) postsOf(numbers []int64) []uint32 {
	posts := []uint32{}
	for _, n := range slices.Compact(slices.Sorted(slices.Values(numbers))) {
		if d, ok := v.find(n); ok {
			for p := v.firstPost(d); p < v.firstPost(d+1); p++ {
				posts = append(posts, p)
			}
		}
	}
	return posts
}

// fromSources leaves the posts that are of one of the sources, in a list of its own; nil: of all posts.
func (v *view) fromSources(posts []uint32, names []string) []uint32 {
	wanted, lists := newBits(v.sources.end()), newBits(len(v.lists))
	for _, name := range names {
		if n, ok := v.sources.byName[name]; ok {
			wanted.add(n)
		}
	}
	for i, list := range v.lists {
		if slices.ContainsFunc(list, wanted.has) {
			lists.add(uint32(i))
		}
	}
	takes := func(post uint32) bool {
		source := v.source(post)
		if source&listBit != 0 {
			return lists.has(source &^ listBit)
		}
		return wanted.has(source)
	}
	out := []uint32{}
	if posts == nil {
		for post := range uint32(v.posts) {
			if takes(post) {
				out = append(out, post)
			}
		}
		return out
	}
	for _, post := range posts {
		if takes(post) {
			out = append(out, post)
		}
	}
	return out
}

// settles reports whether all rows of a zone pass by when they were published,
// as most do: an embargo keeps back what is new, a window of publication has
// ends.
func (f *filter) settles(z *zone) bool {
	s, embargo := &z.published, f.query.Embargo
	if s.unknown != 0 || embargo != 0 && (s.last > embargo || z.event.latest > embargo) {
		return false
	}
	return f.query.By == mentionmap.ByEvent || f.precisions>>mentionmap.PrecisionDay&1 == 1 && int32(s.first) >= f.from && int32(s.last) <= f.to
}

// mayHold reports whether rows of a chunk may match, by their days.
func (f *filter) mayHold(chunk int) bool {
	z := &f.view.zones[chunk]
	if f.query.Embargo != 0 && z.published.unknown == 0 && z.published.first > f.query.Embargo {
		return false
	}
	s := z.by(f.query.By)
	return s.unknown != 0 && f.undated || s.first <= s.last && int32(s.first) <= f.to && int32(s.last) >= f.from
}

// scan appends to dst the rows from..to-1 of one chunk that match.
func (f *filter) scan(dst []uint32, from, to int) []uint32 {
	n := from >> chunkBits
	if !f.mayHold(n) {
		return dst
	}
	first := len(dst)
	dst = f.appendMatches(dst, f.view.rowChunks[n].facts[from&chunkMask:][:to-from], uint32(from))
	return f.refine(dst, first, f.places != nil)
}

// gather appends to dst the rows of a segment from one of its positions to
// another that match.
func (f *filter) gather(dst []uint32, s *segment, from, to uint32) []uint32 {
	first := len(dst)
	dst = f.appendMatches(dst, s.facts[from:to], from)
	for i, at := range dst[first:] {
		dst[first+i] = s.rows[at]
	}
	return f.refine(dst, first, false)
}

// appendMatches appends first + the index of each fact that matches. There is no
// branch in it that could be guessed wrong, and nothing to be read but the facts.
func (f *filter) appendMatches(dst []uint32, facts []fact, first uint32) []uint32 {
	had := len(dst)
	if cap(dst)-had < len(facts) {
		dst = append(make([]uint32, 0, 2*cap(dst)+len(facts)), dst...)
	}
	out := dst[had : had+len(facts)]
	least, traits, n := f.least, &f.traits, 0
	for i, fact := range facts {
		out[n] = first + uint32(i)
		lacks := uint64(^(fact - least) & guards) // 0: the window and the confidence are met
		n += int(traits[fact>>6&(1<<traitBits/64-1)] >> (fact & 63) & 1 & ((lacks - 1) >> 63))
	}
	return dst[:had+n]
}

// refine leaves of dst[first:] what matches by all that facts do not tell.
func (f *filter) refine(dst []uint32, first int, places bool) []uint32 {
	v := f.view
	dead, odd := v.gone > 0, len(v.odd) > 0
	if !places && !f.publication && !odd && !dead && f.sentences == nil {
		return dst
	}
	n := first
	for _, row := range dst[first:] {
		if places && !f.placeBits.has(v.place(row)) || dead && v.isDead(row) || odd && v.fact(row).precision() == oddDays && !f.takesOdd(row) ||
			f.publication && !f.settled[row>>chunkBits] && !f.takesPublished(row) || f.sentences != nil && !f.takesSentence(row) {
			continue
		}
		dst[n] = row
		n++
	}
	return dst[:n]
}

// takesOdd looks at the days of an odd row.
func (f *filter) takesOdd(row uint32) bool {
	o := f.view.oddAt(row)
	return f.query.By == mentionmap.ByPublished || f.precisions>>o.precision&1 == 1 && int32(o.from) <= f.to && int32(o.to) >= f.from
}

// takesPublished looks at when the post was published.
func (f *filter) takesPublished(row uint32) bool {
	day := f.view.published(f.view.post(row))
	if f.query.Embargo != 0 && f.query.Embargoed(day, f.view.days(row)) {
		return false
	}
	switch {
	case f.query.By == mentionmap.ByEvent:
		return true
	case day == mentionmap.NoDay:
		return f.undated && f.precisions>>mentionmap.Undated&1 == 1
	}
	return f.precisions>>mentionmap.PrecisionDay&1 == 1 && int32(day) <= f.to && int32(day) >= f.from
}

// sentenceOf numbers the sentences of a view.
func sentenceOf(post uint32, sentence uint16) uint64 { return uint64(post)<<16 | uint64(sentence) }

// takesSentence looks whether the mention's own sentence is wanted.
func (f *filter) takesSentence(row uint32) bool {
	_, ok := slices.BinarySearch(f.sentences, sentenceOf(f.view.post(row), f.view.sentence(row)))
	return ok
}
