package export

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"mentionmap"
)

// filtersOf returns the filters a query sets as parameters of the API, with
// limit and after, which make a file less than all that matches.
func filtersOf(q *mentionmap.Query) url.Values {
	v := q.Values()
	v.Del("count")
	v.Del("sortby")
	return v
}

// appendFilters appends the filters as a JSON object; several sources are an array.
func appendFilters(dst []byte, q *mentionmap.Query) []byte {
	v := filtersOf(q)
	o := open(dst)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name != "source" {
			o.text(name, v.Get(name))
			continue
		}
		o.key(name)
		o.b = appendList(o.b, v[name], appendString)
	}
	return o.close()
}

// earth is the box of all that has a position.
var earth = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// FileName proposes a name for a download that says what is in it, such as
// mentions_2023-05-01_2023-08-31_literal.geojson: letters, digits, "-", "_" only.
func FileName(layer Layer, q *mentionmap.Query, f Format) string {
	parts := []string{layer.String()}
	if q.Windowed() {
		parts = append(parts, openEnd(q.From, "start"), openEnd(q.To, "end"))
	}
	if q.By != mentionmap.ByEvent {
		parts = append(parts, q.By.String())
	}
	v := q.Values()
	for _, name := range []string{"use", "kind", "relation"} {
		words := v.Get(name)
		// A long list, such as the page's usual kinds, says little and makes no name.
		if words != "" && strings.Count(words, ",") < 2 {
			parts = append(parts, strings.ReplaceAll(words, ",", "-"))
		}
	}
	if words := slug(q.Text); words != "" {
		parts = append(parts, words)
	}
	if q.BBox != nil && *q.BBox != earth {
		parts = append(parts, "frame")
	}
	return strings.Join(parts, "_") + "." + f.Extension
}

func openEnd(d mentionmap.Day, name string) string {
	if d == mentionmap.NoDay {
		return name
	}
	return d.String()
}

// slug keeps the Latin letters and digits of a search, at most 40.
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	out := strings.Join(words, "-")
	return strings.TrimRight(out[:min(len(out), 40)], "-")
}
