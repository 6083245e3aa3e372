package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// addAliases reads our own table: names, kind, where, position, id. A row
// either adds names to a place that is there, or makes a new one.
func (w *world) addAliases(path string) error {
	return eachRow(path, 6, func(f []string) error {
		names := parseNames(f[0])
		kind, ok := mentionmap.ParseKind(f[1])
		if !ok {
			return fmt.Errorf("no kind %q", f[1])
		}
		a := alias{names: names, kind: kind, where: f[2]}
		if err := a.parse(f[3], f[4]); err != nil {
			return err
		}
		return w.apply(&a)
	})
}

type alias struct {
	names    []gazetteer.EntryName
	kind     mentionmap.Kind
	where    string // ISO 3166 code of the region or country, or ""
	placed   bool
	seat     bool // a district that lies where the town of its bare name does
	asks     bool // only where it is
	lon, lat float64
	id       mentionmap.PlaceID
}

func (a *alias) parse(position, id string) error {
	switch position {
	case "":
	case "SEAT":
		a.seat = true
	default:
		lat, lon, _ := strings.Cut(position, ",")
		var err1, err2 error
		a.lat, err1 = strconv.ParseFloat(strings.TrimSpace(lat), 64)
		a.lon, err2 = strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("position %q: want lat,lon", position)
		}
		a.placed = true
	}
	if id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return fmt.Errorf("id %q is no number", id)
		}
		a.id = mentionmap.PlaceID(n)
	}
	return nil
}

func (a *alias) country() string {
	if len(a.where) < 2 {
		return ""
	}
	return a.where[:2]
}

// apply adds the alias's names to its place.
func (w *world) apply(a *alias) error {
	e, err := w.place(a)
	if err != nil {
		return err
	}
	if e == nil {
		return w.create(a)
	}
	if a.placed {
		e.Lon, e.Lat = a.lon, a.lat
	}
	rename(e, a.names)
	w.renamed[e] = true
	return nil
}

// rename puts the alias's names first; the first of them is the main name,
// and what was it becomes an alternate. A region's or district's official names
// stay before other aliases, for labels.
func rename(e *entry, names []gazetteer.EntryName) {
	old := e.Names
	split := len(names)
	if e.Kind == mentionmap.Region || e.Kind == mentionmap.District {
		split = 1
	}
	e.Names = slices.Clone(names[:split])
	e.Names[0].Flags |= gazetteer.NameMain
	for _, n := range old {
		n.Flags &^= gazetteer.NameMain
		if i := slices.IndexFunc(names, func(m gazetteer.EntryName) bool { return m.Text == n.Text }); i < 0 {
			e.Names = append(e.Names, n)
		} else if i >= split && n.Flags&gazetteer.NameWeak == 0 {
			n.Flags |= names[i].Flags
			e.Names = append(e.Names, n)
		}
	}
	for _, n := range names[split:] {
		if !slices.ContainsFunc(e.Names, func(m gazetteer.EntryName) bool { return m.Text == n.Text }) {
			e.Names = append(e.Names, n)
		}
	}
}

// place finds the place an alias is for: by id, else by its names within the
// region or country, and near the position if there is one. nil: there is none
// yet.
func (w *world) place(a *alias) (*entry, error) {
	if e := w.byID[a.id]; e != nil {
		return e, nil
	}
	if found := w.bearers(a); len(found) > 0 {
		return w.identify(found[0], a.id), nil
	}
	if a.placed && a.kind == mentionmap.Settlement {
		if e := w.settlementAt(a); e != nil {
			return w.identify(e, a.id), nil
		}
	}
	if a.seat {
		return nil, w.seatPosition(a)
	}
	if !a.placed {
		return nil, fmt.Errorf("%s: no %s of such a name in %q; give its position", a.names[0].Text, a.kind, a.where)
	}
	return nil, nil
}

// identify gives a place that had an id of our own its GeoNames id.
func (w *world) identify(e *entry, id mentionmap.PlaceID) *entry {
	if id > 0 && e.ID < 0 {
		delete(w.byID, e.ID)
		w.repoint(e.ID, id)
		e.ID = id
		w.byID[id] = e
	}
	return e
}

// repoint tells the places in a region or district of its new id.
func (w *world) repoint(from, to mentionmap.PlaceID) {
	for _, e := range w.byID {
		if e.Admin1 == from {
			e.Admin1 = to
		}
		if e.Admin2 == from {
			e.Admin2 = to
		}
	}
}

