// Package train fits the trained part of the recognition score to annotated
// documents: logistic regression over hashed features, on top of the named
// weights, which stay as they are.
package train

import (
	"math"
	"math/rand/v2"

	"mentionmap"
	"mentionmap/geo/toponym"
)

// Document is an annotated text. Places are the spans of its place names, in
// bytes, in any order; every other name is taken for none.
type Document struct {
	Text   string
	Corpus int // documents of one corpus have one number
	Places []mentionmap.Span
}

// Options steer the fitting. The zero value is replaced by Defaults.
type Options struct {
	Epochs int
	Rate   float64 // of AdaGrad
	Ridge  float64 // pull of each weight to zero
	Seed   uint64
	Runs   int // fits in different orders, whose weights are averaged
	// OwnCopies adds to each corpus features of its own, so that its policy of
	// annotation does not reach the shared weights.
	OwnCopies bool
	Rare      int // features seen less often are left out
}

// Defaults are the options that the committed weights were fitted with.
func Defaults() Options {
	return Options{Epochs: 12, Rate: 0.15, Ridge: 5e-4, Seed: 1, Runs: 16, OwnCopies: true, Rare: 3}
}

// Example is one name that was weighed.
type Example struct {
	Named  float32
	Hashed []uint32
	Corpus int
	Place  bool
}

// Collect weighs the names of the documents. The finder's Model must be nil.
func Collect(f *toponym.Finder, docs []Document) []Example {
	var out []Example
	for i := range docs {
		d := &docs[i]
		f.Watch = func(n *toponym.Name, named float32, hashed []uint32) {
			if n.Signs.Has(toponym.Ruled) {
				return
			}
			span := f.Text.Span(n.From, n.To)
			out = append(out, Example{Named: named, Hashed: append([]uint32(nil), hashed...), Corpus: d.Corpus, Place: touches(d.Places, span)})
		}
		f.Find(d.Text)
	}
	f.Watch = nil
	return out
}

func touches(list []mentionmap.Span, s mentionmap.Span) bool {
	for _, p := range list {
		if min(p.End, s.End) > max(p.Start, s.Start) {
			return true
		}
	}
	return false
}

// fitter holds the weights while they are fitted: the shared ones first, then
// a copy for each corpus.
type fitter struct {
	weights, squares []float64
	options          Options
	common           []bool
}

// Fit returns the shared weights, by slot: the mean of several runs, for what
// one run makes of an order of the examples is chance.
func Fit(examples []Example, o Options) []float64 {
	sum := make([]float64, toponym.ModelSize)
	runs := max(1, o.Runs)
	for run := range runs {
		one := o
		one.Seed += uint64(run)
		for i, w := range fitOnce(examples, one) {
			sum[i] += w / float64(runs)
		}
	}
	return sum
}

func fitOnce(examples []Example, o Options) []float64 {
	corpora := 0
	for i := range examples {
		corpora = max(corpora, examples[i].Corpus+1)
	}
	size := toponym.ModelSize * (1 + corpora)
	f := &fitter{weights: make([]float64, size), squares: make([]float64, size), options: o, common: frequent(examples, o.Rare)}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(o.Seed, 0))
	for range o.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			f.step(&examples[i])
		}
	}
	return f.weights[:toponym.ModelSize]
}

func frequent(examples []Example, least int) []bool {
	counts := make([]int, toponym.ModelSize)
	for i := range examples {
		for _, h := range examples[i].Hashed {
			counts[h]++
		}
	}
	out := make([]bool, len(counts))
	for h, n := range counts {
		out[h] = n >= least
	}
	return out
}

// step moves the weights by one example.
func (f *fitter) step(e *Example) {
	own := toponym.ModelSize * (1 + e.Corpus)
	z := float64(e.Named)
	for _, h := range e.Hashed {
		if f.common[h] {
			z += f.weights[h]
			if f.options.OwnCopies {
				z += f.weights[own+int(h)]
			}
		}
	}
	gradient := 1 / (1 + math.Exp(-z))
	if e.Place {
		gradient--
	}
	for _, h := range e.Hashed {
		if !f.common[h] {
			continue
		}
		f.move(int(h), gradient, 1)
		if f.options.OwnCopies {
			f.move(own+int(h), gradient, 3)
		}
	}
}

// move is one step of AdaGrad; stiff weights are pulled to zero harder.
func (f *fitter) move(i int, gradient, stiff float64) {
	g := gradient + f.options.Ridge*stiff*f.weights[i]
	f.squares[i] += g * g
	f.weights[i] -= f.options.Rate * g / math.Sqrt(f.squares[i]+1e-6)
}
