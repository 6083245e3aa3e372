package server

import (
	"runtime"

	"mentionmap"
)

// maxStreams is how many downloads run at a time: each takes a good part of a core.
const maxStreams = 16

// maxWrites is how many writes are at work or wait for the one writer.
const maxWrites = 8

// maxLocates is how many texts are located at a time.
var maxLocates = 2 * runtime.GOMAXPROCS(0)

// maxTurns is how many pages and summaries are made at a time: as many as the store reads by
// itself, so that nobody is overtaken in the queue for its readers.
var maxTurns = max(4, 2*runtime.GOMAXPROCS(0))

// slots bounds how many of a costly thing run at a time.
type slots chan struct{}

func newSlots(n int) slots { return make(slots, n) }

// take takes a slot, or says that there is none now.
func (s slots) take(what string) error {
	select {
	case s <- struct{}{}:
		return nil
	default:
		return mentionmap.Errorf(mentionmap.Unavailable, "%d %s run already: try again in a few seconds", cap(s), what)
	}
}

func (s slots) give() { <-s }
