package sqlite

import (
	"context"
	"fmt"
	"math"
	"slices"

	"mentionmap"
	"mentionmap/data/store/columns"
	"mentionmap/data/store/postings"
)

// finding is a query made ready for the columns.
type finding struct {
	*filter
	view  *columns.View
	in    columns.Filter
	meant mentionmap.Query // see recent
	few   *fewFound
}

// finding makes a query ready for the columns; nil if they cannot answer it.
func (s *Store) finding(ctx context.Context, q *mentionmap.Query) (f *finding, err error) {
	if s.held == nil || !s.held.ready.Load() {
		return nil, nil
	}
	if f, err = s.findingAtOnce(ctx, q); f != nil || err != nil {
		return f, err
	}
	err = s.searchAll(ctx, q, func(sr *search) error {
		f, err = s.findingIn(sr)
		return err
	})
	return f, err
}

// findingIn makes a search ready for the columns, within its transaction; nil
// if they cannot answer it.
func (s *Store) findingIn(sr *search) (*finding, error) {
	if s.held == nil {
		return nil, nil
	}
	v, err := s.held.at(sr.ctx, sr.tx)
	if v == nil || err != nil {
		return nil, err
	}
	f := newFinding(v, sr.filter)
	if can, err := s.narrowSections(sr, f); !can || err != nil {
		return nil, err
	}
	s.recent.add(f)
	return f, nil
}

// findingAtOnce is finding for a query that was asked a moment ago, or names
// nothing that must be looked up.
func (s *Store) findingAtOnce(ctx context.Context, q *mentionmap.Query) (*finding, error) {
	generation, err := s.Generation(ctx)
	if err != nil {
		return nil, err
	}
	if known := s.recent.of(q, generation); known != nil {
		return known, nil
	}
	v, table := s.held.columns.At(generation), s.table.at(generation)
	f := plainFilter(q)
	switch {
	case len(q.Sources)+len(q.Documents) > 0 || q.Text != "":
		return nil, nil
	case v == nil || table == nil && choosesPlaces(q):
		return nil, nil
	case choosesPlaces(q):
		f.setPlaces(table)
	}
	out := newFinding(v, f)
	s.recent.add(out)
	return out, nil
}

func newFinding(v *columns.View, f *filter) *finding {
	out := &finding{filter: f, view: v, in: columns.NewFilter(), few: &fewFound{}}
	to := &out.in
	to.Kinds, to.Uses, to.Relations, to.Precisions, to.Confidence = f.kinds, f.uses, f.relations, f.precisions, f.confidence
	to.By, to.From, to.To, to.Undated, to.Embargo = f.query.By, f.from, f.to, f.undated, f.query.Embargo
	if f.places != nil {
		to.Places = numbers(f.places.rows)
	}
	if f.nothing {
		to.Sections = []uint32{}
	}
	return out
}

// numbers lists what is in a set.
func numbers(set postings.Set) []uint32 {
	list := set.After(nil, -1, math.MaxInt)
	out := make([]uint32, len(list))
	for i, n := range list {
		out[i] = uint32(n)
	}
	return out
}

// mostPhrases is how many sections are looked through for a phrase once and for
// all, rather than those of other filters each time.
const mostPhrases = 1 << 14

// narrowSections looks up which sections a query means: those that hold the
// words, are of the sources and in the documents. It reports whether it could.
func (s *Store) narrowSections(sr *search, f *finding) (can bool, err error) {
	if f.nothing {
		return true, nil
	}
	set, err := s.sectionsOfSources(sr)
	if err != nil {
		return false, err
	}
	documents, err := f.inDocuments(sr.runs(), sr.end)
	if err != nil {
		return false, err
	}
	set = postings.And(set, documents)
	if len(f.words.words) == 0 {
		if set != nil {
			f.in.Sections = numbers(set)
		}
		return true, nil
	}
	list, can, err := s.sectionsOfWords(sr, f.view.Generation)
	if !can || err != nil {
		return false, err
	}
	if f.in.Sections = list; set != nil {
		f.in.Sections = make([]uint32, 0, len(list))
		for _, section := range list {
			if set.Has(int64(section)) {
				f.in.Sections = append(f.in.Sections, section)
			}
		}
	}
	return true, nil
}

// sectionsOfWords lists the sections that hold what a query looks for, as of a
// generation; can is false where too many must be looked through for phrases.
func (s *Store) sectionsOfWords(sr *search, generation int64) (list []uint32, can bool, err error) {
	now, words := sectionsTo{generation: generation, end: sr.end}, &sr.filter.words
	list, err = s.words.sections(words.match(), now, sr.withWords)
	if err != nil || len(words.phrases) == 0 {
		return list, true, err
	}
	if len(list) > mostPhrases {
		return nil, false, nil
	}
	list, err = s.words.sections(fmt.Sprintf("%q", words.phrases)+words.match(), now, func(from int64) ([]uint32, error) {
		at, _ := slices.BinarySearch(list, uint32(from))
		return sr.withAllPhrases(list[at:])
	})
	return list, true, err
}

// sectionsOfSources gives the sections of the sources asked for; nil: all.
// Postings tell them, but of a document that was first seen nowhere that is
// known and then somewhere.
func (s *Store) sectionsOfSources(sr *search) (postings.Set, error) {
	set, err := sr.filter.ofSources(sr.runs(), sr.end)
	if set == nil || err != nil {
		return nil, err
	}
	err = sr.eachSection(s.held.uncertain(set), func(d *documentRecord, i int) {
		if !sr.filter.matchesSource(d, i) {
			set.Remove(d.id + int64(i))
		}
	})
	return set, err
}
