package export

import (
	"io"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// Licence says on what terms the contents of a file stand.
const Licence = "Places: GeoNames (CC BY 4.0), Natural Earth (public domain). Quoted sentences belong to their publishers. " +
	"Mentions are what texts say, not verified events."

const (
	coordinateDecimals = 6 // RFC 7946, section 11.2: about 10 cm
	kmDecimals         = 1
	confidenceDecimals = 3
	weightDecimals     = 3
)

// geoJSON writes one FeatureCollection (RFC 7946). numberReturned stands at the
// end: it is counted, not foretold, and a file that was cut short lacks it.
type geoJSON struct {
	buffer
	rows   int64
	places placeTexts
}

func newGeoJSON(w io.Writer, m Meta) Writer {
	g := &geoJSON{buffer: newBuffer(w)}
	o := open(g.b)
	o.raw("type", `"FeatureCollection"`)
	o.key("metadata")
	o.b = appendMeta(o.b, &m)
	o.key("features")
	g.b = append(o.b, '[')
	return g
}

func (g *geoJSON) next() {
	if g.rows++; g.rows > 1 {
		g.b = append(g.b, ',')
	}
	g.b = append(g.b, '\n')
}

func (g *geoJSON) Mention(m *store.Mention) error {
	g.next()
	g.b = appendFeature(g.b, m, g.places.of(m.Place), func(*object) {})
	return g.flush()
}

func (g *geoJSON) Place(p *store.PlaceCount) error {
	g.next()
	g.b = AppendPlace(g.b, p)
	return g.flush()
}

func (g *geoJSON) Close() error {
	o := object{b: append(g.b, "\n]"...), comma: true}
	o.integer("numberReturned", g.rows)
	g.b = append(o.close(), '\n')
	return g.write()
}

func appendMeta(dst []byte, m *Meta) []byte {
	o := open(dst)
	o.text("layer", m.Layer.String())
	o.key("filters")
	o.b = appendFilters(o.b, &m.Query)
	o.integer("generation", m.Generation)
	if m.Matched >= 0 {
		o.integer("mentionsMatched", m.Matched)
		o.integer("mentionsStored", m.Stored)
	}
	if m.Layer == LayerPlaces {
		o.text("unit", m.Query.Count.String())
	}
	if !m.Time.IsZero() {
		o.text("timeStamp", m.Time.UTC().Format(time.RFC3339))
	}
	o.yes("demo", m.Demo)
	o.text("licence", Licence)
	return o.close()
}

// AppendFeature appends a mention as a GeoJSON feature, without line end.
func AppendFeature(dst []byte, m *store.Mention) []byte {
	return appendFeature(dst, m, nil, func(*object) {})
}

// appendFeature lets more add members to the properties. place is what is
// written of the mention's place, nil if that is not remembered.
func appendFeature(dst []byte, m *store.Mention, place *placeText, more func(*object)) []byte {
	o := open(dst)
	o.raw("type", `"Feature"`)
	o.text("id", m.ID)
	if place != nil {
		o.members(place.geometry)
	} else {
		o.geometry(m.Place)
	}
	o.key("properties")
	p := open(o.b)
	if place != nil {
		p.members(place.name)
	} else {
		p.placeName(m.Place)
	}
	p.whatAndWhen(&m.Mention)
	p.known("date_words", m.DateWords)
	p.yes("planned", m.Dates.Planned)
	p.stamp("published", m.Published)
	p.real("confidence", float64(m.Confidence), confidenceDecimals)
	p.text("certainty", m.Certainty())
	p.real("radius_km", m.RadiusKM, kmDecimals)
	p.yes("repeat", m.Repeat)
	if place != nil {
		p.members(place.ids)
	} else {
		p.placeIDs(m.Place)
	}
	p.text("snippet", m.Snippet)
	p.pair("snippet_mark", m.SnippetMark)
	if m.DateMark[1] > m.DateMark[0] {
		p.pair("date_mark", m.DateMark)
	} else {
		p.raw("date_mark", "null")
	}
	p.known("title", m.Title)
	p.known("source", m.Source)
	p.known("author", m.Author)
	p.known("url", m.URL)
	p.text("document", m.DocumentID)
	p.post(m.DocumentID, m.PostStart)
	p.text("story", m.Story)
	p.integer("start", int64(m.Start))
	p.integer("end", int64(m.End))
	p.derived(m.Derived, m.DerivedMarks)
	more(&p)
	o.b = p.close()
	return o.close()
}

// geometry appends the point of a place, or null if there is none.
func (o *object) geometry(p *mentionmap.Place) {
	if p == nil {
		o.raw("geometry", "null")
		return
	}
	o.raw("geometry", `{"type":"Point","coordinates":[`)
	o.b = appendNumber(o.b, p.Lon, coordinateDecimals)
	o.b = append(o.b, ',')
	o.b = appendNumber(o.b, p.Lat, coordinateDecimals)
	o.b = append(o.b, "]}"...)
}

// placeName appends the name of a place, or null if there is none.
func (o *object) placeName(p *mentionmap.Place) {
	if p == nil {
		o.raw("name", "null")
		return
	}
	o.text("name", p.Name)
}

// stamp appends when something was published, or null.
func (o *object) stamp(name string, s mentionmap.Stamp) {
	o.key(name)
	if !s.Known() {
		o.b = append(o.b, "null"...)
		return
	}
	o.b = append(s.AppendTo(append(o.b, '"')), '"')
}

// post appends the id of a post, which is made as that of a mention.
func (o *object) post(document string, start int) {
	o.key("post")
	o.b = appendString(o.b, document)
	o.b[len(o.b)-1] = '-'
	o.b = append(strconv.AppendInt(o.b, int64(start), 10), '"')
}

// whatAndWhen appends what is the same in a feature and in a located document.
func (o *object) whatAndWhen(m *mentionmap.Mention) {
	o.text("surface", m.Surface)
	o.text("kind", m.Kind.String())
	o.text("use", m.Use.String())
	o.text("relation", m.Relation.String())
	o.dates(&m.Dates)
}

func (o *object) dates(d *mentionmap.Dates) {
	o.day("date", d.From)
	o.day("date_to", d.To)
	if !d.Known() {
		o.raw("date_precision", "null")
		o.raw("date_basis", "null")
		return
	}
	o.text("date_precision", d.Precision.String())
	o.text("date_basis", d.Basis.String())
}

// placeIDs appends which place it is; nulls for none.
func (o *object) placeIDs(p *mentionmap.Place) {
	if p == nil {
		for _, name := range []string{"place", "geonames_id", "country", "admin1"} {
			o.raw(name, "null")
		}
		return
	}
	o.integer("place", int64(p.ID))
	o.geonames(p.ID)
	o.known("country", p.Country)
	o.known("admin1", p.Admin1)
}

func (o *object) geonames(id mentionmap.PlaceID) {
	if n, ok := id.GeoNames(); ok {
		o.integer("geonames_id", n)
	} else {
		o.raw("geonames_id", "null")
	}
}

// derived appends the points worked out from a mention; marks are their words
// in code points of the document.
func (o *object) derived(points []mentionmap.Derived, marks [][2]int) {
	o.key("derived")
	o.b = append(o.b, '[')
	for i, d := range points {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		p := open(o.b)
		p.text("relation", d.Relation.String())
		p.number("lat", d.Lat, coordinateDecimals)
		p.number("lon", d.Lon, coordinateDecimals)
		p.number("radius_km", d.RadiusKM, kmDecimals)
		if i < len(marks) && marks[i][1] > marks[i][0] {
			p.integer("start", int64(marks[i][0]))
			p.integer("end", int64(marks[i][1]))
		}
		o.b = p.close()
	}
	o.b = append(o.b, ']')
}

// AppendPlace appends a place with its count as a GeoJSON feature, without line end.
func AppendPlace(dst []byte, p *store.PlaceCount) []byte { return AppendRegion(dst, p, nil) }

// AppendRegion is AppendPlace with an outline (lon, lat) for a geometry, where
// there is one.
func AppendRegion(dst []byte, p *store.PlaceCount, outline orb.MultiPolygon) []byte {
	o := open(dst)
	o.raw("type", `"Feature"`)
	o.integer("id", int64(p.ID))
	if len(outline) > 0 {
		o.outline(outline)
	} else {
		o.geometry(&p.Place)
	}
	o.key("properties")
	q := open(o.b)
	q.text("name", p.Name)
	q.text("kind", p.Kind.String())
	q.integer("count", p.N)
	q.day("first", p.First)
	q.day("last", p.Last)
	q.geonames(p.ID)
	q.known("country", p.Country)
	q.known("admin1", p.Admin1)
	q.known("admin2", p.Admin2)
	q.integer("population", p.Population)
	o.b = q.close()
	return o.close()
}
