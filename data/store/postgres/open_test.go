package postgres

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"mentionmap"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

func TestManyMayMakeTheTablesAtOnce(t *testing.T) {
	url := pgtest.URL(t)
	_, err := Open(t.Context(), Options{URL: url})
	wantCode(t, err, mentionmap.NotFound, "no tables")
	var all sync.WaitGroup
	ids := make([]string, 6)
	for n := range ids {
		all.Go(func() { ids[n] = info(t, open(t, url)).ID })
	}
	all.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Errorf("identities %v", ids)
		}
	}
	b := open(t, url)
	if _, err := b.pool.Exec(t.Context(), "UPDATE state SET schema = 99"); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), Options{URL: url, Create: true})
	wantCode(t, err, mentionmap.Conflict, "newer")
}

func TestTheSchemaIsThatOfTheSearchPath(t *testing.T) {
	address := pgtest.URL(t)
	public := open(t, address)
	if _, err := public.pool.Exec(t.Context(), `CREATE SCHEMA "Other one"`); err != nil {
		t.Fatal(err)
	}
	other := open(t, address+"?search_path="+url.PathEscape(`"Other one"`))
	put(t, other, 0, storetest.Corpus(1, 5)...)
	if a, b := info(t, public), info(t, other); a.Documents != 0 || b.Documents != 5 || a.ID == b.ID {
		t.Errorf("%+v, %+v", a, b)
	}
	_, err := Open(t.Context(), Options{URL: address + "?search_path=nowhere", Create: true})
	wantCode(t, err, mentionmap.Unavailable, "CREATE SCHEMA")
}

func TestOtherTablesAreLeftAlone(t *testing.T) {
	address := pgtest.URL(t)
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(t.Context(), "CREATE TABLE document (mine int)"); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), Options{URL: address, Create: true})
	wantCode(t, err, mentionmap.Conflict, "search_path")
	var n int
	if err := c.QueryRow(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d tables: half of them were made (%v)", n, err)
	}
}

