package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"slices"
	"sync"

	sqlite3 "github.com/mattn/go-sqlite3"

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
		err := d.viewRaw(ctx, func(tx *sql.Tx, conn *sqlite3.SQLiteConn) error {
			f := fetching{database: d, ctx: ctx, tx: tx, conn: conn}
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
	conn     *sqlite3.SQLiteConn

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

// mentionColumns are integers, most of them of two numbers: each column of each
// row costs. -1 is none.
const mentionColumns = `m.id, s.post, m.length << 32 | cast(m.radius_km * 10 + 0.5 AS INTEGER),
	(((((((ifnull(m.place, 0) << 4 | m.kind) << 1 | m.use) << 4 | m.relation) << 3 | m.precision) << 3 | m.basis) << 1 | m.planned) << 1 | m.repeat) << 10 | m.confidence,
	ifnull((m.date & 4294967295) << 32 | (m.date_to & 4294967295), -9223372034707292160), ifnull(m.words_start << 32 | m.words_length, -1),
	ifnull(x.start << 32 | x.length, -1), ifnull(s.start, 0) << 32 | s.length`

// mentions reads rows in the order of their keys, which reads each page of the
// file once, and gives them in the order that was asked for.
func (f *fetching) mentions(keys []store.Key) ([]rows.Row, error) {
	ids := make([]int64, 0, len(keys))
	f.found = make([]fetched, 0, len(keys))
	for _, k := range keys {
		if k.Start >= 0 && k.Start < 1<<store.StartBits {
			ids = append(ids, store.MentionKey(k.Document, k.Start))
		}
	}
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	err := f.readMentions("json_each(?) j CROSS JOIN mention m ON m.id = j.value", sorted)
	if err != nil || len(f.found) == 0 {
		return nil, err
	}
	if err := f.readDocuments(f.distinct(func(x *fetched) int64 { return x.document })); err != nil {
		return nil, err
	}
	list, err := f.compose()
	if err != nil || slices.Equal(ids, sorted) {
		return list, err
	}
	at := make(map[int64]int, len(list))
	for i := range f.found {
		at[f.found[i].key()] = i
	}
	out := make([]rows.Row, 0, len(ids))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			out = append(out, list[i])
		}
	}
	return out, nil
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
func (f *fetching) each(query string, numbers []int64, scan func([]driver.Value) error) error {
	if f.ctx.Err() != nil {
		return context.Cause(f.ctx)
	}
	return eachRow(f.conn, query, []driver.Value{numberList(numbers)}, scan)
}

func (f *fetching) scanMention(values []driver.Value) error {
	var v [8]int64
	if err := integers(values, v[:]); err != nil {
		return err
	}
	traits, dates := v[3], uint64(v[4])
	f.found = append(f.found, fetched{document: v[0] >> store.StartBits, post: v[1], place: traits >> 27, snippet: v[6] >= 0, Mention: rows.Mention{
		Mention: &mentionmap.Mention{
			Kind: mentionmap.Kind(traits >> 23 & 15), Use: mentionmap.Use(traits >> 22 & 1), Relation: mentionmap.Relation(traits >> 18 & 15), Repeat: traits>>10&1 == 1,
			Dates: mentionmap.Dates{From: mentionmap.Day(int32(dates >> 32)), To: mentionmap.Day(int32(dates)), Precision: mentionmap.Precision(traits >> 15 & 7),
				Basis: mentionmap.Basis(traits >> 12 & 7), Planned: traits>>11&1 == 1},
		},
		Start: int(v[0] & (1<<store.StartBits - 1)), Confidence: traits & 1023, Radius: low(v[2]), Length: int(v[2] >> 32),
	}})
	x := &f.found[len(f.found)-1]
	x.inPost, x.shown = v[7]>>32, low(v[7])
	x.WordsStart, x.WordsLength = stretch(v[5])
	x.SentenceStart, x.SentenceLength = stretch(v[6])
	return nil
}

// low is the second of two numbers in one.
func low(pair int64) int64 { return pair & (1<<32 - 1) }

// stretch is a start and a length of two numbers in one, -1 for none.
func stretch(pair int64) (start, length int) {
	if pair < 0 {
		return -1, 0
	}
	return int(pair >> 32), int(low(pair))
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
		f.distinct(func(x *fetched) int64 { return x.post }), func(v []driver.Value) error {
			_, err := f.scanPost(v)
			return err
		})
}

