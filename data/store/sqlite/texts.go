package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sort"
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

// texts is a set of passages in the order of their keys: parts of documents.
type texts struct {
	pieces []textPiece
	last   int  // where one was found last
	said   said // what was said last
}

// textPiece is a passage. Its characters are counted on from where something was
// looked for last: mentions come in the order of the text as a rule.
type textPiece struct {
	key   int64
	byte  int // before it, of the document
	text  string
	runes int // counted so far,
	bytes int // which are so many bytes
}

// said is a sentence.
type said struct {
	key    int64
	length int // code points
	text   string
	at     int // byte of the document
}

// keyRange is a stretch of code points as keys, end not included.
type keyRange [2]int64

// readText reads the passages that hold the sentences of mentions, the words
// that dated them and those of their derived points.
func readText(ctx context.Context, tx *sql.Tx, rows []match) (texts, error) {
	ranges := make([]keyRange, 0, 2*len(rows))
	for i := range rows {
		r := &rows[i].mentionRecord
		from := r.id - int64(r.sentence)
		ranges = append(ranges, keyRange{from, from + int64(r.sentenceLength)})
		if r.wordsLength > 0 && (r.words < -r.sentence || r.sentence+r.words+r.wordsLength > r.sentenceLength) {
			from = r.id + int64(r.words)
			ranges = append(ranges, keyRange{from, from + int64(r.wordsLength)})
		}
		for _, d := range r.derived {
			ranges = append(ranges, keyRange{r.id + int64(d.words), r.id + int64(d.words+d.length)})
		}
	}
	return readRanges(ctx, tx, ranges)
}

// passagesSQL reads, of each range (a JSON object of begins and ends, in order),
// the passage it begins in and those up to its end. One may hold the end of a
// range and the beginning of the next.
const passagesSQL = `SELECT ` + passageColumn + ` FROM json_each(?) r
	CROSS JOIN passage p ON p.id >= (SELECT max(id) FROM passage WHERE id <= CAST(r.key AS INTEGER)) AND p.id < r.value`

// passageColumn is a passage in one column (see recordColumn).
const passageColumn = "concat(p.id, ' ', p.start, ' ', p.text)"

func readRanges(ctx context.Context, tx *sql.Tx, ranges []keyRange) (texts, error) {
	result, err := tx.QueryContext(ctx, passagesSQL, rangeList(merge(ranges)))
	if err != nil {
		return texts{}, err
	}
	return scanTexts(result)
}

func rangeList(ranges []keyRange) string {
	list := make([]byte, 1, 2+32*len(ranges))
	list[0] = '{'
	for i, r := range ranges {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(append(list, '"'), r[0], 10)
		list = strconv.AppendInt(append(list, '"', ':'), r[1], 10)
	}
	return string(append(list, '}'))
}

// scanTexts reads and closes rows of passageColumn, in the order of their keys.
func scanTexts(rows *sql.Rows) (t texts, err error) {
	defer rows.Close()
	var row string
	for rows.Next() {
		if err := rows.Scan(&row); err != nil {
			return t, err
		}
		f := fields{rest: row}
		p := textPiece{key: f.number(), byte: int(f.number()), text: f.rest}
		if n := len(t.pieces); !f.bad && (n == 0 || t.pieces[n-1].key < p.key) {
			t.pieces = append(t.pieces, p)
		}
	}
	return t, rows.Err()
}

// nearby is how many code points may lie between two ranges that are read as one:
// so many are seldom more than a passage, and each range has to be looked up.
const nearby = passageBytes / 2

// merge sorts ranges and makes one of those that overlap or are near each other.
func merge(ranges []keyRange) []keyRange {
	slices.SortFunc(ranges, func(a, b keyRange) int { return cmp.Compare(a[0], b[0]) })
	out := ranges[:0]
	for _, r := range ranges {
		if n := len(out); n > 0 && r[0] <= out[n-1][1]+nearby {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

// find returns the number of the passage that holds a key.
func (t *texts) find(key int64) int {
	if i := t.last; i < len(t.pieces) && t.pieces[i].key <= key && (i+1 == len(t.pieces) || key < t.pieces[i+1].key) {
		return i
	}
	i := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].key > key }) - 1
	t.last = max(i, 0)
	return i
}

// byteAt is the byte of the passage where a key stands.
func (p *textPiece) byteAt(key int64) int {
	n := int(key - p.key)
	if n < p.runes {
		p.runes, p.bytes = 0, 0
	}
	p.bytes += byteOf(p.text[p.bytes:], n-p.runes)
	p.runes = n
	return p.bytes
}

// from returns what follows a key, n code points of it, and the byte of the
// document it starts at.
func (t *texts) from(key int64, n int) (part string, at int) {
	i := t.find(key)
	if i < 0 || n <= 0 {
		return "", 0
	}
	p := &t.pieces[i]
	before := p.byteAt(key)
	size, had := span(p.text[before:], n)
	part = p.text[before : before+size]
	for ; had < n && i+1 < len(t.pieces); i++ {
		next := t.pieces[i+1].text
		size, more := span(next, n-had)
		part += next[:size]
		had += more
	}
	return part, p.byte + before
}

// span turns code points of the document that key belongs to into bytes.
func (t *texts) span(key int64, start, end int) mentionmap.Span {
	part, at := t.from(key>>keyBits<<keyBits+int64(start), end-start)
	return mentionmap.Span{Start: at, End: at + len(part)}
}

// sentence gives n code points from a key on; mentions of one sentence come one
// after the other.
func (t *texts) sentence(key int64, n int) (string, int) {
	if t.said.key != key || t.said.length != n {
		text, at := t.from(key, n)
		t.said = said{key, n, text, at}
	}
	return t.said.text, t.said.at
}

// fill adds the words of a mention, of its sentence and of its date.
func (t *texts) fill(m *store.Mention, r *mentionRecord) {
	var at int
	m.Snippet, at = t.sentence(r.id-int64(r.sentence), r.sentenceLength)
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
