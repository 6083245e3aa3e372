package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"mentionmap"
)

// Place returns one of the suite's places; n counts from 0 and wraps around.
func Place(n int) *mentionmap.Place { return &places[n%len(places)] }

var places = []mentionmap.Place{
	{ID: 703448, Name: "Kyiv", Kind: mentionmap.Settlement, Country: "UA", Admin1: "Kyiv City", Population: 2_797_553, Lon: 30.52, Lat: 50.45,
		Names: []mentionmap.Name{{Text: "Київ", Lang: "uk"}, {Text: "Киев", Lang: "ru"}, {Text: "Kiev", Lang: "en", Former: true}}},
	{ID: 706483, Name: "Kharkiv", Kind: mentionmap.Settlement, Country: "UA", Admin1: "Kharkiv Oblast", Admin2: "Kharkiv Raion", Admin1ID: -9, Lon: 36.25, Lat: 49.98},
	{ID: -11, Name: "Kursk Oblast", Kind: mentionmap.Region, Country: "RU", Lon: 36.2, Lat: 51.7},
	{ID: 690791, Name: "Ukraine", Kind: mentionmap.Country, Country: "UA", Lon: 32, Lat: 49},
	{ID: -12, Name: "Donbas", Kind: mentionmap.Area, Lon: 38.0, Lat: 48.2},
	{ID: -13, Name: "Dnipro", Kind: mentionmap.Water, Lon: 33.0, Lat: 47.5},
	{ID: 709161, Name: "Bakhmut", Kind: mentionmap.Settlement, Country: "UA", Admin1: "Donetsk Oblast", Lon: 38.0, Lat: 48.59},
	{ID: 4030656, Name: "Suva", Kind: mentionmap.Settlement, Country: "FJ", Lon: 178.44, Lat: -18.14},
	{ID: 5881576, Name: "Apia", Kind: mentionmap.Settlement, Country: "WS", Lon: -171.76, Lat: -13.83},
	{ID: -14, Name: "Zaporizhzhia Nuclear Power Plant", Kind: mentionmap.Facility, Country: "UA", Lon: 34.59, Lat: 47.51},
	{ID: -15, Name: "Khreshchatyk", Kind: mentionmap.Street, Country: "UA", Lon: 30.52, Lat: 50.447},
	{ID: -16, Name: "Sumy Raion", Kind: mentionmap.District, Country: "UA", Lon: 34.8, Lat: 50.9},
}

var vocabulary = strings.Fields("shelling bridge evacuation drones overnight officials reported damage school hospital " +
	"Харків обстріл мост ночью Île café counter-offensive brigade river crossing grain corridor")

var sourceNames = []string{"Channel One", "agency, the second", "канал", "o'clock; --"}

// Corpus makes n documents from a seed: posts with and without days, sources
// and gaps between them, mentions of all kinds.
func Corpus(seed uint64, n int) []mentionmap.Located {
	r := rand.New(rand.NewPCG(seed, 1))
	docs := make([]mentionmap.Located, n)
	for i := range docs {
		docs[i] = document(r, fmt.Sprintf("%d-%d", seed, i))
	}
	return docs
}

func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

func document(r *rand.Rand, key string) mentionmap.Located {
	b := &builder{r: r, key: key}
	l := mentionmap.Located{Gazetteer: "g1", Locator: fmt.Sprint("l", r.IntN(2))}
	for n := 1 + r.IntN(3); n > 0; n-- {
		if chance(r, 30) {
			b.paragraph(-1, r.IntN(2))
		}
		start := b.text.Len()
		for range 1 + r.IntN(2) {
			b.paragraph(len(b.posts), r.IntN(4))
		}
		b.posts = append(b.posts, b.post(start))
	}
	l.Posts, l.Mentions = b.posts, b.mentions
	l.Document = mentionmap.Document{Key: key + ".txt", Text: b.text.String(), Title: "Title " + key, Lang: "en", Published: b.stamp(70)}
	for range r.IntN(3) {
		l.Document.Seen = append(l.Document.Seen, mentionmap.Seen{Source: sourceNames[r.IntN(len(sourceNames))], URL: "https://example.org/" + key})
	}
	return l
}

