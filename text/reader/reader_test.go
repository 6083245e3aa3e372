package reader

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mentionmap"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns the documents, what was skipped, and the error, with dir cut out.
func read(o Options, dir, path string) (docs []mentionmap.Document, skipped []string, message string) {
	o.Skip = func(err error) { skipped = append(skipped, strings.ReplaceAll(err.Error(), dir+"/", "")) }
	err := o.Read(context.Background(), path, func(d mentionmap.Document) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		message = strings.ReplaceAll(err.Error(), dir+"/", "")
	}
	return docs, skipped, message
}

func TestTextSurvives(t *testing.T) {
	for name, c := range map[string]struct{ in, out string }{
		"plain":    {"Kyiv\n", "Kyiv\n"},
		"bom":      {"\xEF\xBB\xBFKyiv", "Kyiv"},
		"crlf":     {"a\r\nb\r\n", "a\r\nb\r\n"},
		"nbsp":     {"5\u00a0May\u202f2022\u2028x", "5\u00a0May\u202f2022\u2028x"},
		"odd":      {"a\u0301 \U0001F4A5 \u200bсomments\uFEFFx", "a\u0301 \U0001F4A5 \u200bсomments\uFEFFx"},
		"utf16le":  {"\xFF\xFEK\x00\x3A\x04\x3D\xD8\xA5\xDC", "Kк\U0001F4A5"},
		"utf16be":  {"\xFE\xFF\x00K\x04\x3A", "Kк"},
		"markdown": {"# Title\n\n*text* [a](b)\n", "# Title\n\n*text* [a](b)\n"},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{"a.md": c.in})
		docs, skipped, message := read(Options{}, dir, filepath.Join(dir, "a.md"))
		if message != "" || len(skipped) > 0 || len(docs) != 1 || docs[0].Text != c.out || docs[0].Key != "a.md" {
			t.Errorf("%s: got %q %v %s", name, docs, skipped, message)
		}
	}
}

// TestSourceOfALine: its own, else the one that is given, else the host of its
// address; a line that has none of them was seen nowhere, and not in its file.
func TestSourceOfALine(t *testing.T) {
	for name, c := range map[string]struct {
		line, given string
		want        []mentionmap.Seen
	}{
		"its own":           {`"source":"A channel","url":"https://e.x/1"`, "given", []mentionmap.Seen{{Source: "A channel", URL: "https://e.x/1"}}},
		"given":             {`"url":"https://e.x/1"`, "given", []mentionmap.Seen{{Source: "given", URL: "https://e.x/1"}}},
		"given alone":       {`"id":"1"`, "given", []mentionmap.Seen{{Source: "given"}}},
		"host":              {`"url":"https://WWW.Example.ORG:8443/a?b"`, "", []mentionmap.Seen{{Source: "example.org", URL: "https://WWW.Example.ORG:8443/a?b"}}},
		"empty source":      {`"source":"","url":"http://e.x"`, "", []mentionmap.Seen{{Source: "e.x", URL: "http://e.x"}}},
		"address of a file": {`"url":"/news/1.html"`, "", []mentionmap.Seen{{URL: "/news/1.html"}}},
		"broken address":    {`"url":"https://[e.x/"`, "", []mentionmap.Seen{{URL: "https://[e.x/"}}},
		"none":              {`"id":"1"`, "", nil},
		"null":              {`"source":null,"url":null`, "", nil},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{"d.jsonl": `{"text":"In Kyiv",` + c.line + "}"})
		docs, _, message := read(Options{Source: c.given}, dir, filepath.Join(dir, "d.jsonl"))
		if len(docs) != 1 || !slices.Equal(docs[0].Seen, c.want) {
			t.Errorf("%s: %+v %s, want %+v", name, docs, message, c.want)
		}
	}
}

