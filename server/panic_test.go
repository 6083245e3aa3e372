package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
)

func TestPanicsOfWorkersAreErrors(t *testing.T) {
	if err := inParallel(9, func(i int) error {
		if i == 5 {
			panic("five fell")
		}
		return nil
	}); err == nil || !strings.Contains(err.Error(), "five fell") {
		t.Errorf("inParallel: %v", err)
	}
	if err := inParallel(9, func(int) error { return errors.New("plain") }); err == nil || err.Error() != "plain" {
		t.Errorf("inParallel: %v", err)
	}
}

// TestAPanicInALocatorEndsItsRequestOnly: over a real connection, where nothing
// but the server stands between a panic and the end of the program.
func TestAPanicInALocatorEndsItsRequestOnly(t *testing.T) {
	o := Options{Host: "127.0.0.1"}
	var fall atomic.Bool
	secrets := takes(t, &o, func() {
		if fall.Load() {
			panic("the locator fell")
		}
	})
	app, address, _ := start(t, o)
	t.Cleanup(func() { app.ShutdownWithTimeout(time.Second) })
	for i, want := range []int{500, 201, 500, 200} {
		fall.Store(want == 500)
		body := `{"text":"Bakhmut, told once"}`
		r, err := http.NewRequestWithContext(t.Context(), "POST", address+"/api/documents", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			r, _ = http.NewRequestWithContext(t.Context(), "POST", address+"/api/documents", strings.NewReader(`{"text":"Bakhmut, told twice"}`))
		}
		r.Header.Set("Content-Type", "application/x-ndjson")
		r.Header.Set("Authorization", "Bearer "+secrets["write"])
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || want == 500 && (!strings.Contains(string(text), `"code":"internal"`) || strings.Contains(string(text), "fell")) {
			t.Errorf("%d: %d, want %d: %s", i, res.StatusCode, want, text)
		}
	}
}

// fallingStore panics where pages and downloads begin.
type fallingStore struct {
	Store
	fall bool
}

func (f *fallingStore) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	if f.fall {
		panic("mentions fell")
	}
	return f.Store.Mentions(ctx, q, fn)
}

func (f *fallingStore) Summary(ctx context.Context, q mentionmap.Query) (store.Summary, error) {
	if f.fall {
		panic("summary fell")
	}
	return f.Store.Summary(ctx, q)
}

func (f *fallingStore) Sources(ctx context.Context, q mentionmap.Query) ([]store.SourceCount, error) {
	if f.fall {
		panic("sources fell")
	}
	return f.Store.Sources(ctx, q)
}

// TestAPanicTakesNothingAlong: what bounds how many work at a time is given back.
func TestAPanicTakesNothingAlong(t *testing.T) {
	_, db := serveFixture(t)
	s := &fallingStore{db, true}
	app, err := New(Options{Store: s, Host: "127.0.0.1", Now: func() time.Time { return testTime }})
	if err != nil {
		t.Fatal(err)
	}
	for range 40 { // more than there is room, and slots, for
		for _, target := range []string{"/api/collections/mentions/items?limit=10000", "/api/summary", "/api/sources"} {
			if status, _, body := ask(t, app, "GET", target, nil); status != 500 {
				t.Fatalf("%s: %d %s", target, status, body)
			}
		}
	}
	s.fall = false
	for _, target := range []string{"/api/collections/mentions/items?limit=10000", "/api/summary", "/api/export?f=geojson"} {
		if status, _, body := ask(t, app, "GET", target, nil); status != 200 {
			t.Errorf("%s: %d %s", target, status, body)
		}
	}
}

// TestAPanicAroundTheHandlers, in what answers errors for instance, is a 500.
func TestAPanicAroundTheHandlers(t *testing.T) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true, ErrorHandler: func(*fiber.Ctx, error) error { panic("the handler of errors fell") }})
	app.Get("/", func(*fiber.Ctx) error { return errors.New("an error") })
	app.Get("/good", func(c *fiber.Ctx) error { return c.SendString("good") })
	beforeRoutes(app)
	for target, want := range map[string]int{"/": 500, "/good": 200} {
		if status, _, body := ask(t, app, "GET", target, nil); status != want || strings.Contains(string(body), "fell") {
			t.Errorf("%s: %d %s", target, status, body)
		}
	}
}
