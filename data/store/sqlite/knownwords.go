package sqlite

import (
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

// sections lists those that hold the words of an expression, in order, as a
// transaction that sees a generation finds them.
func (k *knownWords) sections(sr *search, generation int64, match string) ([]uint32, error) {
	k.mu.Lock()
	known := k.known[match]
	k.mu.Unlock()
	if known.generation > generation {
		known = sectionsTo{} // it may lack what was deleted since
	}
	if known.end >= sr.end {
		return known.list, nil
	}
	var found sql.NullString
	err := sr.tx.QueryRowContext(sr.ctx, "SELECT group_concat(rowid, ' ') FROM section_words WHERE section_words MATCH ? AND rowid >= ? AND rowid < ?",
		match, known.end, sr.end).Scan(&found)
	if err != nil {
		return nil, err
	}
	list := slices.Clip(known.list)
	for number := range strings.FieldsSeq(found.String) {
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.Internal, "a section has the number %q: %w", number, err)
		}
		list = append(list, uint32(n))
	}
	slices.Sort(list[len(known.list):])
	k.put(match, sectionsTo{generation, sr.end, list})
	return list, nil
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
