package counts

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"mentionmap"
)

const (
	readAtOnce = 2048    // mentions
	rangeSize  = 1 << 16 // mentions of a job
)

// ranges is into how many jobs a source is divided.
func ranges(s Source) int { return (s.Len() + rangeSize - 1) / rangeSize }

// eachDocument gives the mentions of the documents that begin in a range. They
// are good until fn returns. buf is room for reading, and is returned.
func eachDocument(s Source, number int, buf []Mention, fn func(document []Mention)) []Mention {
	at, to, n := number*rangeSize, min((number+1)*rangeSize, s.Len()), s.Len()
	skip := int64(-1) // the document that began in the range before
	if at > 0 {
		buf = slices.Grow(buf[:0], 1)[:1]
		s.Read(buf, at-1)
		skip = int64(buf[0].Document)
	}
	for buf = buf[:0]; at < to; {
		had := len(buf)
		more := min(max(readAtOnce, had), n-at-had)
		buf = slices.Grow(buf, more)[:had+more]
		s.Read(buf[had:], at+had)
		i := 0
		for i < len(buf) && at+i < to {
			j := i + 1
			for j < len(buf) && buf[j].Document == buf[i].Document {
				j++
			}
			if j == len(buf) && at+j < n {
				break // it goes on
			}
			if int64(buf[i].Document) != skip {
				fn(buf[i:j])
			}
			i = j
		}
		at += i
		buf = buf[:copy(buf, buf[i:])]
	}
	return buf
}

// bits is a set of numbers that several goroutines add to.
type bits []atomic.Uint64

func (b bits) add(n uint32)      { b[n>>6].Or(1 << (n & 63)) }
func (b bits) has(n uint32) bool { return b[n>>6].Load()>>(n&63)&1 == 1 }

// sharedStories tells which stories have other documents than the one that
// began them; the mentions of all others can be counted as they are read.
func sharedStories(ctx context.Context, s Source) (bits, error) {
	if s.Len() == 0 {
		return nil, nil
	}
	var last [1]Mention
	s.Read(last[:], s.Len()-1)
	shared := make(bits, last[0].Document>>6+1)
	rooms := make([][]Mention, processors())
	return shared, parallel(ctx, len(rooms), ranges(s), func(w, n int) error {
		from := n * rangeSize
		to := min(from+rangeSize, s.Len())
		if rooms[w] == nil {
			rooms[w] = make([]Mention, readAtOnce)
		}
		for from < to {
			room := rooms[w][:min(readAtOnce, to-from)]
			s.Read(room, from)
			for i := range room {
				if m := &room[i]; m.Story != m.Document && !shared.has(m.Story) {
					shared.add(m.Story)
				}
			}
			from += len(room)
		}
		return nil
	})
}

// named is a key that a post names, with the uses and firmness of a facet.
type named struct {
	key  key
	post uint32
	uses facet // bits 0–3
}

func (k key) compare(o *key) int {
	switch {
	case k.group != o.group:
		return cmp.Compare(k.group, o.group)
	case k.from != o.from:
		return cmp.Compare(k.from, o.from)
	}
	return cmp.Compare(k.rest, o.rest)
}

// tally counts documents one after the other.
type tally struct {
	sign    int32 // 1; -1: what is counted goes away
	buckets buckets
	names   []named
	// story is told what a document names: each key once, with all its uses.
	// It returns whether the document is its whole story.
	story func(document *Mention, k key, uses facet) (alone bool)
}

// document counts one.
func (t *tally) document(mentions []Mention) {
	t.names = eachKey(t.names, mentions, func(names []named) { t.key(&mentions[0], names) })
}

// eachKey gives what the mentions of a document name, key by key, ordered by post.
// names is room, and is returned.
func eachKey(names []named, mentions []Mention, fn func([]named)) []named {
	names = names[:0]
	for i := range mentions {
		m := &mentions[i]
		names = append(names, named{keyOf(m), m.Post, facetOf(m) & 15})
	}
	slices.SortFunc(names, func(a, b named) int {
		if c := a.key.compare(&b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.post, b.post)
	})
	for i := 0; i < len(names); {
		j := i + 1
		for j < len(names) && names[j].key == names[i].key {
			j++
		}
		fn(names[i:j])
		i = j
	}
	return names
}

// key counts the mentions of a document with one key, ordered by post.
func (t *tally) key(document *Mention, names []named) {
	var n [16][units]int32 // by uses
	var post, all facet
	for i, x := range names {
		n[x.uses][mentionmap.CountMentions] += t.sign
		post |= x.uses
		if i+1 == len(names) || names[i+1].post != x.post {
			n[post][mentionmap.CountReports] += t.sign
			all, post = all|post, 0
		}
	}
	n[all][mentionmap.CountDocuments] += t.sign
	if t.story(document, names[0].key, all) {
		n[all][mentionmap.CountStories] += t.sign
	}
	for uses := range n {
		t.add(names[0].key, facet(uses), n[uses])
	}
}

// add files numbers of a key.
func (t *tally) add(k key, uses facet, n [units]int32) {
	if n == [units]int32{} {
		return
	}
	b := t.buckets.of(monthOf(k.from))
	var room [4]cell
	for _, c := range appendCells(room[:0], k.cell(b.month, uses), n) {
		b.add(k.group, c)
	}
}

// told is what a document of a shared story names.
type told struct {
	story uint32
	key   key
	uses  facet
}

// storyParts is into how many parts shared stories are divided, to be counted at
// the same time.
const storyParts = 64

// builder is what a worker of Build collects.
type builder struct {
	tally
	room   []Mention
	shared [storyParts][]told
}

// Build counts mentions, on all processors.
func Build(ctx context.Context, s Source) (c *Cube, err error) {
	err = caught(func() error {
		c, err = build(ctx, s)
		return err
	})
	return c, err
}

func build(ctx context.Context, s Source) (*Cube, error) {
	shared, err := sharedStories(ctx, s)
	if err != nil {
		return nil, err
	}
	workers := make([]*builder, processors())
	for i := range workers {
		w := &builder{tally: tally{sign: 1}}
		w.story = func(document *Mention, k key, uses facet) bool {
			if !shared.has(document.Story) {
				return true
			}
			part := &w.shared[document.Story%storyParts]
			*part = append(*part, told{document.Story, k, uses})
			return false
		}
		workers[i] = w
	}
	err = parallel(ctx, len(workers), ranges(s), func(w, n int) error {
		workers[w].room = eachDocument(s, n, workers[w].room, workers[w].document)
		return nil
	})
	if err == nil {
		err = parallel(ctx, len(workers), storyParts, func(w, n int) error {
			workers[w].stories(workers, n)
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	collected := make([]buckets, len(workers))
	for i, w := range workers {
		collected[i] = w.buckets
	}
	starts, err := assemble(ctx, collected)
	if err != nil {
		return nil, err
	}
	return newCube(ctx, starts)
}

// stories counts a part of the shared stories: a story has all uses that its
// documents have.
func (b *builder) stories(workers []*builder, part int) {
	var all []told
	for _, w := range workers {
		all = append(all, w.shared[part]...)
	}
	slices.SortFunc(all, func(a, b told) int {
		if a.story != b.story {
			return cmp.Compare(a.story, b.story)
		}
		return a.key.compare(&b.key)
	})
	for i := 0; i < len(all); {
		uses, j := facet(0), i
		for ; j < len(all) && all[j].story == all[i].story && all[j].key == all[i].key; j++ {
			uses |= all[j].uses
		}
		b.add(all[i].key, uses, [units]int32{mentionmap.CountStories: 1})
		i = j
	}
}
