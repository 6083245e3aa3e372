package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store"
)

// Stamp implements store.Backend.
func (d *Database) Stamp(ctx context.Context, generation int64) (stamp int64, err error) {
	err = d.view(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT coalesce((SELECT stamp FROM history WHERE generation = ?), 0)", generation).Scan(&stamp)
	})
	return stamp, err
}

// Places implements store.Backend.
func (d *Database) Places(ctx context.Context, after int64) (out []store.PlaceRow, err error) {
	err = d.view(ctx, func(tx *sql.Tx) error {
		out, err = readPlaces(ctx, tx, "WHERE p.generation > ?", after)
		return err
	})
	return out, err
}

type txQueryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readPlaces reads the places that a condition means, in the order of their numbers.
func readPlaces(ctx context.Context, q txQueryer, condition string, arg any) ([]store.PlaceRow, error) {
	r, err := q.QueryContext(ctx, "SELECT p.id, p.public, p.name, p.kind, p.country, p.admin1, p.admin2, p.admin1_id, p.population, p.lon, p.lat FROM place p "+condition+" ORDER BY p.id", arg)
	if err != nil {
		return nil, err
	}
	out, err := scanAll(r, func(scan scanner) (p store.PlaceRow, err error) {
		return p, scan(&p.Number, &p.ID, &p.Name, &p.Kind, &p.Country, &p.Admin1, &p.Admin2, &p.Admin1ID, &p.Population, &p.Lon, &p.Lat)
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	r, err = q.QueryContext(ctx, "SELECT n.place, n.name, n.lang, n.former FROM place_name n JOIN place p ON p.id = n.place "+condition+" ORDER BY n.place, n.n", arg)
	if err != nil {
		return nil, err
	}
	at := 0
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var place int64
		var n mentionmap.Name
		err = scan(&place, &n.Text, &n.Lang, &n.Former)
		for at < len(out)-1 && out[at].Number < place {
			at++
		}
		if out[at].Number == place {
			out[at].Names = append(out[at].Names, n)
		}
		return none, err
	})
	return out, err
}

// storedPlace reads a place, or returns sql.ErrNoRows.
func (w *writer) storedPlace(id mentionmap.PlaceID) (store.PlaceRow, error) {
	out, err := readPlaces(context.Background(), w.tx, "WHERE p.public = ?", int64(id))
	if err == nil && len(out) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return store.PlaceRow{}, err
	}
	return out[0], nil
}

// Sources implements store.Backend.
func (d *Database) Sources(ctx context.Context, after int64) (out []store.SourceRow, err error) {
	err = d.view(ctx, func(tx *sql.Tx) error {
		r, err := tx.QueryContext(ctx, "SELECT id, name FROM source WHERE id > ? ORDER BY id", after)
		if err != nil {
			return err
		}
		out, err = scanAll(r, func(scan scanner) (s store.SourceRow, err error) { return s, scan(&s.Number, &s.Name) })
		return err
	})
	return out, err
}
