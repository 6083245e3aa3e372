package server

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

const defaultLimit = 1000

// values copies the parameters out of the request, whose memory is used again
// once the handler has returned.
func values(c *fiber.Ctx) (url.Values, error) {
	v, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "the parameters cannot be read: %v", err)
	}
	return v, nil
}

// query reads the filters; names in allowed are parameters of this resource
// besides them, whose values are returned too.
func query(c *fiber.Ctx, allowed ...string) (mentionmap.Query, url.Values, error) {
	v, err := values(c)
	if err != nil {
		return mentionmap.Query{}, nil, err
	}
	for _, name := range allowed {
		if n := len(v[name]); n > 1 {
			return mentionmap.Query{}, nil, mentionmap.ParamErrorf(name, "is given %d times: give it once", n)
		}
	}
	q, err := mentionmap.ParseQuery(v, allowed...)
	return q, v, err
}

// flag reads a parameter that is on (1, true) or off (absent, 0, false).
func flag(v url.Values, name string) (bool, error) {
	switch v.Get(name) {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	}
	return false, mentionmap.ParamErrorf(name, "%q is neither 1 nor 0", shown(v.Get(name)))
}

// choice reads a parameter that must be one of a few words; the first is the
// default.
func choice(v url.Values, name string, words ...string) (string, error) {
	got := v.Get(name)
	if got == "" {
		return words[0], nil
	}
	for _, w := range words {
		if w == got {
			return w, nil
		}
	}
	return "", mentionmap.ParamErrorf(name, "%q is not one of %s", shown(got), strings.Join(words, ", "))
}

// refuse answers 400 for filters that mean nothing for a resource: to ignore
// them would look like an answer to another question.
func refuse(v url.Values, why string, names ...string) error {
	for _, name := range names {
		if v.Has(name) {
			return mentionmap.ParamErrorf(name, "means nothing here: %s", why)
		}
	}
	return nil
}

// onlyParams refuses all parameters but f, which may be json, and those named.
func onlyParams(c *fiber.Ctx, names ...string) (url.Values, error) {
	v, err := values(c)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name != "f" && !slices.Contains(names, name) {
			return nil, mentionmap.ParamErrorf(shown(name), "this resource takes no such parameter")
		}
		if n := len(v[name]); n > 1 {
			return nil, mentionmap.ParamErrorf(name, "is given %d times: give it once", n)
		}
	}
	_, err = choice(v, "f", "json", "geojson")
	return v, err
}

// root is the address under which the client reached us: scheme, host and base path.
func (h *handlers) root(c *fiber.Ctx) string {
	return strings.Clone(c.Protocol() + "://" + c.Hostname() + h.BasePath)
}
