package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/zstd"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store"
)

func TestExportHoldsWhatItemsHold(t *testing.T) {
	app, _ := serveFixture(t)
	for query, want := range map[string]int{"": 6, "kind=settlement": 3, "datetime=2024-08-01/2024-08-31&use=literal": 1} {
		status, header, body := ask(t, app, "GET", "/api/export?f=geojson&"+query, nil)
		var got struct{ Features []any }
		if err := json.Unmarshal(body, &got); err != nil || status != 200 || len(got.Features) != want {
			t.Errorf("%s: %d %v, %d features, want %d", query, status, err, len(got.Features), want)
		}
		if !strings.Contains(header.Get("Content-Disposition"), "attachment") {
			t.Error("not an attachment")
		}
		_, _, table := ask(t, app, "GET", "/api/export?f=csv&"+query, nil)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != want+1 {
			t.Errorf("%s: csv %v, %d rows", query, err, len(rows))
		}
	}
	_, header, _ := ask(t, app, "GET", "/api/export?datetime=2023-05-01/2023-08-31&use=literal", nil)
	if name := `filename="mentions_2023-05-01_2023-08-31_literal.geojson"`; !strings.Contains(header.Get("Content-Disposition"), name) {
		t.Errorf("got %s", header.Get("Content-Disposition"))
	}
	_, _, body := ask(t, app, "GET", "/api/export?collection=places", nil)
	if bytes.Count(body, []byte(`"Feature"`)) != 3 {
		t.Errorf("places: %s", body)
	}
	if status, _, body := ask(t, app, "HEAD", "/api/export", nil); status != 200 || len(body) != 0 {
		t.Errorf("HEAD: %d, %d bytes", status, len(body))
	}
}

// broken fails after the first mention.
type broken struct{ Store }

func (b broken) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	n := 0
	return b.Store.Mentions(ctx, q, func(m *store.Mention) error {
		if n++; n > 1 {
			return errors.New("the disk is gone")
		}
		return fn(m)
	})
}

func TestABrokenDownloadIsNeverWhole(t *testing.T) {
	app, db := serveFixture(t)
	_, _, whole := ask(t, app, "GET", "/api/export", nil)
	h := newHandlers(Options{Store: broken{db}, Host: "localhost"})
	bad := fiber.New(fiber.Config{ErrorHandler: h.problem})
	bad.Get("/export", h.export)
	body, err := readBroken(t, bad, "/export")
	if err == nil || len(body) >= len(whole) || json.Valid(body) {
		t.Errorf("a download that failed looks whole: %v %s", err, body)
	}
}

func TestAPanicIsAProblem(t *testing.T) {
	_, db := serveFixture(t)
	h := newHandlers(Options{Store: db, Host: "localhost"})
	app := fiber.New(fiber.Config{ErrorHandler: h.problem})
	app.Use(recoverPanics)
	app.Get("/", func(*fiber.Ctx) error { panic("boom") })
	app.Get("/stream", func(c *fiber.Ctx) error {
		if err := h.streams.take("downloads"); err != nil {
			return err
		}
		return h.stream(c, func(context.Context, io.Writer) error { panic("boom") })
	})
	status, _, body := ask(t, app, "GET", "/", nil)
	if status != 500 || bytes.Contains(body, []byte("boom")) || !json.Valid(body) {
		t.Errorf("got %d %s", status, body)
	}
	if body, err := readBroken(t, app, "/stream"); err == nil && len(body) > 0 {
		t.Errorf("got %s", body)
	}
}

// readBroken reads an answer that may break off.
func readBroken(t *testing.T, app *fiber.App, target string) ([]byte, error) {
	t.Helper()
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "localhost"
	res, err := app.Test(r, 10_000)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

func TestEveryFormatIsADownload(t *testing.T) {
	app, _ := serveFixture(t)
	for _, f := range export.Formats {
		for _, collection := range []string{"mentions", "places"} {
			status, header, body := ask(t, app, "GET", "/api/export?f="+f.Name+"&collection="+collection, nil)
			if status != 200 || header.Get("Content-Type") != f.MediaType || !strings.Contains(header.Get("Content-Disposition"), collection+"."+f.Extension) || len(body) == 0 {
				t.Errorf("%s of %s: %d %v, %d bytes", f.Name, collection, status, header, len(body))
			}
		}
	}
}

func TestTooManyDownloads(t *testing.T) {
	_, db := serveFixture(t)
	h := newHandlers(Options{Store: db, Host: "localhost"})
	app := fiber.New(fiber.Config{ErrorHandler: h.problem})
	app.Get("/export", h.export)
	for range maxStreams {
		if err := h.streams.take("downloads"); err != nil {
			t.Fatal(err)
		}
	}
	status, header, _ := ask(t, app, "GET", "/export", nil)
	if status != 503 || header.Get("Retry-After") == "" || header.Get("Content-Disposition") != "" {
		t.Errorf("got %d %v", status, header)
	}
	if status, _, _ := ask(t, app, "HEAD", "/export", nil); status != 200 {
		t.Errorf("HEAD starts none: %d", status)
	}
	h.streams.give()
	for range 3 { // each gives its slot back
		if status, _, _ := ask(t, app, "GET", "/export", nil); status != 200 {
			t.Errorf("got %d", status)
		}
		for i := 0; len(h.streams) == maxStreams && i < 100; i++ {
			time.Sleep(10 * time.Millisecond)
		}
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	app := mustServeWith(t, Options{Host: "0.0.0.0", Public: true})
	for _, target := range []string{"/api/openapi.json", "/api/export"} {
		_, _, plain := ask(t, app, "GET", target, nil)
		for accepted, want := range map[string]string{"gzip, deflate, br, zstd": "zstd", "gzip": "gzip", "gzip;q=0": "", "br": "", "zstd;q=0, gzip;q=0.5": "gzip"} {
			_, header, body := ask(t, app, "GET", target, nil, "Accept-Encoding", accepted)
			got, err := unpack(header.Get("Content-Encoding"), body)
			if err != nil || header.Get("Content-Encoding") != want || (target != "/api/export" && !bytes.Equal(got, plain)) || !json.Valid(got) || !strings.Contains(header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s, %s: %v %v", target, accepted, err, header)
			}
		}
	}
}

func unpack(encoding string, body []byte) ([]byte, error) {
	switch encoding {
	case "gzip":
		r, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	case "zstd":
		r, err := zstd.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(r)
	}
	return body, nil
}

// endless gives mentions until it is told to stop.
type endless struct{ Store }

func (e endless) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	for ctx.Err() == nil {
		if err := e.Store.Mentions(ctx, q, fn); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// TestAClientThatStopsReadingIsLetGo also shows that the work for it ends.
func TestAClientThatStopsReadingIsLetGo(t *testing.T) {
	_, db := serveFixture(t)
	before := runtime.NumGoroutine()
	h := newHandlers(Options{Store: endless{db}, Host: "localhost"})
	app := fiber.New(fiber.Config{ErrorHandler: h.problem, DisableStartupMessage: true})
	app.Get("/export", h.export)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limited := Listen(l).(*listener)
	limited.idle = 300 * time.Millisecond
	go app.Listener(limited)
	defer app.Shutdown()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET /export HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the download to start", func() bool { return len(h.streams) == 1 })
	waitFor(t, "the download to be given up", func() bool { return len(h.streams) == 0 })
	waitFor(t, "its goroutines to end", func() bool { return runtime.NumGoroutine() <= before+4 })
	if body, _ := io.ReadAll(c); bytes.HasSuffix(body, []byte("0\r\n\r\n")) {
		t.Error("what was cut short looks whole")
	}
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}
