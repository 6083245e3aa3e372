package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"mentionmap/data/store/placeday"
)

const (
	// freshParts is how many of the newest parts are left as they are, so that
	// who reads every few seconds finds what was added since; as many more are
	// then merged at once.
	freshParts = 64
	// mergedParts is how many merged parts of a level make one of the next.
	mergedParts = 8
	chunkBits   = 20 // of a chunk's key, for its number in the part
)

// finishPlaceDays stores what was counted as the parts of this generation.
func (w *writer) finishPlaceDays() error {
	for by := range w.tallies {
		rows := placeday.Rows(w.tallies[by].Sorted())
		if len(rows) == 0 {
			continue
		}
		part := placeDayPart{filed: by, first: w.generation, last: w.generation}
		if err := w.putPart(part, []placeday.Stream{&rows}); err != nil {
			return err
		}
		if err := w.mergeParts(by); err != nil {
			return err
		}
	}
	return nil
}

// placeDayPart is a row of place_day.
type placeDayPart struct {
	id                 int64
	filed, level, rows int
	first, last        int64 // generations
}

const partColumns = "id, filed, level, rows, first_generation, last_generation"

func scanPart(scan scanner) (p placeDayPart, err error) {
	return p, scan(&p.id, &p.filed, &p.level, &p.rows, &p.first, &p.last)
}

// partPacker packs the rows of one part.
type partPacker struct {
	placeday.Packer
	id     int64
	chunks int64
	rows   int
}

// newPart begins a part.
func (w *writer) newPart(p placeDayPart) (*partPacker, error) {
	id, err := w.exec("INSERT INTO place_day (filed, level, first_generation, last_generation, rows) VALUES (?, ?, ?, ?, 0)", p.filed, p.level, p.first, p.last)
	out := &partPacker{id: id}
	out.Emit = func(chunk []byte, rows int) error {
		_, err := w.exec("INSERT INTO place_day_chunk (id, data) VALUES (?, ?)", out.id<<chunkBits|out.chunks, chunk)
		out.chunks++
		out.rows += rows
		return err
	}
	return out, err
}

// closePart ends a part.
func (w *writer) closePart(p *partPacker) error {
	if err := p.Close(); err != nil {
		return err
	}
	_, err := w.exec("UPDATE place_day SET rows = ? WHERE id = ?", p.rows, p.id)
	return err
}

// putPart stores the sum of streams as one part.
func (w *writer) putPart(p placeDayPart, streams []placeday.Stream) error {
	packer, err := w.newPart(p)
	if err != nil {
		return err
	}
	if err := placeday.Merge(streams, packer.Add); err != nil {
		return err
	}
	return w.closePart(packer)
}

// mergeParts keeps the parts few.
func (w *writer) mergeParts(filed int) error {
	for level := 0; ; level++ {
		parts, err := w.parts("filed = ? AND level = ?", filed, level)
		if err != nil {
			return err
		}
		switch {
		case level == 0 && len(parts) >= 2*freshParts:
			err = w.merge(parts[:freshParts], level+1)
		case level > 0 && len(parts) >= mergedParts:
			err = w.merge(parts, level+1)
		case level > 0:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// parts gives parts in the order of what they hold.
func (w *writer) parts(where string, args ...any) ([]placeDayPart, error) {
	st, err := w.prepare("SELECT " + partColumns + " FROM place_day WHERE " + where + " ORDER BY last_generation")
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, scanPart)
}

// merge replaces neighbouring parts by one.
func (w *writer) merge(parts []placeDayPart, level int) error {
	streams := make([]placeday.Stream, len(parts))
	for i, p := range parts {
		streams[i] = w.chunks(p.id)
	}
	sum := placeDayPart{filed: parts[0].filed, level: level, first: parts[0].first, last: parts[len(parts)-1].last}
	if err := w.putPart(sum, streams); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.exec("DELETE FROM place_day_chunk WHERE id BETWEEN ? AND ?", p.id<<chunkBits, p.id<<chunkBits|(1<<chunkBits-1)); err != nil {
			return err
		}
		if _, err := w.exec("DELETE FROM place_day WHERE id = ?", p.id); err != nil {
			return err
		}
	}
	return nil
}

// chunks reads a part chunk by chunk.
func (w *writer) chunks(part int64) placeday.Stream {
	at := part << chunkBits
	return &placeday.Chunks{Read: func() (chunk []byte, err error) {
		st, err := w.prepare("SELECT data FROM place_day_chunk WHERE id = ?")
		if err != nil {
			return nil, err
		}
		err = st.QueryRow(at).Scan(&chunk)
		at++
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		return chunk, err
	}}
}

// mergeAll makes one part of all, where many wait to be merged.
func (w *writer) mergeAll() error {
	for filed := range w.tallies {
		parts, err := w.parts("filed = ?", filed)
		if err != nil {
			return err
		}
		if len(parts) <= mergedParts {
			continue
		}
		if err := w.merge(parts, parts[0].level+1); err != nil {
			return err
		}
	}
	return nil
}

// tidy leaves few parts behind, so that the next program to open the database
// has them read at once.
func (s *Store) tidy() error {
	if !s.put {
		return nil
	}
	tx, err := s.begin(context.Background())
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := newWriter(tx, s.known).mergeAll(); err != nil {
		return err
	}
	return tx.Commit()
}
