package sqlite

import (
	"math"
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

// prepared is a document as it will be stored, with starts in code points; the
// numbers of places, sources and versions are filled in when it is written.
type prepared struct {
	*mentionmap.Located
	id          string
	points      *points
	passages    []passage
	sections    []section
	posts       []mentionmap.Post // of each section
	words       []string          // of each section, for the search
	records     []mentionRecord
	placed      []*mentionmap.Place // of each record; nil: not placed
	cells       []uint32            // of each record's place
	before      [2]placeday.Story   // by mentionmap.By: what its story named before in the cells it names; nil if it begins one
	first, last mentionmap.Day
	shingles    []uint64
	bands       []uint32
	number      int64 // document.id
	story       int64 // the document its story began with
	begun       int64 // the same, if it is known; 0: it is to be found
}

// prepareAll prepares a batch by so many workers, at least one; the error is
// that of the first document that has one.
func prepareAll(batch []mentionmap.Located, most int) ([]*prepared, error) {
	docs, errs := make([]*prepared, len(batch)), make([]error, len(batch))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(max(most, 1), len(batch)) {
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
	p.points = newPoints(l.Document.Text)
	p.passages = cut(l.Document.Text)
	p.shingles = shingles(l.Document.Text)
	p.bands = bands(p.shingles)
	if err := p.prepareSections(); err != nil {
		return nil, err
	}
	order, err := p.mentionsInOrder()
	if err != nil {
		return nil, err
	}
	p.records, p.placed, p.cells = make([]mentionRecord, 0, len(order)), make([]*mentionmap.Place, 0, len(order)), make([]uint32, len(order))
	for _, m := range order {
		p.addMention(m)
	}
	p.leaveOutEmptyStretches()
	var t tokenizer
	for i := range p.sections {
		p.words = append(p.words, t.distinct(p.headingOf(i), p.posts[i].Of(l.Document.Text)))
	}
	return p, nil
}

// leaveOutEmptyStretches leaves out the stretches between posts that hold no mention.
func (p *prepared) leaveOutEmptyStretches() {
	kept, number := 0, make([]int, len(p.sections))
	for i := range p.sections {
		number[i] = kept
		if p.sections[i].n >= 0 || p.sections[i].mentions > 0 {
			p.sections[kept], p.posts[kept] = p.sections[i], p.posts[i]
			kept++
		}
	}
	p.sections, p.posts = p.sections[:kept], p.posts[:kept]
	for i := range p.records {
		p.records[i].section = number[p.records[i].section]
	}
}

func (p *prepared) malformed(format string, args ...any) error {
	return mentionmap.Errorf(mentionmap.Invalid, "document "+strings.ReplaceAll(p.Document.Key, "%", "%%")+": "+format, args...)
}

func (p *prepared) runes(offset int) int { return p.points.before(offset) }

// prepareSections makes sections of the posts and of the stretches between
// them, so that together they are the text.
func (p *prepared) prepareSections() error {
	end := 0
	for n, post := range p.Posts {
		if post.Start < end || post.End < post.Start || post.End > len(p.Document.Text) {
			return p.malformed("post %d (bytes %d to %d) is out of order or outside the text", n, post.Start, post.End)
		}
		if post.Empty() {
			continue // holds nothing that could be found
		}
		p.addStretch(end, post.Start)
		p.addSection(n, post)
		end = post.End
	}
	p.addStretch(end, len(p.Document.Text))
	return nil
}

func (p *prepared) addStretch(from, to int) {
	if from < to {
		stretch := mentionmap.Post{Span: mentionmap.Span{Start: from, End: to}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}
		p.addSection(-1, stretch)
	}
}

func (p *prepared) addSection(n int, post mentionmap.Post) {
	start := p.runes(post.Start)
	s := section{n: n, start: start, length: p.runes(post.End) - start, title: post.Title, author: post.Author, published: p.published(&post), repeat: post.Repeat}
	switch {
	case post.Title != "" && !(post.TitleSpan.Len() > 0 && post.Contains(post.TitleSpan)):
		s.heading = ownHeading
	case post.Title == "" && p.Document.Title != "" && (len(p.Posts) == 0 || len(p.Posts) == 1 && n == 0):
		s.heading = documentHeading
	}
	p.sections, p.posts = append(p.sections, s), append(p.posts, post)
}

// headingOf is a title whose words the text of a section does not hold.
func (p *prepared) headingOf(i int) string { return p.sections[i].headingText(p.Document.Title) }

func (s *section) headingText(document string) string {
	switch s.heading {
	case ownHeading:
		return s.title
	case documentHeading:
		return document
	}
	return ""
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
	start, in := p.runes(m.Start), p.sectionOf(m.Start)
	r := mentionRecord{section: in, start: start, length: p.runes(m.End) - start, traits: traits(m), day: mentionmap.NoDay,
		confidence: thousandths(m.Confidence), radius: hundreds(m.RadiusKM), published: p.sections[in].published.Day}
	r.sentence, r.sentenceLength = p.sentence(m, start, r.length)
	if m.Dates.Known() {
		r.day, r.days = m.Dates.From, int32(m.Dates.To-m.Dates.From)
		r.words, r.wordsLength = p.wordsOf(m.Dates.Words, start)
		p.first, p.last = earlier(p.first, m.Dates.From), later(p.last, m.Dates.To)
	}
	for _, d := range m.Derived {
		at := derivedRecord{Derived: d}
		at.Words = mentionmap.Span{}
		at.words, at.length = p.wordsOf(d.Words, start)
		r.derived = append(r.derived, at)
	}
	p.sections[in].mentions++
	p.records, p.placed = append(p.records, r), append(p.placed, m.Place)
}

// wordsOf gives a span in code points: where it starts relative to the
// mention, and its length; none for a span outside the text.
func (p *prepared) wordsOf(w mentionmap.Span, mention int) (start, length int) {
	if w.Empty() || w.Start < 0 || w.End > len(p.Document.Text) {
		return 0, 0
	}
	at := p.runes(w.Start)
	return at - mention, p.runes(w.End) - at
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

// sectionOf finds the post, or the stretch between posts, that a byte stands in.
func (p *prepared) sectionOf(offset int) int {
	return sort.Search(len(p.posts), func(i int) bool { return p.posts[i].End > offset })
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
