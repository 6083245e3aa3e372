package locate

import (
	"slices"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/geo/coordinates"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/relation"
	"mentionmap/geo/resolve"
	"mentionmap/geo/toponym"
	"mentionmap/text/when"
)

// maxText is the longest text that is searched, in bytes: offsets of words
// are 32 bits wide.
const maxText = 1 << 30

// Options say what is expected of the texts. The zero value is right for
// news of the Russia–Ukraine war.
type Options struct {
	// Prior is how much countries, regions and districts are expected, by months,
	// where a name could be in several. nil: DefaultPrior.
	Prior []Expectation

	// Model is the trained part of recognition; nil: the one that comes with
	// the program.
	Model *toponym.Model

	// WithoutCue names a cue of resolution that is left out, to see what it is
	// worth.
	WithoutCue string
}

// Want says what Locate is to add, and what it need not work out again.
type Want struct {
	Explain  bool              // Mention.Why
	Demonyms bool              // Located.Demonyms
	Home     *resolve.Home     // of the document's source, as Homes has it; nil if it is not known
	Times    []when.Expression // of the document's text, as when.Scan gives them; nil: Locate scans
}

// Locator finds places. Any number of goroutines may use it.
type Locator struct {
	gazetteer *gazetteer.Gazetteer
	options   Options
	workers   sync.Pool
	places    []atomic.Pointer[mentionmap.Place] // by row, made when first needed
	priors    priors
}

// worker is what one call needs.
type worker struct {
	finder      toponym.Finder
	resolver    resolve.Resolver
	findings    []relation.Finding
	hints       []resolve.Hint
	posts       []int32
	expressions []when.Expression
	dates       dates
	repeats     repeats
	found       []coordinates.Found
	foundAt     map[int32]int32 // the coordinates of a name, by its first token

	sentence     int32 // the one asked for last
	sentenceSpan mentionmap.Span
}

// New returns a locator over a gazetteer.
func New(g *gazetteer.Gazetteer, opts Options) *Locator {
	if opts.Prior == nil {
		opts.Prior = DefaultPrior()
	}
	if opts.Model == nil {
		opts.Model = toponym.Trained()
	}
	l := &Locator{gazetteer: g, options: opts, priors: priors{list: opts.Prior}, places: make([]atomic.Pointer[mentionmap.Place], g.Len())}
	first := NewFinder(g, opts)
	l.workers.New = func() any {
		w := &worker{}
		w.finder.Gazetteer, w.finder.Home, w.finder.Model = g, first.Home, opts.Model
		w.finder.Peoples, w.finder.Short = first.Peoples, first.Short
		w.resolver.Gazetteer, w.resolver.Options = g, resolve.Options{Without: opts.WithoutCue}
		return w
	}
	return l
}

// NewFinder returns the recognition part alone, as training needs it: with
// the model of the options, which may be nil.
func NewFinder(g *gazetteer.Gazetteer, opts Options) *toponym.Finder {
	return &toponym.Finder{
		Gazetteer: g, Home: func(country string) bool { return homes[country] }, Model: opts.Model,
		Peoples: toponym.NewDemonyms(g), Short: toponym.NewAbbreviations(g),
	}
}

// homes are the countries whose villages are expected in the texts.
var homes = map[string]bool{"UA": true, "RU": true, "BY": true, "MD": true}

// Locate finds the places that doc mentions; posts are its posts in the order
// of the text, none if the document is one piece. Of a text over 1 GiB only
// the first GiB is searched.
func (l *Locator) Locate(doc mentionmap.Document, posts []mentionmap.Post, want Want) mentionmap.Located {
	w := l.workers.Get().(*worker)
	body := doc.Text
	if len(body) > maxText {
		body = body[:maxText]
	}
	w.resolver.Keep, w.resolver.Home = want.Explain, want.Home
	w.expect(&l.priors, l.gazetteer, doc.Published.Day, posts)
	w.decide(body, posts)
	w.finder.Revise(w.isCapital)
	w.dates.of = slices.Grow(w.dates.of[:0], len(w.finder.Names))
	times := want.Times
	if times == nil {
		w.expressions = when.Scan(w.expressions[:0], body)
		times = w.expressions
	}
	w.dates.bind(w, &doc, posts, times)
	w.repeats.mark(&w.finder, posts)
	out := mentionmap.Located{Document: doc, Posts: posts, Gazetteer: l.gazetteer.Version(), Locator: Version}
	out.Mentions = make([]mentionmap.Mention, 0, len(w.finder.Names))
	for k := range w.finder.Names {
		out.Mentions = append(out.Mentions, l.mention(w, k, want.Explain))
	}
	if want.Demonyms {
		out.Demonyms = l.demonyms(w, &doc, posts)
	}
	w.release()
	l.workers.Put(w) // not one that panicked: what is in it is half done
	return out
}

// decide finds the names of a text and the places they mean.
func (w *worker) decide(body string, posts []mentionmap.Post) {
	w.finder.Find(body)
	w.positions(body)
	w.assign(posts)
	w.relate()
	w.resolver.Resolve(&w.finder, w.posts, w.hints)
}

// release lets go of the text, and of buffers that one huge text made huge.
func (w *worker) release() {
	const most = 1 << 20 // words
	w.finder.Text.Body, w.sentenceSpan = "", mentionmap.Span{}
	if cap(w.finder.Text.Tokens) > most {
		w.finder.Text = toponym.Text{}
	}
}

// assign finds the post of each name.
func (w *worker) assign(posts []mentionmap.Post) {
	w.posts = w.posts[:0]
	p := 0
	for k := range w.finder.Names {
		n := &w.finder.Names[k]
		at := int(w.finder.Text.Tokens[n.From].Start)
		for p < len(posts) && posts[p].End <= at {
			p++
		}
		if p < len(posts) && posts[p].Start <= at {
			w.posts = append(w.posts, int32(p))
		} else {
			w.posts = append(w.posts, -1)
		}
	}
}

// relate reads the relations, and from them what helps to choose a place.
func (w *worker) relate() {
	w.findings, w.hints = slices.Grow(w.findings[:0], len(w.finder.Names)), w.hints[:0]
	for k := range w.finder.Names {
		w.findings = append(w.findings, relation.Finding{})
		relation.Read(&w.finder, k, &w.findings[k])
	}
	w.hintFronts()
	for k := range w.findings {
		w.hintRoad(k)
	}
	for k := range w.findings {
		w.hintDistance(k)
	}
	relation.Share(&w.finder, w.findings)
}

// isCapital reports whether the place of name k is a country or a national
// capital, or unknown.
func (w *worker) isCapital(k int) bool {
	row := w.resolver.Choices[k].Row
	g := w.finder.Gazetteer
	return row == gazetteer.None || g.Kind(row) == mentionmap.Country || g.CapitalRank(row) == gazetteer.SeatOfState
}

// place returns a row's place. It is shared: nobody may change it.
func (l *Locator) place(row gazetteer.Row) *mentionmap.Place {
	if row == gazetteer.None {
		return nil
	}
	if p := l.places[row].Load(); p != nil {
		return p
	}
	p := l.gazetteer.Place(row)
	l.places[row].Store(&p)
	return &p
}
