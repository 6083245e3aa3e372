package server

import (
	"bytes"
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"mentionmap"
)

// foreignMethod keeps the name of a method that is no route's, and which the
// framework would answer in words of its own.
const foreignMethod = "foreign method"

// beforeRoutes lets requests with methods that HTTP does not define go the way
// of all others, as TRACE, which no route takes.
func beforeRoutes(app *fiber.App) {
	routes := app.Server().Handler
	app.Server().Handler = func(c *fasthttp.RequestCtx) {
		if method := c.Method(); !slices.Contains(fiber.DefaultMethods, string(method)) {
			c.SetUserValue(foreignMethod, shown(string(method)))
			c.Request.Header.SetMethod(fiber.MethodTrace)
		}
		if err := call(routes, c); err != nil {
			slog.Error("request failed", "path", shown(string(c.Path())), "error", err)
			c.Error("a fault of the program: its log says which", fasthttp.StatusInternalServerError)
		}
	}
}

// call answers a request. A panic of what stands around the handlers, such as the
// handler of errors, is an error here: fasthttp would let it end the program.
func call(routes fasthttp.RequestHandler, c *fasthttp.RequestCtx) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	routes(c)
	return nil
}

// methodOf is the method as it was sent.
func methodOf(c *fiber.Ctx) string {
	if name, ok := c.Locals(foreignMethod).(string); ok {
		return name
	}
	return c.Method()
}

var hostLine = []byte("host:")

// hostLines counts the lines of a head that name a host: programs on the way
// may have gone by another one of several.
func hostLines(head []byte) (n int) {
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte{'\n'})
		if len(line) >= len(hostLine) && bytes.EqualFold(line[:len(hostLine)], hostLine) {
			n++
		}
		head = rest
	}
	return n
}
