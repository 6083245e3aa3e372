package relation_test

import (
	"math"
	"sync"
	"testing"

	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/geo/relation"
	"mentionmap/geo/toponym"
)

var finder = sync.OnceValues(func() (*toponym.Finder, error) {
	g, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		return nil, err
	}
	return locate.NewFinder(g, locate.Options{}), nil
})

func TestRead(t *testing.T) {
	f, err := finder()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		name int
		want string
		km   float64
	}{
		{"A drone fell near Moscow.", 0, "near", 0},
		{"They dug in on the outskirts of Toretsk.", 0, "near", 0},
		{"The Pokrovsk direction saw 40 attacks.", 0, "direction", 0},
		{"The enemy pushes in the Lyman sector.", 0, "direction", 0},
		{"A hamlet 12 km north of Sudzha was shelled.", 0, "offset", 12},
		{"They took Kurakhove, 32 km (20 miles) south of Pokrovsk.", 1, "offset", 32},
		{"Troops stand within five miles of Pokrovsk.", 0, "offset", 5 * 1.609344},
		{"It lies about 2.5 kilometres north-east of Melitopol.", 0, "offset", 2.5},
		{"Fires burned between Kreminna and Svatove.", 0, "between", 0},
		{"Fires burned between Kreminna and Svatove.", 1, "between", 0},
		{"The Kostiantynivka-Bakhmut highway is under fire.", 0, "between", 0},
		{"Fighting in eastern Kharkiv region went on.", 0, "part", 0},
		{"Rockets were fired from Belgorod region.", 0, "from", 0},
		{"Columns moved towards Velyka Novosilka.", 0, "to", 0},
		{"Guards closed the border with Poland.", 0, "border", 0},
		{"A house burned in Kherson.", 0, "in", 0},
		{"The 99 km of Kherson.", 0, "offset", 99},
	} {
		f.Find(c.text)
		if len(f.Names) <= c.name {
			t.Errorf("%q: %d names", c.text, len(f.Names))
			continue
		}
		var got relation.Finding
		relation.Read(f, c.name, &got)
		if got.Relation.String() != c.want || math.Abs(got.KM-c.km) > 1e-9 {
			t.Errorf("%q, name %d: %s %g km, want %s %g km", c.text, c.name, got.Relation, got.KM, c.want, c.km)
		}
	}
}

func TestSubjectOfOffset(t *testing.T) {
	f, err := finder()
	if err != nil {
		t.Fatal(err)
	}
	var got relation.Finding
	f.Find("They took Kurakhove, 32 km south of Pokrovsk.")
	if relation.Read(f, 1, &got); got.Subject != 0 || got.Bearing != 180 {
		t.Errorf("subject %d, bearing %v; want 0, 180", got.Subject, got.Bearing)
	}
	f.Find("A hamlet 12 km north of Sudzha was shelled.")
	if relation.Read(f, 0, &got); got.Subject != -1 || got.Bearing != 0 {
		t.Errorf("subject %d, bearing %v; want none, 0", got.Subject, got.Bearing)
	}
}
