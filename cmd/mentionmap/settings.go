package main

import (
	"os"

	"github.com/spf13/cobra"

	"mentionmap/data/places"
)

// setting is one setting of the program: a flag, and perhaps a variable of the
// environment that stands in for it.
type setting struct {
	flag, env, def, help string
}

// A switch is a setting that is on or off.
const (
	off = "false"
	on  = "true"
)

// The settings. docs/settings.md lists them; a test compares.
var (
	settingDB        = setting{"db", "MENTIONMAP_DB", "mentionmap.db", "file of the database"}
	settingAddr      = setting{"addr", "MENTIONMAP_ADDR", "127.0.0.1:8080", "address to serve on; without it, the next free port if 8080 is taken"}
	settingGazetteer = setting{"gazetteer", "MENTIONMAP_GAZETTEER", "", "folder of imported gazetteers that lie over the embedded one; without it, mentionmap/gazetteer in the user's configuration folder"}
	settingPublic    = setting{"public", "MENTIONMAP_PUBLIC", off, "serve on an address that other machines reach: all who do may read what is stored"}
	settingGeoNames  = setting{"geonames", "MENTIONMAP_GEONAMES", places.GeoNames, "address that lists of places are fetched from"}
	settings         = []setting{settingDB, settingAddr, settingGazetteer, settingGeoNames, settingPublic}
)

// add makes the flag of a setting on a command.
func (s setting) add(c *cobra.Command) {
	help := s.help
	if s.env != "" {
		help += " (environment: " + s.env + ")"
	}
	c.Flags().String(s.flag, s.def, help)
	if s.def == off {
		c.Flags().Lookup(s.flag).NoOptDefVal = on
	}
}

// of returns the value for a command: flag, else environment, else default.
// given is true unless it is the default.
func (s setting) of(c *cobra.Command) (value string, given bool) {
	flag := c.Flags().Lookup(s.flag)
	if flag.Changed {
		return flag.Value.String(), true
	}
	if env := os.Getenv(s.env); s.env != "" && env != "" {
		return env, true
	}
	return s.def, false
}

// jsonFlag is --json: answers for programs instead of people.
const jsonFlag = "json"

func addJSON(c *cobra.Command) {
	c.Flags().Bool(jsonFlag, false, "print JSON")
}

func wantsJSON(c *cobra.Command) bool {
	v, _ := c.Flags().GetBool(jsonFlag)
	return v
}
