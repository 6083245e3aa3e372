// Package server answers HTTP: the API at /api (OGC API – Features and what
// the page needs besides) and the page at /.
package server

import (
	"context"
	"io/fs"
	"net"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// Options is what a server needs to be given. It imports no locator, no
// gazetteer and no page: whoever starts it hands them down.
type Options struct {
	Store store.Store
	// Locate finds the places of a text that is not stored. With explain the
	// mentions carry Why; with demonyms Located.Demonyms is filled.
	Locate func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located
	// Polygon gives the outline of a region or country (lon, lat), or nil.
	Polygon func(mentionmap.PlaceID) orb.MultiPolygon

	Page    fs.FS // the built page, index.html at its root
	Basemap fs.FS // files under /assets/basemap/

	// Host is the host of the address served on. If it is a loopback address,
	// requests under other names are refused, so that no web page can reach
	// the archive by pointing its own name at this machine.
	Host string

	Demo      bool   // the store holds the demo, nothing of the user's
	Version   string // of the program
	Gazetteer string // version of the gazetteer in use
	Locator   string // version of the locator in use

	Now func() time.Time // the clock; time.Now if nil
}

const (
	maxLocateBytes = 200_000
	readTimeout    = 30 * time.Second
	idleTimeout    = 60 * time.Second
	// pageTimeout bounds the work for one answer that is not streamed.
	pageTimeout = 60 * time.Second
)

// handlers carries the options to the handlers.
type handlers struct {
	Options
	loopback bool
}

// New returns the application, ready to listen.
func New(o Options) (*fiber.App, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &handlers{Options: o, loopback: isLoopback(o.Host)}
	app := fiber.New(fiber.Config{
		AppName:               "mentionmap",
		DisableStartupMessage: true,
		ErrorHandler:          h.problem,
		BodyLimit:             maxLocateBytes * 7, // JSON may write a byte as \u00XX
		ReadTimeout:           readTimeout,
		IdleTimeout:           idleTimeout,
		UnescapePath:          true,
		StrictRouting:         false,
	})
	app.Use(recoverPanics, h.guard)
	h.routes(app)
	assets, err := newAssets(o.Page, o.Basemap)
	if err != nil {
		return nil, err
	}
	app.Get("/*", assets.serve)
	app.Use(noSuchMethod)
	return app, nil
}

// routes is the table of the API.
func (h *handlers) routes(app *fiber.App) {
	app.Get("/healthz", h.health)
	api := app.Group("/api")
	api.Get("/", h.landing)
	api.Get("/conformance", h.conformance)
	api.Get("/info", h.info)
	api.Get("/sources", h.sources)
	api.Get("/cube", h.cube)
	api.Get("/timeline", h.timeline)
	api.Get("/export", h.export)
	api.Post("/locate", h.locate)
	api.Get("/collections", h.collections)
	api.Get("/collections/:collection", h.collection)
	api.Get("/collections/:collection/items", h.items)
	api.Get("/collections/:collection/items/:id", h.item)
	api.Use(func(c *fiber.Ctx) error {
		if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
			return noSuchMethod(c)
		}
		return mentionmap.Errorf(mentionmap.NotFound, "there is nothing at %s: start at /api", shown(c.Path()))
	})
}

// noSuchMethod answers what no route took.
func noSuchMethod(c *fiber.Ctx) error {
	return fiber.NewError(fiber.StatusMethodNotAllowed, c.Method()+" is not possible here")
}

// recoverPanics turns a panic of a handler into a 500.
func recoverPanics(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = mentionmap.Errorf(mentionmap.Internal, "a fault of the program: %v", r)
		}
	}()
	return c.Next()
}

// bounded returns the context for the work of one answer. fasthttp's own
// context must not be used once the handler has returned.
func bounded() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), pageTimeout)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}
