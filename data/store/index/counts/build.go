package counts

import (
	"cmp"
	"slices"

	"mentionmap"
)

const (
	readAtOnce = 2048    // mentions
	rangeSize  = 1 << 16 // mentions of a job
)

// ranges is into how many jobs a source is divided.
func ranges(s Source) int {
	if s == nil {
		return 0
	}
	return (s.Len() + rangeSize - 1) / rangeSize
}

// eachDocument gives the mentions of the documents that begin in a range. They
// are good until fn returns. buf is room for reading, and is returned.
func eachDocument(s Source, number int, buf []Mention, fn func(document []Mention)) []Mention {
	at, to, n := number*rangeSize, min((number+1)*rangeSize, s.Len()), s.Len()
	skip := int64(-1) // the document that began in the range before
	if at > 0 {
		skip = int64(mentionAt(s, at-1).Document)
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

func mentionAt(s Source, i int) Mention {
	var m [1]Mention
	s.Read(m[:], i)
	return m[0]
}

// documentOf gives the mentions of one document.
func documentOf(s Source, number uint32) (out Mentions) {
	if s == nil {
		return nil
	}
	room := make(Mentions, 16)
	at := s.Find(number)
	for at < s.Len() {
		part := room[:min(len(room), s.Len()-at)]
		s.Read(part, at)
		n := 0
		for n < len(part) && part[n].Document == number {
			n++
		}
		out, at = append(out, part[:n]...), at+n
		if n < len(part) {
			break
		}
	}
	return out
}

// named is a key that a post names, with the uses and firmness of a facet.
type named struct {
	key  key
	post uint32
	uses facet // bits 0–3
}

func (k *key) compare(o *key) int {
	switch {
	case k.group != o.group:
		return cmp.Compare(k.group, o.group)
	case k.from != o.from:
		return cmp.Compare(k.from, o.from)
	}
	return cmp.Compare(k.rest, o.rest)
}

// eachKey gives what the mentions of a document name, key by key, ordered by post.
// names is room, and is returned.
func eachKey(names []named, mentions []Mention, fn func([]named)) []named {
	names = names[:0]
	for i := range mentions {
		m := &mentions[i]
		uses := facet(4) << (m.Use & 1)
		if m.Firm {
			uses |= 1 << (m.Use & 1)
		}
		names = append(names, named{keyOf(m), m.Post, uses})
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

// tally counts documents one after the other. What they name is counted for
// their stories at once only if nothing else can be of the story: they begin it,
// and their number is above all that were counted before.
type tally struct {
	sign    int32  // 1; -1: what is counted goes away
	next    uint32 // one above the numbers of all documents that were counted before
	renamed map[uint32]uint32
	buckets buckets
	stories [storyParts][]told
	names   []named
	room    []Mention
}

// told is what a document of a story names.
type told struct {
	story uint32
	sign  int32
	key   key
	uses  facet
}

// document counts one.
func (t *tally) document(mentions []Mention) {
	t.names = eachKey(t.names, mentions, func(names []named) { t.key(&mentions[0], names) })
}

// key counts the mentions of a document with one key, ordered by post.
func (t *tally) key(document *Mention, names []named) {
	k, all, begins := names[0].key, names[0].uses, document.Story == document.Document && document.Story >= t.next
	if len(names) == 1 { // as a rule
		n := [units]int32{mentionmap.CountReports: t.sign, mentionmap.CountMentions: t.sign, mentionmap.CountDocuments: t.sign}
		if begins {
			n[mentionmap.CountStories] = t.sign
		}
		t.add(k, all, n)
	} else {
		var n [16][units]int32 // by uses
		var post facet
		for i, x := range names {
			n[x.uses][mentionmap.CountMentions] += t.sign
			post |= x.uses
			if i+1 == len(names) || names[i+1].post != x.post {
				n[post][mentionmap.CountReports] += t.sign
				all, post = all|post, 0
			}
		}
		n[all][mentionmap.CountDocuments] += t.sign
		if begins {
			n[all][mentionmap.CountStories] += t.sign
		}
		for uses := range n {
			t.add(k, facet(uses), n[uses])
		}
	}
	if begins {
		return
	}
	story := document.Story
	if heir, ok := t.renamed[story]; ok && t.sign < 0 {
		story = heir
	}
	part := &t.stories[story%storyParts]
	*part = append(*part, told{story, t.sign, k, all})
}

// add files numbers of a key.
func (t *tally) add(k key, uses facet, n [units]int32) {
	if n == [units]int32{} {
		return
	}
	var room [4]cell
	c := cell(k.rest>>3)<<spanAt | cell(facet(k.rest&7)<<4|uses)<<facetAt
	for _, c := range appendCells(room[:0], c, n) {
		t.buckets.add(k.group, k.from, c)
	}
}
