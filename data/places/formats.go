package places

import (
	"context"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// format is a sort of file that can be imported.
type format struct {
	name  string
	about string                 // for people
	is    func(head string) bool // knows it by its first line that is no comment
	read  func(*input, *dump) error
	rank  rank
}

// rank says which layer lies over which.
type rank int

const (
	cities rank = iota // world-wide, the larger places
	dumps              // all of a country
	codes              // names of regions, districts, countries
	names              // alternate names
	ownPlaces
)

// formats are tried in this order.
var formats = []format{
	{"alternates", "GeoNames alternateNamesV2", isAlternates, readAlternates, names},
	{"geonames", "GeoNames places, 19 columns", isGeoNames, readGeoNames, dumps},
	{"admin1", "GeoNames admin1CodesASCII", isAdmin1, readAdminCodes, codes},
	{"admin2", "GeoNames admin2Codes", isAdmin2, readAdminCodes, codes},
	{"countries", "GeoNames countryInfo", isCountryInfo, readCountryInfo, codes},
	{"geojson", "GeoJSON points", isGeoJSON, readGeoJSON, ownPlaces},
	{"csv", "CSV with the columns name, lat, lon", isCSV, readCSV, ownPlaces},
}

// dump is what was read of a file.
type dump struct {
	format *format
	file   string
	rows   int
	drafts []*draft
	// supplement: the drafts only add to places that are known by their ids.
	supplement bool
	below      *gazetteer.Gazetteer
	towns      map[string]bool // folded main names of the source's settlements
}

func read(ctx context.Context, path string, below func(rank) (*gazetteer.Gazetteer, error)) (*dump, error) {
	s, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	in, err := newInput(ctx, s)
	if err != nil {
		return nil, err
	}
	for i := range formats {
		if !formats[i].is(in.head) {
			continue
		}
		d := &dump{format: &formats[i], file: s.file}
		if d.below, err = below(d.format.rank); err != nil {
			return nil, err
		}
		if err := formats[i].read(in, d); err != nil {
			return nil, err
		}
		return d, nil
	}
	return nil, mentionmap.Errorf(mentionmap.Invalid, "%s is no list that can be imported: its first line has %d columns; known are %s",
		s.file, strings.Count(in.head, "\t")+1, knownFormats())
}

func knownFormats() string {
	var list []string
	for _, f := range formats {
		list = append(list, f.about)
	}
	return strings.Join(list, "; ")
}