func TestPlacesHaveAPointWherePostGISIs(t *testing.T) {
	address := pgtest.URL(t)
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(t.Context(), "CREATE EXTENSION postgis"); err != nil {
		t.Skip("skipped: no PostGIS here (apt-get install postgresql-15-postgis-3)")
	}
	b := open(t, address)
	put(t, b, 0, storetest.Corpus(1, 20)...)
	s := follow(t, b, -1)
	var points, mentions, places, there int
	err = c.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM mention_points WHERE ST_X(geom) = lon AND ST_Y(geom) = lat AND ST_SRID(geom) = 4326), (SELECT count(*) FROM mention_points),
		(SELECT count(*) FROM place_points), (SELECT count(*) FROM places)`).Scan(&points, &mentions, &places, &there)
	placed := 0
	for _, m := range s.mentions {
		if m.Place != 0 {
			placed++
		}
	}
	if err != nil || mentions != len(s.mentions) || points != placed || places != there || there == 0 {
		t.Errorf("%d of %d mentions have a point, want %d of %d; %d of %d places: %v", points, mentions, placed, len(s.mentions), places, there, err)
	}
}

// TestEveryColumnIsExplained looks for the comments of schema.sql in the database.
func TestEveryColumnIsExplained(t *testing.T) {
	b := open(t, pgtest.URL(t))
	var tables, columns int
	err := b.pool.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE obj_description(c.oid) IS NULL AND c.relkind = 'r'),
		(SELECT count(*) FROM pg_description WHERE objsubid > 0 AND classoid = 'pg_class'::regclass) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace`).Scan(&tables, &columns)
	if want := strings.Count(comments(schema), "COMMENT ON COLUMN"); err != nil || tables != 0 || columns < want || want < 60 {
		t.Errorf("%d tables without a comment; %d columns with one, schema.sql has %d (%v)", tables, columns, want, err)
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	ctx := t.Context()
	s := pgtest.Start(t, pgtest.NotSafe...)
	good := s.Database(t)
	b := open(t, good)
	put(t, b, 0, storetest.Corpus(1, 3)...)
	wrong := strings.Replace(good, pgtest.Password, "secret-"+pgtest.Password, 1)
	for _, c := range []struct {
		name, url string
		code      mentionmap.Code
		says      string
	}{
		{"no server", "postgres://postgres:" + pgtest.Password + "@127.0.0.1:1/db", mentionmap.Unavailable, "and the host and port of --db (connection refused)"},
		{"no host", "postgres://postgres:" + pgtest.Password + "@nowhere.invalid/db?connect_timeout=2", mentionmap.Unavailable, ": nowhere.invalid)"},
		{"wrong password", wrong, mentionmap.Unavailable, "check user and password"},
		{"no database", s.URL("none"), mentionmap.Unavailable, "createdb"},
		{"malformed", "postgres://postgres:" + pgtest.Password + "@host:port/db", mentionmap.Invalid, "address is wrong"},
		{"bad escape", "postgres://postgres:%zz" + pgtest.Password + "@host/db", mentionmap.Invalid, "address is wrong"},
		{"keywords", "host=127.0.0.1 port=1 dbname=db user=postgres password=" + pgtest.Password, mentionmap.Unavailable, "cannot be reached"},
		{"bad keywords", "host=127.0.0.1 port=x password=" + pgtest.Password, mentionmap.Invalid, "address is wrong"},
		{"bad option", good + "?connect_timeout=soon", mentionmap.Invalid, "address is wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(ctx, Options{URL: c.url, Create: true})
			wantCode(t, err, c.code, c.says)
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("not one line: %q", err)
			}
		})
	}
	t.Run("read-only", func(t *testing.T) {
		ro, err := Open(ctx, Options{URL: good, ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer ro.Close()
		_, err = ro.Put(ctx, 0, storetest.Corpus(2, 1))
		wantCode(t, err, mentionmap.Unavailable, "cannot be written")
		if i := info(t, ro); i.Documents != 3 {
			t.Errorf("%+v", i)
		}
	})
	t.Run("lock timeout", func(t *testing.T) {
		holder, err := b.pool.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer holder.Rollback(ctx)
		if err := lockWriters(ctx, holder); err != nil {
			t.Fatal(err)
		}
		waiter := open(t, good+"?lock_timeout=100ms")
		_, err = waiter.Put(ctx, 0, storetest.Corpus(2, 1))
		wantCode(t, err, mentionmap.Conflict, "another program is writing")
		soon, cancel := context.WithTimeoutCause(ctx, 100_000_000, errors.New("enough"))
		defer cancel()
		if _, err := b.Put(soon, 0, storetest.Corpus(2, 1)); err == nil || err.Error() != "enough" {
			t.Errorf("cancelled: %v", err)
		}
	})
	t.Run("demo", func(t *testing.T) {
		_, err := Open(ctx, Options{URL: good, Demo: true})
		wantCode(t, err, mentionmap.Invalid, "own documents")
		if any, err := Open(ctx, Options{URL: good, Demo: true, AnyContent: true}); err != nil {
			t.Error(err)
		} else {
			any.Close()
		}
	})
	t.Run("rights", func(t *testing.T) {
		if _, err := b.pool.Exec(ctx, "CREATE ROLE reader LOGIN PASSWORD '"+pgtest.Password+"'"); err != nil {
			t.Fatal(err)
		}
		_, err := Open(ctx, Options{URL: strings.Replace(good, "postgres:"+pgtest.Password, "reader:"+pgtest.Password, 1)})
		wantCode(t, err, mentionmap.Unavailable, "grant")
	})
}

func TestMeaningsFit(t *testing.T) {
	code := regexp.MustCompile(`^[0-9A-Z]{2}$|^[0-9A-Z]{5}$`)
	for i, m := range meanings {
		if !code.MatchString(m.state) {
			t.Errorf("%q is no SQLSTATE", m.state)
		}
		if got, _ := meaning(&pgconn.PgError{Code: (m.state + "000")[:5]}); got != m.code {
			t.Errorf("line %d, %s: one before it answers", i, m.state)
		}
	}
	e := explainer{"db"}
	err := e.explain(t.Context(), &pgconn.PgError{Code: "53100", Message: "could not extend file"})
	if mentionmap.CodeOf(err) != mentionmap.Unavailable || !strings.Contains(err.Error(), "free some space") {
		t.Error(err)
	}
}
