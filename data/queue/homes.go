package queue

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
)

// queryer is a pool, a connection or a transaction.
type queryer interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Homes gives what was learned of where sources are at home, of those of which
// something is known.
func (q *Queue) Homes(ctx context.Context, sources []string) (map[string][]byte, error) {
	homes, err := readHomes(ctx, q.pool, sources)
	return homes, explain(ctx, err)
}

func readHomes(ctx context.Context, db queryer, sources []string) (map[string][]byte, error) {
	homes, given := map[string][]byte{}, map[string]string{}
	var names []string
	for _, s := range sources {
		if _, again := given[storable(s)]; s != "" && !again {
			given[storable(s)] = s
			names = append(names, storable(s))
		}
	}
	if len(names) == 0 {
		return homes, nil
	}
	rows, err := db.Query(ctx, "SELECT name, home::text FROM source_home WHERE md5(name) IN (SELECT md5(s) FROM unnest($1::text[]) AS s)", names)
	if err != nil {
		return nil, err
	}
	var source, home string
	_, err = pgx.ForEachRow(rows, []any{&source, &home}, func() error {
		homes[given[source]] = []byte(home)
		return nil
	})
	return homes, err
}

// setHomes keeps homes; a source that has one keeps it.
func setHomes(ctx context.Context, tx pgx.Tx, homes map[string][]byte) error {
	b := &pgx.Batch{}
	for source, home := range homes {
		b.Queue("INSERT INTO source_home (name, home) VALUES ($1, $2::text::json) ON CONFLICT (md5(name)) DO NOTHING", storable(source), string(home))
	}
	return tx.SendBatch(ctx, b).Close()
}

// storable is a text as PostgreSQL can hold it.
func storable(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "␀"), "\ufffd")
}
