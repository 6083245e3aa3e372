package server

import (
	"runtime"
	"sync"

	"mentionmap"
	"mentionmap/data/places/name"
)

// mostLabels bounds the places whose labels are remembered.
const mostLabels = 1 << 18

// labels remembers what places are called in Ukrainian and Russian: it takes a
// while to tell where the letters do not.
type labels struct {
	mu    sync.Mutex
	known map[*mentionmap.Place]label
}

type label struct{ uk, ru string }

func newLabels() *labels { return &labels{known: map[*mentionmap.Place]label{}} }

// of gives the labels of places; nil ones have none.
func (l *labels) of(places []*mentionmap.Place) ([]label, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) > mostLabels {
		clear(l.known)
	}
	out := make([]label, len(places))
	var open []int
	for i, p := range places {
		known, ok := l.known[p]
		if out[i] = known; !ok && p != nil {
			open = append(open, i)
		}
	}
	if err := tell(out, open, places); err != nil {
		return nil, err
	}
	for _, i := range open {
		l.known[places[i]] = out[i]
	}
	return out, nil
}

// tell works out the labels of some places on all processors.
func tell(out []label, open []int, places []*mentionmap.Place) error {
	workers := runtime.GOMAXPROCS(0)
	return inParallel(workers, func(w int) error {
		for _, i := range open[len(open)*w/workers : len(open)*(w+1)/workers] {
			out[i] = label{name.In(places[i], "uk"), name.In(places[i], "ru")}
		}
		return nil
	})
}
