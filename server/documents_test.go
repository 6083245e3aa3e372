package server

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/tokens"
)

// writable is an application with a token of each scope; every document names
// Bakhmut once.
func writable(t *testing.T, o Options) (app *fiber.App, secrets map[string]string) {
	t.Helper()
	secrets = takes(t, &o, func() {})
	app, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return app, secrets
}

// takes gives options a store that documents can be sent to; located is called
// for each that is located.
func takes(t *testing.T, o *Options, located func()) (secrets map[string]string) {
	t.Helper()
	dir := t.TempDir()
	db := filetest.Open(t, dir+"/x.db", sqlite.Options{})
	o.Tokens = tokens.Beside(dir + "/x.db")
	t.Cleanup(func() { o.Tokens.Close() })
	secrets = map[string]string{}
	for _, name := range tokens.Scopes() {
		scope, _ := tokens.ParseScope(name)
		secret, err := o.Tokens.New(t.Context(), name, scope, testTime)
		if err != nil {
			t.Fatal(err)
		}
		secrets[name] = secret
	}
	locate := func(d mentionmap.Document) mentionmap.Located {
		located()
		l := document(t, d.Key, d.Text, "2024-01-02", d.Title, []told{{"Bakhmut", bakhmut, mentionmap.Literal, "2024-01-01", "2024-01-01", mentionmap.PrecisionDay}})
		l.Document = d
		return l
	}
	o.Store, o.Take = db, func(ctx context.Context, name, source string, r io.Reader) ([]ingest.Taken, store.Added, error) {
		return ingest.Take(ctx, ingest.Options{Store: db, Locate: locate, Source: source}, name, r)
	}
	return secrets
}

func TestDocumentsAreStoredOnce(t *testing.T) {
	app, secrets := writable(t, Options{Host: "127.0.0.1"})
	text := "Shelling hit Bakhmut — once."
	id := mentionmap.DocumentID(text)
	encoded, _ := json.MarshalIndent(map[string]string{"text": text, "title": "T", "source": "desk", "url": "https://a.example/1"}, "", "  ")
	two := `{"text":"Bakhmut, first."}` + "\n" + `{"text":"Bakhmut, second."}` + "\n" + `{"text":"Bakhmut, first."}`
	for _, c := range []struct {
		name, mediaType, params, body string
		status, fresh, known          int
	}{
		{"text", "text/plain; charset=utf-8", "?source=desk", text, 201, 1, 0},
		{"the same as JSON", "application/json", "", string(encoded), 200, 0, 1},
		{"with other white space", "text/plain", "", "  Shelling hit\nBakhmut — once.\n", 200, 0, 1},
		{"lines", "application/x-ndjson", "", two, 201, 2, 1},
		{"a file", "application/octet-stream", "?name=../../dir/report.md", "# Bakhmut\n\nBy its name.", 201, 1, 0},
	} {
		status, header, body := ask(t, app, "POST", "/api/documents"+c.params, strings.NewReader(c.body), "Content-Type", c.mediaType, "Authorization", "Bearer "+secrets["write"])
		var got struct {
			Documents  []takenDocument
			New, Known int
		}
		if err := json.Unmarshal(body, &got); err != nil || status != c.status || got.New != c.fresh || got.Known != c.known {
			t.Errorf("%s: %d %v %s", c.name, status, err, body)
		}
		if len(got.Documents) == 1 && got.Documents[0].ID == id && !strings.HasSuffix(header.Get("Location"), "/api/collections/documents/items/"+id) {
			t.Errorf("%s: %v", c.name, header)
		}
	}
	d := get(t, app, "/api/collections/documents/items/"+id)["properties"].(map[string]any)
	if d["text"] != text || len(d["seen"].([]any)) != 2 || d["mentions"] != float64(1) {
		t.Errorf("stored: %v", d)
	}
	if got := get(t, app, "/api/info"); got["documents"] != float64(4) || got["mentions"] != float64(4) {
		t.Errorf("info: %v", got)
	}
}

func TestDocumentsAreDeleted(t *testing.T) {
	app, secrets := writable(t, Options{Host: "127.0.0.1"})
	id := mentionmap.DocumentID("Bakhmut.")
	write := []string{"Authorization", "bearer " + secrets["write"]}
	ask(t, app, "POST", "/api/documents", strings.NewReader("Bakhmut."), append(write, "Content-Type", "text/plain")...)
	_, header, _ := ask(t, app, "GET", "/api/cube", nil)
	for _, want := range []int{204, 404} {
		if status, _, body := ask(t, app, "DELETE", "/api/documents/"+id, nil, write...); status != want {
			t.Errorf("%d %s, want %d", status, body, want)
		}
	}
	if status, _, _ := ask(t, app, "GET", "/api/cube", nil, "If-None-Match", header.Get("ETag")); status != 200 {
		t.Errorf("the cube stays what it was: %d", status)
	}
	if got := get(t, app, "/api/collections/mentions/items"); got["numberMatched"] != float64(0) {
		t.Errorf("left: %v", got)
	}
}

