package server

import (
	"net"
	"net/url"
	"strings"
	"time"

	"mentionmap"
)

// checkAddress refuses to serve on an address that other machines reach,
// unless that is wanted.
func checkAddress(host string, public bool) error {
	if public || IsLoopback(host) {
		return nil
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%q can be reached from other machines: add --public if all who reach it may read what is stored, or serve on 127.0.0.1", shown(host))
}

// IsLoopback reports whether a host, a name or an address, is this machine only.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// Check refuses options about access that contradict themselves.
func (o *Options) Check() error {
	if err := checkAddress(o.Host, o.Public); err != nil {
		return err
	}
	if o.Delay < 0 || o.Delay > mostDelay {
		return mentionmap.Errorf(mentionmap.Invalid, "a delay of %s is not from 0 to ten years", o.Delay)
	}
	if o.Delay > 0 && !o.Public {
		return mentionmap.Errorf(mentionmap.Invalid, "a delay of %s is for a public server: add --public, or leave --delay out", o.Delay)
	}
	if p := o.BasePath; p != "" && (p[0] != '/' || strings.HasSuffix(p, "/") || strings.Trim(p, basePathLetters) != "") {
		return mentionmap.Errorf(mentionmap.Invalid, "%q is not a base path: write it as /name", shown(p))
	}
	for _, proxy := range o.TrustedProxies {
		if _, _, err := net.ParseCIDR(proxy); err != nil && net.ParseIP(proxy) == nil {
			return mentionmap.Errorf(mentionmap.Invalid, "%q is neither an address nor a network of a proxy: write 10.0.0.1 or 10.0.0.0/8", shown(proxy))
		}
	}
	for _, list := range [][]string{o.Origins, o.Frames} {
		for _, origin := range list {
			if !isOrigin(origin) {
				return mentionmap.Errorf(mentionmap.Invalid, "%q is not a web origin: write https://example.org", shown(origin))
			}
		}
	}
	return o.Tiles.check()
}

const mostDelay = 10 * 365 * 24 * time.Hour

const basePathLetters = "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

// isOrigin keeps out what would add to a header more than an origin.
func isOrigin(s string) bool {
	if s == "*" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && s == u.Scheme+"://"+u.Host && !strings.ContainsAny(s, " ;,'\"")
}
