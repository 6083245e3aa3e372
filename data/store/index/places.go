package index

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// places is what is known of places, by the backend's numbers. It never changes.
type places struct {
	list   []*mentionmap.Place // by number; nil: none
	byID   map[mentionmap.PlaceID]uint32
	points []point // of all, strip by strip from the south, in each from the west
	strips []int   // of points: where each strip begins, and where the last ends
}

type point struct {
	lon, lat float64
	number   uint32
}

// with gives the table with places that are new or changed.
func (p *places) with(rows []store.PlaceRow) (*places, error) {
	if len(rows) == 0 {
		return p, nil
	}
	next := &places{list: slices.Clone(p.list), byID: make(map[mentionmap.PlaceID]uint32, len(p.byID)+len(rows))}
	for i := range rows {
		n := rows[i].Number
		if n <= 0 || n > mostPlaces {
			return nil, mentionmap.Errorf(mentionmap.Internal, "place %d has the number %d: at most %d fit", rows[i].ID, n, mostPlaces)
		}
		if grow := int(n) + 1 - len(next.list); grow > 0 {
			next.list = append(next.list, make([]*mentionmap.Place, grow)...)
		}
		place := rows[i].Place
		next.list[n] = &place
	}
	for n, place := range next.list {
		if place != nil {
			next.byID[place.ID] = uint32(n)
			next.points = append(next.points, point{place.Lon, place.Lat, uint32(n)})
		}
	}
	next.sortPoints()
	return next, nil
}

// stripsOfDegree is how many strips a degree of latitude is cut into, so that a
// box looks at few places outside.
const stripsOfDegree = 4

func stripOf(lat float64) int { return int(min(max(lat+90, 0), 180) * stripsOfDegree) }

func (p *places) sortPoints() {
	slices.SortFunc(p.points, func(a, b point) int {
		return cmp.Or(cmp.Compare(stripOf(a.lat), stripOf(b.lat)), cmp.Compare(a.lon, b.lon))
	})
	p.strips = make([]int, 180*stripsOfDegree+2)
	for _, at := range p.points {
		p.strips[stripOf(at.lat)+1]++
	}
	for i := 1; i < len(p.strips); i++ {
		p.strips[i] += p.strips[i-1]
	}
}

// inBox appends the numbers of the places in a box.
func (p *places) inBox(out []uint32, box *orb.Bound) []uint32 {
	sides := [][2]float64{{box.Min.Lon(), box.Max.Lon()}}
	if box.Min.Lon() > box.Max.Lon() { // it crosses the antimeridian
		sides = [][2]float64{{box.Min.Lon(), math.Inf(1)}, {math.Inf(-1), box.Max.Lon()}}
	}
	for strip := stripOf(box.Min.Lat()); strip <= stripOf(box.Max.Lat()); strip++ {
		points := p.points[p.strips[strip]:p.strips[strip+1]]
		for _, side := range sides {
			west := sort.Search(len(points), func(i int) bool { return points[i].lon >= side[0] })
			for _, at := range points[west:] {
				if at.lon > side[1] {
					break
				}
				if at.lat >= box.Min.Lat() && at.lat <= box.Max.Lat() {
					out = append(out, at.number)
				}
			}
		}
	}
	return out
}

// The numbers of places and sources are bounded: arrays are made of them.
const (
	mostPlaces  = 1<<24 - 32
	mostSources = 1 << 28
)

// get gives a place by its number; nil if there is none.
func (p *places) get(number uint32) *mentionmap.Place {
	if int(number) < len(p.list) {
		return p.list[number]
	}
	return nil
}

// id gives the id of a place by its number; 0: not placed.
func (p *places) id(number uint32) mentionmap.PlaceID {
	if at := p.get(number); at != nil {
		return at.ID
	}
	return 0
}

// in gives the numbers of the places that lie in a box (nil: anywhere) and are
// among some (none: among all), sorted. Place 0 of no box stands for mentions
// that were not placed.
func (p *places) in(box *orb.Bound, among []mentionmap.PlaceID) []uint32 {
	out := []uint32{}
	if len(among) == 0 && box != nil {
		out = p.inBox(out, box)
		slices.Sort(out)
		return out
	}
	if len(among) == 0 {
		for n, at := range p.list {
			if at != nil {
				out = append(out, uint32(n))
			}
		}
		return out
	}
	for _, id := range among {
		if n, ok := p.byID[id]; ok && inBox(box, p.list[n].Lon, p.list[n].Lat) {
			out = append(out, n)
		} else if id == 0 && box == nil {
			out = append(out, 0)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bits gives a set of numbers of places.
func (p *places) bits(numbers []uint32) bits {
	b := newBits(max(len(p.list), 1))
	for _, n := range numbers {
		b.add(n)
	}
	return b
}

// inBox reports whether a point lies in a box; nil: anywhere. One whose west is
// east of its east crosses the antimeridian.
func inBox(b *orb.Bound, lon, lat float64) bool {
	if b == nil {
		return true
	}
	if lat < b.Min.Lat() || lat > b.Max.Lat() {
		return false
	}
	if b.Min.Lon() > b.Max.Lon() {
		return lon >= b.Min.Lon() || lon <= b.Max.Lon()
	}
	return lon >= b.Min.Lon() && lon <= b.Max.Lon()
}

// sources is what is known of sources, by the backend's numbers. It only grows.
type sources struct {
	names  []string // by number
	byName map[string]uint32
}

// with gives the table with sources that are new.
func (s *sources) with(rows []store.SourceRow) (*sources, error) {
	next := &sources{names: slices.Clone(s.names), byName: make(map[string]uint32, len(s.byName)+len(rows))}
	for _, r := range rows {
		if r.Number <= 0 || r.Number > mostSources {
			return nil, mentionmap.Errorf(mentionmap.Internal, "source %q has the number %d: at most %d fit", r.Name, r.Number, mostSources)
		}
		if grow := int(r.Number) + 1 - len(next.names); grow > 0 {
			next.names = append(next.names, make([]string, grow)...)
		}
		next.names[r.Number] = r.Name
	}
	for n, name := range next.names {
		if name != "" {
			next.byName[name] = uint32(n)
		}
	}
	return next, nil
}

// end is above all numbers.
func (s *sources) end() int { return max(len(s.names), 1) }

// noPlaces is what is known of the places of an empty database.
func noPlaces() *places {
	p := &places{}
	p.sortPoints()
	return p
}
