package rows

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"unicode"

	_ "github.com/mattn/go-sqlite3"
)

// fts5Words gives the words that FTS5 makes of texts.
func fts5Words(t *testing.T, texts []string) [][]string {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, query := range []string{
		"CREATE VIRTUAL TABLE f USING fts5(text, tokenize='unicode61 remove_diacritics 2')", "CREATE VIRTUAL TABLE v USING fts5vocab(f, instance)",
	} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	tx, _ := db.Begin()
	for i, text := range texts {
		if _, err := tx.Exec("INSERT INTO f (rowid, text) VALUES (?, ?)", i, text); err != nil {
			t.Fatal(err)
		}
	}
	tx.Commit()
	rows, err := db.Query("SELECT doc, term FROM v ORDER BY doc, offset")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := make([][]string, len(texts))
	for rows.Next() {
		var doc int
		var term string
		if err := rows.Scan(&doc, &term); err != nil {
			t.Fatal(err)
		}
		out[doc] = append(out[doc], term)
	}
	return out
}

func TestWordsAreThoseOfFTS5(t *testing.T) {
	texts := []string{
		"Shelling at Kyiv's edge: counter-offensive", "Вибухи у Києві — кав’ярня, кав'ярня, кавʼярня", "café CAFÉ cafe\u0301 Ångström ẞ ß ﬁ", "ґрунт Ґрунт ё Ё й и\u0306 Ки\u0301їв і\u0308",
		"F-16 300мм №5 1½ ²", "a\u00a0b\u2028c", "\xff bad \x80 bytes\xc3", "naïve Über Łódź Đỗ İstanbul ǅ", "a_b a.b a\u200db", "\u0301x", "Ωmega ΣΑΣ ς",
	}
	for r := rune(1); r < 0x20ba; r++ {
		assigned := unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf)
		if young := r == 0x37f || r >= 0x528 && r < 0x1e00 || r >= 0x1f00 && r < 0x2000 || r >= 0x2065 && r < 0x206a; assigned && !young {
			texts = append(texts, fmt.Sprintf("x%cy %c", r, r))
		}
	}
	for i, want := range fts5Words(t, texts) {
		if got := Words(texts[i]); !slices.Equal(got, want) {
			t.Errorf("%q (%+q) gives %q, FTS5 %q", texts[i], texts[i], got, want)
		}
	}
	if len(texts) < 1500 {
		t.Errorf("only %d texts", len(texts))
	}
}
