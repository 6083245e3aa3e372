package server

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	// writeTime bounds the work for one request that stores documents. What was
	// stored until then stays.
	writeTime = 2 * time.Minute
	// leftEvery is how often it is looked whether the client is still there.
	leftEvery = 250 * time.Millisecond
)

var (
	errLeft    = errors.New("the client has gone")
	errStopped = errors.New("the server stops")
)

// whileWanted returns the context for storing what a client sent: it ends when
// the client hangs up, when the server is told to stop, or after writeTime. The
// body must have been read.
func whileWanted(c *fiber.Ctx) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), writeTime)
	ctx, end := context.WithCancelCause(ctx)
	go watch(ctx, end, c.Context().Conn(), c.Context().Done())
	return ctx, func() { end(nil); cancel() }
}

func watch(ctx context.Context, end context.CancelCauseFunc, client net.Conn, stop <-chan struct{}) {
	look := time.NewTicker(leftEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-stop:
			end(errStopped)
			return
		case <-look.C:
			if hasLeft(client) {
				end(errLeft)
				return
			}
		}
	}
}
