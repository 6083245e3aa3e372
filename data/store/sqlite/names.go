package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// names remembers the names of numbered things, which never change.
type names struct {
	query string              // for a JSON array of numbers: number, name
	made  func(string) string // of what is read; nil: the name is what is read
	mu    sync.Mutex
	known map[int64]string
}

// mostNames is how many are remembered.
const mostNames = 100_000

const (
	sourceNames  = "SELECT s.id, s.name FROM json_each(?) j CROSS JOIN source s ON s.id = j.value"
	publicNames  = "SELECT d.id, CAST(d.public AS TEXT) FROM json_each(?) j CROSS JOIN document d ON d.id = j.value AND octet_length(d.public) = 13"
	versionNames = "SELECT v.id, v.name FROM json_each(?) j CROSS JOIN version v ON v.id = j.value"
)

// of gives the names of numbers.
func (n *names) of(ctx context.Context, tx *sql.Tx, ids idSet) (map[int64]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	out := make(map[int64]string, len(ids))
	var missing idSet
	n.mu.Lock()
	for id := range ids {
		name, known := n.known[id]
		if out[id] = name; !known {
			missing.add(id)
		}
	}
	n.mu.Unlock()
	if len(missing) == 0 {
		return out, nil
	}
	rows, err := tx.QueryContext(ctx, n.query, missing.list())
	if err != nil {
		return nil, err
	}
	_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
		var id int64
		var name string
		if err = scan(&id, &name); err == nil {
			if n.made != nil {
				name = n.made(name)
			}
			out[id] = name
			n.remember(id, name)
		}
		return none, err
	})
	return out, err
}

func (n *names) remember(id int64, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil || len(n.known) >= mostNames {
		n.known = map[int64]string{}
	}
	n.known[id] = name
}
