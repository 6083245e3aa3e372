package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// PlaceDays gives the packed counts that were added after a generation; all of
// them, where that cannot be told any more (Parts.Whole), and after generation -1.
// fn gets chunk after chunk, to keep, and the number of the part it is of; it is
// called within a transaction and must not take long.
func (s *Store) PlaceDays(ctx context.Context, by mentionmap.By, after int64, fn func(part int, chunk []byte)) (placeday.Parts, error) {
	out := placeday.Parts{Whole: after < 0}
	err := s.view(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&out.Generation); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT "+partColumns+" FROM place_day WHERE filed = ? ORDER BY last_generation", int(by))
		if err != nil {
			return err
		}
		parts, err := scanAll(rows, scanPart)
		for _, p := range parts {
			if p.first <= after && after < p.last {
				out.Whole = true
			}
		}
		for i, p := range parts {
			if err == nil && (out.Whole || p.first > after) {
				err = eachChunk(ctx, tx, p.id, func(chunk []byte) { fn(i, chunk) })
			}
		}
		return err
	})
	return out, s.explain(err)
}

func eachChunk(ctx context.Context, tx *sql.Tx, part int64, fn func([]byte)) error {
	rows, err := tx.QueryContext(ctx, "SELECT data FROM place_day_chunk WHERE id BETWEEN ? AND ? ORDER BY id", part<<chunkBits, part<<chunkBits|(1<<chunkBits-1))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var chunk []byte
		if err := rows.Scan(&chunk); err != nil {
			return err
		}
		fn(chunk)
	}
	return rows.Err()
}

// PlaceRows gives the places that were added or changed after a generation,
// without their names but for the main one, and the generation of the answer.
func (s *Store) PlaceRows(ctx context.Context, after int64) (generation int64, places []placeday.Place, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT "+placeColumns+" FROM place p WHERE p.generation > ?", after)
		if err != nil {
			return err
		}
		places, err = scanAll(rows, func(scan scanner) (p placeday.Place, err error) {
			return p, scan(&p.Row, &p.ID, &p.Name, &p.Kind, &p.Country, &p.Admin1, &p.Admin2, &p.Admin1ID, &p.Population, &p.Lon, &p.Lat, &p.OtherNames)
		})
		return err
	})
	return generation, places, s.explain(err)
}

// ParseNames reads placeday.Place.OtherNames.
func (*Store) ParseNames(text string) ([]mentionmap.Name, error) { return fromWire(text) }
