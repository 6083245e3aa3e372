package spatial

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"mentionmap"
	"mentionmap/data/store"
)

// places is a store that knows places only, and which of them a query means.
type places struct {
	store.Store
	list       []mentionmap.Place
	generation int64
	asked      int
	last       mentionmap.Query
}

func (p *places) Info(context.Context) (store.Info, error) {
	return store.Info{Generation: p.generation}, nil
}

func (p *places) Places(_ context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	p.asked++
	p.last = q
	for _, one := range p.list {
		if len(q.Places) > 0 && !slices.Contains(q.Places, one.ID) {
			continue
		}
		if err := fn(&store.PlaceCount{Place: one, N: 1}); err != nil {
			return err
		}
	}
	return nil
}

func (p *places) Total(_ context.Context, q mentionmap.Query) (int64, error) {
	p.last = q
	return 0, nil
}

func box(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

// ring has a hole in its middle.
var ring = orb.MultiPolygon{{
	{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}},
	{{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}},
}}

func outlines(id mentionmap.PlaceID) orb.MultiPolygon {
	switch id {
	case 100: // a country, with a hole
		return ring
	case 101: // a region of it
		return box(0, 0, 3, 3)
	case 102: // on both sides of the antimeridian
		return append(box(170, 60, 180, 70), box(-180, 60, -170, 70)...)
	case 103: // a country that is wider than 100 and has its label point in it
		return box(-50, -50, 50, 50)
	}
	return nil
}

func fixture() *places {
	return &places{generation: 1, list: []mentionmap.Place{
		{ID: 1, Kind: mentionmap.Settlement, Lon: 1, Lat: 1},
		{ID: 2, Kind: mentionmap.Settlement, Lon: 5, Lat: 5}, // in the hole
		{ID: 3, Kind: mentionmap.Water, Lon: 9, Lat: 9},
		{ID: 4, Kind: mentionmap.Settlement, Lon: -175, Lat: 65},
		{ID: 5, Kind: mentionmap.Area, Lon: 2, Lat: 2},
		{ID: 100, Kind: mentionmap.Country, Lon: 2, Lat: 2},
		{ID: 101, Kind: mentionmap.Region, Lon: 1.5, Lat: 1.5},
		{ID: 103, Kind: mentionmap.Country, Lon: 1.5, Lat: 1.5},
	}}
}

func TestWithinAndNear(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*mentionmap.Query)
		want []mentionmap.PlaceID
	}{
		"a country has its regions, no hole": {func(q *mentionmap.Query) { q.Within = []mentionmap.PlaceID{100} }, []mentionmap.PlaceID{1, 3, 100, 101}},
		"a region has no country":            {func(q *mentionmap.Query) { q.Within = []mentionmap.PlaceID{101} }, []mentionmap.PlaceID{1, 101}},
		"across the antimeridian":            {func(q *mentionmap.Query) { q.Within = []mentionmap.PlaceID{102} }, []mentionmap.PlaceID{4}},
		"any of several":                     {func(q *mentionmap.Query) { q.Within = []mentionmap.PlaceID{101, 102} }, []mentionmap.PlaceID{1, 4, 101}},
		"and of the places asked for":        {func(q *mentionmap.Query) { q.Within, q.Places = []mentionmap.PlaceID{101}, []mentionmap.PlaceID{1, 3} }, []mentionmap.PlaceID{1}},
		"none of them":                       {func(q *mentionmap.Query) { q.Within, q.Places = []mentionmap.PlaceID{102}, []mentionmap.PlaceID{1} }, nil},
		"near":                               {func(q *mentionmap.Query) { q.Near = &mentionmap.Circle{Center: orb.Point{9, 9.09}, KM: 10.1} }, []mentionmap.PlaceID{3}},
		"not so near":                        {func(q *mentionmap.Query) { q.Near = &mentionmap.Circle{Center: orb.Point{9, 9.09}, KM: 9.9} }, nil},
		"in a polygon, either way around":    {func(q *mentionmap.Query) { q.Polygon = orb.Ring{{0, 0}, {0, 3}, {3, 3}, {3, 0}} }, []mentionmap.PlaceID{1, 5, 100, 101, 103}},
		"outside where it is bent in":        {func(q *mentionmap.Query) { q.Polygon = orb.Ring{{0, 0}, {10, 0}, {10, 10}, {5, 4.9}, {0, 10}} }, []mentionmap.PlaceID{1, 5, 100, 101, 103}},
		"in a polygon and near": {func(q *mentionmap.Query) {
			q.Polygon, q.Near = orb.Ring{{0, 0}, {0, 3}, {3, 3}, {3, 0}}, &mentionmap.Circle{Center: orb.Point{1, 1}, KM: 1}
		}, []mentionmap.PlaceID{1}},
		"near across the antimeridian": {func(q *mentionmap.Query) { q.Near = &mentionmap.Circle{Center: orb.Point{179.9, 65}, KM: 250} }, []mentionmap.PlaceID{4}},
	} {
		st := New(fixture(), outlines)
		q := mentionmap.NewQuery()
		c.set(&q)
		var got []mentionmap.PlaceID
		err := st.Places(t.Context(), q, func(p *store.PlaceCount) error { got = append(got, p.ID); return nil })
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v; want %v", name, got, err, c.want)
		}
	}
}

