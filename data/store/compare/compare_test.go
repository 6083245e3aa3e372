//go:build sqlite_fts5

// Package compare asks this project's store and PostGIS for the same items of
// the same mentions: places in a box, days in a window, the first 1,000. It starts
// a PostgreSQL server, and needs its extensions postgis and btree_gist (Debian:
// postgresql-15-postgis-3).
//
//	mentionmap bench generate --db bench.db --mentions 1000000
//	go test -tags sqlite_fts5 ./data/store/compare -run '^$' -bench . -benchtime 1x -args -benchdb $PWD/bench.db
package compare

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
)

var (
	benchDB = flag.String("benchdb", "", "database of 'mentionmap bench generate'; without it one of 100,000 mentions is made")
	both    = flag.Bool("both", false, "make an index of places and days together, too")
	asked   = flag.Int("asked", 400, "how many different boxes and windows")
)

const limit = 1000

// BenchmarkItems asks both for the same, in turns.
func BenchmarkItems(b *testing.B) {
	st := openStore(b)
	pg, err := pgx.Connect(b.Context(), pgtest.URL(b))
	if err != nil {
		b.Fatal(err)
	}
	defer pg.Close(context.Background())
	for _, extension := range []string{"postgis", "btree_gist"} {
		if _, err := pg.Exec(b.Context(), "CREATE EXTENSION "+extension); err != nil {
			b.Skipf("%s is not installed: %v", extension, err)
		}
	}
	if err := load(b.Context(), pg, st); err != nil {
		b.Fatal(err)
	}
	questions := questions(*asked)
	for _, q := range questions[:20] { // both have read what they keep
		ofStore(b, st, q)
		ofPostgres(b, pg, q)
	}
	for b.Loop() {
		var own, other []time.Duration
		rows := 0
		for _, q := range questions {
			start := time.Now()
			ids := ofStore(b, st, q)
			between := time.Now()
			theirs := ofPostgres(b, pg, q)
			own, other = append(own, between.Sub(start)), append(other, time.Since(between))
			slices.Sort(ids)
			if slices.Sort(theirs); len(ids) != len(theirs) || len(ids) < limit && !slices.Equal(ids, theirs) {
				b.Fatalf("%+v: %d here, %d there", q.Values(), len(ids), len(theirs))
			}
			rows += len(ids)
		}
		report(b, "own", own)
		report(b, "postgis", other)
		b.ReportMetric(percentile(other, 99)/percentile(own, 99), "times-at-p99")
		b.ReportMetric(percentile(other, 50)/percentile(own, 50), "times-at-median")
		b.ReportMetric(float64(rows)/float64(len(questions)), "rows")
	}
}

// openStore opens the database that is measured with; its index has been read.
func openStore(b *testing.B) *index.Store {
	path, o := *benchDB, sqlite.Options{ReadOnly: true}
	if path == "" {
		path, o = filepath.Join(b.TempDir(), "bench.db"), sqlite.Options{}
	}
	st := filetest.Open(b, path, o)
	if *benchDB == "" {
		for batch := range synthetic.New(1, 100_000).Batches(2048) {
			if _, err := st.Put(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
	}
	if _, err := st.Total(b.Context(), mentionmap.NewQuery()); err != nil {
		b.Fatal(err)
	}
	return st
}

func percentile(times []time.Duration, p int) float64 {
	t := slices.Sorted(slices.Values(times))
	return float64(t[min(len(t)*p/100, len(t)-1)]) / float64(time.Millisecond)
}

func report(b *testing.B, who string, times []time.Duration) {
	b.ReportMetric(percentile(times, 50), who+"-median-ms")
	b.ReportMetric(percentile(times, 99), who+"-p99-ms")
}

// questions are boxes of 0.5 to 3 degrees and windows of a day to a quarter.
func questions(n int) (out []mentionmap.Query) {
	r := rand.New(rand.NewPCG(2, 3))
	for range n {
		q := mentionmap.NewQuery()
		wide := 0.5 + 2.5*r.Float64()
		lon, lat := 22+(18-wide)*r.Float64(), 44+(8-wide)*r.Float64()
		q.BBox = &orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon + wide, lat + wide}}
		q.From = synthetic.FirstDay + mentionmap.Day(r.IntN(synthetic.Days-90))
		q.To, q.Limit = q.From+mentionmap.Day(r.IntN(90)), limit
		out = append(out, q)
	}
	return out
}

