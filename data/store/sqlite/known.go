package sqlite

import (
	"database/sql"
	"errors"
	"hash/maphash"

	"mentionmap"
)

// known is what the writer remembers of the small tables, so that it need not
// ask for every mention. Rows of these tables are never deleted.
type known struct {
	sources  map[string]int64
	versions map[[2]string]int64
	days     map[mentionmap.Day]bool
	places   map[mentionmap.PlaceID]placeRow
	seed     maphash.Seed
}

type placeRow struct {
	id   int64
	kind mentionmap.Kind
	hash uint64 // of what is stored of it
}

func newKnown() *known {
	k := &known{seed: maphash.MakeSeed()}
	k.forget()
	return k
}

// forget forgets what a transaction learned that was rolled back.
func (k *known) forget() {
	k.sources, k.versions, k.days, k.places = map[string]int64{}, map[[2]string]int64{}, map[mentionmap.Day]bool{}, map[mentionmap.PlaceID]placeRow{}
}

// source gives the number of a source.
func (w *writer) source(name string) (int64, error) {
	if id, ok := w.known.sources[name]; ok {
		return id, nil
	}
	id, found, err := w.number("SELECT id FROM source WHERE name = ?", name)
	if err == nil && !found {
		id, err = w.exec("INSERT INTO source (name) VALUES (?)", name)
	}
	if err == nil {
		w.known.sources[name] = id
	}
	return id, err
}

// sourceOrNone gives NULL for no name.
func (w *writer) sourceOrNone(name string) (any, error) {
	if name == "" {
		return nil, nil
	}
	return w.source(name)
}

func (w *writer) version(part, name string) (int64, error) {
	if id, ok := w.known.versions[[2]string{part, name}]; ok {
		return id, nil
	}
	id, found, err := w.number("SELECT id FROM version WHERE part = ? AND name = ?", part, name)
	if err == nil && !found {
		id, err = w.exec("INSERT INTO version (part, name) VALUES (?, ?)", part, name)
	}
	if err == nil {
		w.known.versions[[2]string{part, name}] = id
	}
	return id, err
}

// days sees to rows of days.
func (w *writer) days(days ...mentionmap.Day) error {
	for _, day := range days {
		if day == mentionmap.NoDay || w.known.days[day] {
			continue
		}
		if _, err := w.exec("INSERT OR IGNORE INTO day VALUES (?, ?)", int64(day), day.String()); err != nil {
			return err
		}
		w.known.days[day] = true
	}
	return nil
}

// place finds or makes the row of a place; what a newer gazetteer says of it
// replaces what was known, but for its kind: mentions were stored under it.
func (w *writer) place(p *mentionmap.Place) (placeRow, error) {
	if row, ok := w.pointers[p]; ok {
		return row, nil
	}
	hash := hashPlace(w.known.seed, p)
	row, ok := w.known.places[p.ID]
	if !ok || row.hash != hash {
		var err error
		if row, err = w.putPlace(p); err != nil {
			return row, err
		}
		row.hash = hash
		w.known.places[p.ID] = row
	}
	w.pointers[p] = row
	return row, nil
}

func hashPlace(seed maphash.Seed, p *mentionmap.Place) uint64 {
	return maphash.Comparable(seed, placeKey{p.Name, p.Country, p.Admin1, p.Admin2, p.Admin1ID, p.Population, p.Lon, p.Lat, hashNames(seed, p.Names)})
}

type placeKey struct {
	name, country, admin1, admin2 string
	admin1ID                      mentionmap.PlaceID
	population                    int64
	lon, lat                      float64
	names                         uint64
}

func hashNames(seed maphash.Seed, names []mentionmap.Name) (sum uint64) {
	for _, n := range names {
		sum = sum*1099511628211 + maphash.Comparable(seed, n)
	}
	return sum
}

// putPlace writes what is known of a place, unless it is there as it is.
func (w *writer) putPlace(p *mentionmap.Place) (row placeRow, err error) {
	old, err := w.storedPlace(p.ID)
	values := []any{p.Name, p.Country, p.Admin1, p.Admin2, int64(p.Admin1ID), p.Population, p.Lon, p.Lat, appendPoint(nil, p.Lon, p.Lat), w.generation}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		row.kind = p.Kind
		row.id, err = w.exec(`INSERT INTO place (name, country, admin1, admin2, admin1_id, population, lon, lat, geom, generation, public, kind)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, int64(p.ID), int64(p.Kind))...)
		if err == nil {
			err = w.putOutline(p.ID, row.id)
		}
	case err == nil:
		row.id, row.kind = old.Number, old.Kind
		if hashPlace(w.known.seed, p) == hashPlace(w.known.seed, &old.Place) {
			return row, nil
		}
		w.changes++
		if _, err := w.exec("DELETE FROM place_name WHERE place = ?", row.id); err != nil {
			return row, err
		}
		_, err = w.exec(`UPDATE place SET name = ?, country = ?, admin1 = ?, admin2 = ?, admin1_id = ?, population = ?, lon = ?, lat = ?, geom = ?, generation = ? WHERE id = ?`,
			append(values, row.id)...)
	}
	if err != nil {
		return row, err
	}
	w.places.add(p.Lon, p.Lat)
	return row, w.putNames(row.id, p.Names)
}

func (w *writer) putNames(place int64, names []mentionmap.Name) error {
	for n, name := range names {
		if err := w.statements.run("INSERT INTO place_name VALUES (?, ?, ?, ?, ?)", place, int64(n), name.Text, name.Lang, bit(name.Former)); err != nil {
			return err
		}
	}
	return nil
}
