package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// search looks through the mentions that match, within a transaction.
type search struct {
	store  *Store // nil: for those that read all documents
	ctx    context.Context
	tx     *sql.Tx
	filter *filter
	end    int64        // sections from here on were stored later
	set    postings.Set // of sections that may hold a match
	rest   *rest        // of a long document
}

// found is told of each match; what it is handed changes with the next. false
// ends the search.
type found func(*documentRecord, *mentionRecord) (bool, error)

// Documents are read so many at a time: few at first, as few may be asked for.
const (
	fewDocuments  = 32
	mostDocuments = 512
)

// newSearch begins to look for what a query means, among all that is stored now.
func (s *Store) newSearch(ctx context.Context, tx *sql.Tx, q *mentionmap.Query) (*search, error) {
	f, err := s.newFilter(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	sr := &search{store: s, ctx: ctx, tx: tx, filter: f}
	return sr, tx.QueryRowContext(ctx, "SELECT "+nextSection).Scan(&sr.end)
}

// narrow looks up which sections may hold a match.
func (s *search) narrow() (err error) {
	s.set, err = s.filter.candidates(s.runs(), s.end)
	return err
}

func (s *search) runs() readerRuns { return readerRuns{s.ctx, s.tx, &s.store.chunks} }

// each visits all matches above a key, in the order of their keys.
func (s *search) each(after int64, fn found) error {
	if s.filter.nothing {
		return nil
	}
	if s.set == nil && len(s.filter.words.words) == 0 {
		return s.eachOfAll(after, fn)
	}
	at := max(after>>keyBits-1, -1)
	for n := fewDocuments; ; n = min(2*n, mostDocuments) {
		sections, last, err := s.sections(at, n)
		if err != nil {
			return err
		}
		if len(sections) > 0 {
			if more, err := s.eachIn(sections, after, fn); err != nil || !more {
				return err
			}
		}
		if last < 0 {
			return nil
		}
		at = last
	}
}

// eachOfAll visits documents one after the other.
func (s *search) eachOfAll(after int64, fn found) error {
	return s.read(func(d *documentRecord) (bool, error) { return s.eachOf(d, nil, after, fn) },
		"SELECT "+recordColumn+" FROM document d WHERE d.id >= ? AND d.id < ? ORDER BY d.id", after>>keyBits, s.end)
}

// probe visits the matches of the next documents above a key, and returns the
// key to go on after.
func (s *search) probe(after int64, documents int, fn found) (int64, error) {
	first := max(after>>keyBits, 0)
	last := after
	err := s.read(func(d *documentRecord) (bool, error) {
		last = max(after, key(d.id+1, 0)-1)
		return s.eachOf(d, nil, after, fn)
	}, "SELECT "+recordColumn+" FROM document d WHERE d.id >= ? AND d.id < ? ORDER BY d.id LIMIT ?", first, s.end, documents)
	return last, err
}

// sections gives about n sections above one that may hold a match, and the
// last that was looked at; -1: there are no more.
func (s *search) sections(at int64, n int) (sections []int64, last int64, err error) {
	match := s.filter.words.match()
	if match == "" {
		sections = s.set.After(nil, at, n)
	} else {
		rows, err := s.tx.QueryContext(s.ctx, "SELECT rowid FROM section_words WHERE section_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?",
			match, at, s.end, n)
		if err != nil {
			return nil, -1, err
		}
		if sections, err = scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) }); err != nil {
			return nil, -1, err
		}
	}
	if last = -1; len(sections) == n {
		last = sections[n-1]
	}
	if match != "" && s.set != nil {
		sections = slices.DeleteFunc(sections, func(section int64) bool { return !s.set.Has(section) })
	}
	return sections, last, nil
}

// documentsOfSections gives documents in the order of a JSON array of sections;
// one of several sections comes several times.
const documentsOfSections = " FROM json_each(?) j CROSS JOIN document d ON d.id = (SELECT max(id) FROM document WHERE id <= j.value)"

// eachIn visits the matches in sections, which are sorted.
func (s *search) eachIn(sections []int64, after int64, fn found) (more bool, err error) {
	list := []byte{'['}
	for _, section := range sections {
		list = appendNumber(list, section)
	}
	more = true
	last := int64(-1)
	err = s.read(func(d *documentRecord) (bool, error) {
		if d.id == last {
			return true, nil
		}
		last = d.id
		from, _ := slices.BinarySearch(sections, d.id)
		to, _ := slices.BinarySearch(sections, d.id+int64(len(d.sections)))
		of := sections[from:to]
		if len(s.filter.words.phrases) > 0 {
			if of, err = s.withPhrases(d, of); err != nil {
				return false, err
			}
		}
		more, err = s.eachOf(d, of, after, fn)
		return more, err
	}, "SELECT "+recordColumn+documentsOfSections, string(append(list, ']')))
	return more, err
}

// readDocuments reads documents by their numbers, which are sorted.
func (s *search) readDocuments(ids []int64, fn func(*documentRecord) (bool, error)) error {
	list := []byte{'['}
	for _, id := range ids {
		list = appendNumber(list, id)
	}
	return s.read(fn, "SELECT "+recordColumn+" FROM json_each(?) j CROSS JOIN document d ON d.id = j.value", string(append(list, ']')))
}

// eachOf visits the matches in sections of a document; nil: in all of it.
func (s *search) eachOf(d *documentRecord, sections []int64, after int64, fn found) (bool, error) {
	for m := &d.current; d.next(m); {
		if sections != nil {
			for len(sections) > 0 && sections[0] < d.id+int64(m.section) {
				sections = sections[1:]
			}
			if len(sections) == 0 {
				return true, nil
			}
			if sections[0] != d.id+int64(m.section) {
				continue
			}
		}
		if m.id <= after || !s.filter.matches(d, m) {
			continue
		}
		if more, err := fn(d, m); err != nil || !more {
			s.keepRest(d, sections)
			return false, err
		}
	}
	return true, d.err()
}

// read reads documents one after the other; fn ends it by returning false.
func (s *search) read(fn func(*documentRecord) (bool, error), query string, args ...any) error {
	rows, err := s.tx.QueryContext(s.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	d := &documentRecord{}
	for rows.Next() {
		if err := d.scan(rows.Scan); err != nil {
			return err
		}
		if more, err := fn(d); err != nil || !more {
			return err
		}
	}
	return rows.Err()
}

// withPhrases leaves the sections of a document that hold the phrases.
func (s *search) withPhrases(d *documentRecord, sections []int64) (out []int64, err error) {
	out = []int64{}
	for _, section := range sections {
		in := &d.sections[section-d.id]
		from := key(d.id, in.start)
		text, err := readRanges(s.ctx, s.tx, []keyRange{{from, from + int64(in.length)}})
		if err != nil {
			return nil, err
		}
		words, _ := text.from(from, in.length)
		if s.filter.words.in(in.headingText(d.title), words) {
			out = append(out, section)
		}
	}
	return out, nil
}
