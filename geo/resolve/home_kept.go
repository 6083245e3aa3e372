package resolve

import (
	"cmp"
	"math"
	"slices"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// KeptVotes are Votes as they are kept: by the ids of places, so that they hold for
// another gazetteer, and in ten-thousandths.
type KeptVotes struct {
	Total int64                        `json:"total"`
	Units map[mentionmap.PlaceID]int64 `json:"units,omitempty"`
	Cells [][3]int64                   `json:"cells,omitempty"` // x, y, votes; half degrees
}

const keptParts = 10_000

func kept(w float64) int64 { return int64(math.Round(w * keptParts)) }

// Keep gives votes as they are kept.
func (v *Votes) Keep(g *gazetteer.Gazetteer) KeptVotes {
	k := KeptVotes{Total: kept(v.total), Units: map[mentionmap.PlaceID]int64{}}
	for row, w := range v.units {
		k.Units[g.ID(row)] += kept(w)
	}
	for c, w := range v.cells {
		k.Cells = append(k.Cells, [3]int64{int64(c.x), int64(c.y), kept(w)})
	}
	slices.SortFunc(k.Cells, func(a, b [3]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return k
}

// Votes is the inverse of Keep, but for units that the gazetteer does not hold.
func (k KeptVotes) Votes(g *gazetteer.Gazetteer) *Votes {
	v := &Votes{units: map[gazetteer.Row]float64{}, cells: map[cell]float64{}, total: float64(k.Total) / keptParts}
	for id, w := range k.Units {
		if row, ok := g.ByID(id); ok {
			v.units[row] += float64(w) / keptParts
		}
	}
	for _, c := range k.Cells {
		v.cells[cell{int16(c[0]), int16(c[1])}] += float64(c[2]) / keptParts
	}
	return v
}
