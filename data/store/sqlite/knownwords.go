package sqlite

import (
	"cmp"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mentionmap"
)

// mostKnownSections is how many sections are remembered before any half is dropped.
const mostKnownSections = 8 << 20

// knownWords remembers which sections hold words, as far as was looked: documents
// do not change, so later only those that came since are looked for. What was
// deleted since stays in the lists.
type knownWords struct {
	mu    sync.Mutex
	known map[string]sectionsTo // by the expression of the search
	size  int
}

// sectionsTo is a list of sections below an end, as of a generation.
type sectionsTo struct {
	generation, end int64
	list            []uint32
}

// sections lists those of an expression below an end, in order, as of a
// generation; find lists those from a section on.
func (k *knownWords) sections(match string, now sectionsTo, find func(from int64) ([]uint32, error)) ([]uint32, error) {
	k.mu.Lock()
	known := k.known[match]
	k.mu.Unlock()
	if known.generation > now.generation {
		known = sectionsTo{} // it may lack what was deleted since
	}
	if known.end >= now.end {
		return known.list, nil
	}
	more, err := find(known.end)
	if err != nil {
		return nil, err
	}
	now.list = append(append([]uint32{}, known.list...), more...) // not nil, which would mean all
	k.put(match, now)
	return now.list, nil
}

// withWords lists the sections from one on that hold all words asked for.
func (s *search) withWords(from int64) (list []uint32, err error) {
	var found sql.NullString
	err = s.tx.QueryRowContext(s.ctx, "SELECT group_concat(rowid, ' ') FROM section_words WHERE section_words MATCH ? AND rowid >= ? AND rowid < ?",
		s.filter.words.match(), from, s.end).Scan(&found)
	if err != nil {
		return nil, err
	}
	for number := range strings.FieldsSeq(found.String) {
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.Internal, "a section has the number %q: %w", number, err)
		}
		list = append(list, uint32(n))
	}
	slices.Sort(list)
	return list, nil
}

// withAllPhrases leaves the sections that hold the phrases.
func (s *search) withAllPhrases(sections []uint32) (out []uint32, err error) {
	numbers := make([]int64, len(sections))
	for i, n := range sections {
		numbers[i] = int64(n)
	}
	var failed error
	err = s.eachSection(numbers, func(d *documentRecord, i int) {
		section := d.id + int64(i)
		if held, err := s.withPhrases(d, []int64{section}); err != nil {
			failed = err
		} else if len(held) > 0 {
			out = append(out, uint32(section))
		}
	})
	return out, cmp.Or(err, failed)
}

func (k *knownWords) put(match string, to sectionsTo) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil {
		k.known = map[string]sectionsTo{}
	}
	if k.known[match].end >= to.end {
		return
	}
	k.size += len(to.list) - len(k.known[match].list)
	k.known[match] = to
	if k.size <= mostKnownSections {
		return
	}
	for match, had := range k.known {
		if k.size <= mostKnownSections/2 {
			return
		}
		delete(k.known, match)
		k.size -= len(had.list)
	}
}
