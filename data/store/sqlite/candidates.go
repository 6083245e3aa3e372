package sqlite

import (
	"math"
	"slices"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// fewPlaces is which part of all places, as one of so many, is worth to be
// looked up in the postings.
const fewPlaces = 3

// candidates gives the sections below end that may hold a match, as far as
// postings tell; nil means that any may.
func (f *filter) candidates(s runSource, end int64) (set postings.Set, err error) {
	for _, narrow := range []func(runSource, int64) (postings.Set, error){f.inPlaces, f.inWindow, f.ofSources, f.inDocuments} {
		more, err := narrow(s, end)
		if err != nil {
			return nil, err
		}
		set = postings.And(set, more)
	}
	return set, nil
}

// inPlaces gives the sections that name the places, under the days asked for.
func (f *filter) inPlaces(s runSource, end int64) (postings.Set, error) {
	if !f.narrowsByPlace() {
		return nil, nil
	}
	set := postings.NewSet(end)
	w := postings.Window{From: f.from, To: f.to, Undated: f.undated, All: f.query.By == mentionmap.ByPublished || !f.query.Windowed()}
	slices.Sort(f.places.keys)
	return set, lookUp(s, byPlace, f.places.keys, func(g *postings.Groups) { g.AddTo(set, &w) })
}

func (f *filter) narrowsByPlace() bool {
	return f.places != nil && len(f.places.keys)*fewPlaces <= max(f.places.all, 30)
}

// inWindow gives the sections filed under the days asked for, unless places
// tell them already.
func (f *filter) inWindow(s runSource, end int64) (postings.Set, error) {
	switch {
	case !f.query.Windowed():
		return nil, nil
	case f.query.By == mentionmap.ByPublished:
		return f.filedFrom(s, byPublished, end)
	case f.narrowsByPlace():
		return nil, nil
	}
	set, err := f.filedFrom(s, byDay, end)
	if err != nil || f.from == math.MinInt32 {
		return set, err
	}
	w := postings.Window{From: f.from, To: f.to}
	return set, visitRuns(s, byLasting, func(d *runDirectory) error {
		return d.visitRange(s, 1, dayKey(mentionmap.Day(f.from)), func(g *postings.Groups) { g.AddTo(set, &w) })
	})
}

// filedFrom gives the sections that have a first day in the window.
func (f *filter) filedFrom(s runSource, by family, end int64) (postings.Set, error) {
	set := postings.NewSet(end)
	add := func(g *postings.Groups) { g.AddTo(set, &postings.Window{All: true}) }
	first := max(1, dayKey(mentionmap.Day(f.from)))
	if f.from == math.MinInt32 {
		first = 1
	}
	return set, visitRuns(s, by, func(d *runDirectory) error {
		if f.undated {
			if err := d.visitRange(s, 0, 0, add); err != nil {
				return err
			}
		}
		if f.from > f.to {
			return nil
		}
		return d.visitRange(s, first, dayKey(mentionmap.Day(f.to)), add)
	})
}

func (f *filter) ofSources(s runSource, end int64) (postings.Set, error) {
	if f.sources == nil {
		return nil, nil
	}
	set := postings.NewSet(end)
	keys := make([]uint64, len(f.sources))
	for i, id := range f.sources {
		keys[i] = uint64(id)
	}
	slices.Sort(keys)
	return set, lookUp(s, bySource, keys, func(g *postings.Groups) { g.AddTo(set, &postings.Window{All: true}) })
}

func (f *filter) inDocuments(_ runSource, end int64) (postings.Set, error) {
	if f.documents == nil {
		return nil, nil
	}
	set := postings.NewSet(end)
	for _, span := range f.documents {
		for section := span[0]; section <= span[1]; section++ {
			set.Add(section)
		}
	}
	return set, nil
}
