package postgres

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Fetch implements store.Backend. It asks once for each table, whatever the
// number of keys.
func (b *Backend) Fetch(ctx context.Context, keys []store.Key) (out []store.Mention, err error) {
	if len(keys) == 0 {
		return nil, ctx.Err()
	}
	err = b.view(ctx, func(tx pgx.Tx) error {
		out, err = newFetcher(ctx, tx).fetch(keys)
		return err
	})
	return out, err
}

// fetcher reads mentions and what is around them.
type fetcher struct {
	ctx       context.Context
	tx        pgx.Tx
	list      []fetched
	posts     map[int64]*rows.PostRow // by post.id
	documents map[int64]*rows.DocumentRow
	places    map[int64]*mentionmap.Place
}

func newFetcher(ctx context.Context, tx pgx.Tx) *fetcher {
	return &fetcher{ctx: ctx, tx: tx, posts: map[int64]*rows.PostRow{}, documents: map[int64]*rows.DocumentRow{}, places: map[int64]*mentionmap.Place{}}
}

func (f *fetcher) fetch(keys []store.Key) ([]store.Mention, error) {
	for _, step := range []func() error{func() error { return f.readMentions(keys) }, f.readDerived, f.readPosts, f.readDocuments, f.readPlaces} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f.compose()
}

// fetched is a mention and the numbers of what is around it.
type fetched struct {
	rows.Mention
	document, post, place int64
}

func (f *fetcher) each(sql string, args, targets []any, fn func() error) error {
	return each(f.ctx, f.tx, sql, args, targets, fn)
}

func (f *fetcher) readMentions(keys []store.Key) error {
	documents, starts := make([]int64, len(keys)), make([]int32, len(keys))
	for i, k := range keys {
		documents[i], starts[i] = k.Document, int32(k.Start)
	}
	f.list = make([]fetched, 0, len(keys))
	var m struct {
		fetched
		sentence                              int64
		place                                 *int64
		kind, use, relation, precision, basis int16
		from, to                              *time.Time
		planned, repeat                       bool
		wordsStart, wordsLength               *int
		confidence, radius                    float32
	}
	return f.each(`SELECT m.document, m.start, m.length, m.sentence, m.place, m.kind, m.use, m.relation, m.date, m.date_to, m.precision, m.basis, m.planned,
			m.words_start, m.words_length, m.confidence, m.radius_km, m.repeat, m.snippet_start, m.snippet_length
		FROM unnest($1::bigint[], $2::int[]) WITH ORDINALITY AS u (document, start, n) JOIN mention m USING (document, start) ORDER BY u.n`,
		[]any{documents, starts}, []any{&m.document, &m.Start, &m.Length, &m.sentence, &m.place, &m.kind, &m.use, &m.relation, &m.from, &m.to, &m.precision, &m.basis, &m.planned,
			&m.wordsStart, &m.wordsLength, &m.confidence, &m.radius, &m.repeat, &m.SentenceStart, &m.SentenceLength}, func() error {
			x := m.fetched
			x.post = m.sentence >> store.SentenceBits
			x.Post, x.Sentence = int(x.post&(1<<store.PostBits-1)), int(m.sentence&store.TitleSentence)
			x.Confidence, x.Radius = thousandths(m.confidence), hundreds(m.radius)
			x.WordsStart, x.WordsLength = spanOf(m.wordsStart, m.wordsLength)
			if m.place != nil {
				x.place = *m.place
				f.places[x.place] = nil
			}
			x.Mention.Mention = &mentionmap.Mention{Kind: mentionmap.Kind(m.kind), Use: mentionmap.Use(m.use), Relation: mentionmap.Relation(m.relation), Repeat: m.repeat,
				Dates: mentionmap.Dates{From: dayOf(m.from), To: dayOf(m.to), Precision: mentionmap.Precision(m.precision), Basis: mentionmap.Basis(m.basis), Planned: m.planned}}
			f.list = append(f.list, x)
			f.posts[x.post], f.documents[x.document] = nil, nil
			return nil
		})
}

// spanOf reads a start and a length; -1 if they are NULL.
func spanOf(start, length *int) (int, int) {
	if start == nil || length == nil {
		return -1, 0
	}
	return *start, *length
}

// keysOf lists keys in their order, so that rows that lie together are read together.
func keysOf[V any](m map[int64]V) []int64 { return slices.Sorted(maps.Keys(m)) }

