package sqlite

import (
	"context"
	"database/sql"
	"sort"
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

// mentionAt finds a mention by where it starts, in code points.
func (d *documentRecord) mentionAt(start int) *mentionRecord {
	i := sort.Search(len(d.mentions), func(i int) bool { return d.mentions[i].start >= start })
	if i == len(d.mentions) || d.mentions[i].start != start {
		return nil
	}
	return &d.mentions[i]
}

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
		m.Place = places[r.place]
		around.fill(m, r)
		text.fill(m, &r.mentionRecord)
		r.fillDerived(m, text)
	}
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

func (r *mentionRecord) fillDerived(m *store.Mention, text texts) {
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
	publics  map[int64]string // of documents
	versions map[int64]string
	sources  map[int64]string
}

func (s *Store) readAround(ctx context.Context, tx *sql.Tx, rows []match) (around, error) {
	a := around{publics: map[int64]string{}}
	var stories, versions, sources idSet
	for i := range rows {
		d := rows[i].documentRecord
		a.publics[d.id] = publicID(d.public)
		versions.add(d.gazetteer, d.locator)
		sources.add(d.source, d.sections[rows[i].section].source)
	}
	for i := range rows {
		if _, known := a.publics[rows[i].story]; !known {
			stories.add(rows[i].story)
		}
	}
	found, err := readPublics(ctx, tx, stories)
	if err != nil {
		return a, err
	}
	for id, public := range found {
		a.publics[id] = public
	}
	if a.versions, err = s.versions.of(ctx, tx, versions); err != nil {
		return a, err
	}
	a.sources, err = s.sources.of(ctx, tx, sources)
	return a, err
}

func (a *around) fill(m *store.Mention, r *match) {
	in := &r.sections[r.section]
	m.Post, m.Title, m.Author, m.Published = in.n, in.title, in.author, in.published
	if m.Title == "" {
		m.Title = r.title
	}
	source := in.source
	if source == 0 {
		source = r.source
	}
	m.Source = a.sources[source]
	for _, s := range unpackSeen(r.seen) {
		if m.URL == "" {
			m.URL = s.url
		}
	}
	m.DocumentID, m.Story, m.Gazetteer, m.Locator = a.publics[r.documentRecord.id], a.publics[r.story], a.versions[r.gazetteer], a.versions[r.locator]
	m.Start, m.End, m.PostStart = r.start, r.start+r.length, in.start
	m.ID = mentionmap.MentionID(m.DocumentID, m.Start)
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

func readPublics(ctx context.Context, tx *sql.Tx, ids idSet) (map[int64]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT d.id, d.public FROM json_each(?) j CROSS JOIN document d ON d.id = j.value", ids.list())
	if err != nil {
		return nil, err
	}
	out := map[int64]string{}
	_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
		var id int64
		var public []byte
		if err = scan(&id, &public); err == nil && len(public) == publicSize {
			out[id] = publicID(public)
		}
		return none, err
	})
	return out, err
}
