package server

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// meter counts requests by route and status.
type meter struct {
	mu     sync.Mutex
	routes map[meterKey]meterSum
}

type meterKey struct {
	route  string
	status int
}

type meterSum struct {
	n       int64
	seconds float64
}

func (m *meter) add(k meterKey, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.routes == nil {
		m.routes = map[meterKey]meterSum{}
	}
	s := m.routes[k]
	m.routes[k] = meterSum{s.n + 1, s.seconds + d.Seconds()}
}

// measure counts every request. It answers errors itself, so that the status
// is known; the time of a download ends where its stream begins.
func (h *handlers) measure(c *fiber.Ctx) error {
	start := time.Now()
	if err := c.Next(); err != nil {
		if err := h.problem(c, err); err != nil {
			return err
		}
	}
	closeUnread(c)
	h.meter.add(meterKey{c.Route().Path, c.Response().StatusCode()}, time.Since(start))
	return nil
}

// metrics answers in the text format of Prometheus, version 0.0.4.
func (h *handlers) metrics(c *fiber.Ctx) error {
	ctx, cancel := bounded()
	defer cancel()
	info, err := h.Store.Info(ctx)
	if err != nil {
		return err
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w := &exposition{}
	w.gauge("mentionmap_generation", "generation of the store", float64(info.Generation))
	w.gauge("mentionmap_documents", "documents stored", float64(info.Documents))
	w.gauge("mentionmap_posts", "posts stored", float64(info.Posts))
	w.gauge("mentionmap_mentions", "mentions stored", float64(info.Mentions))
	w.gauge("mentionmap_store_bytes", "size of the database", float64(info.Bytes))
	w.gauge("mentionmap_downloads", "downloads running", float64(len(h.streams)))
	w.gauge("go_goroutines", "goroutines", float64(runtime.NumGoroutine()))
	w.gauge("go_memstats_heap_inuse_bytes", "heap in use", float64(m.HeapInuse))
	w.gauge("go_memstats_sys_bytes", "memory had from the system", float64(m.Sys))
	h.meter.write(w)
	if h.Metrics != nil {
		more, err := h.Metrics(ctx)
		if err != nil {
			return err
		}
		w.WriteString(more)
	}
	c.Set(fiber.HeaderContentType, "text/plain; version=0.0.4; charset=utf-8")
	return c.SendString(w.String())
}

func (m *meter) write(w *exposition) {
	m.mu.Lock()
	routes := maps.Clone(m.routes)
	m.mu.Unlock()
	keys := slices.SortedFunc(maps.Keys(routes), func(a, b meterKey) int {
		if a.route != b.route {
			return strings.Compare(a.route, b.route)
		}
		return a.status - b.status
	})
	w.head("mentionmap_http_requests_total", "requests answered", "counter")
	for _, k := range keys {
		w.sample("mentionmap_http_requests_total", k, float64(routes[k].n))
	}
	w.head("mentionmap_http_request_seconds_total", "time spent on requests", "counter")
	for _, k := range keys {
		w.sample("mentionmap_http_request_seconds_total", k, routes[k].seconds)
	}
}

// exposition writes the lines of the format.
type exposition struct{ strings.Builder }

func (w *exposition) head(name, help, kind string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func (w *exposition) gauge(name, help string, v float64) {
	w.head(name, help, "gauge")
	fmt.Fprintf(w, "%s %s\n", name, strconv.FormatFloat(v, 'g', -1, 64))
}

// sample writes one line; a route is ours and needs no escapes.
func (w *exposition) sample(name string, k meterKey, v float64) {
	fmt.Fprintf(w, "%s{route=%q,status=\"%d\"} %s\n", name, k.route, k.status, strconv.FormatFloat(v, 'g', -1, 64))
}
