package server

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// policy lets the page load from its own origin only. Leaflet sets styles
// through the CSSOM, which needs no exception; canvases become images by way
// of blob: and data: URLs.
func (o *Options) policy() string {
	frames := "'none'"
	if len(o.Frames) > 0 {
		frames = strings.Join(o.Frames, " ")
	}
	images := "'self' data: blob:"
	if o.Tiles.URL != "" {
		images += " " + o.Tiles.host()
	}
	return "default-src 'self'; img-src " + images + "; worker-src 'self' blob:; " +
		"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors " + frames
}

// guard sets the headers that every answer carries, and refuses requests that
// come under a foreign name to a server on a loopback address.
func (h *handlers) guard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, h.csp)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	h.share(c)
	if head := &c.Request().Header; hostLines(head.RawHeaders()) > 1 || len(head.Host()) == 0 && head.IsHTTP11() {
		c.Response().SetConnectionClose()
		return fiber.NewError(fiber.StatusBadRequest, "a request names one host, in one line Host")
	}
	if h.loopback && !h.known(c) {
		return fiber.NewError(fiber.StatusForbidden, "this server answers to localhost and 127.0.0.1 only: open it by one of these")
	}
	if !reads(c) && ofForeignPage(c) {
		return fiber.NewError(fiber.StatusForbidden, "pages of other sites cannot send to this server")
	}
	if c.Method() == fiber.MethodOptions {
		c.Set(fiber.HeaderAllow, allowed(c))
		c.Status(fiber.StatusNoContent)
		return nil
	}
	return c.Next()
}

// known reports whether a request to a loopback address names it, or comes
// through a proxy that is trusted to have checked.
func (h *handlers) known(c *fiber.Ctx) bool {
	return IsLoopback(hostname(string(c.Request().Host()))) || len(h.TrustedProxies) > 0 && c.IsProxyTrusted()
}

// ofForeignPage reports whether a browser says that a page of another origin
// sends a request, were it only another port. Programs say nothing of the kind.
func ofForeignPage(c *fiber.Ctx) bool {
	switch c.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return true
	}
	origin := c.Get(fiber.HeaderOrigin)
	u, err := url.Parse(origin)
	return origin != "" && (err != nil || !strings.EqualFold(u.Host, c.Hostname()))
}

func reads(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead || c.Method() == fiber.MethodOptions
}

// share lets pages of the configured origins read answers (CORS). Nothing is
// ever sent with credentials, as there are none.
func (h *handlers) share(c *fiber.Ctx) {
	if len(h.Origins) == 0 {
		c.Set("Cross-Origin-Resource-Policy", "same-origin")
		return
	}
	c.Set("Cross-Origin-Resource-Policy", "cross-origin")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding+", "+fiber.HeaderOrigin)
	origin := c.Get(fiber.HeaderOrigin)
	switch {
	case slices.Contains(h.Origins, "*"):
		c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	case origin != "" && slices.Contains(h.Origins, origin):
		c.Set(fiber.HeaderAccessControlAllowOrigin, origin)
	default:
		return
	}
	c.Set(fiber.HeaderAccessControlAllowMethods, "GET, HEAD")
	c.Set(fiber.HeaderAccessControlExposeHeaders, "ETag, Content-Disposition")
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}

// allowed lists the methods of a resource, for the Allow header.
func allowed(c *fiber.Ctx) string {
	path := strings.TrimSuffix(c.Path(), "/")
	switch {
	case strings.HasSuffix(path, "/api/locate"), strings.HasSuffix(path, "/api/documents"):
		return "POST, OPTIONS"
	case strings.Contains(path, "/api/documents/"):
		return "DELETE, OPTIONS"
	}
	return "GET, HEAD, OPTIONS"
}

// nothing answers what no route took.
func (h *handlers) nothing(c *fiber.Ctx) error {
	allow := allowed(c)
	if reads(c) && strings.Contains(allow, fiber.MethodGet) {
		return mentionmap.Errorf(mentionmap.NotFound, "there is nothing at %s: the page is at %s/, the API at %[2]s/api", shown(c.Path()), h.BasePath)
	}
	c.Set(fiber.HeaderAllow, allow)
	return fiber.NewError(fiber.StatusMethodNotAllowed, methodOf(c)+" is not possible here: there is "+allow)
}
