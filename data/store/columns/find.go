package columns

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	placeCost    = 24      // of looking up a place in a segment, in what looking at a fact takes
	wideRows     = 1 << 18 // from so many on, several processors share the work
	sectionsAJob = 256
	placesAJob   = 64
	partsAWorker = 4
)

// Count counts the rows that match.
func (v *View) Count(f *Filter) int {
	return v.all(v.test(f), 0, true).n
}

// Cost is about how many rows Count and Rows look at.
func (v *View) Cost(f *Filter) int {
	switch {
	case f.Sections != nil:
		return int(int64(len(f.Sections)) * int64(v.rows) / max(v.end, 1))
	case f.Places != nil:
		return min(v.rows, v.cost(&test{Filter: f, view: v}))
	}
	return v.rows
}

// Rows gives the rows that match, in stored order.
func (v *View) Rows(f *Filter) []uint32 {
	t := v.test(f)
	o := v.all(t, 0, false)
	if v.byPlace(t, 0) {
		sortRows(o.rows)
	}
	return o.rows
}

// output takes rows, or only counts them.
type output struct {
	rows     []uint32
	n        int
	counting bool
	piece    *[]uint32 // what is being looked through
}

// pieces are those of outputs.
var pieces = sync.Pool{New: func() any { return new(make([]uint32, 0, chunkRows)) }}

func (o *output) begin() { o.piece = pieces.Get().(*[]uint32) }

func (o *output) end() {
	pieces.Put(o.piece)
	o.piece = nil
}

// take takes what find appends to a list.
func (o *output) take(find func(dst []uint32) []uint32) {
	found := find((*o.piece)[:0])
	if *o.piece = found; o.counting {
		o.n += len(found)
	} else {
		o.rows = append(o.rows, found...)
	}
}

// byPlace reports whether it takes less to go through the rows of the places.
func (v *View) byPlace(t *test, from int) bool {
	return t.Sections == nil && t.Places != nil && v.cost(t) < v.rows-from
}

// cost says what it takes to go through the rows of the places.
func (v *View) cost(t *test) int {
	n := v.rows - v.Indexed()
	for _, s := range v.segments {
		for _, p := range t.Places {
			from, to := s.of(p)
			n += placeCost + int(to-from)
		}
	}
	return n
}

// all gives the rows from one on that match; those of places in any order.
func (v *View) all(t *test, from int, counting bool) output {
	switch {
	case t.Sections != nil:
		return v.inSections(t, from, counting)
	case v.byPlace(t, from):
		return v.inPlaces(t, from, counting)
	}
	return v.inOrder(t, from, v.rows, counting)
}

// inSections goes through the rows of sections.
func (v *View) inSections(t *test, from int, counting bool) output {
	rows := int(int64(len(t.Sections)) * int64(v.rows) / max(v.end, 1))
	return share((len(t.Sections)+sectionsAJob-1)/sectionsAJob, rows, counting, func(o *output, i int) {
		v.ofSections(o, t, t.Sections[i*sectionsAJob:min((i+1)*sectionsAJob, len(t.Sections))], from)
	})
}

// ofSections goes through the rows of some sections, those of neighbours at once.
func (v *View) ofSections(o *output, t *test, sections []uint32, from int) {
	var list [sectionsAJob]rowRange
	for part := range slices.Chunk(sections, sectionsAJob) {
		ranges := v.ranges(list[:0], part, from)
		v.fetch(ranges)
		for _, r := range ranges {
			v.between(o, t, r.from, r.to)
		}
	}
}

// rowRange is the rows from..to-1.
type rowRange struct{ from, to int }

// ranges appends where the rows of sections are, from one on.
func (v *View) ranges(out []rowRange, sections []uint32, from int) []rowRange {
	for _, s := range sections {
		first, last := max(int(v.first(int64(s))), from), int(v.first(int64(s)+1))
		if n := len(out); n > 0 && out[n-1].to == first {
			out[n-1].to = last
		} else if first < last {
			out = append(out, rowRange{first, last})
		}
	}
	return out
}

// fetch looks at the first fact of each range: so the processor fetches them
// together, where it would wait for one after the other.
func (v *View) fetch(ranges []rowRange) (sum fact) {
	for _, r := range ranges {
		sum ^= v.chunks[r.from>>chunkBits].facts[r.from&(chunkRows-1)]
	}
	return sum
}

// between goes through the rows from..to-1.
func (v *View) between(o *output, t *test, from, to int) {
	for from < to {
		end := min(to, (from>>chunkBits+1)<<chunkBits)
		o.take(func(dst []uint32) []uint32 { return t.scan(dst, from, end) })
		from = end
	}
}

// inPlaces goes through the rows of places, and those that stand in no segment.
func (v *View) inPlaces(t *test, from int, counting bool) output {
	jobs := (len(t.Places) + placesAJob - 1) / placesAJob
	return share(jobs+1, v.cost(t), counting, func(o *output, i int) {
		if i == jobs {
			v.between(o, t, max(from, v.Indexed()), v.rows)
			return
		}
		places := t.Places[i*placesAJob : min((i+1)*placesAJob, len(t.Places))]
		for _, s := range v.segments {
			if s.to <= from {
				continue
			}
			for _, p := range places {
				v.ofPlace(o, t, s, p, from)
			}
		}
	})
}

// ofPlace goes through the rows of a place in a segment, some at a time.
func (v *View) ofPlace(o *output, t *test, s *segment, place uint32, from int) {
	at, end := s.of(place)
	if s.from < from {
		n, _ := slices.BinarySearch(s.rows[at:end], uint32(from))
		at += uint32(n)
	}
	for at < end {
		next := min(at+chunkRows, end)
		o.take(func(dst []uint32) []uint32 { return t.gather(dst, s, at, next) })
		at = next
	}
}

// inOrder goes through the rows from..to-1.
func (v *View) inOrder(t *test, from, to int, counting bool) output {
	if from >= to {
		return output{}
	}
	first, last := from>>chunkBits, (to-1)>>chunkBits
	return share(last-first+1, to-from, counting, func(o *output, i int) {
		n := (first + i) << chunkBits
		v.between(o, t, max(from, n), min(to, n+chunkRows))
	})
}

// share does jobs, on several processors if there are many rows to look at, and
// puts together what they give, in order.
func share(jobs, rows int, counting bool, job func(o *output, i int)) (all output) {
	parts := 1
	if workers := runtime.GOMAXPROCS(0); rows >= wideRows && workers > 1 {
		parts = min(jobs, workers*partsAWorker)
	}
	outputs := make([]output, parts)
	inParallel(parts, func(part int) {
		o := &outputs[part]
		o.counting = counting
		o.begin()
		defer o.end()
		for i := part * jobs / parts; i < (part+1)*jobs/parts; i++ {
			job(o, i)
		}
	})
	all = outputs[0]
	for _, o := range outputs[1:] {
		all.n += o.n
		all.rows = append(all.rows, o.rows...)
	}
	return all
}

// inParallel does jobs 0..n-1.
func inParallel(n int, job func(int)) {
	if n == 1 {
		job(0)
		return
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				job(i)
			}
		})
	}
	workers.Wait()
}