// settlementAt finds the same place under a name we do not know.
func (w *world) settlementAt(a *alias) *entry {
	for _, e := range w.byCountry()[a.country()] {
		if e.Kind == a.kind && !w.another(a, e) && kilometres(a.lon, a.lat, e.Lon, e.Lat) < samePlaceKM {
			return e
		}
	}
	return nil
}

// another reports that the entry has a GeoNames id that is not the alias's.
func (w *world) another(a *alias, e *entry) bool { return a.id > 0 && e.ID > 0 && a.id != e.ID }

// seatPosition puts a new district where its town is.
func (w *world) seatPosition(a *alias) error {
	town := alias{kind: mentionmap.Settlement, where: a.where, asks: true}
	for _, n := range a.names {
		town.names = append(town.names, gazetteer.EntryName{Text: n.Text})
	}
	found := w.bearers(&town)
	if len(found) == 0 {
		return fmt.Errorf("%s: no town of that name in %q", a.names[0].Text, a.where)
	}
	a.lon, a.lat = found[0].Lon, found[0].Lat
	return nil
}

const sameAliasKM = 10 // an alias means a place of its name within it, a region wherever its point is

// bearers are the places that may be meant, the best first.
func (w *world) bearers(a *alias) []*entry {
	want := map[string]bool{}
	for _, n := range a.names {
		if n.Flags&gazetteer.NameCode == 0 && (n.Flags&gazetteer.NameBare == 0 || a.kind == mentionmap.District) {
			want[gazetteer.Fold(n.Text)] = true
		}
	}
	var found []*entry
	first := gazetteer.Fold(a.names[0].Text)
	for _, e := range w.byCountry()[a.country()] {
		if e.Kind != a.kind || w.another(a, e) || !w.inside(e, a.where) || !slices.ContainsFunc(e.Names, func(n gazetteer.EntryName) bool { return want[gazetteer.Fold(n.Text)] }) {
			continue
		}
		if a.placed && a.kind != mentionmap.Region && kilometres(a.lon, a.lat, e.Lon, e.Lat) > sameAliasKM {
			continue
		}
		if !a.asks && w.renamed[e] && isNamed(e, first) == 0 {
			continue // another alias has said what it is called
		}
		found = append(found, e)
	}
	slices.SortFunc(found, func(x, y *entry) int {
		return cmp.Or(-cmp.Compare(x.Population, y.Population), -cmp.Compare(isNamed(x, first), isNamed(y, first)), cmp.Compare(x.ID, y.ID))
	})
	return found
}

func isNamed(e *entry, folded string) int {
	if gazetteer.Fold(e.Names[0].Text) == folded {
		return 1
	}
	return 0
}

func (w *world) inside(e *entry, where string) bool {
	if len(where) <= 2 {
		return true
	}
	r := w.iso[where]
	return r != nil && (e.Admin1 == r.ID || e == r)
}

// byCountry groups the entries, anew when there are more.
func (w *world) byCountry() map[string][]*entry {
	if w.grouped == nil {
		w.grouped = map[string][]*entry{}
		for _, e := range w.byID {
			w.grouped[e.Country] = append(w.grouped[e.Country], e)
		}
		for _, group := range w.grouped {
			slices.SortFunc(group, func(a, b *entry) int { return cmp.Compare(a.ID, b.ID) })
		}
	}
	return w.grouped
}

func (w *world) create(a *alias) error {
	e := &entry{ID: a.id, Kind: a.kind, Country: a.country(), Lon: a.lon, Lat: a.lat, Names: a.names}
	e.Names[0].Flags |= gazetteer.NameMain
	if len(a.where) > 2 {
		r := w.iso[a.where]
		if r == nil {
			return fmt.Errorf("%s: no region %q", a.names[0].Text, a.where)
		}
		e.Admin1 = r.ID
	}
	if a.kind == mentionmap.Settlement {
		e.Feature = "PPL"
		e.Admin2 = w.districtNear(e)
	}
	if _, err := w.add(e); err != nil {
		return err
	}
	w.grouped[e.Country] = append(w.grouped[e.Country], e)
	return nil
}

// districtNear takes the district of the nearest settlement of the region.
func (w *world) districtNear(e *entry) mentionmap.PlaceID {
	best, km := mentionmap.PlaceID(0), 30.0
	for _, o := range w.byCountry()[e.Country] {
		if o.Admin2 == 0 || o.Admin1 != e.Admin1 || o.Kind != mentionmap.Settlement {
			continue
		}
		if d := kilometres(e.Lon, e.Lat, o.Lon, o.Lat); d < km {
			best, km = o.Admin2, d
		}
	}
	return best
}