const postsOf = `p.id, ifnull(p.number, -1), p.start << 32 | p.length, p.byte, ifnull(p.published, -2147483648) << 11 | (ifnull(p.minute, -1) + 1),
	p.text, p.title, s.name, p.author, p.zone`

func (f *fetching) scanPost(values []driver.Value) (*rows.PostRow, error) {
	var n [5]int64
	if err := integers(values, n[:]); err != nil {
		return nil, err
	}
	if had := f.posts[n[0]]; had != nil {
		return had, nil
	}
	p := &rows.PostRow{Number: int(n[0] & (1<<store.PostBits - 1)), Post: int(n[1]), Start: int(n[2] >> 32), Length: int(low(n[2])), Byte: int(n[3])}
	p.Published.Day, p.Published.Minute = mentionmap.Day(n[4]>>11), int16(n[4]&2047)-1
	f.posts[n[0]] = p
	return p, texts(values[len(n):], &p.Text, &p.Title, &p.Source, &p.Author, &p.Published.Zone)
}

func (f *fetching) readDocuments(numbers []int64) error {
	f.documents = map[int64]*rows.DocumentRow{}
	return f.each(`SELECT d.id, d.public, iif(d.story = d.id, d.public, ifnull((SELECT public FROM document WHERE id = d.story), d.public)), d.title, s.name,
		(SELECT url FROM seen WHERE document = d.id AND url <> '' ORDER BY n LIMIT 1), g.name, l.name
		FROM json_each(?) j CROSS JOIN document d ON d.id = j.value JOIN source s ON s.id = d.source JOIN version g ON g.id = d.gazetteer JOIN version l ON l.id = d.locator`,
		numbers, func(v []driver.Value) error {
			var number [1]int64
			if err := integers(v, number[:]); err != nil {
				return err
			}
			d := &rows.DocumentRow{Number: number[0]}
			f.documents[d.Number] = d
			return texts(v[1:], &d.ID, &d.Story, &d.Title, &d.Source, &d.URL, &d.Gazetteer, &d.Locator)
		})
}

func (f *fetching) readPlaces() (err error) {
	f.places, err = f.database.places.get(f.ctx, f.tx, f.distinct(func(x *fetched) int64 { return x.place }))
	return err
}

func (f *fetching) readDerived() error {
	f.derived = map[int64][]rows.Derived{}
	return f.each(`SELECT x.mention, x.relation, ifnull(x.words_start << 32 | x.words_length, -1), x.lon, x.lat, x.radius_km FROM json_each(?) j CROSS JOIN derived x ON x.mention = j.value
		ORDER BY x.mention, x.n`,
		f.distinct((*fetched).key), func(v []driver.Value) error {
			var n [3]int64
			var x rows.Derived
			err := integers(v, n[:])
			if err == nil {
				err = reals(v[len(n):], &x.Lon, &x.Lat, &x.RadiusKM)
			}
			x.Relation = mentionmap.Relation(n[1])
			x.WordsStart, x.WordsLength = stretch(n[2])
			f.derived[n[0]] = append(f.derived[n[0]], x)
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
	return eachRow(f.conn, "SELECT "+postsOf+" FROM post p LEFT JOIN source s ON s.id = p.source WHERE p.id BETWEEN ? AND ? AND p.start < ? AND p.start + p.length > ? ORDER BY p.id",
		[]driver.Value{first, first | (1<<store.PostBits - 1), int64(span[1]), int64(span[0])}, func(v []driver.Value) error {
			p, err := f.scanPost(v)
			if n := len(row.Others); err == nil && p != row.Post && (n == 0 || row.Others[n-1].Start < p.Start) {
				row.Others = append(row.Others, p)
			}
			return err
		})
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
	found, err := readPlaces(ctx, tx, "JOIN json_each(?) j ON j.value = p.id", numberList(missing))
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
