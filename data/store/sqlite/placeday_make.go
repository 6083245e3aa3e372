package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// tallyRows is how many rows are collected before they are put aside, packed.
const tallyRows = 1 << 20

// placeDaysOf counts all mentions anew and gives the counts, sorted.
func placeDaysOf(ctx context.Context, tx *sql.Tx, by mentionmap.By, emit func(*placeday.Row) error) error {
	stories, err := storiesOf(ctx, tx)
	if err != nil {
		return err
	}
	var aside asides
	tally := placeday.Tally{By: by}
	err = eachDocument(ctx, tx, func(document int64, mentions []placeday.Seen) error {
		tally.Document(mentions, stories[document])
		if len(tally.Rows) < tallyRows {
			return nil
		}
		return aside.put(tally.Sorted())
	})
	if err == nil {
		err = aside.put(tally.Sorted())
	}
	if err != nil {
		return err
	}
	return placeday.Merge(aside.streams(), emit)
}

// storiesOf gives, for each document of a story of several, what is told of
// the story so far: nothing yet.
func storiesOf(ctx context.Context, tx *sql.Tx) (map[int64]placeday.Story, error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, story FROM document WHERE story <> id")
	if err != nil {
		return nil, err
	}
	copies, err := scanAll(rows, func(scan scanner) (c [2]int64, err error) { return c, scan(&c[0], &c[1]) })
	out := map[int64]placeday.Story{}
	for _, c := range copies {
		if out[c[1]] == nil {
			out[c[1]] = placeday.Story{}
		}
		out[c[0]] = out[c[1]]
	}
	return out, err
}

// eachDocument reads the mentions of one document after the other, in the
// order of their keys.
func eachDocument(ctx context.Context, tx *sql.Tx, fn func(document int64, mentions []placeday.Seen) error) error {
	var seen []placeday.Seen
	all := search{ctx: ctx, tx: tx}
	return all.read(func(d *documentRecord) (bool, error) {
		seen = seen[:0]
		for d.next(&d.current) {
			seen = append(seen, d.current.counted())
		}
		if err := d.err(); err != nil {
			return false, err
		}
		return true, fn(d.id, seen)
	}, "SELECT "+recordColumn+" FROM document d ORDER BY d.id")
}

// asides are sorted runs of rows, packed, in memory.
type asides [][][]byte

func (a *asides) put(rows []placeday.Row) error {
	var chunks [][]byte
	packer := placeday.Packer{Emit: func(chunk []byte, _ int) error {
		chunks = append(chunks, slices.Clone(chunk))
		return nil
	}}
	for i := range rows {
		if err := packer.Add(&rows[i]); err != nil {
			return err
		}
	}
	err := packer.Close()
	*a = append(*a, chunks)
	return err
}

func (a asides) streams() []placeday.Stream {
	out := make([]placeday.Stream, len(a))
	for i, chunks := range a {
		out[i] = &placeday.Chunks{Read: func() ([]byte, error) {
			if len(chunks) == 0 {
				return nil, nil
			}
			chunk := chunks[0]
			chunks = chunks[1:]
			return chunk, nil
		}}
	}
	return out
}

// makePlaceDays counts all mentions anew and replaces what is stored.
func makePlaceDays(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM place_day; DELETE FROM place_day_chunk"); err != nil {
		return err
	}
	w := newWriter(tx, newRowCache())
	if err := w.begin(); err != nil {
		return err
	}
	for by := range w.tallies {
		p, err := w.newPart(placeDayPart{filed: by, level: 1, first: 0, last: w.generation - 1})
		if err != nil {
			return err
		}
		if err := placeDaysOf(ctx, tx, mentionmap.By(by), p.Add); err != nil {
			return err
		}
		if err := w.closePart(p); err != nil {
			return err
		}
	}
	return nil
}

// checkPlaceDays counts all mentions anew and compares: the first difference is
// told in one line, "" means that there is none.
func checkPlaceDays(ctx context.Context, tx *sql.Tx, by mentionmap.By) (string, error) {
	w := newWriter(tx, newRowCache())
	parts, err := w.parts("filed = ?", int(by))
	if err != nil {
		return "", err
	}
	streams := make([]placeday.Stream, len(parts))
	for i, p := range parts {
		streams[i] = w.chunks(p.id)
	}
	kept, err := sum(streams)
	if err != nil {
		return "", err
	}
	var told string
	next := kept.streams()[0]
	err = placeDaysOf(ctx, tx, by, func(want *placeday.Row) error {
		got, ok, err := next.Next()
		if told == "" && (!ok || *got != *want) {
			told = fmt.Sprintf("counts by place and day (%s): place row %d, day %d: %v units are stored under another number or not at all", by, want.Place, want.Day, want.Counts)
		}
		return err
	})
	if more, ok, e := next.Next(); err == nil && told == "" && ok {
		told, err = fmt.Sprintf("counts by place and day (%s): %v units of place row %d, day %d, have no mentions", by, more.Counts, more.Place, more.Day), e
	}
	return told, err
}

// sum merges streams into one run.
func sum(streams []placeday.Stream) (asides, error) {
	var chunks [][]byte
	packer := placeday.Packer{Emit: func(chunk []byte, _ int) error {
		chunks = append(chunks, chunk)
		return nil
	}}
	if err := placeday.Merge(streams, packer.Add); err != nil {
		return nil, err
	}
	err := packer.Close()
	return asides{chunks}, err
}
