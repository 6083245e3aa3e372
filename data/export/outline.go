package export

import (
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// outlineDecimals is about 110 m: outlines are drawn, not measured.
const outlineDecimals = 3

func (o *object) outline(outline orb.MultiPolygon) {
	o.raw("geometry", `{"type":"MultiPolygon","coordinates":`)
	o.b = appendList(o.b, outline, func(dst []byte, p orb.Polygon) []byte {
		return appendList(dst, p, func(dst []byte, r orb.Ring) []byte { return appendList(dst, r, appendPosition) })
	})
	o.b = append(o.b, '}')
}

func appendPosition(dst []byte, p orb.Point) []byte {
	dst = appendNumber(append(dst, '['), p[0], outlineDecimals)
	dst = appendNumber(append(dst, ','), p[1], outlineDecimals)
	return append(dst, ']')
}

func appendList[T any](dst []byte, list []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, v)
	}
	return append(dst, ']')
}

// AppendExplained appends a mention as AppendFeature does, with the members
// why, runner_up and margin among its properties. text is the document's.
func AppendExplained(dst []byte, m *store.Mention, w *mentionmap.Why, text string) []byte {
	return appendFeature(dst, m, nil, func(o *object) { o.why(w, newCodePoints(text)) })
}

// AppendDocument appends a document as a GeoJSON feature without a geometry;
// with its text if it has one.
func AppendDocument(dst []byte, d *store.Document) []byte {
	o := open(dst)
	o.raw("type", `"Feature"`)
	o.text("id", d.ID)
	o.raw("geometry", "null")
	o.key("properties")
	p := open(o.b)
	p.known("title", d.Title)
	p.known("key", d.Key)
	p.known("lang", d.Lang)
	p.known("published", d.Published.String())
	p.key("seen")
	p.b = appendList(p.b, d.Seen, func(dst []byte, s mentionmap.Seen) []byte {
		o := open(dst)
		o.known("source", s.Source)
		o.known("url", s.URL)
		return o.close()
	})
	p.text("story", d.Story)
	p.integer("posts", int64(d.Posts))
	p.integer("mentions", int64(d.Mentions))
	p.day("first", d.First)
	p.day("last", d.Last)
	if d.Text != "" {
		p.text("text", d.Text)
	}
	o.b = p.close()
	return o.close()
}
