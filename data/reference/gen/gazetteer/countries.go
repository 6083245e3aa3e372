package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// addCountries joins our table (id, position, names) with Natural Earth
// (names in uk and ru, population, outlines). Countries are dissolved from
// provinces, which are corrected first.
func (w *world) addCountries(src *sources, table string) error {
	var err error
	if w.provinces, err = readProvinces(src.provinces); err != nil {
		return err
	}
	if err := w.readCountryTable(table); err != nil {
		return err
	}
	nations, err := readNations(src.countries)
	if err != nil {
		return err
	}
	for i := range nations {
		if e := w.country[nations[i].ISO2]; e != nil {
			nations[i].describe(e)
		}
	}
	for iso, e := range w.country {
		if shape := w.dissolveCountry(iso); shape != nil {
			e.Polygon = shape
		}
	}
	return nil
}

func (n *nation) describe(e *entry) {
	if e.Population < int64(n.Population) {
		e.Population = int64(n.Population)
	}
	if e.Polygon == nil {
		e.Polygon = n.shape
	}
	name.Add(e, "en", 0, n.Name, n.Long, n.Formal)
	name.Add(e, "uk", 0, n.Ukrain)
	name.Add(e, "ru", 0, n.Russian)
}

func (w *world) dissolveCountry(iso string) (out shape) {
	var parts []shape
	for _, p := range w.provinces {
		if p.ISO2 == iso {
			parts = append(parts, p.shape)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return dissolve(parts)
}

// readCountryTable reads countries.tsv: iso, geonames id, lat, lon, names.
func (w *world) readCountryTable(path string) error {
	return eachRow(path, 5, func(f []string) error {
		id, err1 := strconv.ParseInt(f[1], 10, 64)
		lat, err2 := strconv.ParseFloat(f[2], 64)
		lon, err3 := strconv.ParseFloat(f[3], 64)
		if err1 != nil || err2 != nil || err3 != nil {
			return fmt.Errorf("%q: want iso, id, lat, lon, names", f)
		}
		e := &entry{ID: mentionmap.PlaceID(id), Kind: mentionmap.Country, Feature: "PCLI", Country: f[0], Code: f[0], Lon: lon, Lat: lat}
		e.Names = parseNames(f[4])
		e.Names[0].Flags |= gazetteer.NameMain
		w.country[f[0]] = e
		_, err := w.add(e)
		return err
	})
}

// eachRow reads a table of tab-separated columns. Empty lines and lines that
// begin with # are left out.
func eachRow(path string, columns int, do func(fields []string) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var wrong []error
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			wrong = append(wrong, fmt.Errorf("%s:%d: %d columns, want %d", path, i+1, len(f), columns))
		} else if err := do(f); err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", path, i+1, err))
		}
	}
	return errors.Join(wrong...)
}

// parseNames reads names parted by semicolons. A mark before a name says what
// it is: ~ former, ! a code, ^ the bare name of a region or district, ? also
// an ordinary word; "uk:" and the like say the language.
func parseNames(s string) []gazetteer.EntryName {
	var names []gazetteer.EntryName
	for _, text := range strings.Split(s, ";") {
		n := gazetteer.EntryName{Text: strings.TrimSpace(text), Flags: gazetteer.NameAlias}
		for n.Text != "" && strings.IndexByte("~!^?", n.Text[0]) >= 0 {
			n.Flags |= nameMarks[n.Text[0]]
			n.Text = n.Text[1:]
		}
		if len(n.Text) > 3 && n.Text[2] == ':' {
			n.Lang, n.Text = n.Text[:2], n.Text[3:]
		} else {
			n.Lang = gazetteer.GuessLang(n.Text)
		}
		if n.Text != "" {
			names = append(names, n)
		}
	}
	tellRussian(names)
	return names
}

// tellRussian marks as Russian what is Cyrillic, current and of no telling
// letters, beside a Ukrainian name of another spelling.
func tellRussian(names []gazetteer.EntryName) {
	if !slices.ContainsFunc(names, func(n gazetteer.EntryName) bool { return n.Lang == "uk" }) {
		return
	}
	for i := range names {
		if n := &names[i]; n.Lang == "" && name.IsCyrillic(n.Text) && n.Flags&gazetteer.NameFormer == 0 {
			n.Lang = "ru"
		}
	}
}

var nameMarks = map[byte]gazetteer.NameFlags{
	'~': gazetteer.NameFormer, '!': gazetteer.NameCode, '^': gazetteer.NameBare, '?': gazetteer.NameWord,
}
