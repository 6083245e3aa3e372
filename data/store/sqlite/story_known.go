package sqlite

import (
	"mentionmap"
	"mentionmap/data/store/placeday"
)

const (
	// knownCells is the most cells of stories that are still remembered when
	// another story is read, 60 to 100 bytes each.
	knownCells = 1 << 19
	// knownShingles is the most shingles that are remembered, 8 bytes each.
	knownShingles = 1 << 20
)

// knownStories remembers what new documents are measured against and counted
// beside, so that neither grows with the size of a story: the shingles of
// documents that began one, and what its documents name. What is too much is
// forgotten, and read again when it is needed; another program's writing makes
// all of it out of date.
type knownStories struct {
	generation int64 // that it is of
	heads      map[int64][]uint64
	shingles   int // of all heads
	members    map[int64]*storyMembers
	cells      int // of all members
}

// storyMembers is what the documents of a story name.
type storyMembers [2]placeday.Members // by mentionmap.By

func (m *storyMembers) cells() int { return len(m[0]) + len(m[1]) }

// add adds n documents like one.
func (m *storyMembers) add(document [2]placeday.Story, n int32) {
	for by := range m {
		m[by].Add(document[by], n)
	}
}

func (m *storyMembers) naming(document [2]placeday.Story) (out [2]placeday.Story) {
	for by := range m {
		out[by] = m[by].Naming(document[by])
	}
	return out
}

// namedIn gives what the mentions of a document name.
func namedIn(mentions []placeday.Seen) (out [2]placeday.Story) {
	for by := range out {
		out[by] = placeday.NewStory(mentionmap.By(by), mentions)
	}
	return out
}

// follow keeps what is of the transaction before up to date with it.
func (k *knownStories) follow(generation int64) {
	if k.generation == generation {
		k.generation++
	}
}

// stories gives what is known of stories.
func (w *writer) stories() *knownStories {
	if k := &w.known.stories; k.heads == nil || k.generation != w.generation {
		*k = knownStories{generation: w.generation, heads: map[int64][]uint64{}, members: map[int64]*storyMembers{}}
	}
	return &w.known.stories
}

// head gives the shingles of a document that began a story, if it is still there.
func (w *writer) head(document int64) (set []uint64, begun bool, err error) {
	k := w.stories()
	if set, begun = k.heads[document]; begun {
		return set, true, nil
	}
	text, begun, err := w.begunBy(document)
	if err != nil || !begun {
		return nil, false, err
	}
	set = shingles(text)
	if k.shingles += len(set); k.shingles > knownShingles {
		clear(k.heads)
		k.shingles = len(set)
	}
	k.heads[document] = set
	return set, true, nil
}

// joinStory adds a document that is not stored yet to the story of another, and
// notes what that named before.
func (w *writer) joinStory(d *prepared) error {
	if d.story == d.number {
		return nil
	}
	m, err := w.membersOf(d.story)
	if err != nil {
		return err
	}
	own := namedIn(countedOf(d.records))
	d.before = m.naming(own)
	w.stories().change(m, own, 1)
	return nil
}

// leaveMembers takes a stored document out of its story and gives what the others name.
func (w *writer) leaveMembers(d *documentRecord, mentions []placeday.Seen) (others [2]placeday.Story, err error) {
	m, err := w.membersOf(d.story)
	if err != nil {
		return others, err
	}
	own := namedIn(mentions)
	w.stories().change(m, own, -1)
	return m.naming(own), nil
}

// change adds n documents like one to a story.
func (k *knownStories) change(m *storyMembers, document [2]placeday.Story, n int32) {
	before := m.cells()
	m.add(document, n)
	k.cells += m.cells() - before
}

// membersOf gives what the stored documents of a story name.
func (w *writer) membersOf(story int64) (*storyMembers, error) {
	k := w.stories()
	if m := k.members[story]; m != nil {
		return m, nil
	}
	m, err := w.readMembers(story)
	if err != nil {
		return nil, err
	}
	if k.cells += m.cells(); k.cells > knownCells {
		clear(k.members)
		k.cells = m.cells()
	}
	k.members[story] = m
	return m, nil
}

func (w *writer) readMembers(story int64) (*storyMembers, error) {
	st, err := w.prepare("SELECT " + recordColumn + " FROM document d WHERE d.id = ?1 UNION ALL SELECT " + recordColumn +
		" FROM document d WHERE d.story = ?1 AND d.story <> d.id")
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(story)
	if err != nil {
		return nil, err
	}
	m := &storyMembers{placeday.Members{}, placeday.Members{}}
	var d documentRecord
	_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
		if err = d.scan(scan); err == nil {
			err = d.readAll()
		}
		m.add(namedIn(countedOf(d.mentions)), 1)
		return none, err
	})
	return m, err
}

// headLeft takes note that a document which began a story is deleted; heir
// begins it now, 0 if there is none.
func (k *knownStories) headLeft(document, heir int64) {
	k.shingles -= len(k.heads[document])
	delete(k.heads, document)
	m := k.members[document]
	delete(k.members, document)
	switch {
	case m == nil:
	case heir != 0:
		k.members[heir] = m
	default:
		k.cells -= m.cells()
	}
}
