package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/sqlite"
)

func TestPageAndSecurityHeaders(t *testing.T) {
	app, _ := serveFixture(t)
	status, header, body := ask(t, app, "GET", "/", nil)
	if status != 200 || !strings.Contains(string(body), "the page") || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'self'") {
		t.Errorf("%d %v %s", status, header, body)
	}
	_, header, body = ask(t, app, "GET", "/assets/app-1.js", nil, "Accept-Encoding", "gzip")
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil || header.Get("Content-Encoding") != "gzip" || !strings.Contains(header.Get("Cache-Control"), "immutable") {
		t.Fatalf("%v %v", err, header)
	}
	if plain, _ := io.ReadAll(unpacked); len(plain) != 10000 {
		t.Errorf("got %d bytes", len(plain))
	}
	if status, _, _ := ask(t, app, "GET", "/", nil, "If-None-Match", etagOf(t, app, "/")); status != 304 {
		t.Errorf("conditional page: %d", status)
	}
	if status, _, body := ask(t, app, "GET", "/assets/basemap/land.bin", nil); status != 200 || string(body) != "land" {
		t.Errorf("basemap: %d %s", status, body)
	}
	for host, want := range map[string]int{"localhost:8080": 200, "[::1]:8080": 200, "127.0.0.1": 200, "evil.example": 403, "evil.example:8080": 403} {
		if status, _, _ := ask(t, app, "GET", "/api/info", nil, "Host", host); status != want {
			t.Errorf("host %s: %d, want %d", host, status, want)
		}
	}
}

func etagOf(t *testing.T, app *fiber.App, target string) string {
	_, header, _ := ask(t, app, "GET", target, nil)
	return header.Get("ETag")
}

func TestPagelessProgramSaysSo(t *testing.T) {
	a, err := newAssets(nil, nil)
	if err != nil || !strings.Contains(string(a["/"].body), "make build") {
		t.Errorf("%v %s", err, a["/"].body)
	}
}

// serveWith starts an application over the fixture with other options.
func serveWith(t testing.TB, o Options) (*fiber.App, error) {
	t.Helper()
	db, err := sqlite.Open(t.TempDir()+"/test.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Put(t.Context(), fixture(t)); err != nil {
		t.Fatal(err)
	}
	o.Store = db
	o.Page = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>the page")}}
	return New(o)
}

func mustServeWith(t testing.TB, o Options) *fiber.App {
	t.Helper()
	app, err := serveWith(t, o)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func TestOptionsThatContradict(t *testing.T) {
	for name, o := range map[string]Options{
		"public by accident":  {Host: "0.0.0.0"},
		"public by its name":  {Host: "maps.example.org"},
		"no host":             {},
		"base path":           {Host: "::1", BasePath: "maps/"},
		"hostile base path":   {Host: "::1", BasePath: "/a b"},
		"proxy":               {Host: "::1", TrustedProxies: []string{"proxy.example"}},
		"origin with a path":  {Host: "::1", Origins: []string{"https://a.example/x"}},
		"origin with a break": {Host: "::1", Origins: []string{"https://a.example\r\nX: 1"}},
		"delay of its own":    {Host: "::1", Delay: time.Hour},
		"negative delay":      {Host: "0.0.0.0", Public: true, Delay: -time.Hour},
		"tiles of nobody":     {Host: "::1", Tiles: Tiles{URL: "https://t.example/{z}/{x}/{y}.png"}},
		"tiles of nowhere":    {Host: "::1", Tiles: Tiles{Credit: "T"}},
		"one tile":            {Host: "::1", Tiles: Tiles{URL: "https://t.example/1.png", Credit: "T"}},
		"hostile tiles":       {Host: "::1", Tiles: Tiles{URL: "https://t.example;script-src *;/{z}/{x}/{y}.png", Credit: "T"}},
		"tiles by script":     {Host: "::1", Tiles: Tiles{URL: "javascript:alert({z}{x}{y})", Credit: "T"}},
		"frame":               {Host: "::1", Frames: []string{"https://a.example; script-src *"}},
	} {
		if _, err := serveWith(t, o); mentionmap.CodeOf(err) != mentionmap.Invalid || err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := serveWith(t, Options{Host: "0.0.0.0", Public: true}); err != nil {
		t.Error(err)
	}
}

func TestBelowABasePath(t *testing.T) {
	app := mustServeWith(t, Options{Host: "127.0.0.1", BasePath: "/maps"})
	for target, want := range map[string]int{"/maps/": 200, "/maps": 308, "/maps/api": 200, "/maps/api/": 200, "/maps/healthz": 200, "/api": 404, "/": 404, "/mapsx": 404} {
		if status, _, _ := ask(t, app, "GET", target, nil); status != want {
			t.Errorf("%s: %d, want %d", target, status, want)
		}
	}
	page := get(t, app, "/maps/api/collections/mentions/items?limit=1")
	for _, l := range page["links"].([]any) {
		if href := l.(map[string]any)["href"].(string); !strings.HasPrefix(href, "http://127.0.0.1:8080/maps/api/") {
			t.Errorf("link %s", href)
		}
	}
}

func TestProxiesAreBelievedOnlyIfTrusted(t *testing.T) {
	headers := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "maps.example.org", "Host", "localhost"}
	for want, o := range map[string]Options{
		"http://localhost/api":         {Host: "127.0.0.1"},
		"https://maps.example.org/api": {Host: "127.0.0.1", TrustedProxies: []string{"0.0.0.0"}}, // the address of app.Test
	} {
		_, _, body := ask(t, mustServeWith(t, o), "GET", "/api", nil, headers...)
		if !bytes.Contains(body, []byte(`"`+want+`"`)) {
			t.Errorf("want links to %s: %s", want, body)
		}
	}
}

func TestOtherSitesReadOnlyWhereAllowed(t *testing.T) {
	closed := mustServeWith(t, Options{Host: "127.0.0.1"})
	one := mustServeWith(t, Options{Host: "127.0.0.1", Origins: []string{"https://a.example"}, Frames: []string{"https://b.example"}, Tiles: Tiles{URL: "https://{s}.t.example/{z}/{x}/{y}{r}.png", Credit: "T"}})
	all := mustServeWith(t, Options{Host: "127.0.0.1", Origins: []string{"*"}})
	for _, c := range []struct {
		app          *fiber.App
		origin, want string
	}{{closed, "https://a.example", ""}, {one, "https://a.example", "https://a.example"}, {one, "https://b.example", ""}, {all, "https://b.example", "*"}} {
		_, header, _ := ask(t, c.app, "GET", "/api", nil, "Origin", c.origin)
		if got := header.Get("Access-Control-Allow-Origin"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.origin, got, c.want)
		}
	}
	_, header, _ := ask(t, one, "GET", "/", nil)
	if p := header.Get("Content-Security-Policy"); !strings.Contains(p, "frame-ancestors https://b.example") || !strings.Contains(p, "blob: https://*.t.example;") || strings.Contains(p, "unsafe") {
		t.Errorf("policy: %s", p)
	}
	status, _, _ := ask(t, closed, "POST", "/api/locate", strings.NewReader("Kyiv"), "Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site")
	if status != 403 {
		t.Errorf("a foreign page sends: %d", status)
	}
}