func TestJSONLines(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"d.jsonl": "\xEF\xBB\xBF" + `{"id":"a","text":"In Kyiv\u00a0now","date":"2023-01-05T10:20Z","title":"T","url":"https://e.x/1","source":"S","lang":"en"}` + "\r\n\n" +
		`{"id":7,"text":"b","date":null}` + "\n" +
		`{"id":"c","text":` + "\n" +
		`{"id":"d"}` + "\n" +
		`{"id":"e","text":"x","date":"5 May"}` + "\n" +
		`["x"]` + "\n" +
		"{\"id\":\"f\",\"text\":\"\xff\"}\n" +
		`{"text":"last"}`})
	docs, skipped, message := read(Options{Source: "here"}, dir, filepath.Join(dir, "d.jsonl"))
	if message != "" || len(docs) != 3 {
		t.Fatalf("%d documents, %s", len(docs), message)
	}
	a := docs[0]
	if a.Key != "a" || a.Text != "In Kyiv\u00a0now" || a.Published.String() != "2023-01-05T10:20" || a.Published.Zone != "Z" || a.Title != "T" || a.Lang != "en" ||
		len(a.Seen) != 1 || a.Seen[0] != (mentionmap.Seen{Source: "S", URL: "https://e.x/1"}) {
		t.Errorf("first document: %+v", a)
	}
	if docs[1].Key != "7" || docs[1].Published != mentionmap.NoStamp || docs[1].Seen[0].Source != "here" || docs[2].Key != "d.jsonl:9" {
		t.Errorf("others: %+v", docs[1:])
	}
	want := []string{
		"d.jsonl:4: is not a document: byte 18: unexpected end of JSON input",
		`d.jsonl:5: has no "text"`,
		`d.jsonl:6: "date": "5 May" is not a date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM`,
		"d.jsonl:7: is not a document: it is a JSON array, not an object",
		"d.jsonl:8: byte 18 of the line is not UTF-8; convert the file to UTF-8",
	}
	if strings.Join(skipped, "\n") != strings.Join(want, "\n") {
		t.Errorf("skipped:\n%s\nwant:\n%s", strings.Join(skipped, "\n"), strings.Join(want, "\n"))
	}
}

func TestDirectory(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"b.txt": "b", "a.txt": "a", ".hidden": "x", ".git/config": "x", "sub/c.jsonl": `{"id":"c","text":"c"}`,
		"sub/bin.dat": "\x7fELF\x00\x00", "z.txt": "caf\xe9", "empty.txt": "",
	})
	docs, skipped, message := read(Options{}, dir, dir)
	var keys []string
	for _, d := range docs {
		keys = append(keys, d.Key)
	}
	if got := strings.Join(keys, " "); got != "a.txt b.txt c" || message != "" {
		t.Errorf("got %s, %s", got, message)
	}
	if len(skipped) != 3 {
		t.Errorf("skipped %q", skipped)
	}
}

func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "void"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{
		"bin": "a\x00b", "late": strings.Repeat("a", sniffBytes) + "\x00", "latin.txt": "one\ntwo caf\xe9\n", "empty.txt": "", "blank.txt": " \n",
		"big.txt": strings.Repeat("x", 2000), "big.jsonl": `{"text":"` + strings.Repeat("x", 2000) + `"}` + "\n" + `{"text":"y"}`, "none.jsonl": "\n",
	})
	for path, want := range map[string]string{
		"missing.txt": "missing.txt: no such file or folder",
		"void":        "void: the folder holds no files to read",
		"bin":         "bin: is a binary file, not prose: give text, Markdown or JSON Lines",
		"late":        "late: is larger than 1 KiB, the most a document may have; split it",
		"latin.txt":   "latin.txt: byte 11 (line 2) is not UTF-8; convert the file to UTF-8",
		"empty.txt":   "empty.txt: is empty; there is nothing to read",
		"blank.txt":   "blank.txt: holds only blanks; there is nothing to read",
		"big.txt":     "big.txt: is larger than 1 KiB, the most a document may have; split it",
		"big.jsonl":   "",
		"none.jsonl":  "none.jsonl: holds no documents; write one JSON object a line",
	} {
		docs, skipped, message := read(Options{MaxBytes: 1 << 10}, dir, filepath.Join(dir, path))
		if message != want {
			t.Errorf("%s: got %q, want %q", path, message, want)
		}
		if path == "big.jsonl" && (len(docs) != 1 || len(skipped) != 1 || skipped[0] != "big.jsonl:1: is larger than 1 KiB, the most a document may have; split it") {
			t.Errorf("%s: %d documents, skipped %q", path, len(docs), skipped)
		}
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "a"})
	if err := os.Chmod(filepath.Join(dir, "a.txt"), 0); err != nil {
		t.Fatal(err)
	}
	if _, _, message := read(Options{}, dir, filepath.Join(dir, "a.txt")); message != "a.txt: may not be read; check its permissions" {
		t.Error(message)
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := Options{}.ReadFrom(ctx, "-", strings.NewReader("x"), func(mentionmap.Document) error { return nil })
	if err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	err = Read(context.Background(), filepath.Join(t.TempDir(), "none"), nil)
	if mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Errorf("code of %v", err)
	}
}

