package rows

import (
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

// Elsewhere lists the stretches of the document, as code points from and to,
// that a mention is shown with and that its own post does not hold: as a rule
// none, sometimes the words that dated it. A backend reads the posts that have
// some of them into Others.
func (r *Row) Elsewhere() (out [][2]int) {
	m := &r.Mention
	add := func(start, length int) {
		if start >= 0 && length > 0 && (start < r.Post.Start || start+length > r.Post.Start+r.Post.Length) {
			out = append(out, [2]int{start, start + length})
		}
	}
	add(m.SentenceStart, m.SentenceLength)
	add(m.WordsStart, m.WordsLength)
	for i := range m.Derived {
		add(m.Derived[i].WordsStart, m.Derived[i].WordsLength)
	}
	return out
}

// Compose puts together what a reader sees, without Cursor. Where rows do not
// belong together, as in a damaged database, words are missing.
func Compose(list []Row) []store.Mention {
	out := make([]store.Mention, len(list))
	ids, ends := make([]byte, 0, 28*len(list)), make([]int, len(list))
	var near, far cursor
	for i := range list {
		r, m := &list[i], &out[i]
		m.Mention = *r.Mention.Mention
		m.RadiusKM, m.Confidence = float64(r.Mention.Radius)/10, Confidence(r.Mention.Confidence)
		m.Start, m.End = r.Mention.Start, r.Mention.Start+r.Mention.Length
		if m.Place = r.Place; m.Place != nil {
			m.Kind = m.Place.Kind
		}
		if !m.Dates.Known() {
			m.Dates = mentionmap.NoDates
		}
		around(m, r)
		t := texts{r, &near, &far}
		t.fill(m)
		t.fillDerived(m)
		ids = strconv.AppendInt(append(append(ids, r.Document.ID...), '-'), int64(m.Start), 10)
		ends[i] = len(ids)
	}
	all, from := string(ids), 0 // one piece of memory for all
	for i, end := range ends {
		out[i].ID, from = all[from:end], end
	}
	return out
}

// Confidence is the inverse of the rounding to thousandths.
func Confidence(thousandths int64) float32 { return float32(float64(thousandths) / 1000) }

// around adds what is said of the document and the post.
func around(m *store.Mention, r *Row) {
	d, p := r.Document, r.Post
	m.DocumentID, m.Story, m.URL, m.Gazetteer, m.Locator = d.ID, d.Story, d.URL, d.Gazetteer, d.Locator
	m.Post, m.PostStart, m.Author, m.Published = p.Post, p.Start, p.Author, p.Published
	if m.Title = p.Title; m.Title == "" {
		m.Title = d.Title
	}
	if m.Source = p.Source; m.Source == "" {
		m.Source = d.Source
	}
}

// texts gives the words around one mention.
type texts struct {
	*Row
	near, far *cursor // in its post, and in others
}

// cursor is a place in a post up to which characters were counted: mentions come
// in the order of the text as a rule.
type cursor struct {
	post         *PostRow
	runes, bytes int
}

// at gives the byte of the post where a code point of the document stands.
func (c *cursor) at(post *PostRow, start int) int {
	n := start - post.Start
	if c.post != post || n < c.runes {
		*c = cursor{post: post}
	}
	bytes, runes := bytesOf(post.Text[c.bytes:], n-c.runes)
	c.bytes, c.runes = c.bytes+bytes, c.runes+runes
	return c.bytes
}

// post finds the post that holds a code point of the document.
func (t *texts) post(start int) (*PostRow, *cursor) {
	if p := t.Post; start >= p.Start && start < p.Start+p.Length {
		return p, t.near
	}
	for _, p := range t.Others {
		if start >= p.Start && start < p.Start+p.Length {
			return p, t.far
		}
	}
	return nil, nil
}

// words gives a stretch of the document and the byte where it starts.
func (t *texts) words(start, length int) (part string, at int) {
	for had := 0; had < length; {
		p, c := t.post(start + had)
		if p == nil {
			return part, at
		}
		from := c.at(p, start+had)
		size, n := bytesOf(p.Text[from:], length-had)
		if n == 0 {
			return part, at
		}
		if had == 0 {
			part, at = p.Text[from:from+size], p.Byte+from
		} else {
			part += p.Text[from : from+size]
		}
		had += n
	}
	return part, at
}

// fill adds the words of a mention, of its sentence and of its date.
func (t *texts) fill(m *store.Mention) {
	r := &t.Mention
	sentence, at := t.words(r.SentenceStart, r.SentenceLength)
	m.Snippet, m.Sentence = sentence, mentionmap.Span{Start: at, End: at + len(sentence)}
	mark := r.Start - r.SentenceStart
	m.SnippetMark = [2]int{mark, mark + r.Length}
	from, _ := bytesOf(sentence, mark)
	size, _ := bytesOf(sentence[from:], r.Length)
	m.Surface, m.Span = sentence[from:from+size], mentionmap.Span{Start: at + from, End: at + from + size}
	m.Dates.Words = mentionmap.Span{}
	if r.WordsStart < 0 || r.WordsLength <= 0 {
		return
	}
	m.DateWords, at = t.words(r.WordsStart, r.WordsLength)
	m.Dates.Words = mentionmap.Span{Start: at, End: at + len(m.DateWords)}
	if mark := r.WordsStart - r.SentenceStart; mark >= 0 && mark+r.WordsLength <= r.SentenceLength {
		m.DateMark = [2]int{mark, mark + r.WordsLength}
	}
}

func (t *texts) fillDerived(m *store.Mention) {
	m.Derived = nil
	for _, d := range t.Mention.Derived {
		mark := [2]int{}
		d.Words = mentionmap.Span{}
		if d.WordsStart >= 0 && d.WordsLength > 0 {
			mark = [2]int{d.WordsStart, d.WordsStart + d.WordsLength}
			words, at := t.words(d.WordsStart, d.WordsLength)
			d.Words = mentionmap.Span{Start: at, End: at + len(words)}
		}
		m.Derived, m.DerivedMarks = append(m.Derived, d.Derived), append(m.DerivedMarks, mark)
	}
}
