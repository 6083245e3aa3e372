package cube

import (
	"runtime"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

const (
	// fewRows are added to the others at once; more only when they are many
	// enough for the work to be worth it.
	fewRows  = 1 << 16
	tailPart = 16 // the tail is at most so small a part of the base
)

// load reads parts: the largest is the base, the others together the tail.
func load(parts placeday.Parts, unit mentionmap.Unit) (base, tail *segment, err error) {
	var list []*segment
	at, largest := 0, 0
	for i, end := range parts.Ends {
		s, err := unpackAll(parts.Chunks[at:end], unit)
		if err != nil {
			return nil, nil, err
		}
		if at = end; i > 0 && len(s.rows) > len(list[largest].rows) {
			largest = i
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return mergeAll(nil), mergeAll(nil), nil
	}
	base = list[largest]
	list = append(list[:largest], list[largest+1:]...)
	return base, mergeAll(list), nil
}

// unpackAll reads the chunks of a part on all processors.
func unpackAll(chunks [][]byte, unit mentionmap.Unit) (*segment, error) {
	workers := min(runtime.GOMAXPROCS(0), 1+len(chunks)/8)
	out, errs := make([]*segment, workers), make([]error, workers)
	inParallel(workers, len(chunks), func(w, from, to int) {
		room := expect(chunks[from:to])
		if w == 0 { // the others will be put behind it
			room = expect(chunks)
		}
		out[w], errs[w] = unpack(chunks[from:to], unit, room)
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return join(out), nil
}

// inParallel divides n things among workers, and waits.
func inParallel(workers, n int, fn func(worker, from, to int)) {
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { fn(w, n*w/workers, n*(w+1)/workers) })
	}
	all.Wait()
}
