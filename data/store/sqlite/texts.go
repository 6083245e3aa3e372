package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"sort"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
)

// texts is a set of passages in the order of their keys: parts of documents.
type texts []textPiece

type textPiece struct {
	key  int64
	byte int
	text string
}

// keyRange is a stretch of code points as keys, end not included.
type keyRange [2]int64

// readText reads the passages that hold the sentences of mentions, the words
// that dated them and those of their derived points.
func readText(ctx context.Context, tx *sql.Tx, rows []match) (texts, error) {
	ranges := make([]keyRange, 0, 2*len(rows))
	for i := range rows {
		r := rows[i].mentionRecord
		from := r.id - int64(r.sentence)
		ranges = append(ranges, keyRange{from, from + int64(r.sentenceLength)})
		if r.wordsLength > 0 {
			from = r.id + int64(r.words)
			ranges = append(ranges, keyRange{from, from + int64(r.wordsLength)})
		}
		for _, d := range r.derived {
			ranges = append(ranges, keyRange{r.id + int64(d.words), r.id + int64(d.words+d.length)})
		}
	}
	return readRanges(ctx, tx, ranges)
}

// readRanges reads, of each range, the passage it begins in and those up to its end.
func readRanges(ctx context.Context, tx *sql.Tx, ranges []keyRange) (texts, error) {
	list, err := json.Marshal(merge(ranges))
	if err != nil {
		return nil, err
	}
	// The ranges come in order, and the passages of each; one may hold the end
	// of a range and the beginning of the next.
	result, err := tx.QueryContext(ctx, `SELECT p.id, p.start, p.text FROM json_each(?) r
		CROSS JOIN passage p ON p.id >= (SELECT max(id) FROM passage WHERE id <= r.value ->> 0) AND p.id < r.value ->> 1`, string(list))
	if err != nil {
		return nil, err
	}
	found, err := scanAll(result, func(scan scanner) (p textPiece, err error) { return p, scan(&p.key, &p.byte, &p.text) })
	return slices.CompactFunc(found, func(a, b textPiece) bool { return a.key == b.key }), err
}

// merge sorts ranges and makes one of those that overlap or touch.
func merge(ranges []keyRange) []keyRange {
	slices.SortFunc(ranges, func(a, b keyRange) int { return cmp.Compare(a[0], b[0]) })
	out := ranges[:0]
	for _, r := range ranges {
		if n := len(out); n > 0 && r[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

// find returns the number of the passage that holds a key.
func (t texts) find(key int64) int {
	return sort.Search(len(t), func(i int) bool { return t[i].key > key }) - 1
}

// from returns what follows a key, n code points of it, and the byte of the
// document it starts at.
func (t texts) from(key int64, n int) (part string, at int) {
	i := t.find(key)
	if i < 0 || n <= 0 {
		return "", 0
	}
	p := t[i]
	part, before := slice(p.text, int(key-p.key), int(key-p.key)+n)
	for had := utf8.RuneCountInString(part); had < n && i+1 < len(t); i++ {
		more, _ := slice(t[i+1].text, 0, n-had)
		part += more
		had += utf8.RuneCountInString(more)
	}
	return part, p.byte + before
}

// span turns code points of the document that key belongs to into bytes.
func (t texts) span(key int64, start, end int) mentionmap.Span {
	part, at := t.from(key>>keyBits<<keyBits+int64(start), end-start)
	return mentionmap.Span{Start: at, End: at + len(part)}
}

// fill adds the words of a mention, of its sentence and of its date.
func (t texts) fill(m *store.Mention, r *mentionRecord) {
	var at int
	m.Snippet, at = t.from(r.id-int64(r.sentence), r.sentenceLength)
	m.Sentence = mentionmap.Span{Start: at, End: at + len(m.Snippet)}
	surface, before := slice(m.Snippet, r.sentence, r.sentence+r.length)
	m.Surface = surface
	m.Span = mentionmap.Span{Start: at + before, End: at + before + len(surface)}
	m.SnippetMark = [2]int{r.sentence, r.sentence + r.length}
	if r.wordsLength == 0 {
		return
	}
	words, from := t.from(r.id+int64(r.words), r.wordsLength)
	m.DateWords = words
	m.Dates.Words = mentionmap.Span{Start: from, End: from + len(words)}
	if mark := r.sentence + r.words; mark >= 0 && mark+r.wordsLength <= r.sentenceLength {
		m.DateMark = [2]int{mark, mark + r.wordsLength}
	}
}
