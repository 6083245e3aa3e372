package rows

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store"
)

const (
	// maxBytes of text keep the start of every mention within store.StartBits.
	maxBytes = 1 << (store.StartBits - 1)
	maxPosts = 1 << store.PostBits
	// sentenceRunes is the most code points of a sentence that is shown: text
	// without full stops would repeat itself in every mention.
	sentenceRunes = 2000
)

// PrepareAll prepares a batch by so many workers, at least one. The error is
// that of the first document that has one.
func PrepareAll(batch []mentionmap.Located, workers int) ([]*Document, error) {
	docs, errs := make([]*Document, len(batch)), make([]error, len(batch))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(max(workers, 1), len(batch)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(batch); i = int(next.Add(1)) - 1 {
				docs[i], errs[i] = prepareSafely(&batch[i])
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// prepareSafely makes a panic an error: in a goroutine it would end the program.
func prepareSafely(l *mentionmap.Located) (d *Document, err error) {
	key := ""
	defer func() {
		if p := recover(); p != nil {
			err = mentionmap.Errorf(mentionmap.Internal, "document %s cannot be stored, a fault of the program: %v", key, p)
		}
	}()
	key = l.Document.Key
	return Prepare(l)
}

// Prepare checks a located document and makes its rows. Errors: TooLarge for a
// text or a number of posts that cannot be stored, Invalid for spans, dates and
// places that cannot be. The rows share the document's memory.
func Prepare(l *mentionmap.Located) (*Document, error) {
	text := l.Document.Text
	if len(text) > maxBytes {
		return nil, mentionmap.Errorf(mentionmap.TooLarge, "document %s: %d bytes of text, at most %d can be stored", l.Document.Key, len(text), maxBytes)
	}
	p := &preparer{Document: &Document{Located: l, First: mentionmap.NoDay, Last: mentionmap.NoDay}, text: text}
	if l.Known { // nothing of it is stored
		p.ID = mentionmap.DocumentID(text)
		return p.Document, nil
	}
	if err := p.checkPosts(); err != nil {
		return nil, err
	}
	order, err := p.mentionsInOrder()
	if err != nil {
		return nil, err
	}
	p.points = newPoints(text)
	p.addPosts()
	if len(p.Posts) > maxPosts {
		return nil, mentionmap.Errorf(mentionmap.TooLarge, "document %s: %d posts and stretches of text between them, at most %d can be stored: split it",
			l.Document.Key, len(p.Posts), maxPosts)
	}
	p.addMentions(order)
	p.addSentences(order)
	p.ID = mentionmap.DocumentID(text)
	p.Shingles = Shingles(text)
	p.Bands = Bands(p.Shingles)
	return p.Document, nil
}

// preparer makes the rows of one document.
type preparer struct {
	*Document
	text   string
	points *points
}

func (p *preparer) malformed(format string, args ...any) error {
	return mentionmap.Errorf(mentionmap.Invalid, "document "+strings.ReplaceAll(p.Located.Document.Key, "%", "%%")+": "+format, args...)
}

// runes gives a span in code points.
func (p *preparer) runes(s mentionmap.Span) (start, length int) {
	start = p.points.before(s.Start)
	return start, p.points.before(s.End) - start
}

// holds reports whether a span lies in the text and parts no character.
func (p *preparer) holds(s mentionmap.Span) bool {
	return s.Start <= s.End && parts(p.text, s.Start) && parts(p.text, s.End)
}

func (p *preparer) checkPosts() error {
	end := 0
	for n, post := range p.Located.Posts {
		if post.Start < end || !p.holds(post.Span) {
			return p.malformed("post %d (bytes %d to %d) is out of order, outside the text or cuts a character", n, post.Start, post.End)
		}
		end = post.End
	}
	return nil
}

// mentionsInOrder checks the mentions and sorts them by where they stand.
func (p *preparer) mentionsInOrder() ([]*mentionmap.Mention, error) {
	out := make([]*mentionmap.Mention, len(p.Located.Mentions))
	for i := range p.Located.Mentions {
		out[i] = &p.Located.Mentions[i]
	}
	slices.SortStableFunc(out, func(a, b *mentionmap.Mention) int { return cmp.Compare(a.Start, b.Start) })
	end := 0
	for _, m := range out {
		if err := p.checkMention(m, end); err != nil {
			return nil, err
		}
		end = m.End
	}
	return out, nil
}

func (p *preparer) checkMention(m *mentionmap.Mention, after int) error {
	switch {
	case m.Start < after || m.Empty() || !p.holds(m.Span):
		return p.malformed("mention %q (bytes %d to %d) is empty, overlaps another, lies outside the text or cuts a character", m.Surface, m.Start, m.End)
	case m.Demonym:
		return p.malformed("%q is a demonym, not a mention", m.Surface)
	case m.Dates.Known() && (m.Dates.To < m.Dates.From || m.Dates.Precision == mentionmap.Undated):
		return p.malformed("mention %q has wrong dates: %s to %s, %q", m.Surface, m.Dates.From, m.Dates.To, m.Dates.Precision)
	case m.Place != nil && !onGlobe(m.Place.Lon, m.Place.Lat):
		return p.malformed("mention %q lies nowhere on the globe: lon %g, lat %g", m.Surface, m.Place.Lon, m.Place.Lat)
	case m.Place != nil && m.Place.ID == 0:
		return p.malformed("mention %q has a place without an id", m.Surface)
	}
	for _, d := range m.Derived {
		if !onGlobe(d.Lon, d.Lat) {
			return p.malformed("mention %q gives a point nowhere on the globe: lon %g, lat %g", m.Surface, d.Lon, d.Lat)
		}
	}
	return nil
}

func onGlobe(lon, lat float64) bool {
	return math.Abs(lon) <= 180 && math.Abs(lat) <= 90
}

// addPosts makes rows of the posts and of the stretches between them, so that
// together they are the text. A post without text holds nothing that could be
// found, and has none.
func (p *preparer) addPosts() {
	end := 0
	for n := range p.Located.Posts {
		post := &p.Located.Posts[n]
		if post.Empty() {
			continue
		}
		p.addStretch(end, post.Start)
		p.addPost(n, post)
		end = post.End
	}
	p.addStretch(end, len(p.text))
}

func (p *preparer) addStretch(from, to int) {
	if from < to {
		p.addPost(-1, &mentionmap.Post{Span: mentionmap.Span{Start: from, End: to}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay})
	}
}

func (p *preparer) addPost(n int, post *mentionmap.Post) {
	row := Post{Post: n, Byte: post.Start, Text: post.Of(p.text), Title: post.Title, Heading: p.heading(n, post), Source: post.Source,
		Author: post.Author, Lang: post.Lang, ReplyTo: post.ReplyTo, Forwarded: post.Forwarded, Published: p.published(post), Repeat: post.Repeat}
	row.Start, row.Length = p.runes(post.Span)
	p.Posts = append(p.Posts, row)
}

// heading is a title whose words the text of a post does not hold: its own, or
// that of a document which is one post.
func (p *preparer) heading(n int, post *mentionmap.Post) string {
	switch {
	case post.Title != "" && !(post.TitleSpan.Len() > 0 && post.Contains(post.TitleSpan)):
		return post.Title
	case post.Title == "" && (len(p.Located.Posts) == 0 || len(p.Located.Posts) == 1 && n == 0):
		return p.Located.Document.Title
	}
	return ""
}

// published is when a post was published: what it says itself, else the day
// it is filed under, else when the document was.
func (p *preparer) published(post *mentionmap.Post) mentionmap.Stamp {
	switch {
	case post.Published.Known():
		return post.Published
	case post.Date != mentionmap.NoDay:
		return mentionmap.Stamp{Day: post.Date, Minute: -1}
	}
	return p.Located.Document.Published
}

// addMentions makes the rows of mentions but for the number of their sentence.
func (p *preparer) addMentions(order []*mentionmap.Mention) {
	p.Mentions = make([]Mention, len(order))
	for i, m := range order {
		r := &p.Mentions[i]
		*r = Mention{Mention: m, Post: p.postOf(m.Start), Confidence: thousandths(m.Confidence), Radius: hundreds(m.RadiusKM), WordsStart: -1}
		r.Start, r.Length = p.runes(m.Span)
		p.setSentence(r)
		if m.Dates.Known() {
			r.WordsStart, r.WordsLength = p.words(m.Dates.Words)
			p.First, p.Last = earlier(p.First, m.Dates.From), later(p.Last, m.Dates.To)
		}
		for _, d := range m.Derived {
			row := Derived{Derived: d}
			row.WordsStart, row.WordsLength = p.words(d.Words)
			r.Derived = append(r.Derived, row)
		}
	}
}

// postOf finds the post, or the stretch between posts, that a byte stands in.
func (p *preparer) postOf(offset int) int {
	return sort.Search(len(p.Posts), func(i int) bool { return p.Posts[i].Byte > offset }) - 1
}

// words gives a span in code points; -1 for none, or one outside the text.
func (p *preparer) words(w mentionmap.Span) (start, length int) {
	if w.Empty() || !p.holds(w) {
		return -1, 0
	}
	return p.runes(w)
}

// sentenceOf is the sentence around a mention; what is none is the mention alone.
func (p *preparer) sentenceOf(m *mentionmap.Mention) mentionmap.Span {
	if !m.Sentence.Contains(m.Span) || !p.holds(m.Sentence) {
		return m.Span
	}
	return m.Sentence
}

// setSentence sets the sentence that is shown: all of it, or what is around the mention.
func (p *preparer) setSentence(r *Mention) {
	from, n := p.runes(p.sentenceOf(r.Mention))
	to := from + n
	if n > sentenceRunes {
		room := max(0, sentenceRunes-r.Length) / 2
		from, to = max(from, r.Start-room), min(to, r.Start+r.Length+room)
	}
	r.SentenceStart, r.SentenceLength = from, to-from
}

// Source is the source of posts that name none: where the document was seen
// first, else its key.
func (d *Document) Source() string {
	for _, s := range d.Located.Document.Seen {
		if s.Source != "" {
			return s.Source
		}
	}
	return d.Located.Document.Key
}

// URL is the first that the document was seen at; "" if none is known.
func (d *Document) URL() string {
	for _, s := range d.Located.Document.Seen {
		if s.URL != "" {
			return s.URL
		}
	}
	return ""
}

// RealPosts is how many of the rows are posts.
func (d *Document) RealPosts() (n int) {
	for i := range d.Posts {
		if d.Posts[i].Post >= 0 {
			n++
		}
	}
	return n
}

// thousandths rounds a confidence; what is no number is no confidence.
func thousandths(c float32) int64 {
	if !(c > 0) {
		return 0
	}
	return int64(math.Round(float64(min(c, 1)) * 1000))
}

// hundreds rounds km to hundreds of metres; no two places on the globe lie
// further apart than the most it gives.
func hundreds(km float64) int64 {
	if !(km > 0) {
		return 0
	}
	return int64(math.Round(min(km, 20_040) * 10))
}

func earlier(a, b mentionmap.Day) mentionmap.Day {
	if a == mentionmap.NoDay || b != mentionmap.NoDay && b < a {
		return b
	}
	return a
}

func later(a, b mentionmap.Day) mentionmap.Day {
	if a == mentionmap.NoDay || b != mentionmap.NoDay && b > a {
		return b
	}
	return a
}
