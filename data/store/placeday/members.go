package placeday

// Members counts, for each cell, the documents of a story that name it, one
// number for each use and firmness of a facet. A document that joins or leaves
// is then counted without the others being read.
type Members map[Cell][precisionBits]int32

// Add adds n documents that name these cells: 1 for one that joins, -1 for one that leaves.
func (m Members) Add(document Story, n int32) {
	for c, facet := range document {
		counts := m[c]
		for bit := range counts {
			if facet>>bit&1 == 1 {
				counts[bit] += n
			}
		}
		if m[c] = counts; counts == [precisionBits]int32{} {
			delete(m, c)
		}
	}
}

// Naming gives what the members name in the cells of a document.
func (m Members) Naming(document Story) Story {
	out := Story{}
	for c := range document {
		counts, named := m[c]
		if !named {
			continue
		}
		facet := Facet(c.Precision) << precisionBits
		for bit, n := range counts {
			if n > 0 {
				facet |= 1 << bit
			}
		}
		out[c] = facet
	}
	return out
}
