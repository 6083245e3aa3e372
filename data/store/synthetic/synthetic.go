// Package synthetic makes a large corpus of located documents from a seed, for
// measurements: ten mentions in about 1,000 bytes of text a document, places by
// Zipf's law, days that rise over 1,500 days with bursts, and a few near-copies.
// What it says means nothing; the same Options give the same corpus for ever.
package synthetic

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"sort"

	"mentionmap"
)

const (
	// Places is how many places there are, Days how many days.
	Places = 30_000
	Days   = 1500
	// FirstDay is 2022-02-24.
	FirstDay = mentionmap.Day(19047)
	// PerDocument is the number of mentions of a document.
	PerDocument = 10

	vocabularySize = 20_000
	sources        = 500
	bursts         = 60
)

// Corpus is a corpus that documents are taken from by their number.
type Corpus struct {
	seed      uint64
	documents int
	places    []*mentionmap.Place
	zipf      []float64 // running share of the places
	days      []float64 // running share of the days
	words     []string
}

// New returns the corpus of a seed that holds at least so many mentions.
func New(seed uint64, mentions int) *Corpus {
	c := &Corpus{seed: seed, documents: (mentions + PerDocument - 1) / PerDocument}
	r := rand.New(rand.NewPCG(seed, 0))
	c.places = make([]*mentionmap.Place, Places)
	for i := range c.places {
		c.places[i] = place(r, i)
	}
	c.zipf = running(Places, func(i int) float64 { return 1 / float64(i+1) })
	c.days = running(Days, burstyDays(r))
	c.words = make([]string, vocabularySize)
	for i := range c.words {
		c.words[i] = word(i)
	}
	return c
}

// Documents is the number of documents.
func (c *Corpus) Documents() int { return c.documents }

// Batches gives the documents in order, so many at a time.
func (c *Corpus) Batches(size int) iter.Seq[[]mentionmap.Located] {
	return func(yield func([]mentionmap.Located) bool) {
		for at := 0; at < c.documents; at += size {
			batch := make([]mentionmap.Located, 0, size)
			for n := at; n < min(at+size, c.documents); n++ {
				batch = append(batch, c.Document(n))
			}
			if !yield(batch) {
				return
			}
		}
	}
}

// running returns the running shares of n weights; the last is 1.
func running(n int, weight func(int) float64) []float64 {
	out := make([]float64, n)
	sum := 0.0
	for i := range out {
		sum += weight(i)
		out[i] = sum
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// pick returns the first entry whose running share is above x.
func pick(shares []float64, x float64) int {
	return min(sort.SearchFloat64s(shares, x), len(shares)-1)
}

// burstyDays is an even flow with days on which much more is written, which
// fades over the week after.
func burstyDays(r *rand.Rand) func(int) float64 {
	weights := make([]float64, Days)
	for i := range weights {
		weights[i] = 1
	}
	for range bursts {
		at, height := r.IntN(Days), 2+6*r.Float64()
		for i := at; i < min(at+7, Days); i++ {
			weights[i] += height
			height *= 0.6
		}
	}
	return func(i int) float64 { return weights[i] }
}

// place makes the place of a rank. Most are settlements; some of the often
// named ones are regions and countries.
func place(r *rand.Rand, rank int) *mentionmap.Place {
	p := &mentionmap.Place{ID: mentionmap.PlaceID(600_000 + rank*37), Name: fmt.Sprint("Place ", rank), Kind: mentionmap.Settlement, Country: "UA",
		Admin1: fmt.Sprint("Region ", rank%25), Lon: round(22 + 18*r.Float64()), Lat: round(44 + 8*r.Float64()), Population: int64(r.IntN(50_000)),
		Names: []mentionmap.Name{{Text: fmt.Sprint("Місто ", rank), Lang: "uk"}, {Text: fmt.Sprint("Город ", rank), Lang: "ru"}}}
	switch {
	case rank%40 == 3:
		p.Kind, p.Admin1 = mentionmap.Region, ""
	case rank < 400 && rank%8 == 0:
		p.Kind, p.Admin1, p.Country = mentionmap.Country, "", ""
	case rank%50 == 7:
		p.Kind = mentionmap.District
	}
	return p
}

// round keeps five digits of a degree, as gazetteers do.
func round(degrees float64) float64 { return float64(int(degrees*1e5)) / 1e5 }

var syllables = [...]string{"ba", "ke", "di", "mo", "ru", "sta", "ne", "li", "vo", "tu", "gra", "pe", "shi", "zo", "ma"}

// word spells a number, so that all words differ.
func word(n int) string {
	s := ""
	for n += len(syllables); n > 0; n /= len(syllables) {
		s += syllables[n%len(syllables)]
	}
	return s
}
