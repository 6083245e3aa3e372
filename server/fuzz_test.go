package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// fuzzTargets are resources with parameters; "?" ends them.
var fuzzTargets = []string{
	"/api/collections/mentions/items?", "/api/collections/places/items?", "/api/collections/regions/items?", "/api/collections/documents/items?",
	"/api/timeline?", "/api/summary?", "/api/cube?", "/api/places/1?", "/api/suggest?", "/api/collections/mentions/items/x?",
}

// fuzzQuery asks every resource: the answer is there, or the fault is the
// caller's and told as a problem.
func fuzzQuery(t *testing.T, app *fiber.App, query string) {
	if len(query) > headerBytes-512 {
		t.Skip("no request has so long a head")
	}
	for _, target := range fuzzTargets {
		status, _, body := ask(t, app, "GET", target+query, nil)
		var p problemBody
		if status != 200 && (status < 400 || status >= 500 || json.Unmarshal(body, &p) != nil || p.Status != status || p.Code == "") {
			t.Errorf("%s%s: %d %s", target, query, status, body)
		}
	}
}

func FuzzParameters(f *testing.F) {
	app, _ := serveFixture(f)
	f.Add("bbox=1,2,3,4&datetime=../2024-01-01&after=x")
	f.Add("q=%22a%20OR%20(&sortby=-date&limit=3")
	f.Add("near=1,2,3&within=2&undated=true&relation=in&count=stories")
	f.Add("a=1;b=2&%zz=%00")
	f.Fuzz(func(t *testing.T, s string) {
		fuzzQuery(t, app, sendable(s))
	})
}

// sendable escapes the bytes that cannot stand in a request line.
func sendable(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c == '#' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func FuzzBBox(f *testing.F) {
	app, _ := serveFixture(f)
	for _, s := range []string{"1,2,3,4", "170,-10,-170,10", "1,2,3,4,5,6", "1e400,2,3,4", "NaN,0,0,0", ",,,", "-0,0x1p-2,1_0,+3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fuzzQuery(t, app, "bbox="+url.QueryEscape(s))
		fuzzQuery(t, app, "near="+url.QueryEscape(s))
	})
}

func FuzzDatetime(f *testing.F) {
	app, _ := serveFixture(f)
	for _, s := range []string{"2022-03-01", "2022-03-01T", "2022-03-01T00:00:00Z/..", "../..", "/", "9999-12-31/..", "0001-01-01/9999-12-31", "2022-03-01/2022-02-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { fuzzQuery(t, app, "datetime="+url.QueryEscape(s)) })
}

func FuzzAfter(f *testing.F) {
	app, _ := serveFixture(f)
	for _, s := range []string{"s0", "n1.5", "o.", "2.1", "-1", "9223372036854775807.9223372036854775807", "1.-9223372036854775808", "szzzzzzzzzzzz", "n0.-2147483648"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, order := range []string{"", "&sortby=-date", "&sortby=date"} {
			fuzzQuery(t, app, "after="+url.QueryEscape(s)+order)
		}
	})
}
