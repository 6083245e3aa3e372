package server

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"testing"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// randomFilters makes a combination of filters that the fixtures can match.
func randomFilters(r *rand.Rand) url.Values {
	v := url.Values{}
	some := func(name string, values ...string) {
		if r.IntN(3) == 0 {
			v.Set(name, values[r.IntN(len(values))])
		}
	}
	some("bbox", "37,48,39,49", "30,40,40,60", "170,-90,36.5,90", "-180,-90,180,90,0,1")
	some("near", "38,48.6,30", "36,51,500")
	some("within", "2")
	some("datetime", "2022-03-01", "2022-03-01/2022-03-20", "../2022-03-10", "2022-04-01/..", "2024-08-10T/2024-12-01T")
	some("by", "event", "published")
	some("place", "1", "1,2", "-3")
	some("kind", "settlement", "region,settlement", "country,area")
	some("use", "literal", "associative", "literal,associative")
	some("relation", "in", "in,near")
	some("precision", "day", "undated", "month,day")
	some("undated", "true")
	some("source", "source m7", "source a", "source m11")
	some("q", "Report", "\"tells of\"", "shelling")
	some("min_confidence", "0.5", "0.95")
	return v
}

// TestAllResourcesAgree asks for the same in every way there is.
func TestAllResourcesAgree(t *testing.T) {
	app, db := serveFixture(t)
	many(t, db, 12)
	r := rand.New(rand.NewPCG(5, 8))
	matching := 0
	for range 200 {
		v := randomFilters(r)
		q := v.Encode()
		want := int(get(t, app, "/api/collections/mentions/items?resultType=hits&"+q)["numberMatched"].(float64))
		if want > 0 {
			matching++
		}
		v.Set("count", "mentions")
		for name, got := range map[string]int{
			"items":    features(t, app, "/api/collections/mentions/items?limit=10000&"+q),
			"GeoJSON":  exported(t, app, "geojson", q),
			"sequence": exported(t, app, "geojsonseq", q),
			"cube":     cubeSum(t, app, v.Encode()),
		} {
			if got != want {
				t.Errorf("%s: hits say %d, %s %d", q, want, name, got)
			}
		}
		checkTimeline(t, app, v, r)
	}
	if matching < 40 {
		t.Errorf("only %d of the combinations match anything", matching)
	}
}

func exported(t *testing.T, app *fiber.App, format, query string) int {
	target := "/api/export?f=" + format + "&" + query
	if format == "geojsonseq" {
		_, _, body := ask(t, app, "GET", target, nil)
		return bytes.Count(body, []byte{0x1e})
	}
	return features(t, app, target)
}

// features counts those of a FeatureCollection that says how many it has.
func features(t *testing.T, app *fiber.App, target string) int {
	_, _, body := ask(t, app, "GET", target, nil)
	var page struct {
		Features       []json.RawMessage
		NumberReturned int
	}
	if err := json.Unmarshal(body, &page); err != nil || page.NumberReturned != len(page.Features) {
		t.Errorf("%s: %v, says %d", target, err, page.NumberReturned)
	}
	return len(page.Features)
}

// cubeSum adds up all counts of a cube.
func cubeSum(t *testing.T, app *fiber.App, query string) (sum int) {
	_, _, body := ask(t, app, "GET", "/api/cube?"+query, nil)
	n := binary.LittleEndian.Uint32(body[4:])
	var head cubeHeader
	if err := json.Unmarshal(body[8:8+n], &head); err != nil {
		t.Fatal(err)
	}
	next := bytes.NewReader(body[8+n:])
	number := func() uint64 {
		x, err := binary.ReadUvarint(next)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return x
	}
	for range head.Places.ID {
		for rows := number(); rows > 0; rows-- {
			flags, err := next.ReadByte()
			if err != nil {
				t.Fatal(err)
			}
			if mentionmap.Precision(flags>>2&7) != mentionmap.Undated {
				number()
				number()
			}
			sum += int(number())
		}
	}
	return sum
}

// checkTimeline holds one bin against the items of its window.
func checkTimeline(t *testing.T, app *fiber.App, v url.Values, r *rand.Rand) {
	sizes := []string{"day", "week", "month"}
	bins := get(t, app, "/api/timeline?bin="+sizes[r.IntN(3)]+"&"+v.Encode())["bins"].([]any)
	if len(bins) == 0 {
		return
	}
	bin := bins[r.IntN(len(bins))].(map[string]any)
	window := url.Values{}
	for name, list := range v {
		window[name] = list
	}
	window.Set("datetime", fmt.Sprintf("%s/%s", bin["from"], bin["to"]))
	window.Set("undated", "false")
	target := "/api/collections/mentions/items?resultType=hits&" + window.Encode()
	status, _, body := ask(t, app, "GET", target, nil)
	if status == 400 { // undated=false after precision=undated: no bin can count any
		t.Errorf("%s has bins: %s", v.Encode(), body)
		return
	}
	var page struct{ NumberMatched float64 }
	if err := json.Unmarshal(body, &page); err != nil || page.NumberMatched != bin["count"] {
		t.Errorf("%s: %v, its window has %v", v.Encode(), bin, page.NumberMatched)
	}
}
