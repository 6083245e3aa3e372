package main

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"mentionmap/geo/locate"
)

func newVersion() *cobra.Command {
	c := &cobra.Command{
		Use:     "version",
		Short:   "Say which version this is, with which gazetteer and locator",
		Example: "  mentionmap version\n  mentionmap version --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := openGazetteer(c)
			if err != nil {
				return err
			}
			v := map[string]string{
				"version": version, "gazetteer": g.Version(), "locator": locate.Version,
				"go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH,
			}
			if wantsJSON(c) {
				return json.NewEncoder(c.OutOrStdout()).Encode(v)
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "mentionmap %s\ngazetteer  %s\nlocator    %s\nbuilt with %s for %s\n",
				v["version"], v["gazetteer"], v["locator"], v["go"], v["platform"])
			return err
		},
	}
	settingGazetteer.add(c)
	addJSON(c)
	return c
}
