package export

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
)

// kml writes OGC KML 2.3: a Placemark for each row, with its days as a
// TimeSpan, so that a globe's time slider works, and all columns as data.
type kml struct{ buffer }

func newKML(w io.Writer, m Meta) Writer {
	k := &kml{newBuffer(w)}
	k.b = append(k.b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<kml xmlns="http://www.opengis.net/kml/2.2"><Document>`...)
	k.element("name", "mentionmap: "+m.Layer.String())
	k.element("description", Licence)
	k.b = append(k.b, "<ExtendedData>"...)
	k.data("metadata", string(appendMeta(nil, &m)))
	k.b = append(k.b, "</ExtendedData>\n"...)
	return k
}

func (k *kml) Mention(m *store.Mention) error {
	name := m.Surface
	if m.Place != nil {
		name = m.Place.Name
	}
	k.start(name, m.Snippet, m.Dates.From, m.Dates.To)
	appendData(k, mentionColumns, m)
	return k.end(m.Place)
}

func (k *kml) Place(p *store.PlaceCount) error {
	k.start(p.Name, fmt.Sprintf("%d × %s", p.N, p.Kind), p.First, p.Last)
	appendData(k, placeColumns, p)
	return k.end(&p.Place)
}

func (k *kml) Close() error {
	k.b = append(k.b, "</Document></kml>\n"...)
	return k.write()
}

func (k *kml) start(name, description string, from, to mentionmap.Day) {
	k.b = append(k.b, "<Placemark>"...)
	k.element("name", name)
	k.element("description", description)
	if from != mentionmap.NoDay {
		k.b = append(k.b, "<TimeSpan>"...)
		k.element("begin", from.String())
		k.element("end", to.String())
		k.b = append(k.b, "</TimeSpan>"...)
	}
	k.b = append(k.b, "<ExtendedData>"...)
}

func (k *kml) end(p *mentionmap.Place) error {
	k.b = append(k.b, "</ExtendedData>"...)
	if p != nil {
		k.b = append(k.b, "<Point><coordinates>"...)
		k.b = append(appendNumber(k.b, p.Lon, coordinateDecimals), ',')
		k.b = appendNumber(k.b, p.Lat, coordinateDecimals)
		k.b = append(k.b, "</coordinates></Point>"...)
	}
	k.b = append(k.b, "</Placemark>\n"...)
	return k.flush()
}

func appendData[T any](k *kml, columns []column[T], row *T) {
	for _, c := range columns {
		if v := c.value(row); v != nil {
			k.data(c.name, fmt.Sprint(v))
		}
	}
}

func (k *kml) data(name, value string) {
	k.b = append(k.b, `<Data name="`+name+`">`...)
	k.element("value", value)
	k.b = append(k.b, "</Data>"...)
}

func (k *kml) element(name, text string) {
	k.b = append(append(append(k.b, '<'), name...), '>')
	k.b = appendXML(k.b, text)
	k.b = append(append(append(k.b, "</"...), name...), '>')
}

// appendXML escapes markup and drops what XML 1.0 cannot hold (section 2.2).
func appendXML(dst []byte, s string) []byte {
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			dst = append(dst, "\ufffd"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
