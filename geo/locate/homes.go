package locate

import (
	"cmp"
	"sync"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// Homes are where sources are at home, as their texts tell: a local
// newspaper does not say in which state its towns are. Any number of
// goroutines may use it. The zero value knows none.
type Homes struct {
	mu      sync.Mutex
	sources map[string]*source
}

// source is what the texts of one source said.
type source struct {
	votes resolve.Votes
	texts map[string]*resolve.Votes // of each text, by the id of its document
}

// TextsOfSource is how many texts of a source are learned from.
const TextsOfSource = 24

// sourceOf names the source of a document: the host of its address, else what
// it was seen at; "" if nothing says.
func sourceOf(doc *mentionmap.Document) string {
	for _, s := range doc.Seen {
		if name := cmp.Or(s.Host(), s.Source); name != "" {
			return name
		}
	}
	return ""
}

// Learn adds what the places of texts say of where their sources are at home;
// what a source has more than TextsOfSource of is not read.
func (l *Locator) Learn(h *Homes, docs []mentionmap.Document) {
	count := map[string]int{}
	for i := range docs {
		count[sourceOf(&docs[i])]++
	}
	for i := range docs {
		name := sourceOf(&docs[i])
		if name == "" || count[name] < 2 && !h.knows(name) || h.full(name) {
			continue // a text says nothing of itself
		}
		if v, err := l.votes(&docs[i]); err == nil { // a panic comes again when it is located, and is told then
			h.add(name, docs[i].Text, v)
		}
	}
}

// votes finds the names of a text and asks where they are. The only error is a panic.
func (l *Locator) votes(doc *mentionmap.Document) (v *resolve.Votes, err error) {
	defer mentionmap.RecoverTo(&err, doc.Key)
	w := l.workers.Get().(*worker)
	v = &resolve.Votes{}
	w.resolver.Keep, w.resolver.Home, w.resolver.Votes = false, nil, v
	w.expect(&l.priors, l.gazetteer, doc.Published.Day, nil)
	w.decide(doc.Text[:min(len(doc.Text), maxLearned)], nil)
	w.resolver.Votes = nil
	w.release()
	l.workers.Put(w) // not one that panicked: what is in it is half done
	return v, nil
}

// maxLearned is how much of a text is learned from, in bytes.
const maxLearned = 1 << 16

func (h *Homes) knows(name string) bool { return h.learned(name) > 0 }

func (h *Homes) full(name string) bool { return h.learned(name) >= TextsOfSource }

func (h *Homes) learned(name string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.sources[name]; s != nil {
		return len(s.texts)
	}
	return 0
}

func (h *Homes) add(name, text string, v *resolve.Votes) {
	h.addDocument(name, mentionmap.DocumentID(text), v)
}

func (h *Homes) addDocument(name, id string, v *resolve.Votes) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sources == nil {
		h.sources = map[string]*source{}
	}
	s := h.sources[name]
	if s == nil {
		s = &source{texts: map[string]*resolve.Votes{}}
		h.sources[name] = s
	}
	if s.texts[id] == nil {
		s.texts[id] = v
		s.votes.Add(v)
	}
}

// Of returns the home of a document's source, by its other texts; nil if they
// do not say.
func (h *Homes) Of(doc *mentionmap.Document) *resolve.Home {
	name := sourceOf(doc)
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.sources[name]
	if s == nil {
		return nil
	}
	own := s.texts[mentionmap.DocumentID(doc.Text)]
	if own == nil {
		return s.votes.Home()
	}
	var others resolve.Votes
	others.Add(&s.votes)
	others.Less(own)
	return others.Home()
}
