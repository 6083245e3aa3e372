package server

import (
	"net"

	"github.com/gofiber/fiber/v2"
)

// policy lets the page load from its own origin only. Leaflet sets styles
// through the CSSOM, which needs no exception; canvases become images by way
// of blob: and data: URLs.
const policy = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard sets the headers that every answer carries, and refuses requests that
// come under a foreign name to a server on a loopback address.
func (h *handlers) guard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	if h.loopback && !isLoopback(hostname(string(c.Request().Host()))) {
		return fiber.NewError(fiber.StatusForbidden, "this server answers to localhost and 127.0.0.1 only: open it by one of these")
	}
	return c.Next()
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}
