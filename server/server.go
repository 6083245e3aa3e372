// Package server answers HTTP: the API at /api (OGC API – Features and what
// the page needs besides) and the page at /.
package server

import (
	"context"
	"io/fs"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/spatial"
	"mentionmap/data/tokens"
)

// Options is what a server needs to be given. It imports no locator, no
// gazetteer and no page: whoever starts it hands them down.
type Options struct {
	Store Store
	// Locate finds the places of a text that is not stored. With explain the
	// mentions carry Why; with demonyms Located.Demonyms is filled.
	Locate func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located
	// Polygon gives the outline of a region or country (lon, lat), or nil.
	Polygon func(mentionmap.PlaceID) orb.MultiPolygon

	Page    fs.FS // the built page, index.html at its root
	Basemap fs.FS // files under /assets/basemap/

	// Take stores documents that are sent; nil if nothing can be stored.
	Take Take
	// Tokens says who may write. Nobody may without it.
	Tokens *tokens.File
	// ReadToken asks who reads for a token, too.
	ReadToken bool

	// Who may reach the server, and how.

	// Host is the host of the address served on. If it is a loopback address,
	// requests under other names are refused, so that no web page can reach
	// the archive by pointing its own name at this machine.
	Host string
	// Public must be set to serve on anything but a loopback address. Then
	// whole texts and authors are not shown, and sentences at most in part.
	Public bool
	// Delay keeps what was published, or tells of days, within it from a public
	// server: on the page, in every answer and in every number.
	Delay time.Duration
	// BasePath is where a proxy serves this program: "" or "/name". The proxy
	// passes the path on as it is.
	BasePath string
	// TrustedProxies are addresses or networks (CIDR) whose X-Forwarded-Proto,
	// -Host and -For are believed.
	TrustedProxies []string
	// Origins are the web origins whose pages may read the API (CORS): "*", or
	// "https://example.org"; none by default.
	Origins []string
	// Frames are the web origins that may show the page in a frame.
	Frames []string
	// Tiles are online map tiles the page may load.
	Tiles Tiles

	// Metrics, if set, gives lines that /metrics ends with, in the text format of
	// Prometheus.
	Metrics func(context.Context) (string, error)

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
	// headerBytes bounds the head of a request: a next link repeats all
	// filters, and a letter of a search may need six bytes there.
	headerBytes = 8 << 10
)

// handlers carries the options to the handlers.
type handlers struct {
	Options
	loopback        bool
	proxies         trustedProxies
	csp             string
	streams         slots // downloads at a time
	room            room
	turns           slots // pages and summaries made at a time
	bodies          slots // long bodies read at a time
	writes          slots // requests that store or delete, at work or waiting for the one writer
	locates         slots // texts located at a time
	meter           meter
	spatial         *spatial.Store // the same as Store
	whole           store.Store    // with the texts that a public server does not show
	kept            *kept
	written         memories
	places          placeParts
	labels          *labels
	suggester       suggester
	openAPIDocument func() ([]byte, error)
	addressed       addressed
	// progress is nil if the store answers from the begin.
	progress progress
}

// New returns the application, ready to listen. Errors: Invalid, if what it is
// told about access contradicts itself.
func New(o Options) (*fiber.App, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.ReadToken && o.Tokens == nil {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "readers are asked for a token, but there is no file of tokens")
	}
	h := newHandlers(o)
	app := fiber.New(fiber.Config{
		AppName:               "mentionmap",
		DisableStartupMessage: true,

		DisablePreParseMultipartForm: true,

		ErrorHandler:            h.problem,
		StreamRequestBody:       true, // a body is read when it is wanted (see body)
		BodyLimit:               maxDocumentBytes,
		ReadTimeout:             readTimeout,
		IdleTimeout:             idleTimeout,
		ReadBufferSize:          headerBytes,
		UnescapePath:            true,
		CaseSensitive:           true,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          o.TrustedProxies,
	})
	app.Use(h.measure, recoverPanics, h.guard)
	if o.Public {
		app.Use(newRates(h.Now, h.proxies).limit)
	}
	if o.ReadToken {
		app.Use(h.mayRead)
	}
	h.routes(app)
	assets, err := newAssets(o.Page, o.Basemap)
	if err != nil {
		return nil, err
	}
	app.Get(o.BasePath+"/*", assets.under(o.BasePath))
	app.Use(h.nothing)
	beforeRoutes(app)
	return app, nil
}

func newHandlers(o Options) *handlers {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Polygon == nil {
		o.Polygon = func(mentionmap.PlaceID) orb.MultiPolygon { return nil }
	}
	whole := o.Store
	reading, _ := whole.(progress)
	if o.Delay > 0 {
		o.Store = &delayedStore{Store: o.Store, delay: o.Delay, now: o.Now}
	}
	if o.Public {
		o.Store = publicStore{o.Store}
	}
	st := spatial.New(o.Store, o.Polygon)
	o.Store = placedStore{st, o.Store}
	h := &handlers{Options: o, spatial: st, whole: whole, loopback: IsLoopback(o.Host), proxies: parseProxies(o.TrustedProxies), csp: o.policy(),
		room: newRoom(), turns: newSlots(maxTurns), streams: newSlots(maxStreams), locates: newSlots(maxLocates), bodies: newSlots(maxBodies), writes: newSlots(maxWrites),
		kept: newKept(keptBytes), labels: newLabels(), progress: reading}
	h.openAPIDocument = sync.OnceValues(h.writeOpenAPI)
	return h
}

// routes is the table of the API.
func (h *handlers) routes(app *fiber.App) {
	root := app.Group(h.BasePath)
	root.Get("/healthz", h.health)
	root.Get("/readyz", h.ready)
	root.Get("/metrics", h.metrics)
	api := root.Group("/api")
	api.Get("/", h.landing)
	api.Get("/openapi.json", h.openAPI)
	api.Get("/docs", h.docs)
	api.Get("/conformance", h.conformance)
	api.Get("/info", h.info)
	api.Get("/sources", h.sources)
	api.Get("/cube", h.cube)
	api.Get("/cube/parts", h.cubeParts)
	api.Get("/cube/parts/:id", h.cubePart)
	api.Get("/summary", h.summary)
	api.Get("/timeline", h.timeline)
	api.Get("/suggest", h.suggest)
	api.Get("/places/:id", h.place)
	api.Get("/export", h.export)
	api.Post("/locate", h.locate)
	api.Post("/documents", h.postDocuments)
	api.Delete("/documents/:id", h.deleteDocument)
	api.Get("/collections", h.collections)
	api.Get("/collections/:collection", h.collection)
	api.Get("/collections/:collection/schema", h.schema)
	api.Get("/collections/:collection/queryables", h.queryables)
	api.Get("/collections/:collection/items", h.items)
	api.Get("/collections/:collection/items/:id", h.item)
	api.Use(h.nothing)
}

// recoverPanics turns a panic of a handler into a 500.
func recoverPanics(c *fiber.Ctx) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	return c.Next()
}

// bounded returns the context for the work of one answer. fasthttp's own
// context must not be used once the handler has returned.
func bounded() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), pageTimeout)
}
