package synthetic

import (
	"fmt"
	"math/rand/v2"

	"mentionmap"
)

const (
	wordsPerMention = 12
	copies          = 50 // one of so many documents is a near-copy of an earlier one
	copyReach       = 300
)

// Document makes the document of a number, always the same.
func (c *Corpus) Document(n int) mentionmap.Located {
	r := rand.New(rand.NewPCG(c.seed, uint64(n)<<1|1))
	if n > copyReach && r.IntN(copies) == 0 {
		return c.copyOf(n, n-1-r.IntN(copyReach))
	}
	return c.original(n)
}

// copyOf repeats an earlier document under a header of its own.
func (c *Corpus) copyOf(n, earlier int) mentionmap.Located {
	b := c.builder(earlier)
	b.text = fmt.Appendf(b.text, "Copy %d.\n", n)
	return b.document(n)
}

func (c *Corpus) original(n int) mentionmap.Located { return c.builder(n).document(n) }

func (c *Corpus) builder(n int) *builder {
	r := rand.New(rand.NewPCG(c.seed, uint64(n)<<1))
	flow := (float64(n) + r.Float64()) / float64(max(c.documents, 1))
	return &builder{corpus: c, r: r, day: FirstDay + mentionmap.Day(pick(c.days, flow)), last: -1}
}

// builder makes one document.
type builder struct {
	corpus *Corpus
	r      *rand.Rand
	day    mentionmap.Day // the document is published
	last   int            // rank of the place named last
	text   []byte
	out    mentionmap.Located
}

func (b *builder) document(n int) mentionmap.Located {
	b.out.Gazetteer, b.out.Locator = "synthetic", "synthetic"
	posts := 1 + b.r.IntN(3)
	spans := make([][2]int, 0, PerDocument)
	for p, left := 0, PerDocument; p < posts; p++ {
		mentions := left / (posts - p)
		left -= mentions
		start := len(b.text)
		for range mentions {
			spans = append(spans, b.sentence(p))
		}
		b.out.Posts = append(b.out.Posts, mentionmap.Post{Span: mentionmap.Span{Start: start, End: len(b.text)}, Published: mentionmap.NoStamp, Date: b.day})
	}
	text := string(b.text)
	for i := range b.out.Mentions {
		b.out.Mentions[i].Sentence = mentionmap.Span{Start: spans[i][0], End: spans[i][1]}
	}
	b.out.Document = mentionmap.Document{Key: fmt.Sprint("synthetic-", n), Text: text, Lang: "en",
		Published: mentionmap.Stamp{Day: b.day, Minute: int16(b.r.IntN(1440))},
		Seen:      []mentionmap.Seen{{Source: fmt.Sprint("source ", b.r.IntN(1+b.r.IntN(sources))), URL: fmt.Sprint("https://example.org/", n)}}}
	return b.out
}

// sentence writes words around one mention and returns where it stands.
func (b *builder) sentence(post int) [2]int {
	start := len(b.text)
	b.write(wordsPerMention / 2)
	b.mention(post)
	b.write(wordsPerMention - wordsPerMention/2)
	b.text[len(b.text)-1] = '.'
	b.text = append(b.text, '\n')
	return [2]int{start, len(b.text) - 1}
}

// write adds words; some are much more common than others.
func (b *builder) write(n int) {
	for range n {
		x := b.r.Float64()
		b.text = append(b.text, b.corpus.words[int(x*x*x*vocabularySize)]...)
		b.text = append(b.text, ' ')
	}
}

func (b *builder) mention(post int) {
	r := b.r
	m := mentionmap.Mention{Post: post, RadiusKM: 5, Confidence: float32(1000-r.IntN(1+r.IntN(1000))) / 1000, Dates: b.dates(), Kind: mentionmap.Settlement}
	if r.IntN(5) == 0 {
		m.Use = mentionmap.Associative
	}
	if r.IntN(10) == 0 {
		m.Relation = mentionmap.Relation(r.IntN(9))
	}
	rank := pick(b.corpus.zipf, r.Float64())
	if b.last >= 0 && r.IntN(6) == 0 {
		rank = b.last
	}
	b.last = rank
	m.Surface = b.corpus.places[rank].Name
	if r.IntN(33) > 0 {
		m.Place = b.corpus.places[rank]
		m.Kind = m.Place.Kind
	}
	m.Start = len(b.text)
	b.text = append(append(b.text, m.Surface...), ' ')
	m.End = len(b.text) - 1
	b.out.Mentions = append(b.out.Mentions, m)
}

// spans of days by precision; the share of each in percent, the rest undated.
var precisions = [...]struct {
	share     int
	days      mentionmap.Day
	precision mentionmap.Precision
}{
	{75, 1, mentionmap.PrecisionDay}, {6, 3, mentionmap.PrecisionDays}, {5, 7, mentionmap.PrecisionWeek},
	{6, 30, mentionmap.PrecisionMonth}, {1, 90, mentionmap.PrecisionSeason}, {2, 365, mentionmap.PrecisionYear},
}

// dates are of the days before the document was published.
func (b *builder) dates() mentionmap.Dates {
	x := b.r.IntN(100)
	for _, p := range precisions {
		if x -= p.share; x < 0 {
			from := b.day - p.days + 1 - mentionmap.Day(b.r.IntN(1+b.r.IntN(4)))
			return mentionmap.Dates{From: from, To: from + p.days - 1, Precision: p.precision, Basis: mentionmap.BasisSentence}
		}
	}
	return mentionmap.NoDates
}
