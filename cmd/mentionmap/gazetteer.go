package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// lookupLimit is how many places lookup prints.
const lookupLimit = 50

func newGazetteer() *cobra.Command {
	c := group(&cobra.Command{
		Use:     "gazetteer",
		Short:   "Look into the list of places, and import more",
		Example: "  mentionmap gazetteer info\n  mentionmap gazetteer lookup Lyman\n  mentionmap gazetteer import UA",
	})
	c.AddCommand(newGazetteerInfo(), newGazetteerLookup(), newGazetteerImport(), newGazetteerList(), newGazetteerRemove())
	return c
}

func newGazetteerInfo() *cobra.Command {
	c := &cobra.Command{
		Use:     "info",
		Short:   "Say what the gazetteer is made of, and under which licences",
		Example: "  mentionmap gazetteer info\n  mentionmap gazetteer info --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := openGazetteer(c)
			if err != nil {
				return err
			}
			if wantsJSON(c) {
				return json.NewEncoder(c.OutOrStdout()).Encode(g.Info())
			}
			return printInfo(c.OutOrStdout(), g)
		},
	}
	settingGazetteer.add(c)
	addJSON(c)
	return c
}

func printInfo(out io.Writer, g *gazetteer.Gazetteer) error {
	for _, layer := range g.Info() {
		fmt.Fprintf(out, "%s, version %s: %d places, %d names\n", layer.Title, layer.Version, layer.Places, layer.Names)
		for _, s := range layer.Sources {
			fmt.Fprintf(out, "  from %s %s (%s)\n", s.Name, s.Version, s.Licence)
		}
	}
	_, err := fmt.Fprintf(out, "%d places in all\n", g.Len())
	return err
}

func newGazetteerLookup() *cobra.Command {
	c := &cobra.Command{
		Use:     "lookup NAME",
		Short:   "List the places that have a name, or a name that begins so",
		Example: "  mentionmap gazetteer lookup Kostiantynivka\n  mentionmap gazetteer lookup --json Бахмут",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			g, err := openGazetteer(c)
			if err != nil {
				return err
			}
			name := strings.Join(args, " ")
			hits := g.Lookup(name, lookupLimit)
			if len(hits) == 0 {
				return mentionmap.Errorf(mentionmap.NotFound, "no place is called %q: try another spelling, or the beginning of the name", name)
			}
			if wantsJSON(c) {
				return printHitsJSON(c.OutOrStdout(), g, hits)
			}
			return printHits(c.OutOrStdout(), g, hits)
		},
	}
	settingGazetteer.add(c)
	addJSON(c)
	return c
}

func printHits(out io.Writer, g *gazetteer.Gazetteer, hits []gazetteer.Hit) error {
	t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tPLACE\tKIND\tIN\tPOPULATION\tLON\tLAT\tID")
	for _, hit := range hits {
		p := g.Place(hit.Row)
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%.4f\t%.4f\t%d\n", hit.Name, p.Name, p.Kind, within(&p), people(p.Population), p.Lon, p.Lat, p.ID)
	}
	return t.Flush()
}

// within writes what a place lies in: "Donetsk Oblast, UA".
func within(p *mentionmap.Place) string {
	var parts []string
	for _, s := range []string{p.Admin2, p.Admin1, p.Country} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func people(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// hitJSON is one line of lookup --json.
type hitJSON struct {
	Name       string             `json:"name"`
	Exact      bool               `json:"exact"`
	Place      mentionmap.PlaceID `json:"place"`
	GeoNames   *int64             `json:"geonames_id"`
	Main       string             `json:"main_name"`
	Kind       string             `json:"kind"`
	Country    string             `json:"country"`
	Admin1     string             `json:"admin1"`
	Admin2     string             `json:"admin2"`
	Population int64              `json:"population"`
	Lon        float64            `json:"lon"`
	Lat        float64            `json:"lat"`
}

func printHitsJSON(out io.Writer, g *gazetteer.Gazetteer, hits []gazetteer.Hit) error {
	encode := json.NewEncoder(out)
	for _, hit := range hits {
		p := g.Place(hit.Row)
		row := hitJSON{
			Name: hit.Name, Exact: hit.Exact, Place: p.ID, Main: p.Name, Kind: p.Kind.String(), Country: p.Country,
			Admin1: p.Admin1, Admin2: p.Admin2, Population: p.Population, Lon: p.Lon, Lat: p.Lat,
		}
		if id, ok := p.ID.GeoNames(); ok {
			row.GeoNames = &id
		}
		if err := encode.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
