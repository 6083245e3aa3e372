package sqlite

import (
	"math"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// sentenceRunes is the most code points that a stored sentence has: text
// without full stops would repeat itself in every mention.
const sentenceRunes = 2000

// prepared is a document as rows, with starts in code points; the numbers of
// places, sources and versions are filled in when it is written.
type prepared struct {
	*mentionmap.Located
	id          string
	passages    []passage
	posts       []postRow
	mentions    []mentionRow
	first, last mentionmap.Day
	shingles    []uint64
	bands       []int64
	story       int64           // the document its story began with
	seen        []placeday.Seen // what it is counted by
}

type postRow struct {
	span      mentionmap.Span // bytes
	n         int             // -1: a stretch between posts
	start     int             // code points
	length    int
	post      mentionmap.Post
	published mentionmap.Stamp
	mentions  int
	title     string // its words are not in the text
}

type mentionRow struct {
	*mentionmap.Mention
	kind                     mentionmap.Kind
	start, length            int
	post                     int // start of its post, code points
	sentence, sentenceLength int
	words, wordsLength       int
	published                mentionmap.Day
	derived                  [][2]int // words of each Derived: start relative to the mention, length
}

// prepareAll prepares a batch on all processors; the error is that of the
// first document that has one.
func prepareAll(batch []mentionmap.Located) ([]*prepared, error) {
	docs, errs := make([]*prepared, len(batch)), make([]error, len(batch))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(batch)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(batch); i = int(next.Add(1)) - 1 {
				docs[i], errs[i] = prepare(&batch[i])
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// prepare checks a located document and makes its rows.
func prepare(l *mentionmap.Located) (*prepared, error) {
	p := &prepared{Located: l, id: mentionmap.DocumentID(l.Document.Text), first: mentionmap.NoDay, last: mentionmap.NoDay}
	if len(l.Document.Text) > maxBytes {
		return nil, mentionmap.Errorf(mentionmap.TooLarge, "document %s: %d bytes of text, at most %d can be stored", l.Document.Key, len(l.Document.Text), maxBytes)
	}
	p.passages = cut(l.Document.Text)
	p.shingles = shingles(l.Document.Text)
	p.bands = bands(p.shingles)
	if err := p.preparePosts(); err != nil {
		return nil, err
	}
	order, err := p.mentionsInOrder()
	if err != nil {
		return nil, err
	}
	for _, m := range order {
		p.addMention(m)
	}
	p.posts = slices.DeleteFunc(p.posts, func(r postRow) bool { return r.n < 0 && r.mentions == 0 })
	return p, nil
}

func (p *prepared) malformed(format string, args ...any) error {
	return mentionmap.Errorf(mentionmap.Invalid, "document "+strings.ReplaceAll(p.Document.Key, "%", "%%")+": "+format, args...)
}

func (p *prepared) runes(offset int) int { return runesBefore(p.passages, offset) }

// preparePosts makes rows of the posts and of the stretches between them, so
// that together they are the text.
func (p *prepared) preparePosts() error {
	end := 0
	for n, post := range p.Posts {
		if post.Start < end || post.End < post.Start || post.End > len(p.Document.Text) {
			return p.malformed("post %d (bytes %d to %d) is out of order or outside the text", n, post.Start, post.End)
		}
		if post.Empty() {
			continue // holds nothing that could be found
		}
		p.addStretch(end, post.Start)
		p.posts = append(p.posts, p.postRow(n, post))
		end = post.End
	}
	p.addStretch(end, len(p.Document.Text))
	return nil
}

func (p *prepared) addStretch(from, to int) {
	if from < to {
		stretch := mentionmap.Post{Span: mentionmap.Span{Start: from, End: to}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}
		p.posts = append(p.posts, p.postRow(-1, stretch))
	}
}

func (p *prepared) postRow(n int, post mentionmap.Post) postRow {
	start := p.runes(post.Start)
	row := postRow{span: post.Span, n: n, start: start, length: p.runes(post.End) - start, post: post, published: p.published(&post)}
	switch {
	case post.Title != "" && !(post.TitleSpan.Len() > 0 && post.Contains(post.TitleSpan)):
		row.title = post.Title
	case post.Title == "" && (len(p.Posts) == 0 || len(p.Posts) == 1 && n == 0):
		row.title = p.Document.Title
	}
	return row
}

// published is when a post was published: what it says itself, else the day
// it is filed under, else when the document was.
func (p *prepared) published(post *mentionmap.Post) mentionmap.Stamp {
	switch {
	case post.Published.Known():
		return post.Published
	case post.Date != mentionmap.NoDay:
		return mentionmap.Stamp{Day: post.Date, Minute: -1}
	}
	return p.Document.Published
}

// mentionsInOrder checks the mentions and sorts them by where they stand.
func (p *prepared) mentionsInOrder() ([]*mentionmap.Mention, error) {
	out := make([]*mentionmap.Mention, len(p.Mentions))
	for i := range p.Mentions {
		out[i] = &p.Mentions[i]
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	end := 0
	for _, m := range out {
		if err := p.checkMention(m, end); err != nil {
			return nil, err
		}
		end = m.End
	}
	return out, nil
}

func (p *prepared) checkMention(m *mentionmap.Mention, after int) error {
	switch {
	case m.Start < after || m.Empty() || m.End > len(p.Document.Text):
		return p.malformed("mention %q (bytes %d to %d) is empty, overlaps another or lies outside the text", m.Surface, m.Start, m.End)
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

func (p *prepared) addMention(m *mentionmap.Mention) {
	start := p.runes(m.Start)
	row := mentionRow{Mention: m, kind: m.Kind, start: start, length: p.runes(m.End) - start}
	row.sentence, row.sentenceLength = p.sentence(m, start, row.length)
	if m.Dates.Known() {
		w := p.wordsOf(m.Dates.Words, start)
		row.words, row.wordsLength = w[0], w[1]
	}
	for _, d := range m.Derived {
		row.derived = append(row.derived, p.wordsOf(d.Words, start))
	}
	post := p.postOf(m.Start)
	post.mentions++
	row.post, row.published = post.start, post.published.Day
	p.mentions = append(p.mentions, row)
	if m.Dates.Known() {
		p.first = earlier(p.first, m.Dates.From)
		p.last = later(p.last, m.Dates.To)
	}
}

// wordsOf gives a span in code points: where it starts relative to the
// mention, and its length; none for a span outside the text.
func (p *prepared) wordsOf(w mentionmap.Span, mention int) [2]int {
	if w.Empty() || w.Start < 0 || w.End > len(p.Document.Text) {
		return [2]int{}
	}
	at := p.runes(w.Start)
	return [2]int{at - mention, p.runes(w.End) - at}
}

// sentence returns how many code points before the mention its sentence
// starts, and its length. What is no sentence around it is the mention alone.
func (p *prepared) sentence(m *mentionmap.Mention, start, length int) (before, n int) {
	s := m.Sentence
	if !s.Contains(m.Span) || s.Start < 0 || s.End > len(p.Document.Text) {
		return 0, length
	}
	from, to := p.runes(s.Start), p.runes(s.End)
	if to-from > sentenceRunes {
		room := max(0, sentenceRunes-length) / 2
		from, to = max(from, start-room), min(to, start+length+room)
	}
	return start - from, to - from
}

// postOf finds the post, or the stretch between posts, that a byte stands in.
func (p *prepared) postOf(offset int) *postRow {
	i := sort.Search(len(p.posts), func(i int) bool { return p.posts[i].span.End > offset })
	return &p.posts[i]
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
