package resolve

import (
	"math"
	"slices"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// Options say how places are chosen.
type Options struct {
	// Without names a cue that is left out, to see what it is worth.
	Without string
}

// Cues lists the names of the cues, in the order of their table.
func Cues() (names []string) {
	for i := range cues {
		names = append(names, cues[i].name)
	}
	return names
}

// Hint says where the place of one name lies to another's.
type Hint struct {
	Name    int // index of the name
	Anchor  int // index of the name it is measured from
	Other   int // of a road: the name at its other end
	Says    Says
	KM      float64 // of an offset
	Bearing float64 // of an offset or a place near by: degrees from the anchor; NaN if none is said
}

// Says is what a hint says.
type Says uint8

// The sorts of hints.
const (
	SaysOffset Says = iota // so far from it
	SaysNear               // near it, no distance said
	SaysFront              // on the part of the front that is called after it
	SaysRoad               // on the road between two
)

// Choice is what was decided for a name.
type Choice struct {
	Row        gazetteer.Row // None if nothing is sure enough
	RunnerUp   gazetteer.Row // None if there was no other
	Margin     float64       // score of the choice less the runner-up's
	Wide       bool          // Row is the region that holds several towns of the name, which one is open
	Confidence float32
}

// Resolver decides. It keeps its buffers: use one for many texts, but not
// from two goroutines at once.
type Resolver struct {
	Gazetteer *gazetteer.Gazetteer
	Options   Options
	Keep      bool     // the reasons, for Explain
	Prior     *Prior   // what is expected of texts in no post
	OfPost    []*Prior // of each post
	Home      *Home    // of the source; nil if it is not known
	Votes     *Votes   // gets what the names say of the source's home; nil if it is not asked for
	Choices   []Choice // of each name, after Resolve

	prior  *Prior // of the post that is decided
	finder *toponym.Finder
	hints  []Hint
	hintOf []int32 // of each name: the index of its hint, -1 if it has none
	// the peoples named in the part of the text that is decided
	demonymFrom, demonymTo int
	entities               []entity
	members                []int32   // of each name: its entity
	scores, fixed          []float64 // of each candidate of each entity; fixed is the part of the fixed cues
	without                int       // the cue that is left out; -1 none
	index                  map[entityKey]int32
	order                  []int32
	told                   []int32 // entities of which words tell which one is meant
	view                   view
	reasons                [][]mentionmap.Cue
}

// Resolve decides for all names of the finder. Names of different posts are decided apart; post
// gives the index of each name's post.
func (r *Resolver) Resolve(f *toponym.Finder, post []int32, hints []Hint) {
	r.finder, r.hints = f, hints
	r.without = slices.IndexFunc(cues, func(c cue) bool { return c.name == r.Options.Without })
	n := len(f.Names)
	r.Choices, r.members, r.hintOf, r.reasons = slices.Grow(r.Choices[:0], n), slices.Grow(r.members[:0], n), slices.Grow(r.hintOf[:0], n), r.reasons[:0]
	if r.Keep {
		r.reasons = make([][]mentionmap.Cue, len(f.Names))
	}
	for range f.Names {
		r.Choices = append(r.Choices, Choice{Row: gazetteer.None, RunnerUp: gazetteer.None})
		r.members = append(r.members, -1)
		r.hintOf = append(r.hintOf, -1)
	}
	for i := range hints {
		r.hintOf[hints[i].Name] = int32(i)
	}
	r.demonymFrom, r.demonymTo = 0, 0
	for from := 0; from < len(f.Names); {
		to := r.scope(post, from)
		r.prior = r.Prior
		if p := int(post[from]); p >= 0 && p < len(r.OfPost) {
			r.prior = r.OfPost[p]
		}
		r.decide(from, to)
		from = to
	}
}

const maxScope = 600 // names decided together

// scope returns the end of the names that are decided together with from.
func (r *Resolver) scope(post []int32, from int) int {
	to := from + 1
	for to < len(post) && post[to] == post[from] && to-from < maxScope {
		to++
	}
	return to
}

// rounds is how often the entities are weighed, each time with what was
// decided before.
const rounds = 3

// decide settles the names from..to together.
func (r *Resolver) decide(from, to int) {
	r.gather(from, to)
	r.demonymFrom = r.demonymTo
	for last := r.finder.Names[to-1].Sentence; r.demonymTo < len(r.finder.Demonyms) && r.finder.Demonyms[r.demonymTo].Sentence <= last; {
		r.demonymTo++
	}
	for round := range rounds {
		r.view.measure(r, round)
		for _, e := range r.order {
			r.weigh(&r.entities[e], round)
		}
	}
	for k := from; k < to; k++ {
		r.conclude(k)
	}
	if r.Votes != nil {
		r.vote(r.Votes)
	}
	for k := from; k < to; k++ {
		r.members[k] = -1
	}
}

// weigh scores the candidates of an entity.
func (r *Resolver) weigh(e *entity, round int) {
	places := r.finder.Places[e.lo:e.hi]
	e.best, e.second = -1, -1
	if len(places) == 1 && round < rounds-1 { // its score only counts in the end
		e.best, e.margin, e.row = 0, alone, places[0].Row
		return
	}
	for i := range places {
		at := e.at + int32(i)
		if round == 0 || len(places) == 1 {
			r.fixed[at] = r.sum(0, len(fixedCues), round, e, &places[i])
		}
		r.scores[at] = r.fixed[at] + r.sum(len(fixedCues), len(cues), round, e, &places[i])
		e.rank(int32(i), r.scores)
	}
	if e.best >= 0 {
		e.row = places[e.best].Row
	}
}

// sum adds up the cues from..to that count in the round.
func (r *Resolver) sum(from, to, round int, e *entity, c *gazetteer.Candidate) float64 {
	s := 0.0
	for i := from; i < to; i++ {
		if cue := &cues[i]; round >= cue.round && i != r.without {
			s += cue.weight * cue.value(r, e, c)
		}
	}
	return s
}

// alone is the margin of a candidate that has no other beside it.
const alone = 6

// rank keeps the two best candidates.
func (e *entity) rank(i int32, scores []float64) {
	s := scores[e.at+i]
	switch {
	case e.best < 0 || s > scores[e.at+e.best]:
		e.best, e.second = i, e.best
	case e.second < 0 || s > scores[e.at+e.second]:
		e.second = i
	}
	e.margin = alone
	if e.second >= 0 {
		e.margin = scores[e.at+e.best] - scores[e.at+e.second]
	}
}

// conclude writes the choice for name k.
func (r *Resolver) conclude(k int) {
	c := &r.Choices[k]
	id := r.members[k]
	if id < 0 {
		return
	}
	e := &r.entities[id]
	if e.best < 0 {
		return
	}
	places := r.finder.Places[e.lo:e.hi]
	c.Row, c.Margin = places[e.best].Row, e.margin
	if e.second >= 0 {
		c.RunnerUp = places[e.second].Row
	}
	doubt, off := r.doubt(k, e, c.Row)
	c.Confidence = r.confidence(r.scores[e.at+e.best], e.margin, &r.finder.Names[k], c.Row, doubt)
	if off || r.scores[e.at+e.best] < leastScore {
		c.Row, c.Confidence = gazetteer.None, min(c.Confidence, unplaced)
	} else if !r.elsewhere(c, e, k) {
		r.widen(c, e)
	}
	if r.Keep {
		r.reasons[k] = append(openReason(c), r.reason(e)...)
	}
}

// leastScore is what a place must reach to be put on the map.
const leastScore = -4

// unplaced is the most that a name can have whose place is left open.
const unplaced = 0.3

// confidence makes a probability of the score, the margin and the score of
// recognition: a logistic function, fitted to what came true on held-out
// general news (geo/eval, TestCalibration), with a bonus for the places that
// the texts are about.
func (r *Resolver) confidence(score, margin float64, n *toponym.Name, row gazetteer.Row, doubt float64) float32 {
	if n.Signs.Has(toponym.Respelt) {
		margin = min(margin, 1) // its namesakes were never asked
	}
	z := -0.6 + 0.5*min(margin, 6) + 0.25*min(score, 6) + 0.25*min(float64(n.Score), 6)
	switch g := r.Gazetteer; {
	case g.Kind(row) == mentionmap.Country:
		z = 0.55*z + 0.35
	case r.view.spoken > 0 && r.ofWar(row):
		z = 0.75*z + 0.3
	default:
		z = 0.75*z - 1.43
	}
	return float32(1 / (1 + math.Exp(doubt-z)))
}

// Kind returns the kind of the place chosen, or of the name where the text
// says it.
func (r *Resolver) Kind(k int) mentionmap.Kind {
	n := &r.finder.Names[k]
	if r.Choices[k].Row == gazetteer.None && n.Kind == mentionmap.Region && n.Head&toponym.DistrictHead != 0 {
		return mentionmap.District // only a far region is called so
	}
	if n.Kind != mentionmap.KindUnknown {
		return n.Kind
	}
	if row := r.Choices[k].Row; row != gazetteer.None && !r.Choices[k].Wide {
		return r.Gazetteer.Kind(row)
	}
	return mentionmap.Settlement
}
