package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
)

// placeNumber is what mentions of a place are stored with.
type placeNumber struct {
	number int64
	kind   mentionmap.Kind // as it was first stored
}

// numberPlaces finds the numbers of all places that documents mention. It adds
// new ones, and keeps those that changed as they are now; their kind stays.
func (w *writer) numberPlaces(docs []*document) error {
	named := map[mentionmap.PlaceID]*mentionmap.Place{}
	var ids []int64
	for _, d := range docs {
		for i := range d.Mentions {
			p := d.Mentions[i].Place
			if p == nil {
				continue
			}
			had := named[p.ID]
			switch {
			case had == nil:
				ids, named[p.ID] = append(ids, int64(p.ID)), p
			case had != p: // as it is told last, but of the kind that it was first
				last := *p
				last.Kind = had.Kind
				named[p.ID] = &last
			}
		}
	}
	w.places = map[mentionmap.PlaceID]placeNumber{}
	if len(ids) == 0 {
		return nil
	}
	known, err := readPlaces(w.ctx, w.tx, "p.public = ANY ($1)", ids)
	if err != nil {
		return err
	}
	var changed, fresh []*mentionmap.Place
	for i := range known {
		k := &known[i]
		w.places[k.ID] = placeNumber{k.Number, k.Kind}
		if !samePlace(&k.Place, named[k.ID]) {
			changed = append(changed, named[k.ID])
		}
	}
	for _, id := range ids {
		if _, ok := w.places[mentionmap.PlaceID(id)]; !ok {
			fresh = append(fresh, named[mentionmap.PlaceID(id)])
		}
	}
	if err := w.addPlaces(fresh); err != nil {
		return err
	}
	if err := w.changePlaces(changed); err != nil {
		return err
	}
	return w.addNames(append(fresh, changed...))
}

// samePlace compares what is stored with what would be, but for the kind, which stays.
func samePlace(a, b *mentionmap.Place) bool {
	return a.Name == storable(b.Name) && a.Country == storable(b.Country) && a.Admin1 == storable(b.Admin1) && a.Admin2 == storable(b.Admin2) &&
		a.Admin1ID == b.Admin1ID && a.Population == b.Population && a.Lon == b.Lon && a.Lat == b.Lat &&
		slices.EqualFunc(a.Names, b.Names, func(x, y mentionmap.Name) bool {
			return x.Text == storable(y.Text) && x.Lang == storable(y.Lang) && x.Former == y.Former
		})
}

// placeArrays gives places to the driver, column by column.
func placeArrays(places []*mentionmap.Place) []any {
	n := len(places)
	public, admin1ID, population := make([]int64, n), make([]int64, n), make([]int64, n)
	kind := make([]int16, n)
	text := [4][]string{make([]string, n), make([]string, n), make([]string, n), make([]string, n)}
	lon, lat := make([]float64, n), make([]float64, n)
	for i, p := range places {
		public[i], admin1ID[i], population[i], kind[i], lon[i], lat[i] = int64(p.ID), int64(p.Admin1ID), p.Population, int16(p.Kind), p.Lon, p.Lat
		for j, s := range []string{p.Name, p.Country, p.Admin1, p.Admin2} {
			text[j][i] = storable(s)
		}
	}
	return []any{public, text[0], kind, text[1], text[2], text[3], admin1ID, population, lon, lat}
}

const placesGiven = `unnest($1::bigint[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::float8[], $10::float8[])
	WITH ORDINALITY AS u (public, name, kind, country, admin1, admin2, admin1_id, population, lon, lat, n)`

func (w *writer) addPlaces(places []*mentionmap.Place) error {
	if len(places) == 0 {
		return nil
	}
	var public, number int64
	var kind int16
	return w.each(`INSERT INTO place (public, name, kind, country, admin1, admin2, admin1_id, population, lon, lat, generation)
		SELECT public, name, kind, country, admin1, admin2, admin1_id, population, lon, lat, $11 FROM `+placesGiven+` ORDER BY n RETURNING public, id, kind`,
		append(placeArrays(places), w.generation), []any{&public, &number, &kind}, func() error {
			w.places[mentionmap.PlaceID(public)] = placeNumber{number, mentionmap.Kind(kind)}
			return nil
		})
}

func (w *writer) changePlaces(places []*mentionmap.Place) error {
	if len(places) == 0 {
		return nil
	}
	args := append(placeArrays(places), w.generation)
	_, err := w.exec(`UPDATE place p SET (name, country, admin1, admin2, admin1_id, population, lon, lat, generation) =
		(u.name, u.country, u.admin1, u.admin2, u.admin1_id, u.population, u.lon, u.lat, $11) FROM `+placesGiven+` WHERE p.public = u.public`, args...)
	if err != nil {
		return err
	}
	_, err = w.exec("DELETE FROM place_name USING place p WHERE place_name.place = p.id AND p.public = ANY ($1)", args[0])
	return err
}

func (w *writer) addNames(places []*mentionmap.Place) error {
	c := newCopier("place_name (place, n, name, lang, former)")
	for _, p := range places {
		for n, name := range p.Names {
			c.row().int64(w.places[p.ID].number).int32(n).text(name.Text).text(name.Lang).bool(name.Former)
		}
	}
	return c.send(w.ctx, w.tx)
}

// readPlaces gives places with all their names, in the order of their numbers.
func readPlaces(ctx context.Context, tx pgx.Tx, condition string, args ...any) (out []store.PlaceRow, err error) {
	at := map[int64]int{}
	var p store.PlaceRow
	var kind int16
	err = each(ctx, tx, "SELECT p.id, p.public, p.name, p.kind, p.country, p.admin1, p.admin2, p.admin1_id, p.population, p.lon, p.lat FROM place p WHERE "+condition+" ORDER BY p.id",
		args, []any{&p.Number, (*int64)(&p.ID), &p.Name, &kind, &p.Country, &p.Admin1, &p.Admin2, (*int64)(&p.Admin1ID), &p.Population, &p.Lon, &p.Lat}, func() error {
			p.Kind, at[p.Number] = mentionmap.Kind(kind), len(out)
			out = append(out, p)
			return nil
		})
	if err != nil || len(out) == 0 {
		return out, err
	}
	var place int64
	var name mentionmap.Name
	err = each(ctx, tx, "SELECT n.place, n.name, n.lang, n.former FROM place p JOIN place_name n ON n.place = p.id WHERE "+condition+" ORDER BY n.place, n.n",
		args, []any{&place, &name.Text, &name.Lang, &name.Former}, func() error {
			if i, ok := at[place]; ok {
				out[i].Names = append(out[i].Names, name)
			}
			return nil
		})
	return out, err
}

// Stamp implements store.Backend.
func (b *Backend) Stamp(ctx context.Context, generation int64) (stamp int64, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "SELECT coalesce((SELECT stamp FROM history WHERE generation = $1), 0)", generation).Scan(&stamp)
	})
	return stamp, err
}

// Places implements store.Backend.
func (b *Backend) Places(ctx context.Context, after int64) (out []store.PlaceRow, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		out, err = readPlaces(ctx, tx, "p.generation > $1", after)
		return err
	})
	return out, err
}

// Sources implements store.Backend.
func (b *Backend) Sources(ctx context.Context, after int64) (out []store.SourceRow, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		var s store.SourceRow
		return each(ctx, tx, "SELECT id, name FROM source WHERE id > $1 ORDER BY id", []any{after}, []any{&s.Number, &s.Name}, func() error {
			out = append(out, s)
			return nil
		})
	})
	return out, err
}