func FuzzReadFrom(f *testing.F) {
	for _, s := range []string{"text", "{\"text\":\"a\"}\n{", "\xFF\xFEa\x00", "\xEF\xBB\xBF{\"id\":1,\"text\":\"x\"}", "\x00", "{\"text\":\"\\ud800\"}"} {
		f.Add("a.txt", []byte(s))
		f.Add("a.jsonl", []byte(s))
		f.Add("-", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		o := Options{MaxBytes: 1 << 12, Skip: func(err error) {
			if strings.ContainsRune(err.Error(), '\n') && !strings.ContainsRune(name, '\n') {
				t.Errorf("more than a line: %q", err)
			}
		}}
		err := o.ReadFrom(context.Background(), name, strings.NewReader(string(data)), func(d mentionmap.Document) error {
			if d.Text == "" || !utf8.ValidString(d.Text) {
				t.Errorf("text %q", d.Text)
			}
			return nil
		})
		if err != nil && mentionmap.CodeOf(err) == mentionmap.Internal {
			t.Error(err)
		}
	})
}

func BenchmarkJSONLines(b *testing.B) {
	one := `{"id":"x","date":"2023-01-05","text":"` + strings.Repeat("Shelling was reported near the town. ", 60) + `"}` + "\n"
	data := strings.Repeat(one, 200)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := (Options{}).ReadFrom(context.Background(), "b.jsonl", strings.NewReader(data), func(mentionmap.Document) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLinksStayInTheFolder: a folder that somebody else filled must not make
// us read what lies elsewhere.
func TestLinksStayInTheFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "given")
	for _, d := range []string{dir, filepath.Join(dir, "sub"), filepath.Join(top, "given-too")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"given/a.txt": "in", "given/sub/b.txt": "below", "secret.txt": "out", "given-too/c.txt": "beside"} {
		if err := os.WriteFile(filepath.Join(top, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"given/1.txt": "a.txt", "given/2.txt": filepath.Join(dir, "sub", "b.txt"), "given/3.txt": "../secret.txt", "given/4.txt": "../given-too/c.txt",
		"given/5.txt": "nowhere.txt", "given/6": "sub", "given/7": "/", "named": "given",
	} {
		if err := os.Symlink(target, filepath.Join(top, name)); err != nil {
			t.Skip(err)
		}
	}
	for _, path := range []string{dir, filepath.Join(top, "named")} {
		var texts, skipped []string
		o := Options{Skip: func(err error) { skipped = append(skipped, err.Error()) }}
		err := o.Read(t.Context(), path, func(d mentionmap.Document) error { texts = append(texts, d.Text); return nil })
		if want := []string{"in", "below", "in", "below"}; err != nil || !slices.Equal(texts, want) {
			t.Errorf("%s: %q, %v, want %q", path, texts, err, want)
		}
		if len(skipped) != 3 || !strings.Contains(skipped[0], "outside of the folder") {
			t.Errorf("%s: skipped %q", path, skipped)
		}
	}
}
