package export

import (
	"math"

	"mentionmap"
	"mentionmap/data/store"
)

// column is one attribute of a row, for formats made of tables. Its value is
// a string, int64, float64, bool, or nil where there is none.
type column[T any] struct {
	name, sql string // sql: its type in a GeoPackage
	value     func(*T) any
}

func known(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func rounded(v float64, decimals int) any {
	if v-v != 0 { // NaN, ±Inf
		return nil
	}
	return math.Round(v*powers[decimals]) / powers[decimals]
}

func geoNames(id mentionmap.PlaceID) any {
	if n, ok := id.GeoNames(); ok {
		return n
	}
	return nil
}

// ofPlace is the value of a mention's place, nil without one.
func ofPlace(value func(*mentionmap.Place) any) func(*store.Mention) any {
	return func(m *store.Mention) any {
		if m.Place == nil {
			return nil
		}
		return value(m.Place)
	}
}

func ofDates(value func(*mentionmap.Dates) any) func(*store.Mention) any {
	return func(m *store.Mention) any {
		if !m.Dates.Known() {
			return nil
		}
		return value(&m.Dates)
	}
}

var mentionColumns = []column[store.Mention]{
	{"id", "TEXT", func(m *store.Mention) any { return m.ID }},
	{"name", "TEXT", ofPlace(func(p *mentionmap.Place) any { return p.Name })},
	{"surface", "TEXT", func(m *store.Mention) any { return m.Surface }},
	{"kind", "TEXT", func(m *store.Mention) any { return m.Kind.String() }},
	{"use", "TEXT", func(m *store.Mention) any { return m.Use.String() }},
	{"relation", "TEXT", func(m *store.Mention) any { return m.Relation.String() }},
	{"date", "DATE", ofDates(func(d *mentionmap.Dates) any { return d.From.String() })},
	{"date_to", "DATE", ofDates(func(d *mentionmap.Dates) any { return d.To.String() })},
	{"date_precision", "TEXT", ofDates(func(d *mentionmap.Dates) any { return d.Precision.String() })},
	{"date_basis", "TEXT", ofDates(func(d *mentionmap.Dates) any { return d.Basis.String() })},
	{"date_words", "TEXT", func(m *store.Mention) any { return known(m.DateWords) }},
	{"planned", "BOOLEAN", func(m *store.Mention) any { return m.Dates.Planned }},
	{"published", "TEXT", func(m *store.Mention) any { return known(m.Published.String()) }},
	{"confidence", "REAL", func(m *store.Mention) any { return rounded(float64(m.Confidence), confidenceDecimals) }},
	{"certainty", "TEXT", func(m *store.Mention) any { return m.Certainty() }},
	{"radius_km", "REAL", func(m *store.Mention) any { return rounded(m.RadiusKM, kmDecimals) }},
	{"repeat", "BOOLEAN", func(m *store.Mention) any { return m.Repeat }},
	{"place", "INTEGER", ofPlace(func(p *mentionmap.Place) any { return int64(p.ID) })},
	{"geonames_id", "INTEGER", ofPlace(func(p *mentionmap.Place) any { return geoNames(p.ID) })},
	{"country", "TEXT", ofPlace(func(p *mentionmap.Place) any { return known(p.Country) })},
	{"admin1", "TEXT", ofPlace(func(p *mentionmap.Place) any { return known(p.Admin1) })},
	{"snippet", "TEXT", func(m *store.Mention) any { return m.Snippet }},
	{"title", "TEXT", func(m *store.Mention) any { return known(m.Title) }},
	{"source", "TEXT", func(m *store.Mention) any { return known(m.Source) }},
	{"author", "TEXT", func(m *store.Mention) any { return known(m.Author) }},
	{"url", "TEXT", func(m *store.Mention) any { return known(m.URL) }},
	{"document", "TEXT", func(m *store.Mention) any { return m.DocumentID }},
	{"post", "TEXT", func(m *store.Mention) any { return mentionmap.MentionID(m.DocumentID, m.PostStart) }},
	{"story", "TEXT", func(m *store.Mention) any { return m.Story }},
	{"start", "INTEGER", func(m *store.Mention) any { return int64(m.Start) }},
	{"end", "INTEGER", func(m *store.Mention) any { return int64(m.End) }},
}

var placeColumns = []column[store.PlaceCount]{
	{"place", "INTEGER", func(p *store.PlaceCount) any { return int64(p.ID) }},
	{"name", "TEXT", func(p *store.PlaceCount) any { return p.Name }},
	{"kind", "TEXT", func(p *store.PlaceCount) any { return p.Kind.String() }},
	{"count", "INTEGER", func(p *store.PlaceCount) any { return p.N }},
	{"first", "DATE", func(p *store.PlaceCount) any { return known(p.First.String()) }},
	{"last", "DATE", func(p *store.PlaceCount) any { return known(p.Last.String()) }},
	{"geonames_id", "INTEGER", func(p *store.PlaceCount) any { return geoNames(p.ID) }},
	{"country", "TEXT", func(p *store.PlaceCount) any { return known(p.Country) }},
	{"admin1", "TEXT", func(p *store.PlaceCount) any { return known(p.Admin1) }},
	{"admin2", "TEXT", func(p *store.PlaceCount) any { return known(p.Admin2) }},
	{"population", "INTEGER", func(p *store.PlaceCount) any { return p.Population }},
}
