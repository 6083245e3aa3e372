package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// fetchAtOnce is how many mentions are read in one transaction.
const fetchAtOnce = 1000

// Fetch implements store.Backend.
func (d *Database) Fetch(ctx context.Context, keys []store.Key) ([]store.Mention, error) {
	out := make([]store.Mention, 0, len(keys))
	for len(keys) > 0 {
		some := keys[:min(fetchAtOnce, len(keys))]
		keys = keys[len(some):]
		err := d.view(ctx, func(tx *sql.Tx) error {
			f := fetching{database: d, ctx: ctx, tx: tx}
			list, err := f.mentions(some)
			if err == nil {
				out = append(out, rows.Compose(list)...)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fetching reads some mentions with what is around them: each table once.
type fetching struct {
	database *Database
	ctx      context.Context
	tx       *sql.Tx

	found     []fetched
	posts     map[int64]*rows.PostRow
	documents map[int64]*rows.DocumentRow
	places    map[int64]*mentionmap.Place
	derived   map[int64][]rows.Derived
}

// fetched is a row of the table mention.
type fetched struct {
	rows.Mention
	document, post, place int64
	inPost, shown         int64 // its sentence
	snippet               bool
}

const mentionColumns = `m.id, m.length, m.place, m.kind, m.use, m.relation, m.date, m.date_to, m.precision, m.basis, m.planned, m.words_start, m.words_length,
	m.confidence, m.radius_km, m.repeat, x.start, x.length, s.post, s.start, s.length`

func (f *fetching) mentions(keys []store.Key) ([]rows.Row, error) {
	ids := make([]int64, 0, len(keys))
	for _, k := range keys {
		if k.Start >= 0 && k.Start < 1<<store.StartBits {
			ids = append(ids, store.MentionKey(k.Document, k.Start))
		}
	}
	err := f.readMentions("json_each(?) j CROSS JOIN mention m ON m.id = j.value", ids)
	if err != nil || len(f.found) == 0 {
		return nil, err
	}
	if err := f.readDocuments(f.distinct(func(x *fetched) int64 { return x.document })); err != nil {
		return nil, err
	}
	return f.compose()
}

// readMentions reads mentions, named by a list of numbers, and what is around
// them but for their documents.
func (f *fetching) readMentions(from string, numbers []int64) error {
	err := f.each("SELECT "+mentionColumns+" FROM "+from+" JOIN sentence s ON s.id = m.sentence LEFT JOIN snippet x ON x.mention = m.id", numbers, f.scanMention)
	if err != nil || len(f.found) == 0 {
		return err
	}
	for _, read := range [...]func() error{f.readPosts, f.readPlaces, f.readDerived} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// each runs a query over a list of numbers.
func (f *fetching) each(query string, ids []int64, scan func(scanner) error) error {
	r, err := f.tx.QueryContext(f.ctx, query, list(ids))
	if err != nil {
		return err
	}
	_, err = scanAll(r, func(s scanner) (none struct{}, err error) { return none, scan(s) })
	return err
}

func (f *fetching) scanMention(scan scanner) error {
	m := &mentionmap.Mention{}
	x := fetched{Mention: rows.Mention{Mention: m}}
	var id int64
	var place, wordsStart, wordsLength, start, length, inPost sql.NullInt64
	err := scan(&id, &x.Length, &place, &m.Kind, &m.Use, &m.Relation, nullDay{&m.Dates.From}, nullDay{&m.Dates.To}, &m.Dates.Precision, &m.Dates.Basis, &m.Dates.Planned,
		&wordsStart, &wordsLength, &x.Mention.Confidence, &m.RadiusKM, &m.Repeat, &start, &length, &x.post, &inPost, &x.shown)
	x.document, x.Start, x.place, x.inPost = id>>store.StartBits, int(id&(1<<store.StartBits-1)), place.Int64, inPost.Int64
	x.Radius = int64(m.RadiusKM*10 + 0.5)
	x.WordsStart, x.WordsLength = orNone(wordsStart, wordsLength)
	x.SentenceStart, x.SentenceLength, x.snippet = int(start.Int64), int(length.Int64), start.Valid
	f.found = append(f.found, x)
	return err
}

// orNone gives a stretch of text, -1 for none.
func orNone(start, length sql.NullInt64) (int, int) {
	if !start.Valid {
		return -1, 0
	}
	return int(start.Int64), int(length.Int64)
}

// distinct lists a number of each mention, each once, without 0.
func (f *fetching) distinct(of func(*fetched) int64) (out []int64) {
	had := make(map[int64]bool, len(f.found))
	for i := range f.found {
		if n := of(&f.found[i]); n != 0 && !had[n] {
			had[n] = true
			out = append(out, n)
		}
	}
	return out
}

func (f *fetching) readPosts() error {
	f.posts = map[int64]*rows.PostRow{}
	return f.each("SELECT "+postsOf+" FROM json_each(?) j CROSS JOIN post p ON p.id = j.value LEFT JOIN source s ON s.id = p.source",
		f.distinct(func(x *fetched) int64 { return x.post }), func(scan scanner) error {
			_, err := f.scanPost(scan)
			return err
		})
}

const postsOf = `p.id, ifnull(p.number, -1), p.start, p.length, p.byte, p.text, ifnull(p.title, ''), ifnull(s.name, ''), ifnull(p.author, ''),
	p.published, ifnull(p.minute, -1), ifnull(p.zone, '')`

func (f *fetching) scanPost(scan scanner) (*rows.PostRow, error) {
	p := &rows.PostRow{}
	var id int64
	err := scan(&id, &p.Post, &p.Start, &p.Length, &p.Byte, &p.Text, &p.Title, &p.Source, &p.Author, nullDay{&p.Published.Day}, &p.Published.Minute, &p.Published.Zone)
	p.Number = int(id & (1<<store.PostBits - 1))
	if had := f.posts[id]; had != nil {
		return had, err
	}
	f.posts[id] = p
	return p, err
}

func (f *fetching) readDocuments(numbers []int64) error {
	f.documents = map[int64]*rows.DocumentRow{}
	return f.each(`SELECT d.id, d.public, ifnull((SELECT public FROM document WHERE id = d.story), d.public), d.title, s.name,
		ifnull((SELECT url FROM seen WHERE document = d.id AND url <> '' ORDER BY n LIMIT 1), ''), g.name, l.name
		FROM json_each(?) j CROSS JOIN document d ON d.id = j.value JOIN source s ON s.id = d.source JOIN version g ON g.id = d.gazetteer JOIN version l ON l.id = d.locator`,
		numbers, func(scan scanner) error {
			d := &rows.DocumentRow{}
			err := scan(&d.Number, &d.ID, &d.Story, &d.Title, &d.Source, &d.URL, &d.Gazetteer, &d.Locator)
			f.documents[d.Number] = d
			return err
		})
}

func (f *fetching) readPlaces() (err error) {
	f.places, err = f.database.places.get(f.ctx, f.tx, f.distinct(func(x *fetched) int64 { return x.place }))
	return err
}

func (f *fetching) readDerived() error {
	f.derived = map[int64][]rows.Derived{}
	return f.each(`SELECT x.mention, x.relation, x.words_start, x.words_length, x.lon, x.lat, x.radius_km FROM json_each(?) j CROSS JOIN derived x ON x.mention = j.value
		ORDER BY x.mention, x.n`,
		f.distinct((*fetched).key), func(scan scanner) error {
			var x rows.Derived
			var mention int64
			var start, length sql.NullInt64
			err := scan(&mention, &x.Relation, &start, &length, &x.Lon, &x.Lat, &x.RadiusKM)
			x.WordsStart, x.WordsLength = orNone(start, length)
			f.derived[mention] = append(f.derived[mention], x)
			return err
		})
}

func (x *fetched) key() int64 { return store.MentionKey(x.document, x.Start) }

func (f *fetching) compose() ([]rows.Row, error) {
	out := make([]rows.Row, 0, len(f.found))
	for i := range f.found {
		x := &f.found[i]
		row := rows.Row{Document: f.documents[x.document], Post: f.posts[x.post], Place: f.places[x.place]}
		if row.Document == nil || row.Post == nil || x.place != 0 && row.Place == nil {
			return nil, errDamaged
		}
		if !x.snippet {
			x.SentenceStart, x.SentenceLength = row.Post.Start+int(x.inPost), int(x.shown)
		}
		x.Derived, x.Mention.Post = f.derived[x.key()], row.Post.Number
		row.Mention = x.Mention
		for _, span := range row.Elsewhere() {
			if err := f.readOthers(&row, span); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// readOthers adds the posts that hold a stretch of the document, which the
// mention's own does not.
func (f *fetching) readOthers(row *rows.Row, span [2]int) error {
	first := store.PostKey(row.Document.Number, 0)
	r, err := f.tx.QueryContext(f.ctx, "SELECT "+postsOf+" FROM post p LEFT JOIN source s ON s.id = p.source WHERE p.id BETWEEN ? AND ? AND p.start < ? AND p.start + p.length > ? ORDER BY p.id",
		first, first|(1<<store.PostBits-1), span[1], span[0])
	if err != nil {
		return err
	}
	others, err := scanAll(r, f.scanPost)
	for _, p := range others {
		if n := len(row.Others); p != row.Post && (n == 0 || row.Others[n-1].Start < p.Start) {
			row.Others = append(row.Others, p)
		}
	}
	return err
}

// placeCache holds places as they are at one generation, by their number. What
// a later generation changed is dropped, the rest stays: as many as there are.
type placeCache struct {
	mu         sync.Mutex
	generation int64
	places     map[int64]*mentionmap.Place
}

// get gives places as a transaction sees them.
func (c *placeCache) get(ctx context.Context, tx *sql.Tx, numbers []int64) (map[int64]*mentionmap.Place, error) {
	var generation int64
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return nil, err
	}
	if err := c.follow(ctx, tx, generation); err != nil {
		return nil, err
	}
	out, missing := make(map[int64]*mentionmap.Place, len(numbers)), []int64{}
	c.mu.Lock()
	for _, n := range numbers {
		if p := c.places[n]; p != nil && c.generation == generation {
			out[n] = p
		} else {
			missing = append(missing, n)
		}
	}
	c.mu.Unlock()
	if len(missing) == 0 {
		return out, nil
	}
	found, err := readPlaces(ctx, tx, "JOIN json_each(?) j ON j.value = p.id", list(missing))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range found {
		p := &found[i]
		out[p.Number] = &p.Place
		if c.generation == generation {
			c.places[p.Number] = &p.Place
		}
	}
	return out, nil
}

// follow brings the cache to the generation of a transaction, unless it is older.
func (c *placeCache) follow(ctx context.Context, tx *sql.Tx, generation int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places != nil && c.generation >= generation {
		return nil
	}
	changed, err := int64s(tx.QueryContext(ctx, "SELECT id FROM place WHERE generation > ?", c.generation))
	if err != nil {
		return err
	}
	if c.places == nil {
		c.places = map[int64]*mentionmap.Place{}
	}
	for _, n := range changed {
		delete(c.places, n)
	}
	c.generation = generation
	return nil
}
