package main

import (
	"bufio"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/export"
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
	addFilters(c)
	return c
}

// addFilters makes the API's parameters flags.
func addFilters(c *cobra.Command) {
	for _, p := range mentionmap.Parameters() {
		if p.Repeat {
			c.Flags().StringArray(p.Name, nil, p.Help)
		} else {
			c.Flags().String(p.Name, "", p.Help)
		}
	}
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
	st, outlines, err := openFiltered(c)
	if err != nil {
		return err
	}
	defer st.Close()
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
	for _, p := range mentionmap.Parameters() {
		flag := c.Flags().Lookup(p.Name)
		if !flag.Changed {
			continue
		}
		if list, err := c.Flags().GetStringArray(p.Name); err == nil {
			v[p.Name] = list
			continue
		}
		v.Set(p.Name, flag.Value.String())
	}
	return v
}

// told writes what was done on the way, such as that an older database was
// brought up to date, where messages go.
func told(c *cobra.Command) func(string) {
	return func(s string) { fmt.Fprintln(c.ErrOrStderr(), "mentionmap:", s) }
}
