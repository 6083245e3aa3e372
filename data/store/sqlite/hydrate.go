package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

// hydrate adds to matches what a reader needs around them. It asks once for all
// text, once for all places, and for the few other things that it does not know.
func (s *Store) hydrate(ctx context.Context, tx *sql.Tx, rows []match) ([]store.Mention, error) {
	text, err := readText(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	places, err := s.placesOf(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	around, err := s.readAround(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]store.Mention, len(rows))
	for i := range rows {
		r, m := &rows[i], &out[i]
		m.Mention = r.mention()
		m.Place = places[i]
		around.fill(m, r)
		text.fill(m, &r.mentionRecord)
		r.fillDerived(m, &text)
	}
	nameAll(out, rows)
	return out, nil
}

// mention unpacks what the record itself holds.
func (r *mentionRecord) mention() mentionmap.Mention {
	return mentionmap.Mention{
		Kind: r.kind(), Use: r.use(), Relation: r.relation(), RadiusKM: float64(r.radius) / 10, Confidence: confidence(r.confidence),
		Repeat: r.traits&repeatBit != 0, Dates: r.dates(),
	}
}

func (r *mentionRecord) dates() mentionmap.Dates {
	if r.day == mentionmap.NoDay {
		return mentionmap.NoDates
	}
	return mentionmap.Dates{From: r.day, To: r.day + mentionmap.Day(r.days), Planned: r.traits&plannedBit != 0, Precision: r.precision(), Basis: r.basis()}
}

func (r *mentionRecord) fillDerived(m *store.Mention, text *texts) {
	for _, d := range r.derived {
		mark := [2]int{}
		if d.length > 0 {
			mark = [2]int{m.Start + d.words, m.Start + d.words + d.length}
			d.Words = text.span(r.id, mark[0], mark[1])
		}
		m.Derived = append(m.Derived, d.Derived)
		m.DerivedMarks = append(m.DerivedMarks, mark)
	}
}

// around is what documents are shown with, by their numbers.
type around struct {
	stories  map[int64]string // public ids of those that are not the documents themselves
	versions map[int64]string
	sources  map[int64]string
}

func (s *Store) readAround(ctx context.Context, tx *sql.Tx, rows []match) (a around, err error) {
	var stories, versions, sources idSet
	var last *shown
	for i := range rows {
		d := rows[i].shown
		if own := rows[i].in.source; own != 0 {
			sources.add(own)
		}
		if d == last {
			continue
		}
		last = d
		versions.add(d.gazetteer, d.locator)
		sources.add(d.source)
		if d.story != d.id {
			stories.add(d.story)
		}
	}
	if a.stories, err = s.stories.of(ctx, tx, stories); err != nil {
		return a, err
	}
	if a.versions, err = s.versions.of(ctx, tx, versions); err != nil {
		return a, err
	}
	a.sources, err = s.sources.of(ctx, tx, sources)
	return a, err
}

func (a *around) fill(m *store.Mention, r *match) {
	in := &r.in
	m.Post, m.Title, m.Author, m.Published = in.n, in.title, in.author, in.published
	if m.Title == "" {
		m.Title = r.title
	}
	source := in.source
	if source == 0 {
		source = r.source
	}
	m.Source, m.URL = a.sources[source], r.url
	m.Gazetteer, m.Locator = a.versions[r.gazetteer], a.versions[r.locator]
	m.Start, m.End, m.PostStart = r.start, r.start+r.length, in.start
	if r.story != r.shown.id {
		m.Story = a.stories[r.story]
	}
}

// nameAll gives mentions their ids, all made in one piece.
func nameAll(out []store.Mention, rows []match) {
	ids := pieces{}
	for i := range rows {
		ids.b = appendPublic(ids.b, rows[i].public)
		ids.b = strconv.AppendInt(append(ids.b, '-'), int64(rows[i].start), 10)
		ids.end()
	}
	for i, id := range ids.all() {
		m := &out[i]
		m.ID, m.DocumentID = id, id[:publicLength]
		if rows[i].story == rows[i].shown.id {
			m.Story = m.DocumentID
		}
	}
}

// pieces makes many short texts of one long one.
type pieces struct {
	b    []byte
	ends []int
}

// end ends a text.
func (p *pieces) end() { p.ends = append(p.ends, len(p.b)) }

// all goes through the texts.
func (p *pieces) all() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		text, from := string(p.b), 0
		for i, end := range p.ends {
			if !yield(i, text[from:end]) {
				return
			}
			from = end
		}
	}
}

// idSet collects numbers, each once.
type idSet map[int64]struct{}

func (s *idSet) add(ids ...int64) {
	if *s == nil {
		*s = idSet{}
	}
	for _, id := range ids {
		if id != 0 {
			(*s)[id] = struct{}{}
		}
	}
}

func (s idSet) has(id int64) bool {
	_, ok := s[id]
	return ok
}

func (s idSet) list() string {
	list := []byte{'['}
	for id := range s {
		list = appendNumber(list, id)
	}
	return string(append(list, ']'))
}

// appendNumber adds a number to a JSON array that was opened.
func appendNumber(list []byte, n int64) []byte {
	if len(list) > 1 {
		list = append(list, ',')
	}
	return strconv.AppendInt(list, n, 10)
}
