package server

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
)

// counted is the counts of a query, ready to be written.
type counted interface {
	cubefile.Groups
	generation() int64
	// place gives that of a group; nil for mentions that were not placed, which
	// are of a kind.
	place(i int) (*mentionmap.Place, mentionmap.Kind)
	// names gives the names of a group's place besides its main one.
	names(i int) ([]mentionmap.Name, error)
	// sources gives those that groups are told apart by; nil if they are not.
	sources() []string
	// source is that of a group, an index of sources.
	source(i int) int
}

// describeGroups lists what is known of groups.
func (h *handlers) describeGroups(counts counted, groups []int) (*cubefile.Places, error) {
	out := cubefile.NewPlaces(len(groups))
	places := make([]*mentionmap.Place, len(groups))
	kinds := make([]mentionmap.Kind, len(groups))
	for i, g := range groups {
		places[i], kinds[i] = counts.place(g)
	}
	called, err := h.labels.of(places, func(i int) ([]mentionmap.Name, error) { return counts.names(groups[i]) })
	if err != nil {
		return nil, err
	}
	for i, g := range groups {
		p := places[i]
		if p == nil {
			p = &mentionmap.Place{Kind: kinds[i]}
		}
		out.Add(counts.Ref(g), p, called[i].uk, called[i].ru)
		if counts.sources() != nil {
			out.Source = append(out.Source, counts.source(g))
		}
	}
	return out, nil
}

// snapshots is what a store can do that holds its counts in memory.
type snapshots interface {
	Snapshot(ctx context.Context, q mentionmap.Query) (*index.Snapshot, error)
}

// counted asks for counts: the store's snapshot where it gives one.
func (h *handlers) counted(ctx context.Context, q mentionmap.Query, bySource bool) (counted, error) {
	q, err := h.spatial.Resolve(ctx, q)
	if err != nil {
		return nil, err
	}
	if bySource {
		return h.countedBySource(ctx, q)
	}
	if h.snapshots != nil {
		s, err := h.snapshots.Snapshot(ctx, q)
		if err != nil {
			return nil, err
		}
		return newSnapshotCounts(s), nil
	}
	return h.listCounts(ctx, q)
}

// kindRefs are the references below those of places: the mentions of a kind
// that were not placed are known by the number of the kind.
const kindRefs = 16

// snapshotCounts are counts in memory; a place's reference follows from its
// number in the store and stays the same.
type snapshotCounts struct {
	*index.Snapshot
	months []mentionmap.Day
	refs   []int64 // by index of the group
}

func newSnapshotCounts(s *index.Snapshot) snapshotCounts {
	out := snapshotCounts{s, s.MonthStarts(), make([]int64, s.Len())}
	for i := range out.refs {
		if g := s.Group(i); g.Place == nil {
			out.refs[i] = int64(g.Kind)
		} else {
			out.refs[i] = kindRefs + g.Number
		}
	}
	return out
}

// Stretches implements cubefile.Groups: a stretch is a month.
func (s snapshotCounts) Stretches() int { return len(s.months) }

// Rows implements cubefile.Groups.
func (s snapshotCounts) Rows(stretch int, fn func(i int, rows []counts.Row)) {
	s.MonthRows(s.months[stretch], fn)
}

// Number implements cubefile.Groups.
func (s snapshotCounts) Number(i int) int { return s.NumberOf(i) }

// Stamp implements cubefile.Groups.
func (s snapshotCounts) Stamp(stretch int) any {
	if stamp, ok := s.MonthStamp(s.months[stretch]); ok {
		return stamp
	}
	return nil
}

func (s snapshotCounts) generation() int64 { return s.Generation() }

// Ref implements cubefile.Groups.
func (s snapshotCounts) Ref(i int) int64 { return s.refs[i] }

func (s snapshotCounts) place(i int) (*mentionmap.Place, mentionmap.Kind) {
	g := s.Group(i)
	return g.Place, g.Kind
}

