package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"mentionmap"
)

// mm runs the program with a standard input and returns what it said.
func mm(t *testing.T, in string, args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(in), &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

func file(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const article = "KYIV, March 5, 2023 — Shelling hit Bakhmut and Chasiv Yar in Donetsk region on Saturday.\n"

func TestTheWholeWay(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "a.txt", article)
	file(t, dir, "b.jsonl", `{"id":"b1","text":"On 8 January 2023 Kramatorsk was struck.","date":"2023-01-09","source":"test"}`+"\n"+
		`{"id":"b2","text":`+"\n"+`{"id":"b3","text":"Kherson was shelled.","date":"2023-02-01"}`+"\n")
	db := filepath.Join(dir, "t.db")
	status, out, errs := mm(t, "", "ingest", "--db", db, "--json", dir)
	if status != 1 || !strings.Contains(errs, "b.jsonl:2") {
		t.Fatalf("a broken line is told and the rest goes in: %d %s %s", status, out, errs)
	}
	status, out, errs = mm(t, "", "export", "--db", db, "--format", "geojson", "--kind", "settlement")
	var got struct {
		Features []struct {
			Properties struct{ Name, Date string }
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
		t.Fatalf("%d %v %s", status, err, errs)
	}
	days := map[string]string{}
	for _, f := range got.Features {
		days[f.Properties.Name] = f.Properties.Date
	}
	for name, day := range map[string]string{"Bakhmut": "2023-03-04", "Chasiv Yar": "2023-03-04", "Kramatorsk": "2023-01-08", "Kherson": "2023-02-01"} {
		if days[name] != day {
			t.Errorf("%s: got %q, want %q", name, days[name], day)
		}
	}
	_, before, _ := mm(t, "", "export", "--db", db, "--format", "csv")
	mm(t, "", "ingest", "--db", db, dir)
	if _, after, _ := mm(t, "", "export", "--db", db, "--format", "csv"); after != before {
		t.Error("reading the same folder again must change nothing")
	}
}

// TestLinesWithoutASourceHaveNothingInCommon: what one tells of Texas does not move
// the Paris of another, and each is shown under its key; lines of one site do.
func TestLinesWithoutASourceHaveNothingInCommon(t *testing.T) {
	for name, c := range map[string]struct{ more, country, source string }{
		"no source": {``, "FR", "1"},
		"one site":  {`,"url":"https://www.lamar.example/news"`, "US", "lamar.example"},
	} {
		dir := t.TempDir()
		lines := ""
		for i, text := range []string{"Council members in Paris met on Monday.", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas.",
			"School buses in Clarksville, Texas, and Sulphur Springs were late."} {
			lines += fmt.Sprintf(`{"id":"%d","text":"%s"%s}`+"\n", i+1, text, c.more)
		}
		db := filepath.Join(dir, "t.db")
		if status, _, errs := mm(t, "", "ingest", "--db", db, file(t, dir, "d.jsonl", lines)); status != 0 {
			t.Fatal(errs)
		}
		_, out, errs := mm(t, "", "export", "--db", db, "--format", "geojson")
		var got struct {
			Features []struct {
				Properties struct{ Surface, Country, Source string }
			}
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Features) == 0 {
			t.Fatal(out, errs, err)
		}
		for _, f := range got.Features {
			if p := f.Properties; p.Surface == "Paris" && (p.Country != c.country || p.Source != c.source) {
				t.Errorf("%s: Paris in %s, source %q, want %s and %q", name, p.Country, p.Source, c.country, c.source)
			}
		}
	}
}

func TestLocatePrintsForProgramsAndPeople(t *testing.T) {
	status, out, errs := mm(t, article, "locate", "--format", "jsonl", "--explain")
	var got struct {
		Posts    []any
		Toponyms []struct {
			Start, End int
			Surface    string
			Why        []any
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 || len(got.Posts) == 0 || len(got.Toponyms) < 3 {
		t.Fatalf("%d %v %s %s", status, err, out, errs)
	}
	runes := []rune(article)
	for _, m := range got.Toponyms {
		if string(runes[m.Start:m.End]) != m.Surface || len(m.Why) == 0 {
			t.Errorf("%+v", m)
		}
	}
	status, out, _ = mm(t, article, "locate", "--explain")
	if status != 0 || !strings.Contains(out, "Bakhmut") || !strings.Contains(out, "2023-03-04") {
		t.Errorf("%d %s", status, out)
	}
}

func TestWrongUseSaysSo(t *testing.T) {
	dir := t.TempDir()
	noDB := filepath.Join(dir, "none.db")
	notADB := file(t, dir, "text.db", strings.Repeat("this is no database. ", 100))
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	binary := file(t, dir, "x.txt", "\x00\x01\x02\x7fELF\x00\x00")
	latin := file(t, dir, "latin.txt", "caf\xe9 in Kyiv")
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"unknown command":    {[]string{"frobnicate"}, 2, "frobnicate"},
		"unknown flag":       {[]string{"locate", "--colour"}, 2, "colour"},
		"wrong format":       {[]string{"locate", "--format", "xml"}, 2, "xml"},
		"wrong day":          {[]string{"locate", "--date", "yesterday"}, 2, "yesterday"},
		"two files":          {[]string{"locate", "a", "b"}, 2, "at most 1"},
		"no such file":       {[]string{"locate", filepath.Join(dir, "none.txt")}, 1, "none.txt"},
		"empty folder":       {[]string{"ingest", "--db", noDB, empty}, 1, "empty"},
		"nothing to ingest":  {[]string{"ingest", "--db", noDB}, 2, "PATH"},
		"no such path":       {[]string{"ingest", "--db", noDB, filepath.Join(dir, "no")}, 1, "no"},
		"binary":             {[]string{"ingest", "--db", noDB, binary}, 1, "x.txt"},
		"not UTF-8":          {[]string{"locate", latin}, 1, "byte 3"},
		"no database":        {[]string{"export", "--db", filepath.Join(dir, "gone.db")}, 1, "gone.db"},
		"serve no database":  {[]string{"serve", "--db", filepath.Join(dir, "gone.db")}, 1, "gone.db"},
		"not a database":     {[]string{"export", "--db", notADB}, 1, "text.db"},
		"wrong filter":       {[]string{"export", "--db", noDB, "--bbox", "1,2"}, 2, "--bbox"},
		"wrong export":       {[]string{"export", "--db", noDB, "--format", "shp"}, 2, "shp"},
		"wrong address":      {[]string{"serve", "--addr", "here"}, 2, "here"},
		"no gazetteer":       {[]string{"locate", "--gazetteer", filepath.Join(dir, "no")}, 1, "gazetteer"},
		"unknown place":      {[]string{"gazetteer", "lookup", "Xyzzyqwx"}, 1, "Xyzzyqwx"},
		"gazetteer nonsense": {[]string{"gazetteer", "eat"}, 2, "eat"},
	} {
		status, _, errs := mm(t, "", c.args...)
		if status != c.status || !strings.Contains(errs, c.says) || !strings.HasPrefix(errs, "mentionmap: ") {
			t.Errorf("%s: status %d, said %q; want %d and %q", name, status, errs, c.status, c.says)
		}
		if lines := strings.Count(errs, "\n"); lines > 2 {
			t.Errorf("%s: %d lines: %s", name, lines, errs)
		}
	}
}

// TestAPanicOfACommand is one line, and what the command has open is closed.
func TestAPanicOfACommand(t *testing.T) {
	closed := false
	c := &cobra.Command{Use: "fall", SilenceErrors: true, SilenceUsage: true, RunE: func(*cobra.Command, []string) error {
		defer func() { closed = true }()
		panic("fell\nat once")
	}}
	c.SetArgs(nil)
	if _, err := execute(t.Context(), c); err == nil || !closed || !strings.HasPrefix(err.Error(), "a fault of the program: fell at once (") || strings.Contains(err.Error(), "\n") {
		t.Errorf("closed %v: %v", closed, err)
	}
}

// TestRelocateFallsOverADocument: it is named, and nothing is changed.
func TestRelocateFallsOverADocument(t *testing.T) {
	m := &moving{from: "x.db", works: &works{}} // without a locator
	err := m.move(t.Context(), mentionmap.Document{Key: "bad", Text: "Kyiv"})
	if err == nil || mentionmap.CodeOf(err) != mentionmap.Internal || !strings.HasPrefix(err.Error(), "x.db is left as it was: bad: a fault of the program: ") {
		t.Error(err)
	}
}

// TestWhatIsNoProseIsNotStored: a table, a page or a mail is no map of its dates.
func TestWhatIsNoProseIsNotStored(t *testing.T) {
	const (
		table = "id,date,text\n1,2023-01-05,Shelling hit Bakhmut\n2,2023-01-06,Kherson was quiet\n"
		page  = "<!DOCTYPE html>\n<html><body><ul><li>Male</li></ul><p>Kherson</p></body></html>\n"
		array = "[\n {\"text\": \"Shelling hit Bakhmut.\"}\n]\n"
	)
	dir := t.TempDir()
	db := filepath.Join(dir, "t.db")
	csv, html, text := file(t, dir, "p.csv", table), file(t, dir, "p.html", page), file(t, dir, "a.txt", article)
	only, mixed := filepath.Join(dir, "only"), filepath.Join(dir, "mixed")
	for _, d := range []string{only, mixed} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
		file(t, d, "p.csv", table)
		file(t, d, "p.html", page)
		file(t, d, "p.jsonl", array)
	}
	file(t, mixed, "a.txt", article)
	for _, c := range []struct {
		name, in string
		args     []string
		says     []string
		stored   bool
	}{
		{"a table", "", []string{"ingest", "--db", db, csv}, []string{"p.csv: is CSV, not prose"}, false},
		{"a page on standard input", page, []string{"ingest", "--db", db, "-"}, []string{"standard input: is HTML, not prose"}, false},
		{"two files", "", []string{"ingest", "--db", db, csv, html}, []string{"p.csv: is CSV", "p.html: is HTML", "nothing could be read, 2 skipped: nothing is stored"}, false},
		{"a folder of them", "", []string{"ingest", "--db", db, "--json", only}, []string{"p.csv: is CSV", "p.html: is HTML", "p.jsonl: is a JSON array", "nothing could be read, 3 skipped"}, false},
		{"locate a table", "", []string{"locate", csv}, []string{"p.csv: is CSV, not prose"}, false},
		{"locate standard input", table, []string{"locate"}, []string{"standard input: is CSV, not prose"}, false},
		{"a mixed folder", "", []string{"ingest", "--db", db, mixed}, []string{"p.csv: is CSV", "p.html: is HTML", "p.jsonl: is a JSON array", "3 skipped, the rest is in"}, true},
		{"among others", "", []string{"ingest", "--db", db, csv, text}, []string{"p.csv: is CSV", "1 skipped, the rest is in"}, true},
	} {
		status, out, errs := mm(t, c.in, c.args...)
		for _, says := range c.says {
			if !strings.Contains(errs, says) {
				t.Errorf("%s: said %q, want %q", c.name, errs, says)
			}
		}
		if status != 1 || strings.Count(errs, "\n") != len(c.says) || strings.Contains(out, "Maldives") {
			t.Errorf("%s: status %d, %q, %q", c.name, status, out, errs)
		}
		if _, err := os.Stat(db); (err == nil) != c.stored {
			t.Errorf("%s: the database: %v, want it stored: %v", c.name, err, c.stored)
		}
		os.Remove(db)
	}
}

func TestVersionAndGazetteer(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"version", "--json"}, {"gazetteer", "info"}, {"gazetteer", "info", "--json"}, {"gazetteer", "lookup", "Бахмут"}, {"gazetteer", "lookup", "--json", "Artemivsk"}, {}} {
		if status, out, errs := mm(t, "", args...); status != 0 || out == "" {
			t.Errorf("%v: %d %q", args, status, errs)
		}
	}
	if _, out, _ := mm(t, "", "gazetteer", "lookup", "Artemivsk"); !strings.Contains(out, "Bakhmut") {
		t.Errorf("the old name of Bakhmut: %s", out)
	}
}

