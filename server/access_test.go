package server

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/filetest"
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
	db := filetest.Open(t, t.TempDir()+"/test.db", sqlite.Options{})
	if _, err := db.Put(t.Context(), fixture(t)); err != nil {
		t.Fatal(err)
	}
	o.Store = db
	if o.Page == nil {
		o.Page = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>the page")}}
	}
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
	locate := func(doc mentionmap.Document, _, _ bool) mentionmap.Located { return mentionmap.Located{Document: doc} }
	closed := mustServeWith(t, Options{Host: "127.0.0.1", Locate: locate})
	one := mustServeWith(t, Options{Host: "127.0.0.1", Origins: []string{"https://a.example"}, Frames: []string{"https://b.example"}, Tiles: Tiles{URL: "https://{s}.t.example/{z}/{x}/{y}{r}.png", Credit: "T"}})
	all := mustServeWith(t, Options{Host: "127.0.0.1", Origins: []string{"*"}, Locate: locate})
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
	for _, c := range []struct {
		says, value string
		want        int
	}{
		{"Sec-Fetch-Site", "cross-site", 403}, {"Sec-Fetch-Site", "same-site", 403}, {"Sec-Fetch-Site", "same-origin", 200}, {"Sec-Fetch-Site", "none", 200},
		{"Origin", "https://a.example", 403}, {"Origin", "null", 403}, {"Origin", "http://127.0.0.1:9090", 403}, {"Origin", "http://127.0.0.1:8080", 200},
	} {
		for name, app := range map[string]*fiber.App{"closed": closed, "open": all} {
			status, _, body := ask(t, app, "POST", "/api/locate", strings.NewReader("Kyiv"), "Content-Type", "text/plain", c.says, c.value)
			if status != c.want {
				t.Errorf("%s: a page sends with %s: %s: %d %s", name, c.says, c.value, status, body)
			}
		}
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
		{"BREW", "/api/collections", 405, "GET, HEAD, OPTIONS"},
		{"PROPFIND", "/api/locate", 405, "POST, OPTIONS"},
		{"TRACE", "/", 405, "GET, HEAD, OPTIONS"},
		{"HEAD", "/api/collections/mentions/items", 200, ""},
		{"HEAD", "/api/export?f=gpkg", 200, ""},
		{"HEAD", "/nothing", 404, ""},
	} {
		status, header, body := ask(t, app, c.method, c.target, nil)
		if status != c.status || header.Get("Allow") != c.allow || c.method == "HEAD" && len(body) > 0 {
			t.Errorf("%s %s: %d %q %s", c.method, c.target, status, header.Get("Allow"), body)
		}
		if status == 405 && (header.Get("Content-Type") != mediaProblem || !bytes.Contains(body, []byte(c.method+" is not possible"))) {
			t.Errorf("%s %s: %v %s", c.method, c.target, header, body)
		}
	}
}

// TestOneHost sends what no client of Go would.
func TestOneHost(t *testing.T) {
	app, _ := serveFixture(t)
	app.Handler() // makes the routes ready
	for head, want := range map[string]int{
		"GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n":                                           200,
		"GET /api HTTP/1.1\r\nHost: localhost\r\nX-Host: x\r\nX: host: y\r\n\r\n":                200,
		"GET /api HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n":                        400,
		"GET /api HTTP/1.1\r\nhOST: evil.example\r\nA: b\r\nHost: localhost\r\n\r\n":             400,
		"GET /api HTTP/1.1\r\nAccept: */*\r\n\r\n":                                               400,
		"GET /api HTTP/1.1\r\nHost: evil.example\r\n\r\n":                                        403,
		"BREW /api HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n":                       400,
		"GET /api/collections/mentions/items?bbox=1_0,2,3,4 HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
	} {
		near, far := net.Pipe()
		served := make(chan struct{})
		go func() { app.Server().ServeConn(far); close(served) }()
		io.WriteString(near, head)
		res, err := http.ReadResponse(bufio.NewReader(near), nil)
		if err != nil || res.StatusCode != want {
			t.Errorf("%q: %v, %v; want %d", head, res, err, want)
		}
		if want >= 400 && err == nil && res.Header.Get("Content-Type") != mediaProblem {
			t.Errorf("%q: %v", head, res.Header)
		}
		near.Close()
		<-served
	}
}

// TestEveryAnswerVaries: caches are told that answers come in several encodings,
// and those that are not sent again, too; what differs has tags of its own.
func TestEveryAnswerVaries(t *testing.T) {
	app := mustServeWith(t, Options{Host: "127.0.0.1", Page: fstest.MapFS{"index.html": {Data: bytes.Repeat([]byte("<p>map</p>"), 500)}}})
	tags := map[string]string{}
	for _, target := range []string{"/", "/api", "/api/info", "/api/cube", "/api/collections/mentions/items", "/api/export", "/nothing", "/healthz"} {
		for _, encoding := range []string{"identity", "gzip"} {
			status, header, _ := ask(t, app, "GET", target, nil, "Accept-Encoding", encoding)
			tag := header.Get("ETag")
			if header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: %d, varies by %q", target, status, header.Get("Vary"))
			}
			if tag == "" {
				continue
			}
			if other := tags[target]; other == tag && !strings.HasPrefix(tag, "W/") {
				t.Errorf("%s: %s is the tag of different bytes", target, tag)
			}
			tags[target] = tag
			status, header, body := ask(t, app, "GET", target, nil, "Accept-Encoding", encoding, "If-None-Match", tag)
			if status != 304 || len(body) > 0 || header.Get("Vary") != "Accept-Encoding" || header.Get("ETag") != tag || header.Get("Content-Encoding") != "" {
				t.Errorf("%s unchanged: %d %v", target, status, header)
			}
		}
	}
	if len(tags) < 3 {
		t.Errorf("tags: %v", tags)
	}
}

func TestTooManyRequestsOfOneClient(t *testing.T) {
	now := testTime
	r := newRates(func() time.Time { return now }, nil)
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
	for _, target := range []string{"/api/info", "/api/sources", "/api/collections", "/api/collections/mentions", "/api/collections/mentions/items?limit=2", "/api/timeline", "/api/summary?q=shelling", "/api/cube", "/api/places/1", "/api/suggest?q=b", "/api/collections/places/items/1"} {
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
