package server

import (
	"net/url"
	"strings"

	"mentionmap"
)

// Tiles are online map tiles that the page may lay under the places, if the
// reader asks for them. The zero value is none.
type Tiles struct {
	// URL is where a tile is, with {z}, {x} and {y}, perhaps {s} (one of a, b, c,
	// at the beginning of the host) and {r} (@2x on fine screens).
	URL string
	// Credit is who made them, as their terms want it said; plain text.
	Credit string
}

// host is what the page may load images from, for its policy.
func (t Tiles) host() string {
	u, err := url.Parse(tileHost.Replace(t.URL))
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + strings.Replace(u.Host, "subdomain.", "*.", 1)
}

var tileHost = strings.NewReplacer("://{s}.", "://subdomain.", "{z}", "0", "{x}", "0", "{y}", "0", "{r}", "")

func (t Tiles) check() error {
	switch {
	case t == Tiles{}:
		return nil
	case t.URL == "":
		return mentionmap.Errorf(mentionmap.Invalid, "tiles have a credit but no address: say where they are")
	case !strings.Contains(t.URL, "{z}") || !strings.Contains(t.URL, "{x}") || !strings.Contains(t.URL, "{y}") ||
		!isOrigin(strings.Replace(t.host(), "*.", "", 1)) || strings.ContainsAny(tileHost.Replace(t.URL), "{} ;,'\"\\"):
		return mentionmap.Errorf(mentionmap.Invalid, "%q is no address of tiles: write it as https://tile.example.org/{z}/{x}/{y}.png", shown(t.URL))
	case t.Credit == "":
		return mentionmap.Errorf(mentionmap.Invalid, "tiles need a credit: say who made them, as their terms want it")
	}
	return nil
}

// described is what the page is told of the tiles: null if there are none.
func (t Tiles) described() any {
	if t == (Tiles{}) {
		return nil
	}
	return map[string]string{"url": t.URL, "credit": t.Credit}
}
