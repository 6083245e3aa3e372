package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mentionmap/data/places"
)

func newGazetteerImport() *cobra.Command {
	c := &cobra.Command{
		Use:   "import COUNTRY|LIST|FILE…",
		Short: "Add places: all of a country, or a list of your own",
		Long: "Puts lists of places over the embedded gazetteer. A country is its two letters (UA, RU, BY …), fetched from GeoNames\n" +
			"as are its lists cities500, cities1000, cities5000, cities15000, admin1CodesASCII, admin2Codes, countryInfo and\n" +
			"alternateNamesV2. A file is one of these, or your own CSV or GeoJSON with name, lat, lon, kind and alternates; it may be\n" +
			"packed as zip or gzip. What was imported under the same name is replaced; if anything goes wrong, it stays.",
		Example: "  mentionmap gazetteer import UA RU BY\n  mentionmap gazetteer import ~/Downloads/UA.zip\n  mentionmap gazetteer import my-places.csv",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE:    runGazetteerImport,
	}
	settingGazetteer.add(c)
	settingGeoNames.add(c)
	return c
}

func runGazetteerImport(c *cobra.Command, args []string) error {
	folder, _ := gazetteerFolder(c)
	if folder.Dir == "" {
		return usagef("this account has no configuration folder: name one with --gazetteer")
	}
	for _, arg := range args {
		if err := importOne(c, folder, arg); err != nil {
			return err
		}
	}
	return folder.Merge()
}

// importOne imports a file, or a list that is fetched first. What was fetched
// goes when it is in.
func importOne(c *cobra.Command, folder *places.Folder, arg string) error {
	path, fetched, err := arg, false, error(nil)
	if file, ok := places.ListFile(arg); ok && !isFile(arg) {
		if path, err = fetchList(c, folder, file); err != nil {
			return err
		}
		fetched = true
	}
	layer, err := folder.Import(c.Context(), path)
	if fetched && c.Context().Err() == nil {
		os.Remove(path)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d rows read, %d places (%s)\n", layer.Name, layer.Rows, layer.Places, layer.Format)
	return err
}

// isFile reports a file; a folder called UA does not stand for one.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func fetchList(c *cobra.Command, folder *places.Folder, file string) (string, error) {
	base, _ := settingGeoNames.of(c)
	p := newProgress("Fetching "+file, c.ErrOrStderr())
	defer p.done()
	d := places.Download{
		Base: base, Dir: filepath.Join(folder.Dir, "downloads"), Pause: time.Second,
		Progress: func(done, total int64) { p.show(done, total, size(done)) },
		Retry: func(err error, n, of int) {
			p.done()
			fmt.Fprintf(c.ErrOrStderr(), "mentionmap: %s: %v; attempt %d of %d\n", file, err, n, of)
		},
	}
	return d.Get(c.Context(), file)
}

func newGazetteerList() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   "List what was imported, the lowest layer first",
		Example: "  mentionmap gazetteer list\n  mentionmap gazetteer list --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			folder, _ := gazetteerFolder(c)
			layers, err := folder.List()
			if err != nil {
				return err
			}
			if wantsJSON(c) {
				return printLayersJSON(c.OutOrStdout(), layers)
			}
			return printLayers(c.OutOrStdout(), folder.Dir, layers)
		},
	}
	settingGazetteer.add(c)
	addJSON(c)
	return c
}

func printLayers(out io.Writer, dir string, layers []places.Installed) error {
	if len(layers) == 0 {
		_, err := fmt.Fprintf(out, "Nothing is imported in %s: only the embedded gazetteer is used.\n", dir)
		return err
	}
	t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tPLACES\tNAMES\tSIZE\tVERSION")
	for _, l := range layers {
		if l.Err != nil {
			fmt.Fprintf(t, "%s\t–\t–\t%s\t%v\n", l.Name, size(l.Bytes), l.Err)
			continue
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", l.Name, l.Places, l.Names, size(l.Bytes), l.Version)
	}
	return t.Flush()
}

// layerJSON is one line of list --json.
type layerJSON struct {
	Name    string `json:"name"`
	Path    string `json:"path"`
	Version string `json:"version"`
	Places  int    `json:"places"`
	Names   int    `json:"names"`
	Bytes   int64  `json:"bytes"`
	Error   string `json:"error,omitempty"`
}

func printLayersJSON(out io.Writer, layers []places.Installed) error {
	encode := json.NewEncoder(out)
	for _, l := range layers {
		row := layerJSON{Name: l.Name, Path: l.Path, Version: l.Version, Places: l.Places, Names: l.Names, Bytes: l.Bytes}
		if l.Err != nil {
			row.Error = l.Err.Error()
		}
		if err := encode.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func newGazetteerRemove() *cobra.Command {
	c := &cobra.Command{
		Use:     "remove NAME…",
		Short:   "Take out what was imported",
		Example: "  mentionmap gazetteer remove UA",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			folder, _ := gazetteerFolder(c)
			for _, name := range args {
				if err := folder.Remove(name); err != nil {
					return err
				}
			}
			if err := folder.Merge(); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "removed %s\n", strings.Join(args, ", "))
			return err
		},
	}
	settingGazetteer.add(c)
	return c
}
