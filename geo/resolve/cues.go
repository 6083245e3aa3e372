package resolve

import (
	"math"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// cue is one reason for or against a place. Its value is worked out for an
// entity and one of its candidates; what counts is weight times value.
type cue struct {
	name   string
	weight float64
	round  int // the first round in which it counts
	value  func(r *Resolver, e *entity, c *gazetteer.Candidate) float64
}

// fixedCues are those whose value no decision changes: they are worked out once
// for all rounds.
var fixedCues = [...]cue{
	{"name", 1.3, 0, matchTier},
	{"kind", 1.6, 0, kindAgrees},
	{"population", 0.33, 0, population},
	{"capital", 0.5, 0, capitalRank},
	{"standing", 1, 0, standing},
	{"holder", 5, 0, holder},
	{"holds the one before", 3, 0, holds},
	{"speaks for a state", 2.5, 0, speaks},
	{"home of the source", 6, 0, atHome},
	{"seat of the world", 5, 0, seat},
}

// cues is the table of reasons, the fixed ones first.
var cues = append(fixedCues[:len(fixedCues):len(fixedCues)],
	cue{"expected country", 1, 0, expected},
	cue{"region in the sentence", 1.6, 0, sentenceRegion},
	cue{"country of the post", 2.2, 0, countryFocus},
	cue{"region of the post", 2.4, 1, regionFocus},
	cue{"neighbours", 2.2, 1, neighbours},
	cue{"distance said", 3, 1, distanceSaid},
	cue{"meant so elsewhere", 2, 1, meantElsewhere},
)

// matchTier: is it the place's own name?
func matchTier(_ *Resolver, _ *entity, c *gazetteer.Candidate) float64 {
	switch {
	case c.Flags&gazetteer.NameAlias != 0:
		return 1.2
	case c.Flags&gazetteer.NameMain != 0:
		return 1
	case c.Flags&gazetteer.NameFormer != 0:
		return -0.2
	case c.Flags&gazetteer.NameBare != 0:
		return 0.5
	}
	return 0
}

// kindAgrees: is it of the kind that the text says?
func kindAgrees(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	k := r.Gazetteer.Kind(c.Row)
	switch {
	case e.kind == mentionmap.KindUnknown || e.kind == k:
		return 0
	case e.composite, e.kind == mentionmap.Facility && k == mentionmap.Street:
		return -0.5
	case e.kind == mentionmap.Area && k == mentionmap.Settlement && r.Gazetteer.Population(c.Row) > 0:
		return -3 // the valley or island of a town is near it
	case e.kind == mentionmap.Street:
		return -4
	case isUnit(e.kind) && isUnit(k):
		return -1.2
	case e.kind == mentionmap.District && k == mentionmap.Settlement:
		return -4
	}
	return -8
}

func isUnit(k mentionmap.Kind) bool { return k == mentionmap.Region || k == mentionmap.District }

// population: the decimal logarithm of a town's inhabitants.
func population(r *Resolver, _ *entity, c *gazetteer.Candidate) float64 {
	if r.Gazetteer.Kind(c.Row) != mentionmap.Settlement {
		return 0
	}
	return math.Log10(float64(r.Gazetteer.Population(c.Row)) + 1)
}

func capitalRank(r *Resolver, _ *entity, c *gazetteer.Candidate) float64 {
	return float64(r.Gazetteer.CapitalRank(c.Row)) / 2
}

// standing: countries and regions before their namesakes, districts and
// bare names of regions after their towns.
func standing(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	switch r.Gazetteer.Kind(c.Row) {
	case mentionmap.Country:
		return 6
	case mentionmap.Region:
		if e.kind == mentionmap.Region {
			return 4.4
		}
		if c.Flags&gazetteer.NameBare != 0 {
			return -4
		}
		return 4.4 - r.shadow(e, c.Row)
	case mentionmap.District:
		if e.kind != mentionmap.District && r.hasTown(e) {
			return -6
		}
		return 0
	case mentionmap.Area, mentionmap.Water, mentionmap.Facility:
		return 4
	}
	return 0
}

// shadow is what a region loses to a city of its name: much to its own seat
// ("Almaty"), less to a national capital or a metropolis ("Washington", "New
// York").
func (r *Resolver) shadow(e *entity, region gazetteer.Row) float64 {
	g, most := r.Gazetteer, 0.0
	for _, c := range r.finder.Places[e.lo:e.hi] {
		if g.Kind(c.Row) == mentionmap.Country && g.Country(c.Row) == g.Country(region) {
			return 8
		}
		if g.Kind(c.Row) != mentionmap.Settlement {
			continue
		}
		own, rank := g.Admin1(c.Row) == region, g.CapitalRank(c.Row)
		switch {
		case !own && g.Population(c.Row) > max(200_000, g.Population(region)):
			return 8
		case own && rank >= gazetteer.SeatOfFirst || rank >= gazetteer.SeatOfFirst && r.beside(c.Row, region):
			return 8
		case rank == gazetteer.SeatOfState || own && g.Population(c.Row) > 300_000:
			most = 3.5
		}
	}
	return most
}

// hasTown reports that a settlement bears the name too.
func (r *Resolver) hasTown(e *entity) bool {
	for _, c := range r.finder.Places[e.lo:e.hi] {
		if r.Gazetteer.Kind(c.Row) == mentionmap.Settlement {
			return true
		}
	}
	return false
}

// beside reports that a capital forms a unit of its own within the region's
// bounds: Minsk city and Minsk oblast.
func (r *Resolver) beside(city, region gazetteer.Row) bool {
	g := r.Gazetteer
	return g.Country(city) == g.Country(region) && Distance(g.Lon(city), g.Lat(city), g.Lon(region), g.Lat(region)) < 300
}

// expected: the countries and regions the texts are about.
func expected(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	return r.prior.of(r.Gazetteer, c.Row) * r.aboutWar(e)
}

// holder: the place said to hold it does; half as much where that is said of a
// list.
func holder(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	v := -0.6
	switch {
	case e.holder == gazetteer.None:
		return 0
	case toponym.Holds(r.Gazetteer, e.holder, c.Row):
		v = 1
	}
	if e.listed {
		v /= 2
	}
	return v
}

// sentenceRegion: a region or country named in the same sentence holds it.
func sentenceRegion(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	if r.Gazetteer.Kind(c.Row) == mentionmap.Country {
		return 0
	}
	const most = 24 // names of a long list
	names := r.finder.Names
	best := 0.0
	for k := e.first; k < min(e.first+most, int32(len(names))) && names[k].Sentence == names[e.first].Sentence; k++ {
		best = max(best, r.heldBy(k, e, c))
	}
	for k := e.first - 1; k >= max(0, e.first-most) && names[k].Sentence == names[e.first].Sentence; k-- {
		best = max(best, r.heldBy(k, e, c))
	}
	return best
}

// heldBy: 1 if name k is a region that holds the candidate, less for a
// country.
func (r *Resolver) heldBy(k int32, e *entity, c *gazetteer.Candidate) float64 {
	n := &r.finder.Names[k]
	if n.Lo == n.Hi || n.Set == e.set {
		return 0
	}
	row := r.finder.Places[n.Lo].Row
	if id := r.members[k]; id >= 0 && r.entities[id].best >= 0 {
		row = r.entities[id].row
	}
	if !toponym.Holds(r.Gazetteer, row, c.Row) {
		return 0
	}
	if r.Gazetteer.Kind(row) == mentionmap.Country {
		return 0.5
	}
	return 1
}

// countryFocus: the share of the post's places in its country, the entity's
// own mentions left out.
func countryFocus(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	country := r.Gazetteer.CountryNumber(c.Row)
	n, total := r.view.country[country], r.view.places
	if e.noted != gazetteer.None {
		total -= e.counted
		if r.Gazetteer.CountryNumber(e.noted) == country {
			n -= e.counted
		}
	}
	return n / (total + 1)
}

// regionFocus: the share of the post's places in its region, the entity's own
// mentions left out.
func regionFocus(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	a := unitOf(r.Gazetteer, c.Row)
	if a == gazetteer.None {
		return 0
	}
	n, total := r.view.admin1[a], r.view.inRegions
	if e.noted != gazetteer.None {
		if own := unitOf(r.Gazetteer, e.noted); own != gazetteer.None {
			total -= e.counted
			if own == a {
				n -= e.counted
			}
		}
	}
	return n / (total + 1)
}

// unitOf returns the region that a place lies in or is, None for countries
// and wide areas.
func unitOf(g *gazetteer.Gazetteer, row gazetteer.Row) gazetteer.Row {
	switch g.Kind(row) {
	case mentionmap.Region:
		return row
	case mentionmap.Country, mentionmap.Area:
		return gazetteer.None
	}
	return g.Admin1(row)
}

// speaks: a name that stands for a government is a national capital.
func speaks(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	if r.finder.Names[e.first].Use == mentionmap.Associative && r.Gazetteer.CapitalRank(c.Row) == gazetteer.SeatOfState {
		return 1
	}
	return 0
}

// holds: it holds a place that stands right before it, after a comma:
// "Atlanta, Georgia".
func holds(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	if e.first == 0 || r.finder.Names[e.first].Join != toponym.Comma {
		return 0
	}
	inner := &r.finder.Names[e.first-1]
	for _, p := range r.finder.Places[inner.Lo:inner.Hi] {
		if toponym.Holds(r.Gazetteer, c.Row, p.Row) {
			return 1
		}
	}
	return 0
}

// meantElsewhere: where words tell which namesake is meant, the same name
// without such words means it too.
func meantElsewhere(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	if e.told {
		return 0
	}
	for _, id := range r.told {
		if other := &r.entities[id]; other.set == e.set && other.best >= 0 && other.row == c.Row {
			return 1
		}
	}
	return 0
}

// Beyond so many degrees a place is no neighbour.
const (
	farLat = 4
	farLon = 8
)

const neighbourKM = 60

// neighbours: how near the nearest sure place is, 1 at no distance, 0.37 at
// neighbourKM.
func neighbours(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	g := r.Gazetteer
	if k := g.Kind(c.Row); k == mentionmap.Country || k == mentionmap.Area {
		return 0
	}
	lon, lat := g.Lon(c.Row), g.Lat(c.Row)
	nearest := 1e9
	for _, a := range r.view.anchors {
		if a.row == c.Row || a.row == e.row && e.margin >= sureMargin {
			continue
		}
		if dy := math.Abs(lat - a.lat); dy < farLat && dy*kmPerDegree < nearest && math.Abs(lon-a.lon) < farLon {
			nearest = min(nearest, Distance(lon, lat, a.lon, a.lat))
		}
	}
	if nearest > 1e6 {
		return 0
	}
	return math.Exp(-nearest / neighbourKM)
}
