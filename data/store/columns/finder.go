package columns

import "slices"

// firstRows is how many rows, or sections, a Finder looks through at first.
const firstRows = 256

// Finder gives the rows that match one after the other, in stored order. It is
// for one goroutine.
type Finder struct {
	view   *View // nil: all was found
	test   *test
	at     int      // row to go on at
	ready  []uint32 // rows that were found and not given yet
	step   int      // rows, or sections, to look through next
	budget int      // of rows to look through before the places' own are; -1: any number
}

// Find begins to look for what matches, from a row on.
func (v *View) Find(f *Filter, from uint32) *Finder {
	t := v.test(f)
	x := &Finder{view: v, test: t, at: int(from), step: firstRows, budget: -1}
	if v.byPlace(t, x.at) {
		x.budget = v.cost(t) / 2
	}
	return x
}

// Given gives rows that were found before.
func Given(rows []uint32) *Finder { return &Finder{ready: rows} }

// Next gives the next n rows, fewer only if there are no more. They are good
// until it is called again.
func (x *Finder) Next(n int) []uint32 {
	for len(x.ready) < n && x.view != nil && x.at < x.view.rows {
		x.more()
	}
	n = min(n, len(x.ready))
	out := x.ready[:n]
	x.ready = x.ready[n:]
	return out
}

// more looks on.
func (x *Finder) more() {
	found := output{rows: slices.Clone(x.ready)}
	found.begin()
	defer found.end()
	switch {
	case x.test.Sections != nil:
		x.nextSections(&found)
	case x.budget == 0:
		rest := x.view.inPlaces(x.test, x.at, false)
		sortRows(rest.rows)
		found.rows = append(found.rows, rest.rows...)
		x.at = x.view.rows
	default:
		x.nextRows(&found)
	}
	x.step = min(2*x.step, 4*wideRows)
	x.ready = found.rows
}

// nextRows looks through the next rows.
func (x *Finder) nextRows(found *output) {
	v := x.view
	for x.at < v.rows && !x.test.mayHold(x.at>>chunkBits) {
		x.at = min(v.rows, (x.at>>chunkBits+1)<<chunkBits)
	}
	end := min(v.rows, x.at+x.step)
	if x.budget > 0 {
		end = min(end, x.at+x.budget)
		x.budget -= end - x.at
	}
	if end-x.at < wideRows {
		v.between(found, x.test, x.at, end)
	} else {
		found.rows = append(found.rows, v.inOrder(x.test, x.at, end, false).rows...)
	}
	x.at = end
}

// nextSections looks through the next sections.
func (x *Finder) nextSections(found *output) {
	sections := x.test.Sections
	if x.at < x.view.rows {
		section := x.view.chunks[x.at>>chunkBits].section[x.at&(chunkRows-1)]
		n, _ := slices.BinarySearch(sections, section)
		sections = sections[n:]
	}
	n := min(x.step, len(sections))
	x.view.ofSections(found, x.test, sections[:n], x.at)
	if n < len(sections) {
		x.at = int(x.view.first(int64(sections[n])))
	} else {
		x.at = x.view.rows
	}
}

// sortRows sorts rows: by eleven bits at a time, if there are many.
func sortRows(rows []uint32) {
	if len(rows) < 512 {
		slices.Sort(rows)
		return
	}
	other := make([]uint32, len(rows))
	const bits, mask = 11, 1<<11 - 1
	for shift := 0; shift < 32; shift += bits {
		var starts [1 << bits]int
		for _, r := range rows {
			starts[r>>shift&mask]++
		}
		sum := 0
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, r := range rows {
			at := &starts[r>>shift&mask]
			other[*at] = r
			*at++
		}
		rows, other = other, rows
	}
	copy(other, rows) // three rounds end in the other
}
