//go:build sqlite_fts5

package sqlite

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestNamesAreThoseOfTheProgram compares the small tables with the enumerations.
func TestNamesAreThoseOfTheProgram(t *testing.T) {
	d := openNew(t)
	for table, name := range map[string]func(uint8) string{
		"kind":      func(n uint8) string { return mentionmap.Kind(n).String() },
		"use":       func(n uint8) string { return mentionmap.Use(n).String() },
		"relation":  func(n uint8) string { return mentionmap.Relation(n).String() },
		"precision": func(n uint8) string { return mentionmap.Precision(n).String() },
		"basis":     func(n uint8) string { return mentionmap.Basis(n).String() },
	} {
		n := uint8(0)
		for ; name(n) != "?"; n++ {
			var got string
			if err := d.read.QueryRow("SELECT ifnull(name, '') FROM "+table+" WHERE id = ?", n).Scan(&got); err != nil || got != name(n) {
				t.Errorf("%s %d: %q, %v, want %q", table, n, got, err, name(n))
			}
		}
		if rows := value(t, d, "SELECT count(*) FROM "+table); rows != strings.TrimSpace(rows) || rows != value(t, d, "SELECT max(id) + 1 FROM "+table) {
			t.Errorf("%s: %s rows", table, rows)
		}
	}
}

// TestEveryColumnIsExplained: schema.sql is the documentation.
func TestEveryColumnIsExplained(t *testing.T) {
	table := regexp.MustCompile(`(?ms)^CREATE TABLE (\w+) \(\n(.*?)\n\)[^;]*;`)
	clear := regexp.MustCompile(`^(id|name|PRIMARY KEY|UNIQUE|CONSTRAINT|gpkg|value|table_name)\b`)
	found := 0
	for _, m := range table.FindAllStringSubmatch(schemaSQL, -1) {
		if strings.HasPrefix(m[1], "gpkg_") {
			continue
		}
		before, _, _ := strings.Cut(schemaSQL, m[0])
		if !strings.HasSuffix(strings.TrimRight(before, "\n"), ";") || strings.Contains(m[2], "--") {
			found++
		}
		for _, column := range strings.Split(m[2], "\n") {
			column = strings.TrimSpace(column)
			if !strings.Contains(column, "--") && !clear.MatchString(column) && !strings.Contains(column, "REFERENCES") && !obvious[m[1]+"."+strings.Fields(column)[0]] {
				t.Errorf("%s: %q says nothing", m[1], column)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d tables", found)
	}
}

// obvious columns explain themselves.
var obvious = map[string]bool{"document.title": true, "post.length": true, "post.text": true, "mention.length": true, "snippet.length": true, "place.population": true,
	"mention.words_length": true, "derived.words_length": true, "derived.radius_km": true, "place_count.mentions": true}

// TestSQLite3OpensIt: any SQLite, full-text search and views included.
func TestSQLite3OpensIt(t *testing.T) {
	d := openNew(t)
	put(t, d, storetest.Corpus(1, 50)...)
	for _, query := range []string{
		"SELECT count(*) FROM mentions", "SELECT count(*) FROM reports", "SELECT count(*) FROM places", "SELECT count(*) FROM documents", "SELECT count(*) FROM posts",
		"SELECT count(*) FROM sentences", "SELECT count(*) FROM regions",
		"SELECT group_concat(id || name || date || snippet || source) FROM mentions",
		"SELECT count(*) FROM sentence_words WHERE sentence_words MATCH 'bridge'",
		"SELECT group_concat(text) FROM sentence_words WHERE sentence_words MATCH 'bridge'",
		"PRAGMA integrity_check", "SELECT count(*) FROM pragma_foreign_key_check",
	} {
		var want string
		if err := d.read.QueryRow("SELECT ifnull((" + strings.Replace(query, "PRAGMA integrity_check", "SELECT 'ok'", 1) + "), '')").Scan(&want); err != nil {
			t.Fatal(query, err)
		}
		if got := strings.TrimSuffix(tool(t, "sqlite3", "-readonly", d.path, query), "\n"); got != want || got == "" && !strings.Contains(query, "regions") {
			t.Errorf("%s: %.300q, want %.300q", query, got, want)
		}
	}
}

// TestViewsSayWhatIsShown compares the view of mentions with what readers see.
func TestViewsSayWhatIsShown(t *testing.T) {
	d := openNew(t)
	put(t, d, storetest.Corpus(2, 80)...)
	b, _ := all(t, d, -1)
	found, err := d.Fetch(t.Context(), keysOf(&b))
	if err != nil || len(found) < 100 {
		t.Fatal(len(found), err)
	}
	r, err := d.read.Query(`SELECT id, ifnull(name, ''), surface, kind, use, relation, ifnull(date, ''), ifnull(date_to, ''), ifnull(date_precision, ''), ifnull(published, ''), confidence, radius_km,
		ifnull(place, 0), snippet, ifnull(title, ''), ifnull(source, ''), ifnull(author, ''), ifnull(url, ''), document, post, story, start, "end", repeat FROM mentions ORDER BY OGC_FID`)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n := 0
	for ; r.Next(); n++ {
		var got, want shownRow
		if err := r.Scan(&got.id, &got.name, &got.surface, &got.kind, &got.use, &got.relation, &got.date, &got.dateTo, &got.precision, &got.published, &got.confidence, &got.radius,
			&got.place, &got.snippet, &got.title, &got.source, &got.author, &got.url, &got.document, &got.post, &got.story, &got.start, &got.end, &got.repeat); err != nil {
			t.Fatal(err)
		}
		m := &found[n]
		want = shownRow{id: m.ID, surface: m.Surface, kind: m.Kind.String(), use: m.Use.String(), relation: m.Relation.String(), date: m.Dates.From.String(), dateTo: m.Dates.To.String(),
			precision: m.Dates.Precision.String(), published: m.Published.String(), confidence: float32(m.Confidence), radius: m.RadiusKM, snippet: m.Snippet, title: m.Title, source: m.Source,
			author: m.Author, url: m.URL, document: m.DocumentID, post: mentionmap.MentionID(m.DocumentID, m.PostStart), story: m.Story, start: m.Start, end: m.End, repeat: m.Repeat}
		if m.Place != nil {
			want.name, want.place = m.Place.Name, int64(m.Place.ID)
		}
		if got != want {
			t.Fatalf("mention %d:\n%+v\n%+v", n, got, want)
		}
	}
	if n != len(found) || r.Err() != nil {
		t.Errorf("%d of %d, %v", n, len(found), r.Err())
	}
}

type shownRow struct {
	id, name, surface, kind, use, relation, date, dateTo, precision, published string
	confidence                                                                 float32
	radius                                                                     float64
	place                                                                      int64
	snippet, title, source, author, url, document, post, story                 string
	start, end                                                                 int
	repeat                                                                     bool
}

// TestSchemaByHand: schema.sql alone makes a database that the program opens, but
// for what it writes into it.
func TestSchemaByHand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	file := filepath.Join(t.TempDir(), "schema.sql")
	if err := os.WriteFile(file, []byte(schemaSQL), 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "sqlite3", path, ".read "+file, "PRAGMA application_id = 0x47504b47; INSERT INTO state VALUES (1, 1, 'by hand', 0, 0, 0, 0, 0, NULL, NULL)")
	d := openAt(t, path, Options{})
	put(t, d, storetest.Corpus(1, 10)...)
	if wrong := faults(t, d); len(wrong) > 0 {
		t.Error(wrong)
	}
}
