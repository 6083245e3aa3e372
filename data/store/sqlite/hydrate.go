package sqlite

import (
	"context"
	"database/sql"
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

// mentionRecord is a row of table mention.
type mentionRecord struct {
	id, inPost, place, traits, confidence, radius int64
	length                                        int
	day, published                                mentionmap.Day
	days                                          int32
	sentence, sentenceLength                      int
	words, wordsLength                            int
}

func scanMention(scan scanner) (r mentionRecord, err error) {
	err = scan(&r.id, &r.length, &r.inPost, &r.place, &r.traits, &r.confidence, &r.radius, nullDay{&r.day}, &r.days,
		nullDay{&r.published}, &r.sentence, &r.sentenceLength, &r.words, &r.wordsLength)
	return r, err
}

func (r *mentionRecord) start() int { return int(r.id & (keySpan - 1)) }

// hydrate adds to rows of table mention what a reader needs around them. It
// asks once for all posts, once for all text, once for all derived points.
func (s *Store) hydrate(ctx context.Context, tx *sql.Tx, rows []mentionRecord) ([]store.Mention, error) {
	posts, err := readPosts(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	derived, err := readDerived(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	text, err := readText(ctx, tx, rows, derived)
	if err != nil {
		return nil, err
	}
	places, err := s.placesOf(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]store.Mention, len(rows))
	for i := range rows {
		r, m := &rows[i], &out[i]
		m.Mention = r.mention()
		m.Place = places[r.place]
		post := posts[r.id-r.inPost]
		if post == nil {
			return nil, mentionmap.Errorf(mentionmap.Internal, "%s: the database is damaged, a mention stands in no post: 'mentionmap doctor' tells more", s.path)
		}
		post.fill(m, r)
		text.fill(m, r)
		fillDerived(m, derived[r.id], text)
	}
	return out, nil
}

// mention unpacks what the row itself holds.
func (r *mentionRecord) mention() mentionmap.Mention {
	bit := func(n int) bool { return r.traits>>n&1 == 1 }
	m := mentionmap.Mention{
		Kind: mentionmap.Kind(r.traits & 15), Use: mentionmap.Use(r.traits >> 4 & 1), Relation: mentionmap.Relation(r.traits >> 5 & 15),
		RadiusKM: float64(r.radius) / 10, Confidence: confidence(r.confidence), Repeat: bit(15), Dates: mentionmap.NoDates,
	}
	if r.day != mentionmap.NoDay {
		m.Dates = mentionmap.Dates{
			From: r.day, To: r.day + mentionmap.Day(r.days), Planned: bit(16),
			Precision: mentionmap.Precision(r.traits >> 9 & 7), Basis: mentionmap.Basis(r.traits >> 12 & 7),
		}
	}
	return m
}

// postRecord is a post with what its document says for it.
type postRecord struct {
	id                 int64
	n                  int
	title, author      string
	source             string
	published          mentionmap.Stamp
	document, story    string
	url                string
	gazetteer, locator string
}

const postsSQL = `SELECT p.id, p.n, iif(p.title <> '', p.title, d.title), p.author, coalesce(s.name, ''), p.published, p.minute, p.zone,
	d.public, first.public, coalesce((SELECT url FROM seen WHERE document = d.id AND url <> '' ORDER BY n LIMIT 1), ''), g.name, l.name
	FROM json_each(?) j CROSS JOIN post p ON p.id = j.value JOIN document d ON d.id = p.id >> 28 JOIN document first ON first.id = d.story
	LEFT JOIN source s ON s.id = p.source JOIN version g ON g.id = d.gazetteer JOIN version l ON l.id = d.locator`

func readPosts(ctx context.Context, tx *sql.Tx, rows []mentionRecord) (map[int64]*postRecord, error) {
	out := map[int64]*postRecord{}
	list := []byte{'['}
	for i := range rows {
		id := rows[i].id - rows[i].inPost
		if _, known := out[id]; !known {
			out[id] = nil
			list = appendNumber(list, id)
		}
	}
	result, err := tx.QueryContext(ctx, postsSQL, string(append(list, ']')))
	if err != nil {
		return nil, err
	}
	found, err := scanAll(result, scanPost)
	for i := range found {
		out[found[i].id] = &found[i]
	}
	return out, err
}

func scanPost(scan scanner) (p postRecord, err error) {
	err = scan(&p.id, &p.n, &p.title, &p.author, &p.source, nullDay{&p.published.Day}, &p.published.Minute, &p.published.Zone,
		&p.document, &p.story, &p.url, &p.gazetteer, &p.locator)
	return p, err
}

// appendNumber adds a number to a JSON array that was opened.
func appendNumber(list []byte, n int64) []byte {
	if len(list) > 1 {
		list = append(list, ',')
	}
	return strconv.AppendInt(list, n, 10)
}

func (p *postRecord) fill(m *store.Mention, r *mentionRecord) {
	m.Post, m.Title, m.Author, m.Source, m.Published, m.URL = p.n, p.title, p.author, p.source, p.published, p.url
	m.DocumentID, m.Story, m.Gazetteer, m.Locator = p.document, p.story, p.gazetteer, p.locator
	m.Start, m.End = r.start(), r.start()+r.length
	m.PostStart = m.Start - int(r.inPost)
	m.ID = mentionmap.MentionID(m.DocumentID, m.Start)
}

// readDerived reads the derived points of those rows that have any.
func readDerived(ctx context.Context, tx *sql.Tx, rows []mentionRecord) (map[int64][]derivedRecord, error) {
	list := []byte{'['}
	for i := range rows {
		if rows[i].traits>>17&1 == 1 {
			list = appendNumber(list, rows[i].id)
		}
	}
	if len(list) == 1 {
		return nil, nil
	}
	result, err := tx.QueryContext(ctx, `SELECT d.mention, d.relation, d.words, d.words_length, d.lon, d.lat, d.radius
		FROM json_each(?) j CROSS JOIN derived d ON d.mention = j.value ORDER BY d.mention, d.n`, string(append(list, ']')))
	if err != nil {
		return nil, err
	}
	found, err := scanAll(result, scanDerived)
	out := map[int64][]derivedRecord{}
	for _, d := range found {
		out[d.mention] = append(out[d.mention], d)
	}
	return out, err
}

func fillDerived(m *store.Mention, found []derivedRecord, text texts) {
	for _, d := range found {
		mark := [2]int{}
		if d.length > 0 {
			mark = [2]int{m.Start + d.words, m.Start + d.words + d.length}
			d.Words = text.span(d.mention, mark[0], mark[1])
		}
		m.Derived = append(m.Derived, d.Derived)
		m.DerivedMarks = append(m.DerivedMarks, mark)
	}
}

type derivedRecord struct {
	mentionmap.Derived
	mention       int64
	words, length int
}

func scanDerived(scan scanner) (d derivedRecord, err error) {
	err = scan(&d.mention, &d.Relation, &d.words, &d.length, &d.Lon, &d.Lat, &d.RadiusKM)
	return d, err
}
