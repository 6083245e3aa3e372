package index

import (
	"math"
	"slices"
	"unsafe"

	"mentionmap"
	"mentionmap/data/store"
)

// change makes the next view: it adds documents and takes some out. There is
// one at a time; readers see nothing of it before it is published.
type change struct {
	view
	ownDead      map[int]bool // chunks whose dead rows are the change's own
	ownDocuments map[int]bool
	listNumbers  map[string]uint32 // see listOf; shared by all changes
}

func (v *view) change(lists map[string]uint32) *change {
	c := &change{view: *v, ownDead: map[int]bool{}, ownDocuments: map[int]bool{}, listNumbers: lists}
	c.zones, c.dead = slices.Clone(v.zones), slices.Clone(v.dead)
	c.documentChunks = slices.Clone(v.documentChunks)
	return c
}

// errOutOfOrder says that a document came that stands before others that are
// held: all must be read again.
var errOutOfOrder = mentionmap.Errorf(mentionmap.Internal, "a document came after others that were stored later")

// block takes over a block of Backend.Follow.
func (c *change) block(b *store.Block) error {
	posts, mentions := b.Posts, b.Mentions
	for i := range b.Documents {
		d := &b.Documents[i]
		if d.Posts > len(posts) || d.Mentions > len(mentions) {
			return mentionmap.Errorf(mentionmap.Internal, "document %d comes without its posts and mentions", d.Number)
		}
		if err := c.put(d, posts[:d.Posts], mentions[:d.Mentions]); err != nil {
			return err
		}
		posts, mentions = posts[d.Posts:], mentions[d.Mentions:]
	}
	for _, number := range b.Gone {
		if d, ok := c.find(number); ok {
			c.remove(d)
		}
	}
	return nil
}

// put adds a document, or takes over what can have changed of one that is held.
func (c *change) put(d *store.DocumentRow, posts []store.PostRow, mentions []store.MentionRow) error {
	if d.Number <= c.last() {
		at := c.from(d.Number)
		if c.number(at) != d.Number {
			return errOutOfOrder
		}
		if c.story(at) == 0 {
			return nil // deleted meanwhile
		}
		n, i := c.own(at), at&chunkMask
		n.story[i], n.sources[i] = uint32(d.Story), c.listOf(d.Sources)
		return nil
	}
	if d.Number > math.MaxInt32 || c.rows+len(mentions) > math.MaxUint32 || c.posts+len(posts) > math.MaxUint32 {
		return mentionmap.Errorf(mentionmap.Internal, "document %d does not fit behind %d posts with %d mentions", d.Number, c.posts, c.rows)
	}
	n, i := c.documents>>chunkBits, c.documents&chunkMask
	if n == len(c.documentChunks) {
		c.documentChunks = append(c.documentChunks, &documentChunk{})
		c.ownDocuments[n] = true
	}
	to := c.documentChunks[n]
	to.number[i], to.story[i], to.first[i], to.sources[i] = uint32(d.Number), uint32(d.Story), uint32(c.posts), c.listOf(d.Sources)
	for j := range posts {
		at := 0
		for at < len(mentions) && int(mentions[at].Post) == j {
			at++
		}
		if err := c.post(&posts[j], mentions[:at]); err != nil {
			return err
		}
		mentions = mentions[at:]
	}
	c.documents++
	if len(mentions) > 0 {
		return mentionmap.Errorf(mentionmap.Internal, "document %d: mentions are not in the order of its %d posts", d.Number, len(posts))
	}
	return nil
}

func (c *change) post(p *store.PostRow, mentions []store.MentionRow) error {
	n, i := c.posts>>chunkBits, c.posts&chunkMask
	if n == len(c.postChunks) {
		c.postChunks = append(c.postChunks, &postChunk{})
	}
	to := c.postChunks[n]
	to.first[i], to.document[i], to.source[i], to.published[i] = uint32(c.rows), uint32(c.documents), uint32(p.Source), p.Published
	for j := range mentions {
		if m := &mentions[j]; m.Place < 0 || m.Place > mostPlaces || m.Start < 0 || p.Source < 0 || p.Source > mostSources {
			return mentionmap.Errorf(mentionmap.Internal, "place %d, source %d or start %d does not fit", m.Place, p.Source, m.Start)
		}
		c.mention(&mentions[j], p.Published)
	}
	c.posts++
	return nil
}

func (c *change) mention(m *store.MentionRow, published mentionmap.Day) {
	n, i := c.rows>>chunkBits, c.rows&chunkMask
	if n == len(c.rowChunks) {
		c.rowChunks, c.zones = append(c.rowChunks, &rowChunk{}), append(c.zones, zone{noSpan, noSpan})
	}
	f, fits := factOf(m)
	if !fits {
		c.odd = append(c.odd, oddRow{uint32(c.rows), uint32(m.Precision), m.From, m.To})
	}
	to := c.rowChunks[n]
	to.facts[i], to.place[i], to.post[i], to.start[i], to.sentence[i] = f, uint32(m.Place), uint32(c.posts), uint32(m.Start), m.Sentence
	c.zones[n].event.add(m.From, m.To)
	c.zones[n].published.add(published, published)
	c.rows++
}

// own gives the chunk of a document for writing.
func (c *change) own(document uint32) *documentChunk {
	n := int(document >> chunkBits)
	if !c.ownDocuments[n] {
		copied := *c.documentChunks[n]
		c.documentChunks[n], c.ownDocuments[n] = &copied, true
	}
	return c.documentChunks[n]
}

// remove takes out a document with its rows.
func (c *change) remove(document uint32) {
	c.own(document).story[document&chunkMask] = 0
	for row := c.firstRow(c.firstPost(document)); row < c.firstRow(c.firstPost(document+1)); row++ {
		n := int(row >> chunkBits)
		for len(c.dead) <= n {
			c.dead = append(c.dead, nil)
		}
		if !c.ownDead[n] {
			bits := &rowBits{}
			if c.dead[n] != nil {
				*bits = *c.dead[n]
			}
			c.dead[n], c.ownDead[n] = bits, true
		}
		i := row & chunkMask
		c.dead[n][i>>6] |= 1 << (i & 63)
		c.gone++
	}
}

// bytesOf gives the memory of a list.
func bytesOf(list []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), 4*len(list))
}

// listOf gives the sources of a document as documentChunk keeps them. Each list
// is kept once.
func (c *change) listOf(sources []int64) uint32 {
	if len(sources) == 1 {
		return uint32(sources[0])
	}
	list := make([]uint32, len(sources))
	for i, s := range sources {
		list[i] = uint32(s)
	}
	key := string(bytesOf(list))
	if n, ok := c.listNumbers[key]; ok && int(n) < len(c.lists) && slices.Equal(c.lists[n], list) {
		return n | listBit // else it is of a change that was dropped
	}
	c.listNumbers[key] = uint32(len(c.lists))
	c.lists = append(c.lists, list)
	return c.listNumbers[key] | listBit
}
