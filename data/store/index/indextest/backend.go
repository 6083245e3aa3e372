// Package indextest is a store.Backend in memory, for tests of what stands
// before a database. It is simple rather than fast.
package indextest

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Backend is a store.Backend in memory. What tests set is for them to change
// while no call is under way.
type Backend struct {
	ID        string                  // Info.ID
	BlockSize int                     // documents of a block of Follow
	OnFollow  func(after int64) error // called before Follow begins; nil: nothing
	OnFetch   func(keys []store.Key)  // called before Fetch; nil: nothing

	mu sync.RWMutex
	state
}

// state is what a database holds.
type state struct {
	generation int64
	stamps     []int64 // by generation
	last       int64   // number of the last document
	documents  []*document
	byID       map[string]*document
	gone       []gone
	places     []place // by number - 1
	placeByID  map[mentionmap.PlaceID]int64
	sources    []string // by number - 1
	sourceBy   map[string]int64
}

type document struct {
	*rows.Document
	number, story, generation int64
	seen                      []mentionmap.Seen
	folded                    [][]folded // of each post's sentences
}

type gone struct{ number, generation int64 }

type place struct {
	mentionmap.Place
	generation int64
}

// folded is what a sentence is found by.
type folded struct {
	number int64
	words  []string
	stems  []string
}

var databases atomic.Int64

// New returns an empty database.
func New() *Backend {
	return &Backend{ID: "memory-" + strconv.FormatInt(databases.Add(1), 10), BlockSize: 64,
		state: state{byID: map[string]*document{}, placeByID: map[mentionmap.PlaceID]int64{}, sourceBy: map[string]int64{}}}
}

// Replace takes over what another database holds, which is then no more to be used.
func (b *Backend) Replace(o *Backend) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state = o.state
}

var _ store.Backend = (*Backend)(nil)

// Put implements store.Backend.
func (b *Backend) Put(ctx context.Context, _ int64, batch []mentionmap.Located) (added store.Added, err error) {
	prepared, err := rows.PrepareAll(batch, 1)
	if err != nil {
		return added, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return added, err
	}
	changed := false
	for _, d := range prepared {
		if known := b.byID[d.ID]; known != nil {
			added.Known++
			changed = b.see(known, d.Located.Document.Seen) || changed
			continue
		}
		if d.Located.Known {
			added.Missing++
			continue
		}
		posts := b.add(d)
		added.Documents, added.Posts, added.Mentions, changed = added.Documents+1, added.Posts+posts, added.Mentions+len(d.Mentions), true
	}
	if changed {
		b.grow()
	}
	return added, nil
}

// see adds where a document was seen; the change is of the next generation.
func (b *Backend) see(d *document, seen []mentionmap.Seen) (changed bool) {
	for _, s := range seen {
		if !slices.Contains(d.seen, s) {
			d.seen = append(d.seen, s)
			d.generation, changed = b.generation+1, true
		}
	}
	b.sourcesOf(d) // which gives them numbers
	return changed
}

// add stores a document and returns the number of its posts.
func (b *Backend) add(prepared *rows.Document) (posts int) {
	b.last++
	d := &document{Document: prepared, number: b.last, story: b.last, generation: b.generation + 1}
	b.see(d, prepared.Located.Document.Seen)
	most := 0.0
	for _, o := range b.documents {
		if s := rows.Resemblance(o.Shingles, d.Shingles); o.story == o.number && s >= 0.6 && s > most {
			most, d.story = s, o.number
		}
	}
	for i := range d.Posts {
		p := &d.Posts[i]
		if p.Post >= 0 {
			posts++
		}
		if p.Source != "" {
			b.source(p.Source)
		}
		var list []folded
		for j, s := range p.Sentences {
			list = append(list, folded{int64(j), rows.Words(s.Text), strings.Fields(s.Stems)})
		}
		if p.Heading != "" {
			list = append(list, folded{store.TitleSentence, rows.Words(p.Heading), strings.Fields(p.HeadingStems)})
		}
		d.folded = append(d.folded, list)
	}
	for i := range d.Mentions {
		if p := d.Mentions[i].Place; p != nil {
			b.place(p)
		}
	}
	b.documents = append(b.documents, d)
	b.byID[d.ID] = d
	return posts
}

func (b *Backend) source(name string) int64 {
	if n := b.sourceBy[name]; n > 0 {
		return n
	}
	b.sources = append(b.sources, name)
	b.sourceBy[name] = int64(len(b.sources))
	return b.sourceBy[name]
}

// place stores what is new of a place, which keeps its kind.
func (b *Backend) place(p *mentionmap.Place) {
	n := b.placeByID[p.ID]
	if n == 0 {
		b.places = append(b.places, place{*p, b.generation + 1})
		b.placeByID[p.ID] = int64(len(b.places))
		return
	}
	if old := &b.places[n-1]; !same(&old.Place, p) {
		kind := old.Kind
		*old = place{*p, b.generation + 1}
		old.Kind = kind
	}
}

func same(a, b *mentionmap.Place) bool {
	return a.Name == b.Name && a.Lon == b.Lon && a.Lat == b.Lat && slices.Equal(a.Names, b.Names)
}