func (f *fetcher) readDerived() error {
	documents, starts := make([]int64, len(f.list)), make([]int32, len(f.list))
	at := map[store.Key][]int{} // a key may be asked for twice
	for i := range f.list {
		m := &f.list[i]
		documents[i], starts[i] = m.document, int32(m.Start)
		key := store.Key{Document: m.document, Start: m.Start}
		at[key] = append(at[key], i)
	}
	var key store.Key
	var relation int16
	var d rows.Derived
	var wordsStart, wordsLength *int
	return f.each(`SELECT d.document, d.start, d.relation, d.words_start, d.words_length, d.lon, d.lat, d.radius_km
		FROM (SELECT DISTINCT document, start FROM unnest($1::bigint[], $2::int[]) AS u (document, start)) u JOIN derived d USING (document, start) ORDER BY d.document, d.start, d.n`,
		[]any{documents, starts}, []any{&key.Document, &key.Start, &relation, &wordsStart, &wordsLength, &d.Lon, &d.Lat, &d.RadiusKM}, func() error {
			d.Relation = mentionmap.Relation(relation)
			d.WordsStart, d.WordsLength = spanOf(wordsStart, wordsLength)
			for _, i := range at[key] {
				f.list[i].Derived = append(f.list[i].Derived, d)
			}
			return nil
		})
}

// postRow is what of a post mentions are read from.
func postRow(id int64, p *rows.Post) *rows.PostRow {
	return &rows.PostRow{Number: int(id & (1<<store.PostBits - 1)), Post: p.Post, Start: p.Start, Length: p.Length, Byte: p.Byte, Text: p.Text, Title: p.Title, Source: p.Source,
		Author: p.Author, Published: p.Published}
}

func (f *fetcher) readPosts() error {
	return eachPost(f.ctx, f.tx, noHeading, "FROM unnest($1::bigint[]) id JOIN post p USING (id)", []any{keysOf(f.posts)}, func(id int64, p *rows.Post) { f.posts[id] = postRow(id, p) })
}

// otherPosts reads the posts of a document that hold a stretch of it.
func (f *fetcher) otherPosts(document int64, from, to int) (out []*rows.PostRow, err error) {
	err = eachPost(f.ctx, f.tx, noHeading, `FROM (SELECT * FROM post WHERE id BETWEEN $1::bigint << 16 AND (($1::bigint + 1) << 16) - 1 AND start < $3 AND start + length > $2) p`,
		[]any{document, from, to}, func(id int64, p *rows.Post) { out = append(out, postRow(id, p)) })
	return out, err
}

func (f *fetcher) readDocuments() error {
	var d rows.DocumentRow
	return f.each(`SELECT d.id, d.public, d.title, s.name, g.name, l.name,
			CASE WHEN d.story = d.id THEN d.public ELSE coalesce((SELECT o.public FROM document o WHERE o.id = d.story), d.public) END,
			coalesce((SELECT url FROM seen WHERE seen.document = d.id AND url <> '' ORDER BY seen.n LIMIT 1), '')
		FROM document d JOIN source s ON s.id = d.source JOIN version g ON g.id = d.gazetteer JOIN version l ON l.id = d.locator WHERE d.id = ANY ($1)`,
		[]any{keysOf(f.documents)}, []any{&d.Number, &d.ID, &d.Title, &d.Source, &d.Gazetteer, &d.Locator, &d.Story, &d.URL}, func() error {
			row := d
			f.documents[d.Number] = &row
			return nil
		})
}

func (f *fetcher) readPlaces() error {
	if len(f.places) == 0 {
		return nil
	}
	list, err := readPlaces(f.ctx, f.tx, "p.id = ANY ($1)", keysOf(f.places))
	for i := range list {
		f.places[list[i].Number] = &list[i].Place
	}
	return err
}

func (f *fetcher) compose() ([]store.Mention, error) {
	list := make([]rows.Row, 0, len(f.list))
	for i := range f.list {
		m := &f.list[i]
		r := rows.Row{Document: f.documents[m.document], Post: f.posts[m.post], Mention: m.Mention, Place: f.places[m.place]}
		if r.Document == nil || r.Post == nil {
			return nil, mentionmap.Errorf(mentionmap.Internal, "the database is damaged: document %d is not whole: restore a backup", m.document)
		}
		for _, part := range r.Elsewhere() {
			others, err := f.otherPosts(m.document, part[0], part[1])
			if err != nil {
				return nil, err
			}
			r.Others = append(r.Others, others...)
		}
		list = append(list, r)
	}
	return rows.Compose(list), nil
}

// hundreds is a radius in hundreds of metres.
func hundreds(km float32) int64 { return int64(float64(km)*10 + 0.5) }