func (s snapshotCounts) names(i int) ([]mentionmap.Name, error) { return s.Names(i) }

func (s snapshotCounts) sources() []string { return nil }

func (s snapshotCounts) source(int) int { return 0 }

// listedCounts are counts as a store lists them; references are numbers of the list.
type listedCounts struct {
	asOf   int64
	groups []listedGroup
	rows   []counts.Row
	told   []string // sources
}

type listedGroup struct {
	place  *mentionmap.Place
	kind   mentionmap.Kind
	source int
	end    int // of its rows
}

// listCounts collects the counts that a store gives.
func (h *handlers) listCounts(ctx context.Context, q mentionmap.Query) (*listedCounts, error) {
	asOf, err := h.generation(ctx)
	if err != nil {
		return nil, err
	}
	l := &listedCounts{asOf: asOf}
	return l, h.addCounts(ctx, l, q, 0)
}

// addCounts adds the counts of a query, which are of one source or of all.
func (h *handlers) addCounts(ctx context.Context, l *listedCounts, q mentionmap.Query, source int) error {
	var groups []store.Count
	at := len(l.groups)
	err := h.eachCount(ctx, q, func(n store.Count) error {
		if last := len(groups) - 1; last < 0 || n.Place != groups[last].Place || n.Kind != groups[last].Kind {
			groups = append(groups, n)
			l.groups = append(l.groups, listedGroup{source: source})
		}
		l.rows = append(l.rows, rowOf(&n))
		l.groups[len(l.groups)-1].end = len(l.rows)
		return nil
	})
	if err != nil {
		return err
	}
	return h.placeGroups(ctx, l.groups[at:], groups)
}

// placeGroups tells the groups their places.
func (h *handlers) placeGroups(ctx context.Context, to []listedGroup, groups []store.Count) error {
	known, err := h.spatial.ByID(ctx)
	if err != nil {
		return err
	}
	for i, n := range groups {
		switch p := known[n.Place]; {
		case n.Place == 0:
			to[i].kind = n.Kind
		case p != nil:
			to[i].place = p
		default: // stored a moment ago
			if to[i].place, err = h.Store.Place(ctx, n.Place); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowOf(n *store.Count) counts.Row {
	r := counts.Row{From: counts.Undated, To: counts.Undated, Flags: n.Uses&3 | uint8(n.Precision)<<2, N: n.N}
	if n.From != mentionmap.NoDay {
		r.From, r.To = int32(n.From), int32(n.To)
	}
	if n.Firm {
		r.Flags |= 1 << 5
	}
	return r
}

func (l *listedCounts) generation() int64 { return l.asOf }

// Len implements cubefile.Groups.
func (l *listedCounts) Len() int { return len(l.groups) }

// Ref implements cubefile.Groups.
func (l *listedCounts) Ref(i int) int64 { return int64(i) }

// Number implements cubefile.Groups.
func (l *listedCounts) Number(i int) int { return i }

// Stamp implements cubefile.Groups.
func (l *listedCounts) Stamp(int) any { return nil }

// Stretches implements cubefile.Groups.
func (l *listedCounts) Stretches() int { return 1 }

// Rows implements cubefile.Groups.
func (l *listedCounts) Rows(_ int, fn func(i int, rows []counts.Row)) {
	start := 0
	for i, g := range l.groups {
		fn(i, l.rows[start:g.end])
		start = g.end
	}
}

func (l *listedCounts) place(i int) (*mentionmap.Place, mentionmap.Kind) {
	return l.groups[i].place, l.groups[i].kind
}

func (l *listedCounts) names(i int) ([]mentionmap.Name, error) {
	if p := l.groups[i].place; p != nil {
		return p.Names, nil
	}
	return nil, nil
}

func (l *listedCounts) sources() []string { return l.told }

func (l *listedCounts) source(i int) int { return l.groups[i].source }