func ofStore(b *testing.B, st store.Store, q mentionmap.Query) (ids []string) {
	err := st.Mentions(b.Context(), q, func(m *store.Mention) error {
		ids = append(ids, m.ID)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return ids
}

// columns are what an item shows, in both.
const columns = `id, surface, place, name, kind, use, relation, lon, lat, day, last, precision, published, confidence, radius, snippet, title, source, document, story, start_at, end_at`

const itemsSQL = "SELECT " + columns + " FROM mention WHERE geom && ST_MakeEnvelope($1, $2, $3, $4, 4326) AND day <= $6 AND last >= $5 ORDER BY n LIMIT $7"

func ofPostgres(b *testing.B, pg *pgx.Conn, q mentionmap.Query) (ids []string) {
	box := q.BBox
	rows, err := pg.Query(b.Context(), itemsSQL, box.Min[0], box.Min[1], box.Max[0], box.Max[1], int32(q.From), int32(q.To), q.Limit)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var m item
		if err := rows.Scan(&m.id, &m.surface, &m.place, &m.name, &m.kind, &m.use, &m.relation, &m.lon, &m.lat, &m.day, &m.last, &m.precision,
			&m.published, &m.confidence, &m.radius, &m.snippet, &m.title, &m.source, &m.document, &m.story, &m.start, &m.end); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, m.id)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return ids
}

// item is a row as PostgreSQL gives it.
type item struct {
	id, surface, name, kind, use, relation, precision, snippet, title, source, document, story string
	place                                                                                      int64
	lon, lat, confidence, radius                                                               float64
	day, last, published                                                                       int32
	start, end                                                                                 int32
}

const tableSQL = `CREATE TABLE mention (n bigint PRIMARY KEY, geom geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED, id text, surface text, place bigint, name text, kind text, use text, relation text,
	lon float8, lat float8, day int, last int, precision text, published int, confidence float8, radius float8, snippet text, title text, source text,
	document text, story text, start_at int, end_at int)`

// indexSQL makes an index of each, place and day; with -both one of both, too,
// which takes long to make.
const (
	indexSQL = `CREATE INDEX ON mention USING gist (geom); CREATE INDEX ON mention (day, last); VACUUM ANALYZE mention`
	bothSQL  = `; CREATE INDEX ON mention USING gist (geom, day, last)`
)

// load copies the placed and dated mentions into PostgreSQL, unless they are there.
func load(ctx context.Context, pg *pgx.Conn, st store.Store) error {
	var there bool
	if err := pg.QueryRow(ctx, "SELECT to_regclass('mention') IS NOT NULL").Scan(&there); err != nil || there {
		return err
	}
	if _, err := pg.Exec(ctx, tableSQL); err != nil {
		return err
	}
	rows := make(chan *store.Mention, 1000)
	read := make(chan error, 1)
	go func() {
		defer close(rows)
		read <- st.Mentions(ctx, mentionmap.NewQuery(), func(m *store.Mention) error {
			if m.Place != nil && m.Dates.Known() {
				rows <- m
			}
			return nil
		})
	}()
	n := int64(0)
	_, err := pg.CopyFrom(ctx, pgx.Identifier{"mention"}, copied, pgx.CopyFromFunc(func() ([]any, error) {
		m, ok := <-rows
		if !ok {
			return nil, nil
		}
		n++
		return []any{n, m.ID, m.Surface, int64(m.Place.ID), m.Place.Name, m.Kind.String(), m.Use.String(), m.Relation.String(), m.Place.Lon, m.Place.Lat,
			int32(m.Dates.From), int32(m.Dates.To), m.Dates.Precision.String(), int32(m.Published.Day), float64(m.Confidence), m.RadiusKM, m.Snippet, m.Title,
			m.Source, m.DocumentID, m.Story, int32(m.Start), int32(m.End)}, nil
	}))
	if err = errors.Join(err, <-read); err != nil {
		return err
	}
	script := indexSQL
	if *both {
		script += bothSQL
	}
	for sql := range strings.SplitSeq(script, ";") { // VACUUM must stand alone
		if _, err := pg.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

var copied = []string{"n", "id", "surface", "place", "name", "kind", "use", "relation", "lon", "lat", "day", "last", "precision", "published", "confidence", "radius", "snippet",
	"title", "source", "document", "story", "start_at", "end_at"}
