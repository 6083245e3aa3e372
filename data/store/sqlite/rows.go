package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"hash/maphash"

	"mentionmap"
)

// rowCache is what the writer knows of the small tables, so that it need not
// ask for every mention. Rows of these tables are never deleted.
type rowCache struct {
	sources  map[string]int64
	versions map[[2]string]int64
	places   map[mentionmap.PlaceID]placeRow
	seed     maphash.Seed
	bands    *bandFilter // nil: not made yet
	stories  knownStories
}

type placeRow struct {
	id   int64
	kind mentionmap.Kind
	cell uint32 // where it was when it was first stored
	hash uint64 // of what is stored of it
}

func newRowCache() *rowCache {
	c := &rowCache{seed: maphash.MakeSeed()}
	c.forget()
	return c
}

func (c *rowCache) forget() {
	c.bands, c.stories = nil, knownStories{}
	c.sources, c.versions, c.places = map[string]int64{}, map[[2]string]int64{}, map[mentionmap.PlaceID]placeRow{}
}

// follow keeps what was known before a transaction up to date with it.
func (c *rowCache) follow(generation int64) {
	c.bands.follow(generation)
	c.stories.follow(generation)
}

func (w *writer) source(name string) (int64, error) {
	if id, ok := w.known.sources[name]; ok || name == "" {
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

// place finds or makes the row of a place; what a newer gazetteer says of it
// replaces what was known, but for its kind: mentions were stored under it.
func (w *writer) place(p *mentionmap.Place) (placeRow, error) {
	if row, ok := w.places[p]; ok {
		return row, nil
	}
	row, err := w.findPlace(p)
	if err == nil {
		w.places[p] = row
	}
	return row, err
}

func (w *writer) findPlace(p *mentionmap.Place) (placeRow, error) {
	hash := hashPlace(w.known.seed, p)
	row, ok := w.known.places[p.ID]
	if ok && row.hash == hash {
		return row, nil
	}
	row, err := w.putPlace(p)
	if err != nil {
		return row, err
	}
	row.hash = hash
	w.known.places[p.ID] = row
	return row, nil
}

func (w *writer) putPlace(p *mentionmap.Place) (row placeRow, err error) {
	names, err := json.Marshal(toWire(p.Names))
	if err != nil {
		return row, err
	}
	st, err := w.prepare("SELECT id, kind, cell FROM place WHERE public = ?")
	if err != nil {
		return row, err
	}
	said := []any{p.Name, p.Country, p.Admin1, p.Admin2, int64(p.Admin1ID), p.Population, p.Lon, p.Lat, string(names), w.generation}
	err = st.QueryRow(int64(p.ID)).Scan(&row.id, &row.kind, &row.cell)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		row.kind, row.cell = p.Kind, cellOf(p.Lon, p.Lat)
		row.id, err = w.exec(`INSERT INTO place (name, country, admin1, admin2, admin1_id, population, lon, lat, names, generation, public, kind, cell)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(said, int64(p.ID), int(p.Kind), row.cell)...)
	case err == nil:
		_, err = w.exec(`UPDATE place SET name = ?1, country = ?2, admin1 = ?3, admin2 = ?4, admin1_id = ?5, population = ?6, lon = ?7, lat = ?8, names = ?9,
			generation = ?10 WHERE id = ?11 AND (name, country, admin1, admin2, admin1_id, population, lon, lat, names) IS NOT (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
			append(said, row.id)...)
	}
	return row, err
}

func hashPlace(seed maphash.Seed, p *mentionmap.Place) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, s := range []string{p.Name, p.Country, p.Admin1, p.Admin2} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	maphash.WriteComparable(&h, [4]float64{p.Lon, p.Lat, float64(p.Population), float64(p.Admin1ID)})
	for _, n := range p.Names {
		maphash.WriteComparable(&h, n)
	}
	return h.Sum64()
}