func TestAPlaceWithoutOutlineIsRefused(t *testing.T) {
	st := New(fixture(), outlines)
	q := mentionmap.NewQuery()
	q.Within = []mentionmap.PlaceID{1}
	_, err := st.Total(t.Context(), q)
	e, ok := err.(*mentionmap.Error)
	if !ok || e.Code != mentionmap.Invalid || e.Param != "within" {
		t.Errorf("got %v", err)
	}
}

func TestPlacesAreAskedForOnceAGeneration(t *testing.T) {
	inner := fixture()
	st := New(inner, outlines)
	q := mentionmap.NewQuery()
	q.Within = []mentionmap.PlaceID{101}
	for range 3 {
		if _, err := st.Total(t.Context(), q); err != nil || inner.last.Within != nil || len(inner.last.Places) != 2 {
			t.Fatalf("%v %+v", err, inner.last)
		}
	}
	if inner.asked != 1 {
		t.Errorf("asked %d times", inner.asked)
	}
	inner.generation++
	inner.list = append(inner.list, mentionmap.Place{ID: 6, Lon: 2.5, Lat: 2.5})
	if _, err := st.Total(t.Context(), q); err != nil || len(inner.last.Places) != 3 {
		t.Errorf("a new place is not seen: %v %v", err, inner.last.Places)
	}
}

// TestBandsAgreeWithPlainSearch holds the index against orb's plain one.
func TestBandsAgreeWithPlainSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 50 {
		var outline orb.Ring
		for i := range 40 {
			angle, radius := float64(i)/40*2*math.Pi, 1+r.Float64()*4
			outline = append(outline, orb.Point{radius * math.Cos(angle), radius * math.Sin(angle)})
		}
		m := orb.MultiPolygon{{append(outline, outline[0])}}
		region := newRegion(1, m)
		for range 400 {
			p := orb.Point{r.Float64()*12 - 6, r.Float64()*12 - 6}
			if got, want := region.contains(p), planar.MultiPolygonContains(m, p); got != want {
				t.Fatalf("outline %d, %v: got %v, want %v", n, p, got, want)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b orb.Point
		km   float64
	}{
		{orb.Point{0, 0}, orb.Point{1, 0}, 111.195},
		{orb.Point{0, 0}, orb.Point{180, 0}, 20015.1},
		{orb.Point{30.5234, 50.4501}, orb.Point{37.6173, 55.7558}, 756},
		{orb.Point{-179.5, 0}, orb.Point{179.5, 0}, 111.195},
	} {
		if got := distanceKM(c.a, c.b); math.Abs(got-c.km) > c.km/500 {
			t.Errorf("%v to %v: %f km, want %f", c.a, c.b, got, c.km)
		}
	}
}

func BenchmarkWithin(b *testing.B) {
	var coast orb.Ring
	for i := range 100_000 {
		angle := float64(i) / 100_000 * 2 * math.Pi
		coast = append(coast, orb.Point{40 * math.Cos(angle), 40*math.Sin(angle) + 0.1*math.Sin(500*angle)})
	}
	inner := &places{generation: 1}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 30_000 {
		inner.list = append(inner.list, mentionmap.Place{ID: mentionmap.PlaceID(i + 1), Lon: r.Float64()*120 - 60, Lat: r.Float64()*120 - 60})
	}
	st := New(inner, func(mentionmap.PlaceID) orb.MultiPolygon { return orb.MultiPolygon{{coast}} })
	q := mentionmap.NewQuery()
	q.Within = []mentionmap.PlaceID{1}
	found := 0
	for b.Loop() {
		got, err := st.Resolve(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		found = len(got.Places)
	}
	b.ReportMetric(float64(found), "places")
	if found == 0 {
		b.Fatal(fmt.Sprint("nothing found of ", len(inner.list)))
	}
}
