package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/index"
)

const mediaProblem = "application/problem+json"

// statuses maps the codes of errors to HTTP; this is the only place.
var statuses = map[mentionmap.Code]int{
	mentionmap.Internal:    http.StatusInternalServerError,
	mentionmap.Invalid:     http.StatusBadRequest,
	mentionmap.NotFound:    http.StatusNotFound,
	mentionmap.Conflict:    http.StatusServiceUnavailable, // another program holds the store: whoever asks can only wait
	mentionmap.TooLarge:    http.StatusRequestEntityTooLarge,
	mentionmap.Unavailable: http.StatusServiceUnavailable,
}

// problemBody is RFC 9457's object, with the code and description that OGC
// API – Features asks for.
type problemBody struct {
	Type        string `json:"type"`
	Title       string `json:"title"`
	Status      int    `json:"status"`
	Detail      string `json:"detail"`
	Code        string `json:"code"`
	Description string `json:"description"`
	Param       string `json:"param,omitempty"`
}

// problem is the error handler of the application. What is our own fault is
// logged whole and told without its inside.
func (h *handlers) problem(c *fiber.Ctx, err error) error {
	body := bodyOf(c, err)
	if body.Status == http.StatusInternalServerError { // its inside is not the client's
		slog.Error("request failed", "method", c.Method(), "path", shown(c.Path()), "error", err)
		body.Detail = "a fault of the program: its log says which"
	}
	body.Title, body.Description = http.StatusText(body.Status), body.Detail
	if body.Status == http.StatusServiceUnavailable {
		slog.Warn("request put off", "method", c.Method(), "path", shown(c.Path()), "error", err)
		c.Set(fiber.HeaderRetryAfter, "5")
		if errors.Is(err, index.ErrReading) { // which takes seconds
			c.Set(fiber.HeaderRetryAfter, "1")
		}
	}
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderContentDisposition, fiber.HeaderContentEncoding} {
		c.Response().Header.Del(name)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Status(body.Status)
	if err := c.JSON(body); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaProblem)
	return nil
}

// bodyOf sorts an error: ours, the framework's, or one of neither.
func bodyOf(c *fiber.Ctx, err error) problemBody {
	body := problemBody{Type: "about:blank", Status: http.StatusInternalServerError, Code: mentionmap.Internal.String(), Detail: err.Error()}
	var ours *mentionmap.Error
	var theirs *fiber.Error
	switch {
	case errors.As(err, &ours):
		body.Status, body.Code, body.Param = statuses[ours.Code], ours.Code.String(), ours.Param
	case errors.As(err, &theirs):
		body.Status, body.Code = theirs.Code, strings.ReplaceAll(strings.ToLower(http.StatusText(theirs.Code)), " ", "_")
	case errors.Is(err, context.DeadlineExceeded):
		body.Status, body.Code = http.StatusServiceUnavailable, mentionmap.Unavailable.String()
		body.Detail = "the answer took more than " + pageTimeout.String() + ": narrow the filters, or try again later"
	}
	return body
}

// shown makes a foreign path fit for a message.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
