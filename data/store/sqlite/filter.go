package sqlite

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// filter is a query made ready: names and places as numbers of this database.
type filter struct {
	query                              *mentionmap.Query
	kinds, uses, relations, precisions uint16 // bit 1<<value of those wanted; 0: all
	confidence                         int64  // thousandths
	from, to                           int32  // window, ends included
	undated                            bool   // those without days are wanted even under a window
	places                             *placeSet
	sources                            []int64    // nil: all
	documents                          [][2]int64 // sections of documents, ends included; nil: all
	words                              wanted
	nothing                            bool // no mention can match
}

// placeSet is the places wanted.
type placeSet struct {
	rows postings.Set // by place.id
	keys []uint64     // of their postings
	all  int          // places that are stored
}

func maskOf[T ~uint8](values []T) (mask uint16) {
	for _, v := range values {
		mask |= 1 << (v & 15)
	}
	return mask
}

// newFilter makes a query ready within a transaction.
func (s *Store) newFilter(ctx context.Context, tx *sql.Tx, q *mentionmap.Query) (*filter, error) {
	f := plainFilter(q)
	if choosesPlaces(q) {
		table, err := s.table.of(ctx, tx)
		if err != nil {
			return nil, err
		}
		f.setPlaces(table)
	}
	if err := f.readSources(ctx, tx); err != nil {
		return nil, err
	}
	return f, f.readDocuments(ctx, tx)
}

// plainFilter is the filter of a query but for places, sources and documents,
// which are found by their names.
func plainFilter(q *mentionmap.Query) *filter {
	f := &filter{query: q, kinds: maskOf(q.Kinds), uses: maskOf(q.Uses), relations: maskOf(q.Relations), precisions: maskOf(q.Precisions),
		confidence: atLeast(q.MinConfidence), from: math.MinInt32, to: math.MaxInt32, words: wantedBy(q.Text)}
	if q.From != mentionmap.NoDay {
		f.from = int32(q.From)
	}
	if q.To != mentionmap.NoDay {
		f.to = int32(q.To)
	}
	f.undated = !q.Windowed() || slices.Contains(q.Precisions, mentionmap.Undated)
	return f
}

// everything reports whether all mentions match.
func (f *filter) everything() bool {
	return !f.nothing && f.query.Embargo == 0 && f.kinds|f.uses|f.relations|f.precisions == 0 && f.confidence == 0 && !f.query.Windowed() &&
		f.places == nil && f.sources == nil && f.documents == nil && len(f.words.words) == 0
}

func choosesPlaces(q *mentionmap.Query) bool { return q.BBox != nil || len(q.Places) > 0 }

func (f *filter) setPlaces(table *placeTable) {
	q := f.query
	p := &placeSet{rows: postings.NewSet(table.most + 1), all: len(table.points)}
	table.in(q.BBox, q.Places, func(at *placePoint) { p.add(at.row, at.cell) })
	if slices.Contains(q.Places, 0) && q.BBox == nil {
		p.add(0, 0)
	}
	f.places, f.nothing = p, f.nothing || len(p.keys) == 0
}

func (p *placeSet) add(id int64, cell uint32) {
	p.rows.Add(id)
	p.keys = append(p.keys, placeKey(id, cell))
}

func (f *filter) readSources(ctx context.Context, tx *sql.Tx) error {
	if len(f.query.Sources) == 0 {
		return nil
	}
	list, args := placeholders(f.query.Sources)
	rows, err := tx.QueryContext(ctx, "SELECT id FROM source WHERE name IN "+list, args...)
	if err != nil {
		return err
	}
	f.sources, err = scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) })
	f.nothing = f.nothing || len(f.sources) == 0
	return err
}

func (f *filter) readDocuments(ctx context.Context, tx *sql.Tx) error {
	for _, id := range f.query.Documents {
		var span [2]int64
		err := tx.QueryRowContext(ctx, "SELECT id, id + max(sections, 1) - 1 FROM document WHERE public = ?", publicBytes(id)).Scan(&span[0], &span[1])
		if err == sql.ErrNoRows {
			continue
		}
		if err != nil {
			return err
		}
		f.documents = append(f.documents, span)
	}
	f.nothing = f.nothing || len(f.query.Documents) > 0 && len(f.documents) == 0
	return nil
}

// matches reports whether a mention of a document has all that is asked for,
// but for words.
func (f *filter) matches(d *documentRecord, m *mentionRecord) bool {
	return f.matchesTraits(m) && f.matchesDays(m) && (f.places == nil || f.places.rows.Has(m.place)) &&
		(f.query.Embargo == 0 || !f.query.Embargoed(m.published, m.dates())) && (f.sources == nil || f.matchesSource(d, m.section)) && (f.documents == nil || f.matchesDocument(d))
}

func (f *filter) matchesTraits(m *mentionRecord) bool {
	return (f.kinds == 0 || f.kinds>>m.kind()&1 == 1) && (f.uses == 0 || f.uses>>m.use()&1 == 1) &&
		(f.relations == 0 || f.relations>>m.relation()&1 == 1) && m.confidence >= f.confidence
}

func (f *filter) matchesDays(m *mentionRecord) bool {
	day, last, precision := m.filed(f.query.By)
	if f.precisions != 0 && f.precisions>>precision&1 == 0 {
		return false
	}
	if day == mentionmap.NoDay {
		return f.undated
	}
	return int32(day) <= f.to && int32(last) >= f.from
}

// filed gives the days that a mention is filed under.
func (r *mentionRecord) filed(by mentionmap.By) (first, last mentionmap.Day, p mentionmap.Precision) {
	switch {
	case by == mentionmap.ByEvent && r.day == mentionmap.NoDay, by == mentionmap.ByPublished && r.published == mentionmap.NoDay:
		return mentionmap.NoDay, mentionmap.NoDay, mentionmap.Undated
	case by == mentionmap.ByPublished:
		return r.published, r.published, mentionmap.PrecisionDay
	}
	return r.day, r.day + mentionmap.Day(r.days), r.precision()
}

func (f *filter) matchesSource(d *documentRecord, section int) bool {
	if own := d.sections[section].source; own != 0 {
		return slices.Contains(f.sources, own)
	}
	for _, s := range d.sources() {
		if slices.Contains(f.sources, s) {
			return true
		}
	}
	return false
}

func (f *filter) matchesDocument(d *documentRecord) bool {
	return slices.ContainsFunc(f.documents, func(span [2]int64) bool { return span[0] == d.id })
}

// atLeast returns the fewest thousandths that are no less than c.
func atLeast(c float32) int64 {
	if !(c > 0) {
		return 0
	}
	k := int64(math.Floor(float64(min(c, 2))*1000)) - 1
	for confidence(k) < c && k < 2000 {
		k++
	}
	return k
}

func confidence(thousandths int64) float32 { return float32(float64(thousandths) / 1000) }

func placeholders(values []string) (string, []any) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(values)), ",") + ")", args
}