// builder makes the text of a document and what stands in it.
type builder struct {
	r        *rand.Rand
	key      string
	text     strings.Builder
	posts    []mentionmap.Post
	mentions []mentionmap.Mention
}

func (b *builder) stamp(percent int) mentionmap.Stamp {
	if !chance(b.r, percent) {
		return mentionmap.NoStamp
	}
	s := mentionmap.Stamp{Day: mentionmap.Day(19000 + b.r.IntN(40)), Minute: -1}
	if chance(b.r, 50) {
		s.Minute, s.Zone = int16(b.r.IntN(1440)), "+02:00"
	}
	return s
}

func (b *builder) post(start int) mentionmap.Post {
	p := mentionmap.Post{Span: mentionmap.Span{Start: start, End: b.text.Len()}, Published: b.stamp(60), Date: mentionmap.NoDay, Repeat: chance(b.r, 10)}
	if chance(b.r, 40) {
		p.Date = mentionmap.Day(19000 + b.r.IntN(40))
	}
	if chance(b.r, 40) {
		p.Source = sourceNames[b.r.IntN(len(sourceNames))]
	}
	if chance(b.r, 40) {
		p.Title, p.Author = "Post "+b.key, "A. Writer"
	}
	return p
}

// paragraph writes a sentence of words with n mentions, and a line end.
func (b *builder) paragraph(post, n int) {
	from, first := b.text.Len(), len(b.mentions)
	b.words(3)
	for range n {
		b.mention(post)
		b.words(2)
	}
	fmt.Fprintf(&b.text, " n%d-%s.", b.r.IntN(1e6), b.key)
	sentence := mentionmap.Span{Start: from, End: b.text.Len()}
	b.text.WriteString("\r\n")
	for i := first; i < len(b.mentions); i++ {
		b.mentions[i].Sentence = sentence
	}
}

func (b *builder) words(n int) {
	for range n {
		b.text.WriteString(vocabulary[b.r.IntN(len(vocabulary))] + " ")
	}
}

func (b *builder) mention(post int) {
	m := mentionmap.Mention{Post: post, Use: mentionmap.Use(b.r.IntN(2)), Relation: mentionmap.Relation(b.r.IntN(9)), RadiusKM: float64(b.r.IntN(300)) / 10,
		Confidence: float32(b.r.IntN(1001)) / 1000, Repeat: chance(b.r, 10), Dates: b.dates(), Kind: mentionmap.Kind(1 + b.r.IntN(8))}
	m.Surface = "Nowhere"
	if chance(b.r, 85) {
		m.Place = Place(b.r.IntN(len(places)))
		m.Surface, m.Kind = m.Place.Name, m.Place.Kind
	}
	m.Start = b.text.Len()
	b.text.WriteString(m.Surface)
	m.End = b.text.Len()
	b.text.WriteString(" ")
	b.mentions = append(b.mentions, m)
}

// dates makes days of any precision; the words are the first of the text.
func (b *builder) dates() mentionmap.Dates {
	if chance(b.r, 15) {
		return mentionmap.NoDates
	}
	lengths := []mentionmap.Day{1, 3, 7, 30, 90, 365}
	p := b.r.IntN(len(lengths))
	if chance(b.r, 60) {
		p = 0
	}
	from := mentionmap.Day(18990 + b.r.IntN(60))
	d := mentionmap.Dates{From: from, To: from + lengths[p] - 1, Precision: mentionmap.Precision(p + 1), Basis: mentionmap.Basis(b.r.IntN(7)), Planned: chance(b.r, 5)}
	if b.text.Len() > 12 && chance(b.r, 50) {
		d.Words = firstWord(b.text.String())
	}
	return d
}

func firstWord(text string) mentionmap.Span {
	return mentionmap.Span{End: strings.IndexByte(text, ' ')}
}
