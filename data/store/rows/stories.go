package rows

import "slices"

const (
	storyCompare = 8   // most stories a new document is measured against
	storyCrowd   = 256 // most documents of a band that are looked at
	// knownShingles is the most shingles of heads that are remembered, 8 bytes each.
	knownShingles = 1 << 20
)

// Heads is what a backend tells of the documents that began a story, within the
// transaction that stores new ones.
type Heads interface {
	// ByBands gives, of each band (each once), the documents filed under it, in the
	// order of their numbers, at least the first most of them.
	ByBands(bands []uint32, most int) (map[uint32][]int64, error)
	// Head gives the text of a document that began a story, at least its first
	// StoryBytes; false if it is not there or does not begin one any more.
	Head(document int64) (text string, begun bool, err error)
}

// Stories remembers what new documents are measured against, so that a story's
// size does not matter. Its memory is bounded; one writer uses it at a time.
type Stories struct {
	generation int64 // that heads are of; -1: of none that was committed
	heads      map[int64][]uint64
	shingles   int // of all heads
}

// Begin begins a transaction that makes a generation of the one before. What is
// remembered is forgotten where that was not the last one that was committed here:
// another writer, or Delete, may have changed which documents begin stories.
func (s *Stories) Begin(before int64, heads Heads) *Finder {
	if s.generation != before || s.heads == nil {
		s.heads, s.shingles = map[int64][]uint64{}, 0
	}
	s.generation = -1
	return &Finder{stories: s, heads: heads, added: map[uint32][]int64{}}
}

// Finder finds the stories of one transaction's documents.
type Finder struct {
	stories *Stories
	heads   Heads
	filed   map[uint32][]int64 // that LookUp found
	added   map[uint32][]int64 // by this transaction
}

// Committed tells that the transaction was committed, and which generation it is of.
func (f *Finder) Committed(generation int64) { f.stories.generation = generation }

// LookUp looks up documents that were stored before and may be like some new
// ones, all at once. Story must be asked for these before the next LookUp.
func (f *Finder) LookUp(docs []*Document) (err error) {
	var bands []uint32
	for _, d := range docs {
		bands = append(bands, d.Bands...)
	}
	slices.Sort(bands)
	f.filed = nil
	if bands = slices.Compact(bands); len(bands) > 0 {
		f.filed, err = f.heads.ByBands(bands, storyCrowd)
	}
	return err
}

// Story gives the document which the story of a new one began with: the one that
// it resembles most of those that began a story. Else it is the new one's own
// number, then the backend files it under its Bands; so a story does not drift
// from copy to copy. Documents are asked for in the order of their numbers.
func (f *Finder) Story(d *Document, number int64) (int64, error) {
	best, most := number, sameStory
	for _, c := range mostShared(d.Bands, f.filed, f.added) {
		other, begun, err := f.head(c)
		if err != nil {
			return 0, err
		}
		if !begun {
			continue
		}
		if s := Resemblance(d.Shingles, other); s >= most && (s > most || best == number) {
			best, most = c, s
		}
	}
	if best == number && len(d.Bands) > 0 {
		for _, b := range d.Bands {
			if list := f.added[b]; len(list) < storyCrowd && (len(list) == 0 || list[len(list)-1] != number) {
				f.added[b] = append(list, number)
			}
		}
		f.stories.remember(number, d.Shingles)
	}
	return best, nil
}

// head gives the shingles of a document that began a story, if it is still there.
func (f *Finder) head(document int64) (set []uint64, begun bool, err error) {
	if set, begun = f.stories.heads[document]; begun {
		return set, true, nil
	}
	text, begun, err := f.heads.Head(document)
	if err != nil || !begun {
		return nil, false, err
	}
	set = Shingles(text)
	f.stories.remember(document, set)
	return set, true, nil
}

func (s *Stories) remember(document int64, set []uint64) {
	if s.shingles += len(set); s.shingles > knownShingles {
		clear(s.heads)
		s.shingles = len(set)
	}
	s.heads[document] = set
}

// mostShared gives the documents that share most bands, the oldest first among
// equals. Of a band that many share, a form more than a text, only the oldest
// are looked at: else thousands of like lines would take time by their square.
func mostShared(bands []uint32, filed ...map[uint32][]int64) []int64 {
	var times map[int64]int
	for i, b := range bands {
		if slices.Contains(bands[:i], b) {
			continue
		}
		left := storyCrowd
		for _, f := range filed {
			list := f[b][:min(len(f[b]), left)]
			left -= len(list)
			for _, document := range list {
				if times == nil {
					times = map[int64]int{}
				}
				times[document]++
			}
		}
	}
	var most [storyCompare + 1]int64 // and one that drops out
	n := 0
	for document, shared := range times {
		at := n
		for at > 0 && (shared > times[most[at-1]] || shared == times[most[at-1]] && document < most[at-1]) {
			at--
		}
		copy(most[at+1:], most[at:n])
		most[at] = document
		n = min(n+1, storyCompare)
	}
	return most[:n]
}
