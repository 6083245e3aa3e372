//go:build sqlite_fts5 && unix

package server

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"mentionmap/data/store/synthetic"
	"mentionmap/data/store/synthetic/measure"
)

// BenchmarkRequests answers requests without a network: ten items of a box
// and a window, what is conditional, a search.
func BenchmarkRequests(b *testing.B) {
	app, err := New(Options{Store: benchStore(b), Host: "127.0.0.1"})
	if err != nil {
		b.Fatal(err)
	}
	handle := app.Handler()
	ask := func(target string) int {
		var c fasthttp.RequestCtx
		c.Request.SetRequestURI(target)
		c.Request.Header.SetHost("127.0.0.1")
		handle(&c)
		return c.Response.StatusCode()
	}
	r := rand.New(rand.NewPCG(7, 1))
	for name, target := range map[string]func() string{
		"items": func() string {
			day := synthetic.FirstDay.Time().AddDate(0, 0, r.IntN(1400))
			lon, lat, wide := 22+15*r.Float64(), 44+6*r.Float64(), 0.5+2.5*r.Float64()
			return fmt.Sprintf("/api/collections/mentions/items?limit=10&bbox=%.3f,%.3f,%.3f,%.3f&datetime=%s/%s", lon, lat, lon+wide, lat+wide,
				day.Format(time.DateOnly), day.AddDate(0, 0, 1+r.IntN(90)).Format(time.DateOnly))
		},
		"timeline": func() string { return "/api/timeline?bin=month" },
		"parts":    func() string { return "/api/cube/parts" },
		"search": func() string {
			return fmt.Sprintf("/api/collections/mentions/items?limit=10&q=%s", []string{"bake", "gravo", "shipe", "tudi"}[r.IntN(4)])
		},
	} {
		b.Run(name, func(b *testing.B) {
			spent := measure.ProcessorTime()
			for b.Loop() {
				if status := ask(target()); status != 200 {
					b.Fatal(target(), status)
				}
			}
			b.ReportMetric(float64((measure.ProcessorTime()-spent).Microseconds())/float64(b.N), "cpu-µs")
		})
	}
}
