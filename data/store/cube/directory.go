package cube

import "sync"

// directory says where in a segment the rows of each group stand.
type directory struct {
	once   sync.Once
	starts []uint32 // by group: its first spot
	spots  []spot
}

// spot is a group in a block.
type spot struct {
	block, at uint32
}

// fill finds the spots of the groups with numbers below n.
func (d *directory) fill(s *segment, n int) {
	d.once.Do(func() {
		d.starts = make([]uint32, n+2)
		for _, b := range s.blocks {
			for _, number := range b.groups {
				d.starts[number+2]++
			}
		}
		for i := 2; i < len(d.starts); i++ {
			d.starts[i] += d.starts[i-1]
		}
		d.spots = make([]spot, d.starts[n+1])
		for i, b := range s.blocks {
			for at, number := range b.groups {
				d.spots[d.starts[number+1]] = spot{uint32(i), uint32(at)}
				d.starts[number+1]++
			}
		}
	})
}

// of gives the spots of a group, in the order of their months.
func (d *directory) of(number uint32) []spot {
	if int(number)+2 > len(d.starts) {
		return nil
	}
	return d.spots[d.starts[number]:d.starts[number+1]]
}