// sourcesOf gives those of the posts that name none.
func (b *Backend) sourcesOf(d *document) (out []int64) {
	for _, s := range d.seen {
		if n := s.Source; n != "" && !slices.Contains(out, b.source(n)) {
			out = append(out, b.source(n))
		}
	}
	if len(out) == 0 {
		out = append(out, b.source(d.Located.Document.Key))
	}
	return out
}

// Delete implements store.Backend.
func (b *Backend) Delete(ctx context.Context, id string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := b.byID[id]
	if d == nil {
		return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
	}
	b.grow()
	delete(b.byID, id)
	b.documents = slices.DeleteFunc(b.documents, func(o *document) bool { return o == d })
	b.gone = append(b.gone, gone{d.number, b.generation})
	begins := int64(0)
	for _, o := range b.documents {
		if o.story == d.number {
			if begins == 0 {
				begins = o.number
			}
			o.story, o.generation = begins, b.generation
		}
	}
	return ctx.Err()
}

// grow makes the next generation.
func (b *Backend) grow() {
	b.generation++
	for int64(len(b.stamps)) <= b.generation {
		b.stamps = append(b.stamps, 1+rand.Int64N(1<<62))
	}
}

// Stamp implements store.Backend.
func (b *Backend) Stamp(ctx context.Context, generation int64) (int64, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if generation < 1 || generation > b.generation {
		return 0, ctx.Err()
	}
	return b.stamps[generation], ctx.Err()
}

// Known implements store.Backend.
func (b *Backend) Known(ctx context.Context, id string) (bool, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.byID[id] != nil, ctx.Err()
}

// Info implements store.Backend.
func (b *Backend) Info(ctx context.Context) (store.Info, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	i := store.Info{ID: b.ID, Generation: b.generation, Documents: int64(len(b.documents)), Schema: 1, First: mentionmap.NoDay, Last: mentionmap.NoDay}
	for _, d := range b.documents {
		for _, p := range d.Posts {
			if p.Post >= 0 {
				i.Posts++
			}
		}
		i.Mentions += int64(len(d.Mentions))
		if d.First != mentionmap.NoDay && (i.First == mentionmap.NoDay || d.First < i.First) {
			i.First = d.First
		}
		i.Last = max(i.Last, d.Last)
		i.Gazetteers, i.Locators = with(i.Gazetteers, d.Located.Gazetteer), with(i.Locators, d.Located.Locator)
	}
	return i, ctx.Err()
}