func TestAWrongPathLeavesNoDatabase(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "mentionmap.db")
	if status, _, _ := mm(t, "", "ingest", "--db", db, filepath.Join(dir, "reprots")); status != 1 {
		t.Errorf("status %d", status)
	}
	if left, _ := filepath.Glob(db + "*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTheDemoIsMadeAnewOnlyWhenStale(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	for i, want := range []string{`"known":0`, `"documents":0`} {
		status, out, errs := mm(t, "", "ingest", "--demo", "--db", db, "--json")
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("run %d: %d %s %s", i, status, out, errs)
		}
	}
}

// TestNoDatabase: a --db that is empty, or names an empty file, is said to be so in
// one line, and the file stays as it is.
func TestNoDatabase(t *testing.T) {
	empty := file(t, t.TempDir(), "empty.db", "")
	for _, c := range []struct {
		db, says string
		commands [][]string
	}{
		{"", "--db is empty", [][]string{{"export"}, {"ingest", "."}, {"serve", "--addr", "127.0.0.1:0"}, {"backup", empty + ".copy"}, {"doctor"}, {"relocate"}, {"documents", "list"}, {"token", "list"}}},
		{empty, "the file is empty", [][]string{{"export"}, {"serve", "--addr", "127.0.0.1:0"}, {"documents", "list"}}},
	} {
		for _, args := range c.commands {
			status, out, errs := mm(t, "", append(args, "--db", c.db)...)
			said, _, _ := strings.Cut(errs, "See 'mentionmap")
			if status == 0 || out != "" || !strings.Contains(said, c.says) || strings.Count(said, "\n") != 1 {
				t.Errorf("%v --db %q: status %d, %s%s", args, c.db, status, out, errs)
			}
		}
	}
	if left, _ := filepath.Glob(empty + "*"); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if i, err := os.Stat(empty); err != nil || i.Size() != 0 {
		t.Errorf("it was written to (%v)", err)
	}
}
