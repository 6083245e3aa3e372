package server

import (
	"net/url"
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

// origin is the scheme and host under which the client reached us.
func origin(c *fiber.Ctx) string {
	return strings.Clone(c.Protocol() + "://" + string(c.Request().Host()))
}
