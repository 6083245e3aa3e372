package cube

import (
	"cmp"
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// placeTable is what is known of the places, by their number in the store.
type placeTable struct {
	generation int64
	rows       []*placeday.Place // nil: no such place
}

func (t *placeTable) get(row int64) *placeday.Place {
	if t == nil || row <= 0 || row >= int64(len(t.rows)) {
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
func (t *placeTable) compare(a, b placeday.Group) int {
	return cmp.Or(cmp.Compare(t.id(a.Place()), t.id(b.Place())), cmp.Compare(a.Kind(), b.Kind()), cmp.Compare(a, b))
}

// sorted gives the numbers of groups in an order.
func sorted(groups []placeday.Group, compare func(a, b placeday.Group) int) []uint32 {
	out := make([]uint32, len(groups))
	for i := range out {
		out[i] = uint32(i)
	}
	slices.SortFunc(out, func(a, b uint32) int { return compare(groups[a], groups[b]) })
	return out
}
