package sqlite

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"sort"

	"mentionmap/data/store/postings"
)

const (
	// mergedRuns is how many runs of a level make one of the next.
	mergedRuns = 8
	// fullRunBytes is the size from which runs are not merged any more: so that
	// a transaction that merges stays small.
	fullRunBytes = 2 << 20
)

// finishRuns stores what was collected as the runs of this generation.
func (w *writer) finishRuns() error {
	for f := range families {
		list := postings.Sort(w.lists[f])
		w.lists[f] = nil
		if len(list) == 0 {
			continue
		}
		err := w.putRun(f, 0, func(emit func(*postings.Posting) error) error {
			for i := range list {
				if err := emit(&list[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := w.mergeRuns(f); err != nil {
			return err
		}
	}
	return nil
}

// putRun stores the postings that each gives as one run.
func (w *writer) putRun(f family, level int, each func(emit func(*postings.Posting) error) error) error {
	id, err := w.exec("INSERT INTO run (family, level, bytes, firsts, last) VALUES (?, ?, 0, x'', 0)", int(f), level)
	if err != nil {
		return err
	}
	chunks, bytes, before, last := int64(0), 0, uint64(0), uint64(0)
	var firsts []byte
	p := postings.Packer{Days: f.withDays(), Emit: func(first uint64, chunk []byte) error {
		firsts = binary.AppendUvarint(firsts, first-before)
		before, bytes = first, bytes+len(chunk)
		_, err := w.exec("INSERT INTO run_chunk (id, data) VALUES (?, ?)", id<<chunkBits|chunks, chunk)
		chunks++
		return err
	}}
	add := func(t *postings.Posting) error {
		last = t.Key
		return p.Add(t)
	}
	if err := each(add); err != nil {
		return err
	}
	if err := p.Close(); err != nil {
		return err
	}
	_, err = w.exec("UPDATE run SET bytes = ?, firsts = ?, last = ? WHERE id = ?", bytes, firsts, int64(last), id)
	return err
}

type runRow struct {
	id, bytes int64
}

// mergeRuns keeps the runs of a family few.
func (w *writer) mergeRuns(f family) error {
	for level := 0; ; level++ {
		st, err := w.prepare("SELECT id, bytes FROM run WHERE family = ? AND level = ? ORDER BY id")
		if err != nil {
			return err
		}
		rows, err := st.Query(int(f), level)
		if err != nil {
			return err
		}
		runs, err := scanAll(rows, func(scan scanner) (r runRow, err error) { return r, scan(&r.id, &r.bytes) })
		if err != nil {
			return err
		}
		if len(runs) == 0 && level > 0 {
			return nil
		}
		runs = slices.DeleteFunc(runs, func(r runRow) bool { return r.bytes >= fullRunBytes })
		if len(runs) < mergedRuns {
			continue
		}
		if err := w.mergeInto(f, runs, level+1); err != nil {
			return err
		}
	}
}

// mergeInto replaces runs by one.
func (w *writer) mergeInto(f family, runs []runRow, level int) error {
	streams := make([]*postings.Stream, len(runs))
	for i, r := range runs {
		streams[i] = &postings.Stream{Chunk: w.chunksFrom(r.id << chunkBits)}
	}
	gone, err := readGone(w.tx)
	if err != nil {
		return err
	}
	err = w.putRun(f, level, func(emit func(*postings.Posting) error) error {
		return postings.Merge(streams, func(p *postings.Posting) error {
			if gone.has(p.Section) {
				return nil
			}
			return emit(p)
		})
	})
	if err != nil {
		return err
	}
	for _, r := range runs {
		if _, err := w.exec("DELETE FROM run_chunk WHERE id BETWEEN ? AND ?", r.id<<chunkBits, r.id<<chunkBits|(1<<chunkBits-1)); err != nil {
			return err
		}
		if _, err := w.exec("DELETE FROM run WHERE id = ?", r.id); err != nil {
			return err
		}
	}
	return nil
}

// chunksFrom reads chunk after chunk from an id on.
func (w *writer) chunksFrom(id int64) func() ([]byte, error) {
	return func() (chunk []byte, err error) {
		st, err := w.prepare("SELECT data FROM run_chunk WHERE id = ?")
		if err != nil {
			return nil, err
		}
		err = st.QueryRow(id).Scan(&chunk)
		id++
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		return chunk, err
	}
}

// gone is the sections of deleted documents: first and last of each, in order.
type gone [][2]int64

func readGone(tx *sql.Tx) (gone, error) {
	rows, err := tx.Query("SELECT first, last FROM gone ORDER BY first")
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (g [2]int64, err error) { return g, scan(&g[0], &g[1]) })
}

func (g gone) has(section int64) bool {
	i := sort.Search(len(g), func(i int) bool { return g[i][1] >= section })
	return i < len(g) && g[i][0] <= section
}
