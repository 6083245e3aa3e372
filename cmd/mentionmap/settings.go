package main

import (
	"os"
	"strconv"
	"strings"

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
	settingDB        = setting{"db", "MENTIONMAP_DB", "mentionmap.db", "file of the database, or postgres://user@host/name"}
	settingAddr      = setting{"addr", "MENTIONMAP_ADDR", "127.0.0.1:8080", "address to serve on; without it, the next free port if 8080 is taken"}
	settingGazetteer = setting{"gazetteer", "MENTIONMAP_GAZETTEER", "", "folder of imported gazetteers that lie over the embedded one; without it, mentionmap/gazetteer in the user's configuration folder"}
	settingPrior     = setting{"prior", "MENTIONMAP_PRIOR", "", "table of the countries and regions that texts are expected to be about, by months; without it, those of the Russia–Ukraine war"}
	settingPublic    = setting{"public", "MENTIONMAP_PUBLIC", off, "serve on an address that other machines reach: all who do may read what is stored"}
	settingGeoNames  = setting{"geonames", "MENTIONMAP_GEONAMES", places.GeoNames, "address that lists of places are fetched from"}
	settingDelay     = setting{"delay", "MENTIONMAP_DELAY", "0s", "with --public: keep back what was published, or tells of days, within so long, such as 48h"}
	settingBasePath  = setting{"base-path", "MENTIONMAP_BASE_PATH", "", "path under which a proxy serves this program, /name; the proxy passes it on"}
	settingProxy     = setting{"proxy", "MENTIONMAP_PROXY", "", "addresses or networks of proxies whose X-Forwarded-* is believed, comma separated"}
	settingOrigin    = setting{"origin", "MENTIONMAP_ORIGIN", "", "web origins whose pages may read the API, comma separated, or *"}
	settingFrame     = setting{"frame", "MENTIONMAP_FRAME", "", "web origins that may show the page in a frame, comma separated, or *"}
	settingTiles     = setting{"tiles", "MENTIONMAP_TILES", "", "online map tiles that the page offers besides its own map: https://tile.example.org/{z}/{x}/{y}.png"}
	settingCredit    = setting{"tiles-credit", "MENTIONMAP_TILES_CREDIT", "", "who made the tiles, as their terms want it said on the map"}

	settingReadToken = setting{"read-token", "MENTIONMAP_READ_TOKEN", off, "ask everyone who reads for a token of 'mentionmap token new', too"}

	// serving are the settings of serve.
	serving  = []setting{settingDB, settingAddr, settingGazetteer, settingPrior, settingPublic, settingDelay, settingReadToken, settingBasePath, settingProxy, settingOrigin, settingFrame, settingTiles, settingCredit}
	settings = append([]setting{settingGeoNames}, serving...)
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

// list returns the comma separated values of a setting.
func (s setting) list(c *cobra.Command) (values []string) {
	text, _ := s.of(c)
	for v := range strings.SplitSeq(text, ",") {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// yes returns whether a switch is on; the error is one of usage.
func (s setting) yes(c *cobra.Command) (bool, error) {
	value, _ := s.of(c)
	v, err := strconv.ParseBool(value)
	if err != nil {
		return false, usagef("--%s %q is neither true nor false", s.flag, value)
	}
	return v, nil
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
