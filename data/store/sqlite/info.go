package sqlite

import (
	"context"
	"database/sql"

	"mentionmap/data/store"
)

// Info implements store.Store.
func (s *Store) Info(ctx context.Context) (store.Info, error) {
	var i store.Info
	err := s.view(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT generation, demo, documents, posts, mentions, first_day, last_day,
			(SELECT user_version FROM pragma_user_version), (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
			FROM state`).
			Scan(&i.Generation, &i.Demo, &i.Documents, &i.Posts, &i.Mentions, nullDay{&i.First}, nullDay{&i.Last}, &i.Schema, &i.Bytes)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT part, name FROM version ORDER BY id")
		if err != nil {
			return err
		}
		versions, err := scanAll(rows, func(scan scanner) (v [2]string, err error) { return v, scan(&v[0], &v[1]) })
		for _, v := range versions {
			if v[0] == "gazetteer" {
				i.Gazetteers = append(i.Gazetteers, v[1])
			} else {
				i.Locators = append(i.Locators, v[1])
			}
		}
		return err
	})
	return i, s.explain(err)
}
