package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"

	"mentionmap/data/store/postings"
)

// runDirectory is where the keys of a run are: the first key of each chunk.
type runDirectory struct {
	id     int64
	firsts []uint64
	last   uint64 // key
}

func directory(id int64, packed []byte, last uint64) (d runDirectory, err error) {
	d.id, d.last = id, last
	for key := uint64(0); len(packed) > 0; {
		delta, n := binary.Uvarint(packed)
		if n <= 0 {
			return d, fmt.Errorf("the directory of run %d is damaged", id)
		}
		key += delta
		d.firsts, packed = append(d.firsts, key), packed[n:]
	}
	return d, nil
}

// chunkOf is the first chunk that may hold a key.
func (d *runDirectory) chunkOf(key uint64) int {
	return max(0, sort.Search(len(d.firsts), func(i int) bool { return d.firsts[i] >= key })-1)
}

// runSource reads runs: for the writer within its transaction, for a reader
// within its own.
type runSource interface {
	runs(f family) ([]runDirectory, error)
	chunk(id int64) ([]byte, error)
}

// lookUp visits the keys of a family that are in a sorted list, run by run.
func lookUp(s runSource, f family, keys []uint64, visit func(*postings.Groups)) error {
	return visitRuns(s, f, func(d *runDirectory) error {
		return d.visit(s, keys, visit)
	})
}

func visitRuns(s runSource, f family, each func(*runDirectory) error) error {
	runs, err := s.runs(f)
	if err != nil {
		return err
	}
	for i := range runs {
		if err := each(&runs[i]); err != nil {
			return err
		}
	}
	return nil
}

// visit goes through the chunks that may hold one of the keys.
func (d *runDirectory) visit(s runSource, keys []uint64, visit func(*postings.Groups)) error {
	for at := 0; len(keys) > 0 && at < len(d.firsts) && keys[0] <= d.last; at++ {
		if at = max(at, d.chunkOf(keys[0])); at >= len(d.firsts) {
			return nil
		}
		chunk, err := s.chunk(d.id<<chunkBits | int64(at))
		if err != nil {
			return err
		}
		g := postings.Read(chunk)
		for len(keys) > 0 && g.Next() {
			n, found := slices.BinarySearch(keys, g.Key)
			keys = keys[n:]
			if found {
				visit(g)
			}
		}
		if err := g.Err(); err != nil {
			return err
		}
		if at+1 < len(d.firsts) { // which may go on with the last key
			n, _ := slices.BinarySearch(keys, d.firsts[at+1])
			keys = keys[n:]
		}
	}
	return nil
}

// visitRange goes through all keys from one to another, both included.
func (d *runDirectory) visitRange(s runSource, from, to uint64, visit func(*postings.Groups)) error {
	for at := d.chunkOf(from); at < len(d.firsts) && d.firsts[at] <= to && from <= d.last; at++ {
		chunk, err := s.chunk(d.id<<chunkBits | int64(at))
		if err != nil {
			return err
		}
		g := postings.Read(chunk)
		for g.Next() && g.Key <= to {
			if g.Key >= from {
				visit(g)
			}
		}
		if err := g.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) runs(f family) ([]runDirectory, error) {
	st, err := w.prepare(runsSQL)
	if err != nil {
		return nil, err
	}
	return scanRuns(st.Query(int(f)))
}

func (w *writer) chunk(id int64) (chunk []byte, err error) {
	st, err := w.prepare(chunkSQL)
	if err != nil {
		return nil, err
	}
	return chunk, st.QueryRow(id).Scan(&chunk)
}

const (
	runsSQL  = "SELECT id, firsts, last FROM run WHERE family = ? ORDER BY id"
	chunkSQL = "SELECT data FROM run_chunk WHERE id = ?"
)

func scanRuns(rows *sql.Rows, err error) ([]runDirectory, error) {
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (runDirectory, error) {
		var id, last int64
		var firsts []byte
		if err := scan(&id, &firsts, &last); err != nil {
			return runDirectory{}, err
		}
		return directory(id, firsts, uint64(last))
	})
}

// readerRuns is the runSource of a read transaction.
type readerRuns struct {
	ctx   context.Context
	tx    *sql.Tx
	cache *chunkCache // nil: none
}

func (r readerRuns) runs(f family) ([]runDirectory, error) {
	return scanRuns(r.tx.QueryContext(r.ctx, runsSQL, int(f)))
}

func (r readerRuns) chunk(id int64) (chunk []byte, err error) {
	if r.cache != nil {
		if chunk = r.cache.get(id); chunk != nil {
			return chunk, nil
		}
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	if err = r.tx.QueryRow(chunkSQL, id).Scan(&chunk); err == nil && r.cache != nil {
		r.cache.put(id, chunk)
	}
	return chunk, err
}
