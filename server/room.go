package server

import (
	"bytes"
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/sync/semaphore"

	"mentionmap"
)

const (
	// pagesBytes bounds the pages that are made or sent at one time: a client may
	// take as long as it likes to read one, and a thousand may do so.
	pagesBytes = 24 << 20
	// smallPage is what is not counted.
	smallPage = 64 << 10
	// roomWait is how long to wait for others to have read theirs.
	roomWait = 10 * time.Second
)

// room is the memory that pages of features may take together.
type room struct{ left *semaphore.Weighted }

func newRoom() room { return room{semaphore.NewWeighted(pagesBytes)} }

// taken is a part of the room, to be given back once.
type taken struct {
	room
	bytes int64
}

// take waits for so much room; Unavailable if others do not give theirs back.
func (r room) take(ctx context.Context, bytes int) (*taken, error) {
	if bytes < smallPage {
		return &taken{room: r}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, roomWait)
	defer cancel()
	n := min(int64(bytes), pagesBytes)
	if err := r.left.Acquire(ctx, n); err != nil {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "too much is being read at the moment: ask for smaller pages, or again in a few seconds")
	}
	return &taken{r, n}, nil
}

// shrink gives back what turns out not to be needed.
func (t *taken) shrink(bytes int) {
	if spare := t.bytes - int64(bytes); spare > 0 {
		t.left.Release(spare)
		t.bytes -= spare
	}
}

func (t *taken) give() { t.shrink(0) }

// heldBody is a body that gives its room back when it is sent, or the
// connection lost.
type heldBody struct {
	*bytes.Reader
	taken *taken
}

func (b *heldBody) Close() error {
	b.taken.give()
	return nil
}

// hold lets the body of an answer (of c.Send) keep its room until it is sent.
func hold(c *fiber.Ctx, t *taken) {
	if t.bytes == 0 {
		return
	}
	body := c.Response().Body()
	t.shrink(len(body))
	c.Context().SetBodyStream(&heldBody{bytes.NewReader(body), t}, len(body))
}
