package sqlite

import (
	"slices"
	"strings"
)

// soughtAtOnce is how many documents one statement looks for.
const soughtAtOnce = 128

var soughtDocuments = "SELECT public, id FROM document WHERE public IN (?" + strings.Repeat(", ?", soughtAtOnce-1) + ")"

// stored gives the numbers of those documents that are there already, by their public ids.
func (w *writer) stored(docs []*prepared) (map[string]int64, error) {
	out := make(map[string]int64, len(docs))
	for part := range slices.Chunk(docs, soughtAtOnce) {
		args := make([]any, soughtAtOnce) // those left over are NULL, which nothing equals
		for i, d := range part {
			args[i] = publicBytes(d.id)
		}
		st, err := w.prepare(soughtDocuments)
		if err != nil {
			return nil, err
		}
		rows, err := st.Query(args...)
		if err != nil {
			return nil, err
		}
		_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
			var public []byte
			var id int64
			if err = scan(&public, &id); err == nil {
				out[publicID(public)] = id
			}
			return none, err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
