package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// recount is what all documents say when they are read anew.
type recount struct {
	documents, posts, mentions int64
	first, last                mentionmap.Day
	sources                    map[int64]int64  // mentions by source.id
	sums                       [byBand]checksum // of postings by family
	wrong                      map[string]int   // how many rows lack what they belong to

	cells     map[int64]uint32 // of places
	known     [2]idSet         // documents, sources
	collected lists
}

// checksum is the same for the same postings in whatever order.
type checksum struct{ n, sum uint64 }

func (c *checksum) add(p *postings.Posting) {
	h := mix(p.Key)
	for _, v := range [...]uint64{uint64(p.Section), uint64(p.Form), uint64(uint32(p.Day)), uint64(uint32(p.Span))} {
		h = mix(h ^ v)
	}
	c.n, c.sum = c.n+1, c.sum+h
}

// countAnew reads all documents. each, if set, is told of each with its postings.
func countAnew(ctx context.Context, tx *sql.Tx, each func(*documentRecord, *lists) error) (*recount, error) {
	r := &recount{first: mentionmap.NoDay, last: mentionmap.NoDay, sources: map[int64]int64{}, wrong: map[string]int{}, cells: map[int64]uint32{}}
	if err := r.readKnown(ctx, tx); err != nil {
		return nil, err
	}
	all := search{ctx: ctx, tx: tx}
	err := all.read(func(d *documentRecord) (bool, error) {
		if err := d.readAll(); err != nil {
			return false, err
		}
		r.document(d)
		if each == nil {
			return true, nil
		}
		return true, each(d, &r.collected)
	}, "SELECT "+recordColumn+" FROM document d ORDER BY d.id")
	return r, err
}

func (r *recount) readKnown(ctx context.Context, tx *sql.Tx) error {
	for i, table := range [...]string{"document", "source"} {
		r.known[i].add()
		rows, err := tx.QueryContext(ctx, "SELECT id FROM "+table)
		if err != nil {
			return err
		}
		_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
			var id int64
			err = scan(&id)
			r.known[i].add(id)
			return none, err
		})
		if err != nil {
			return err
		}
	}
	rows, err := tx.QueryContext(ctx, "SELECT id, cell FROM place")
	if err != nil {
		return err
	}
	_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
		var id int64
		var cell uint32
		err = scan(&id, &cell)
		r.cells[id] = cell
		return none, err
	})
	return err
}

func (r *recount) document(d *documentRecord) {
	r.documents++
	r.posts += int64(realPosts(d.sections))
	r.mentions += int64(len(d.mentions))
	if !r.known[0].has(d.story) {
		r.wrong["documents of stories that are not there"]++
	}
	r.collected.clear()
	r.sections(d)
	for i := range d.mentions {
		m := &d.mentions[i]
		cell, ok := r.cells[m.place]
		if m.place != 0 && !ok {
			r.wrong["mentions of places that are not there"]++
		}
		if m.day != mentionmap.NoDay {
			r.first, r.last = earlier(r.first, m.day), later(r.last, m.day+mentionmap.Day(m.days))
		}
		r.collected.mention(m, d.id+int64(m.section), cell)
	}
	for f := range r.sums {
		r.collected[f] = postings.Sort(r.collected[f])
		for i := range r.collected[f] {
			r.sums[f].add(&r.collected[f][i])
		}
	}
}

func (r *recount) sections(d *documentRecord) {
	for i := range d.sections {
		s := &d.sections[i]
		for _, source := range sectionSources(s, d.sources()) {
			r.sources[source] += int64(s.mentions)
			if !r.known[1].has(source) {
				r.wrong["posts of sources that are not there"]++
			}
		}
		r.collected.sources(s, d.sources(), d.source, d.id+int64(i))
	}
}

// differences tells, one line each, where what is kept is not what was counted.
func (r *recount) differences(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	var kept struct {
		documents, posts, mentions int64
		first, last                mentionmap.Day
	}
	err = tx.QueryRowContext(ctx, "SELECT documents, posts, mentions, first_day, last_day FROM state").
		Scan(&kept.documents, &kept.posts, &kept.mentions, nullDay{&kept.first}, nullDay{&kept.last})
	for _, n := range [...]struct {
		name        string
		kept, right int64
	}{
		{"documents", kept.documents, r.documents}, {"posts", kept.posts, r.posts}, {"mentions", kept.mentions, r.mentions},
		{"first day", int64(kept.first), int64(r.first)}, {"last day", int64(kept.last), int64(r.last)},
	} {
		if n.kept != n.right {
			faults = append(faults, fmt.Sprintf("%s: %d is kept, %d is right", n.name, n.kept, n.right))
		}
	}
	if err != nil {
		return faults, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT id, name, mentions FROM source")
	if err != nil {
		return faults, err
	}
	_, err = scanAll(rows, func(scan scanner) (none struct{}, err error) {
		var id, n int64
		var name string
		if err = scan(&id, &name, &n); err == nil && n != r.sources[id] && len(faults) < mostFaults {
			faults = append(faults, fmt.Sprintf("mentions of source %q: %d is kept, %d is right", name, n, r.sources[id]))
		}
		return none, err
	})
	return faults, err
}

// familyNames tell people what a family of postings says.
var familyNames = [...]string{byPlace: "places", byDay: "days", byLasting: "days of mentions that last", byPublished: "days of publication", bySource: "sources", byBand: "near-copies"}

// wrongRuns tells which families' runs do not say what the documents say.
func (r *recount) wrongRuns(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	runs := readerRuns{ctx: ctx, tx: tx}
	gone, err := readGone(tx)
	if err != nil {
		return nil, err
	}
	for f := range families {
		var kept checksum
		var list []postings.Posting
		err := visitRuns(runs, f, func(d *runDirectory) error {
			return d.visitRange(runs, 0, d.last, func(g *postings.Groups) {
				list = g.Postings(list[:0])
				for i := range list {
					if !gone.has(list[i].Section) {
						kept.add(&list[i])
					}
				}
			})
		})
		if err != nil {
			return faults, err
		}
		if f < byBand && kept != r.sums[f] {
			faults = append(faults, fmt.Sprintf("where %s stand: %d places are kept, %d are right, or they differ", familyNames[f], kept.n, r.sums[f].n))
		}
	}
	return faults, nil
}
