package server

import (
	"encoding/base64"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap/data/tokens"
)

// mayRead asks who reads for a token, where that is wanted. A browser asks for
// it as a password, under any name, and sends it with every request; programs
// send it so, or as a bearer token.
func (h *handlers) mayRead(c *fiber.Ctx) error {
	if strings.HasPrefix(c.Path(), h.BasePath+"/healthz") {
		return c.Next()
	}
	secret := bearer(c)
	if secret == "" {
		secret = password(c)
	}
	ctx, cancel := bounded()
	defer cancel()
	switch _, ok, err := h.Tokens.Check(ctx, secret, h.Now()); {
	case err != nil:
		return err
	case !ok:
		c.Set(fiber.HeaderWWWAuthenticate, `Basic realm="mentionmap", charset="UTF-8"`)
		return fiber.NewError(fiber.StatusUnauthorized, "this server asks for a token: give it as the password, with any name")
	}
	return c.Next()
}

// mayWrite finds the token of a request that changes what is stored. It must
// come as a bearer token: what browsers send by themselves does not count.
func (h *handlers) mayWrite(c *fiber.Ctx) (tokens.Token, error) {
	if h.Tokens == nil || h.Demo {
		return tokens.Token{}, fiber.NewError(fiber.StatusForbidden, "nothing can be stored or deleted here: this server only shows")
	}
	ctx, cancel := bounded()
	defer cancel()
	t, ok, err := h.Tokens.Check(ctx, bearer(c), h.Now())
	switch {
	case err != nil:
		return t, err
	case ok && t.Scope >= tokens.Write:
		return t, nil
	case ok:
		return t, fiber.NewError(fiber.StatusForbidden, "this token may read only: it takes one made with 'mentionmap token new --scope write NAME'")
	}
	list, err := h.Tokens.List(ctx)
	if err != nil {
		return t, err
	}
	if len(list) == 0 {
		return t, fiber.NewError(fiber.StatusForbidden, "nothing can be stored or deleted here: there are no tokens; 'mentionmap token new --scope write NAME' makes one")
	}
	c.Set(fiber.HeaderWWWAuthenticate, `Bearer realm="mentionmap"`)
	return t, fiber.NewError(fiber.StatusUnauthorized, "send a token that may write: 'Authorization: Bearer …'")
}

// bearer is the bearer token of a request (RFC 6750, section 2.1), "" if there is none.
func bearer(c *fiber.Ctx) string { return credentials(c, "bearer") }

// password is that of basic authentication (RFC 7617), "" if there is none.
func password(c *fiber.Ctx) string {
	pair, err := base64.StdEncoding.DecodeString(credentials(c, "basic"))
	if err != nil {
		return ""
	}
	_, secret, _ := strings.Cut(string(pair), ":")
	return secret
}

func credentials(c *fiber.Ctx, scheme string) string {
	given, rest, _ := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
	if !strings.EqualFold(given, scheme) {
		return ""
	}
	return strings.TrimSpace(rest)
}