func TestOnlyBearersOfAWriteTokenWrite(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	open, secrets := writable(t, Options{Host: "127.0.0.1", Origins: []string{"*"}})
	none := mustServeWith(t, Options{Host: "127.0.0.1", Tokens: tokens.Beside(t.TempDir() + "/x.db")})
	shows := mustServeWith(t, Options{Host: "127.0.0.1"})
	demo, ofDemo := writable(t, Options{Host: "127.0.0.1", Demo: true})
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("x:"+secrets["write"]))
	for name, c := range map[string]struct {
		app     *fiber.App
		headers []string
		status  int
		says    string
	}{
		"nothing given":         {open, nil, 401, "Authorization: Bearer"},
		"a wrong token":         {open, []string{"Authorization", "Bearer mentionmap_A"}, 401, "Authorization: Bearer"},
		"a token that may read": {open, []string{"Authorization", "Bearer " + secrets["read"]}, 403, "--scope write"},
		"as a password":         {open, []string{"Authorization", basic}, 401, "Authorization: Bearer"},
		"as a cookie":           {open, []string{"Cookie", "token=" + secrets["write"]}, 401, "Authorization: Bearer"},
		"from a foreign page":   {open, []string{"Authorization", "Bearer " + secrets["write"], "Sec-Fetch-Site", "cross-site"}, 403, "other sites"},
		"from a foreign origin": {open, []string{"Authorization", "Bearer " + secrets["write"], "Origin", "https://a.example"}, 403, "other sites"},
		"no tokens":             {none, []string{"Authorization", "Bearer x"}, 403, "token new"},
		"no file of tokens":     {shows, []string{"Authorization", "Bearer x"}, 403, "only shows"},
		"the demo":              {demo, []string{"Authorization", "Bearer " + ofDemo["write"]}, 403, "only shows"},
	} {
		for _, r := range [][2]string{{"POST", "/api/documents"}, {"DELETE", "/api/documents/0123456789abcdefghjk"}} {
			status, _, body := ask(t, c.app, r[0], r[1], strings.NewReader("Bakhmut."), append(c.headers, "Content-Type", "text/plain")...)
			if status != c.status || !bytes.Contains(body, []byte(c.says)) {
				t.Errorf("%s: %s: %d %s", name, r[0], status, body)
			}
		}
	}
	_, header, _ := ask(t, open, "OPTIONS", "/api/documents", nil, "Origin", "https://a.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
	if header.Get("Access-Control-Allow-Methods") != "GET, HEAD" || header.Get("Access-Control-Allow-Headers") != "" {
		t.Errorf("pages of other origins may write: %v", header)
	}
	ask(t, open, "POST", "/api/documents", strings.NewReader("Bakhmut."), "Content-Type", "text/plain", "Authorization", "Bearer "+secrets["write"])
	if !strings.Contains(log.String(), "documents stored") || !strings.Contains(log.String(), "token=write") || strings.Contains(log.String(), secrets["write"]) {
		t.Errorf("the log: %s", log.String())
	}
}

func TestWhatCannotBeStored(t *testing.T) {
	app, secrets := writable(t, Options{Host: "127.0.0.1"})
	for name, c := range map[string]struct {
		mediaType, params, body string
		status                  int
	}{
		"empty":            {"text/plain", "", "", 400},
		"binary":           {"text/plain", "", "a\x00b", 400},
		"broken JSON":      {"application/json", "", `{"text":`, 400},
		"a list":           {"application/json", "", `[{"text":"Bakhmut"}]`, 400},
		"without text":     {"application/json", "", `{"title":"Bakhmut"}`, 400},
		"one line of two":  {"application/x-ndjson", "", `{"text":"Bakhmut"}` + "\n{", 400},
		"a form":           {"application/x-www-form-urlencoded", "", "text=Bakhmut", 400},
		"an unknown param": {"text/plain", "?x=1", "Bakhmut", 400},
		"too many":         {"application/x-ndjson", "", strings.Repeat(`{"text":"Bakhmut"}`+"\n", ingest.MostTaken+1), 413},
		"too large":        {"text/plain", "", strings.Repeat("a", maxDocumentBytes+1), 413},
	} {
		status, _, body := ask(t, app, "POST", "/api/documents"+c.params, strings.NewReader(c.body), "Content-Type", c.mediaType, "Authorization", "Bearer "+secrets["write"])
		if status != c.status || !json.Valid(body) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	if got := get(t, app, "/api/info"); got["documents"] != float64(0) {
		t.Errorf("something was stored: %v", got)
	}
}

func TestReadersAreAskedForAToken(t *testing.T) {
	app, secrets := writable(t, Options{Host: "127.0.0.1", ReadToken: true})
	password := func(secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte("anyone:"+secret))
	}
	for _, target := range []string{"/", "/api", "/api/info", "/api/summary", "/api/cube", "/api/export", "/metrics", "/readyz", "/nothing"} {
		for given, may := range map[string]bool{"": false, "Bearer x": false, password("x"): false, "Basic !": false, "Bearer " + secrets["read"]: true, password(secrets["read"]): true, password(secrets["write"]): true} {
			status, header, _ := ask(t, app, "GET", target, nil, "Authorization", given)
			if (status != 401) != may || !may && !strings.HasPrefix(header.Get("WWW-Authenticate"), "Basic ") {
				t.Errorf("%s with %q: %d %v", target, given, status, header)
			}
		}
	}
	if status, _, _ := ask(t, app, "GET", "/healthz", nil); status != 200 {
		t.Errorf("healthz: %d", status)
	}
	if _, err := serveWith(t, Options{Host: "127.0.0.1", ReadToken: true}); mentionmap.CodeOf(err) != mentionmap.Invalid {
		t.Error(err)
	}
}
