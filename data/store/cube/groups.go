package cube

import "mentionmap/data/store/placeday"

// numbers gives groups numbers from 0, for good: those that come later get
// higher ones, so that what was made with fewer stays right.
type numbers struct {
	groups  []placeday.Group          // by number
	byPlace []uint32                  // number + 1 of the first group of a place
	others  map[placeday.Group]uint32 // those that byPlace does not give
}

// byPlaceMost bounds byPlace: the numbers of places are small but in a damaged store.
const byPlaceMost = 1 << 24

// of returns the number of a group.
func (n *numbers) of(g placeday.Group) uint32 {
	place := g.Place()
	if place < int64(len(n.byPlace)) {
		if i := n.byPlace[place]; i > 0 && n.groups[i-1] == g {
			return i - 1
		}
	}
	if i, ok := n.others[g]; ok {
		return i
	}
	return n.add(g)
}

func (n *numbers) add(g placeday.Group) uint32 {
	i := uint32(len(n.groups))
	n.groups = append(n.groups, g)
	place := g.Place()
	for place >= int64(len(n.byPlace)) && place < byPlaceMost {
		n.byPlace = append(n.byPlace, make([]uint32, 1+place)...)
	}
	if place < byPlaceMost && n.byPlace[place] == 0 {
		n.byPlace[place] = i + 1
		return i
	}
	if n.others == nil {
		n.others = map[placeday.Group]uint32{}
	}
	n.others[g] = i
	return i
}
