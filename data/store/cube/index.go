package cube

import (
	"cmp"
	"runtime"
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// index makes the sum of any group over any window quick: its rows stand in
// the order of their first day, so those that start in the window are a run,
// whose sum is the difference of two running sums; those that last several days
// and start before it are few and stand in a list of their own.
type index struct {
	*segment
	heads   []head  // parallel to rows
	samples []int32 // first day of every 32nd row
	lasting []lastingRow
	first   []int32 // of each group's lasting rows, and where the last one ends
	lastDay []int32 // of each group; noDay if nothing is dated
	order   []int32 // of the groups: by the places' ids
}

// lastingRow is a row of more than a day.
type lastingRow struct {
	row
	latest int32 // last day of it and of those before it in its group
}

// head is the first day of a row and the sum of all rows before it, modulo 2^32.
type head struct {
	from   int32
	before uint32
}

const sampleBits = 5

const noDay = int32(mentionmap.NoDay)

func newIndex(s *segment, places *placeTable) *index {
	x := &index{segment: s, heads: make([]head, len(s.rows)+1), samples: make([]int32, len(s.rows)>>sampleBits+1),
		first: make([]int32, len(s.groups)+1), lastDay: make([]int32, len(s.groups)), order: places.order(s.groups)}
	workers := runtime.GOMAXPROCS(0)
	lasting, sums := make([][]lastingRow, workers), make([]uint32, workers)
	inParallel(workers, len(s.groups), func(w, from, to int) { lasting[w], sums[w] = x.groupsFrom(from, to) })
	// Each worker began with nothing; what came before is added now.
	for w := range lasting {
		from, to := len(s.groups)*w/workers, len(s.groups)*(w+1)/workers
		for i := from; i < to; i++ {
			x.first[i] += int32(len(x.lasting))
		}
		x.lasting = append(x.lasting, lasting[w]...)
	}
	x.first[len(s.groups)] = int32(len(x.lasting))
	before := uint32(0)
	for w := range sums {
		from, to := s.starts[len(s.groups)*w/workers], s.starts[len(s.groups)*(w+1)/workers]
		for i := from; before != 0 && i < to; i++ {
			x.heads[i].before += before
		}
		before += sums[w]
	}
	x.heads[len(s.rows)] = head{placeday.Undated, before}
	return x
}

// groupsFrom fills in what is known of some groups, with sums and lists that
// begin with the first of them.
func (x *index) groupsFrom(from, to int) (lasting []lastingRow, sum uint32) {
	lasting = make([]lastingRow, 0, (x.starts[to]-x.starts[from])/4)
	for g := from; g < to; g++ {
		x.first[g], x.lastDay[g] = int32(len(lasting)), noDay
		latest := noDay
		for i := x.starts[g]; i < x.starts[g+1]; i++ {
			r := &x.rows[i]
			x.heads[i] = head{r.From, sum}
			if i&(1<<sampleBits-1) == 0 {
				x.samples[i>>sampleBits] = r.From
			}
			sum += uint32(r.N)
			if r.From == placeday.Undated {
				continue
			}
			x.lastDay[g] = max(x.lastDay[g], r.To)
			if r.To > r.From {
				latest = max(latest, r.To)
				lasting = append(lasting, lastingRow{*r, latest})
			}
		}
	}
	return lasting, sum
}

// startsBefore returns the first row of a group that starts on the day or later.
func (x *index) startsBefore(g int, day int32) int32 {
	lo, hi := x.starts[g], x.starts[g+1]
	// Narrow to between two samples, then look at the rows themselves.
	a, b := (lo+1<<sampleBits-1)>>sampleBits, (hi+1<<sampleBits-1)>>sampleBits
	for a < b {
		if mid := (a + b) / 2; x.samples[mid] < day {
			a = mid + 1
		} else {
			b = mid
		}
	}
	lo, hi = max(lo, (a-1)<<sampleBits), min(hi, a<<sampleBits)
	for lo < hi && x.heads[lo].from < day {
		lo++
	}
	return lo
}

// placeTable is what is known of the places, by their number in the store.
type placeTable struct {
	generation int64
	rows       []*placeday.Place // nil: no such place
}

func (t *placeTable) get(row int64) *placeday.Place {
	if row <= 0 || row >= int64(len(t.rows)) {
		return nil
	}
	return t.rows[row]
}

// id returns the place's id; 0 where there is none.
func (t *placeTable) id(row int64) mentionmap.PlaceID {
	if p := t.get(row); p != nil {
		return p.ID
	}
	return 0
}

// order sorts groups as store.Counts does and gives their indexes.
func (t *placeTable) order(groups []group) []int32 {
	type entry struct {
		id    mentionmap.PlaceID
		kind  mentionmap.Kind
		index int32
	}
	list := make([]entry, len(groups))
	for i, g := range groups {
		list[i] = entry{t.id(g.place()), g.kind(), int32(i)}
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.kind, b.kind)) })
	out := make([]int32, len(list))
	for i := range list {
		out[i] = list[i].index
	}
	return out
}

// with returns the table with newer rows.
func (t *placeTable) with(generation int64, newer []placeday.Place) *placeTable {
	if len(newer) == 0 {
		return &placeTable{generation, t.rows}
	}
	size := int64(len(t.rows))
	for i := range newer {
		size = max(size, newer[i].Row+1)
	}
	out := &placeTable{generation, make([]*placeday.Place, size)}
	copy(out.rows, t.rows)
	for i := range newer {
		out.rows[newer[i].Row] = &newer[i]
	}
	return out
}

// compare orders groups as store.Counts does.
func (t *placeTable) compare(a, b group) int {
	return cmp.Or(cmp.Compare(t.id(a.place()), t.id(b.place())), cmp.Compare(a.kind(), b.kind()))
}
