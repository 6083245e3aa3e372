package export

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
)

// The columns. docs/api.md says what they mean.
const (
	mentionHeader = "id,name,surface,kind,use,relation,lon,lat,date,date_to,date_precision,date_basis,date_words,planned,published," +
		"confidence,certainty,radius_km,repeat,place,geonames_id,country,admin1,snippet,title,source,author,url,document,post,story,start,end"
	placeHeader = "place,name,kind,count,first,last,lon,lat,geonames_id,country,admin1,admin2,population"
)

// csvWriter writes RFC 4180 with a byte order mark, without which Excel does
// not read UTF-8.
type csvWriter struct{ buffer }

func newCSV(w io.Writer, m Meta) Writer {
	c := &csvWriter{newBuffer(w)}
	c.b = append(c.b, "\ufeff"...)
	if m.Layer == LayerPlaces {
		c.b = append(c.b, placeHeader...)
	} else {
		c.b = append(c.b, mentionHeader...)
	}
	c.b = append(c.b, "\r\n"...)
	return c
}

func (c *csvWriter) Mention(m *store.Mention) error {
	r := row{b: c.b}
	r.text(m.ID)
	r.placeName(m.Place)
	r.text(m.Surface)
	r.raw(m.Kind.String())
	r.raw(m.Use.String())
	r.raw(m.Relation.String())
	r.position(m.Place)
	r.dates(&m.Dates)
	r.text(m.DateWords)
	r.raw(strconv.FormatBool(m.Dates.Planned))
	r.raw(m.Published.String())
	r.number(float64(m.Confidence), confidenceDecimals)
	r.raw(m.Certainty())
	r.number(m.RadiusKM, kmDecimals)
	r.raw(strconv.FormatBool(m.Repeat))
	r.placeIDs(m.Place)
	for _, s := range []string{m.Snippet, m.Title, m.Source, m.Author, m.URL, m.DocumentID, mentionmap.MentionID(m.DocumentID, m.PostStart), m.Story} {
		r.text(s)
	}
	r.integer(int64(m.Start))
	r.integer(int64(m.End))
	c.b = r.end()
	return c.flush()
}

func (c *csvWriter) Place(p *store.PlaceCount) error {
	r := row{b: c.b}
	r.integer(int64(p.ID))
	r.text(p.Name)
	r.raw(p.Kind.String())
	r.integer(p.N)
	r.day(p.First)
	r.day(p.Last)
	r.position(&p.Place)
	r.geonames(p.ID)
	r.text(p.Country)
	r.text(p.Admin1)
	r.text(p.Admin2)
	r.integer(p.Population)
	c.b = r.end()
	return c.flush()
}

func (c *csvWriter) Close() error { return c.write() }

// row appends the cells of a line.
type row struct {
	b     []byte
	comma bool
}

func (r *row) end() []byte { return append(r.b, "\r\n"...) }

func (r *row) cell() {
	if r.comma {
		r.b = append(r.b, ',')
	}
	r.comma = true
}

// raw appends a cell of our own making.
func (r *row) raw(s string) {
	r.cell()
	r.b = append(r.b, s...)
}

func (r *row) day(d mentionmap.Day) {
	r.cell()
	r.b = d.AppendTo(r.b)
}

func (r *row) integer(n int64) {
	r.cell()
	r.b = strconv.AppendInt(r.b, n, 10)
}

// number appends a number; what is none is an empty cell.
func (r *row) number(v float64, decimals int) {
	r.cell()
	if v-v == 0 {
		r.b = appendNumber(r.b, v, decimals)
	}
}

// text appends foreign text: quoted where RFC 4180 asks for it, with an
// apostrophe before what a spreadsheet would take for a formula (OWASP, "CSV
// Injection"), and as UTF-8 whatever came.
func (r *row) text(s string) {
	r.cell()
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	formula := s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0
	if !formula && !needsQuotes(s) {
		r.b = append(r.b, s...)
		return
	}
	r.b = append(r.b, '"')
	if formula {
		r.b = append(r.b, '\'')
	}
	for i := strings.IndexByte(s, '"'); i >= 0; i = strings.IndexByte(s, '"') {
		r.b = append(append(r.b, s[:i+1]...), '"')
		s = s[i+1:]
	}
	r.b = append(append(r.b, s...), '"')
}

func needsQuotes(s string) bool {
	return strings.IndexByte(s, ',') >= 0 || strings.IndexByte(s, '"') >= 0 || strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0
}

// blanks appends empty cells.
func (r *row) blanks(n int) {
	for range n {
		r.cell()
	}
}

func (r *row) placeName(p *mentionmap.Place) {
	if p == nil {
		r.blanks(1)
		return
	}
	r.text(p.Name)
}

func (r *row) position(p *mentionmap.Place) {
	if p == nil {
		r.blanks(2)
		return
	}
	r.number(p.Lon, coordinateDecimals)
	r.number(p.Lat, coordinateDecimals)
}

func (r *row) dates(d *mentionmap.Dates) {
	if !d.Known() {
		r.blanks(4)
		return
	}
	r.day(d.From)
	r.day(d.To)
	r.raw(d.Precision.String())
	r.raw(d.Basis.String())
}

func (r *row) placeIDs(p *mentionmap.Place) {
	if p == nil {
		r.blanks(4)
		return
	}
	r.integer(int64(p.ID))
	r.geonames(p.ID)
	r.text(p.Country)
	r.text(p.Admin1)
}

func (r *row) geonames(id mentionmap.PlaceID) {
	if n, ok := id.GeoNames(); ok {
		r.integer(n)
	} else {
		r.blanks(1)
	}
}