func with(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Follow implements store.Backend.
func (b *Backend) Follow(ctx context.Context, after int64, fn func(*store.Block) error) (int64, error) {
	if b.OnFollow != nil {
		if err := b.OnFollow(after); err != nil {
			return 0, err
		}
	}
	b.mu.RLock()
	generation := b.generation
	changed := slices.DeleteFunc(slices.Clone(b.documents), func(d *document) bool { return d.generation <= after })
	removed := &store.Block{}
	for _, g := range b.gone {
		if g.generation > after {
			removed.Gone = append(removed.Gone, g.number)
		}
	}
	var blocks []*store.Block
	for part := range slices.Chunk(changed, b.BlockSize) {
		block := &store.Block{}
		for _, d := range part {
			b.block(block, d)
		}
		blocks = append(blocks, block)
	}
	b.mu.RUnlock()
	left := int64(len(changed))
	for _, block := range append(blocks, removed) {
		left -= int64(len(block.Documents))
		block.Left = left
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := fn(block); err != nil {
			return 0, err
		}
	}
	return generation, nil
}

// block appends a document.
func (b *Backend) block(to *store.Block, d *document) {
	to.Documents = append(to.Documents, store.DocumentRow{Number: d.number, Story: d.story, Posts: len(d.Posts), Mentions: len(d.Mentions), Sources: b.sourcesOf(d)})
	for i := range d.Posts {
		p := store.PostRow{Published: d.Posts[i].Published.Day, Stretch: d.Posts[i].Post < 0}
		if s := d.Posts[i].Source; s != "" {
			p.Source = b.sourceBy[s]
		}
		to.Posts = append(to.Posts, p)
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		r := store.MentionRow{Start: int32(m.Start), Post: uint16(m.Post), Sentence: uint16(m.Sentence), Confidence: int16(m.Confidence), Kind: m.Kind, Use: m.Use,
			Relation: m.Relation, Precision: m.Dates.Precision, From: m.Dates.From, To: m.Dates.To}
		if m.Place != nil {
			r.Place = b.placeByID[m.Place.ID]
			r.Kind = b.places[r.Place-1].Kind
		}
		to.Mentions = append(to.Mentions, r)
	}
}

// Fetch implements store.Backend.
func (b *Backend) Fetch(ctx context.Context, keys []store.Key) ([]store.Mention, error) {
	if b.OnFetch != nil {
		b.OnFetch(keys)
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	var list []rows.Row
	for _, k := range keys {
		d := b.number(k.Document)
		if d == nil {
			continue
		}
		if at, ok := slices.BinarySearchFunc(d.Mentions, k.Start, func(m rows.Mention, start int) int { return m.Start - start }); ok {
			list = append(list, b.row(d, &d.Mentions[at]))
		}
	}
	return rows.Compose(list), ctx.Err()
}

func (b *Backend) number(n int64) *document {
	if at, ok := slices.BinarySearchFunc(b.documents, n, func(d *document, n int64) int { return int(d.number - n) }); ok {
		return b.documents[at]
	}
	return nil
}

// row gives a mention as it is read; all posts stand beside it.
func (b *Backend) row(d *document, m *rows.Mention) rows.Row {
	l := d.Located
	doc := &rows.DocumentRow{Number: d.number, ID: d.ID, Story: b.number(d.story).ID, Title: l.Document.Title, Source: b.sources[b.sourcesOf(d)[0]-1], URL: d.URL(), Gazetteer: l.Gazetteer, Locator: l.Locator}
	r := rows.Row{Document: doc, Mention: *m}
	for i := range d.Posts {
		p := &d.Posts[i]
		row := &rows.PostRow{Number: i, Post: p.Post, Start: p.Start, Length: p.Length, Byte: p.Byte, Text: p.Text, Title: p.Title, Source: p.Source, Author: p.Author, Published: p.Published}
		if i == m.Post {
			r.Post = row
		} else {
			r.Others = append(r.Others, row)
		}
	}
	if m.Place != nil {
		p := b.places[b.placeByID[m.Place.ID]-1].Place
		r.Place = &p
	}
	return r
}

// Documents implements store.Backend.
func (b *Backend) Documents(ctx context.Context, numbers []int64) (out []store.Document, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, n := range numbers {
		if d := b.number(n); d != nil {
			out = append(out, b.listed(d))
			out[len(out)-1].Text = ""
		}
	}
	return out, ctx.Err()
}

func (b *Backend) listed(d *document) store.Document {
	out := store.Document{Document: d.Located.Document, ID: d.ID, Story: b.number(d.story).ID, Mentions: len(d.Mentions), First: d.First, Last: d.Last}
	out.Seen = slices.Clone(d.seen)
	for _, p := range d.Posts {
		if p.Post >= 0 {
			out.Posts++
		}
	}
	return out
}

// Document implements store.Backend.
func (b *Backend) Document(ctx context.Context, id string) (*store.Document, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	d := b.byID[id]
	if d == nil {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
	}
	out := b.listed(d)
	return &out, ctx.Err()
}

// Numbers implements store.Backend.
func (b *Backend) Numbers(ctx context.Context, ids []string) ([]int64, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]int64, len(ids))
	for i, id := range ids {
		if d := b.byID[id]; d != nil {
			out[i] = d.number
		}
	}
	return out, ctx.Err()
}

// Words implements store.Backend.
func (b *Backend) Words(ctx context.Context, t store.Term, after int64, fn func(int64) error) error {
	b.mu.RLock()
	var found []int64
	for _, d := range b.documents {
		for n, sentences := range d.folded {
			for _, s := range sentences {
				if key := store.SentenceKey(store.PostKey(d.number, n), int(s.number)); key > after && s.holds(&t) {
					found = append(found, key)
				}
			}
		}
	}
	b.mu.RUnlock()
	for _, key := range found {
		if err := fn(key); err != nil {
			return err
		}
	}
	return nil
}

func (s *folded) holds(t *store.Term) bool {
	for i := 0; i+len(t.Words) <= len(s.words); i++ {
		if slices.Equal(s.words[i:i+len(t.Words)], t.Words) {
			return true
		}
	}
	for _, stem := range t.Stems {
		if slices.Contains(s.words, stem) || slices.Contains(s.stems, stem) {
			return true
		}
	}
	return false
}

// Places implements store.Backend.
func (b *Backend) Places(ctx context.Context, after int64) (out []store.PlaceRow, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for i, p := range b.places {
		if p.generation > after {
			out = append(out, store.PlaceRow{Number: int64(i) + 1, Place: p.Place})
		}
	}
	return out, ctx.Err()
}

// Sources implements store.Backend.
func (b *Backend) Sources(ctx context.Context, after int64) (out []store.SourceRow, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for i, name := range b.sources {
		if int64(i) >= after {
			out = append(out, store.SourceRow{Number: int64(i) + 1, Name: name})
		}
	}
	return out, ctx.Err()
}

// BeginRun implements store.Backend; runs are not kept.
func (b *Backend) BeginRun(context.Context, []string) (int64, error) { return 1, nil }

// EndRun implements store.Backend.
func (b *Backend) EndRun(context.Context, int64) error { return nil }

// ListRuns implements store.Backend.
func (b *Backend) ListRuns(context.Context) ([]store.Run, error) { return nil, nil }

// Undo implements store.Backend.
func (b *Backend) Undo(_ context.Context, run int64) (int, error) {
	return 0, mentionmap.Errorf(mentionmap.NotFound, "there is no run %d", run)
}

// Close implements store.Backend. What was stored stays for whoever opens it again.
func (b *Backend) Close() error { return nil }
