package main

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store/cube"
	"mentionmap/data/store/spatial"
	"mentionmap/data/store/sqlite"
)

func newExport() *cobra.Command {
	c := &cobra.Command{
		Use:   "export",
		Short: "Write the mentions that match to standard output",
		Long:  "Writes the mentions that match the filters to standard output. The filters are those of the API.",
		Example: "  mentionmap export --format geojson > all.geojson\n" +
			"  mentionmap export --format csv --datetime 2023-06-06/2023-06-30 --kind settlement,facility --use literal > june.csv\n" +
			"  mentionmap export --bbox 36.5,47,39,49 --q bridge",
		Args: arguments(cobra.NoArgs),
		RunE: runExport,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	c.Flags().String("format", "geojson", "one of "+strings.Join(export.Names(), ", "))
	for _, p := range mentionmap.Params() {
		if p[0] == "source" {
			c.Flags().StringArray(p[0], nil, p[1])
			continue
		}
		c.Flags().String(p[0], "", p[1])
	}
	return c
}

func runExport(c *cobra.Command, _ []string) error {
	q, err := mentionmap.ParseQuery(filters(c))
	if err != nil {
		return usageIfInvalid(err)
	}
	name, _ := c.Flags().GetString("format")
	format, err := export.ByName(name)
	if err != nil {
		return usageError{err}
	}
	g, err := openGazetteer(c)
	if err != nil {
		return err
	}
	db, err := openExisting(c)
	if err != nil {
		return err
	}
	defer db.Close()
	outlines := (&works{gazetteer: g}).polygon
	st := spatial.New(cube.Wrap(db), outlines) // places are counted in memory
	meta, err := export.Describe(c.Context(), st, export.LayerMentions, q)
	if err != nil {
		return usageIfInvalid(err)
	}
	meta.Outline = outlines
	out := bufio.NewWriterSize(c.OutOrStdout(), 1<<16)
	if err := export.Write(c.Context(), out, st, meta, format); err != nil {
		return err
	}
	return out.Flush()
}

// filters collects the flags that were given, as the API's parameters.
func filters(c *cobra.Command) url.Values {
	v := url.Values{}
	for _, p := range mentionmap.Params() {
		flag := c.Flags().Lookup(p[0])
		if !flag.Changed {
			continue
		}
		if list, err := c.Flags().GetStringArray(p[0]); err == nil {
			v[p[0]] = list
			continue
		}
		v.Set(p[0], flag.Value.String())
	}
	return v
}

// openExisting opens the database for reading; it does not make one.
func openExisting(c *cobra.Command) (*sqlite.Store, error) {
	path, _ := settingDB.of(c)
	if _, err := os.Stat(path); err != nil {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no database %s: make it with 'mentionmap ingest --db %s FOLDER'", path, path)
	}
	return openShown(path, sqlite.Options{Notice: told(c)})
}

// told writes what was done on the way, such as that an older database was
// brought up to date, where messages go.
func told(c *cobra.Command) func(string) {
	return func(s string) { fmt.Fprintln(c.ErrOrStderr(), "mentionmap:", s) }
}

// openShown opens a database to show what is in it: without changing anything
// where the file may not be written.
func openShown(path string, o sqlite.Options) (*sqlite.Store, error) {
	o.AnyContent = true
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		o.ReadOnly = true
	} else {
		f.Close()
	}
	return sqlite.Open(path, o)
}
