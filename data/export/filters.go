package export

import (
	"net/url"
	"strconv"
	"strings"

	"mentionmap"
)

// filter is one parameter of the API as a query sets it.
type filter struct{ name, value string }

// filtersOf lists the filters a query sets, as parameters of the API in the
// order of docs/api.md; a parameter with several values of which one may hold a
// comma stands several times.
func filtersOf(q *mentionmap.Query) (out []filter) {
	add := func(name, value string) {
		if value != "" {
			out = append(out, filter{name, value})
		}
	}
	if q.BBox != nil {
		add("bbox", boxText(q))
	}
	if q.Windowed() {
		add("datetime", windowText(q))
	}
	if q.By != mentionmap.ByEvent {
		add("by", q.By.String())
	}
	add("place", list(q.Places))
	add("kind", list(q.Kinds))
	add("use", list(q.Uses))
	add("precision", precisionText(q.Precisions))
	for _, s := range q.Sources {
		add("source", s)
	}
	add("document", strings.Join(q.Documents, ","))
	add("q", q.Text)
	if q.MinConfidence > 0 {
		add("min_confidence", string(appendNumber(nil, float64(q.MinConfidence), confidenceDecimals)))
	}
	return out
}

func boxText(q *mentionmap.Query) string {
	var b []byte
	for i, v := range []float64{q.BBox.Min.Lon(), q.BBox.Min.Lat(), q.BBox.Max.Lon(), q.BBox.Max.Lat()} {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	return string(b)
}

func windowText(q *mentionmap.Query) string {
	end := func(d mentionmap.Day) string {
		if d == mentionmap.NoDay {
			return ".."
		}
		return d.String()
	}
	return end(q.From) + "/" + end(q.To)
}

func list[T interface{ String() string }](values []T) string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = v.String()
	}
	return strings.Join(names, ",")
}

func precisionText(values []mentionmap.Precision) string {
	names := make([]string, len(values))
	for i, v := range values {
		if names[i] = v.String(); v == mentionmap.Undated {
			names[i] = "undated"
		}
	}
	return strings.Join(names, ",")
}

// Parameters returns a query's filters as parameters of the API.
func Parameters(q *mentionmap.Query) url.Values {
	v := url.Values{}
	for _, f := range filtersOf(q) {
		v.Add(f.name, f.value)
	}
	return v
}

// appendFilters appends the filters as a JSON object; several sources are an array.
func appendFilters(dst []byte, q *mentionmap.Query) []byte {
	o := open(dst)
	for _, f := range filtersOf(q) {
		if f.name != "source" {
			o.text(f.name, f.value)
		}
	}
	if len(q.Sources) > 0 {
		o.key("source")
		o.b = append(o.b, '[')
		for i, s := range q.Sources {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = appendString(o.b, s)
		}
		o.b = append(o.b, ']')
	}
	return o.close()
}

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
	for _, names := range []string{list(q.Uses), list(q.Kinds), slug(q.Text)} {
		if names != "" {
			parts = append(parts, strings.ReplaceAll(names, ",", "-"))
		}
	}
	if q.BBox != nil {
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