func TestMethods(t *testing.T) {
	app, _ := serveFixture(t)
	for _, c := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"OPTIONS", "/api/collections", 204, "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/api/locate", 204, "POST, OPTIONS"},
		{"DELETE", "/api/collections", 405, "GET, HEAD, OPTIONS"},
		{"GET", "/api/locate", 405, "POST, OPTIONS"},
		{"POST", "/", 405, "GET, HEAD, OPTIONS"},
		{"POST", "/healthz", 405, "GET, HEAD, OPTIONS"},
		{"HEAD", "/api/collections/mentions/items", 200, ""},
		{"HEAD", "/api/export?f=gpkg", 200, ""},
		{"HEAD", "/nothing", 404, ""},
	} {
		status, header, body := ask(t, app, c.method, c.target, nil)
		if status != c.status || header.Get("Allow") != c.allow || c.method == "HEAD" && len(body) > 0 {
			t.Errorf("%s %s: %d %q %s", c.method, c.target, status, header.Get("Allow"), body)
		}
	}
}

func TestTooManyRequestsOfOneClient(t *testing.T) {
	now := testTime
	r := newRates(func() time.Time { return now })
	taken := 0
	for r.take("a") {
		taken++
	}
	if taken != rateBurst || !r.take("b") {
		t.Errorf("%d at once", taken)
	}
	now = now.Add(time.Second)
	for taken = 0; r.take("a"); taken++ {
	}
	if taken != ratePerSecond {
		t.Errorf("%d a second later", taken)
	}
	app := mustServeWith(t, Options{Host: "0.0.0.0", Public: true, Now: func() time.Time { return testTime }})
	status := 200
	var header http.Header
	for i := 0; status == 200 && i <= rateBurst; i++ {
		status, header, _ = ask(t, app, "GET", "/healthz", nil)
	}
	if status != 429 || header.Get("Retry-After") == "" {
		t.Errorf("got %d %v", status, header)
	}
}

func TestConditionalRequests(t *testing.T) {
	app, _ := serveFixture(t)
	for _, target := range []string{"/api/info", "/api/sources", "/api/collections", "/api/collections/mentions", "/api/collections/mentions/items?limit=2", "/api/timeline", "/api/cube", "/api/places/1", "/api/suggest?q=b", "/api/collections/places/items/1"} {
		tag := etagOf(t, app, target)
		for _, had := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
			if status, _, body := ask(t, app, "GET", target, nil, "If-None-Match", had); status != 304 || len(body) > 0 {
				t.Errorf("%s with %s: %d", target, had, status)
			}
		}
		if status, _, _ := ask(t, app, "GET", target, nil, "If-None-Match", tag, "Host", "localhost"); status != 200 {
			t.Errorf("%s under another name: %d", target, status)
		}
	}
	if _, header, _ := ask(t, app, "GET", "/api/collections/mentions/items?after=x", nil); header.Get("ETag") != "" || header.Get("Cache-Control") != "no-store" {
		t.Errorf("a problem is kept: %v", header)
	}
}

func TestACompressedBodyIsNotUnpacked(t *testing.T) {
	app, _ := serveFixture(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.Copy(w, io.LimitReader(zeros{}, 20<<20)); err != nil {
		t.Fatal(err)
	}
	w.Close()
	status, _, _ := ask(t, app, "POST", "/api/locate", &packed, "Content-Type", "text/plain", "Content-Encoding", "gzip")
	if status != 415 {
		t.Errorf("got %d", status)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
