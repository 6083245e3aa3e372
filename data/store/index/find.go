package index

import (
	"context"
	mathbits "math/bits"
	"runtime"
	"slices"

	"mentionmap/data/store/index/counts"
)

const (
	placeCost    = 24      // of looking up a place in a segment, in what looking at a fact takes
	wideRows     = 1 << 18 // from so many on, several processors share the work
	postsAJob    = 256
	placesAJob   = 64
	partsAWorker = 4
)

// count counts the rows that match.
func (f *filter) count() int {
	if f.everything() {
		return f.view.live()
	}
	return f.all(0, true).n
}

// rows gives the rows that match, in stored order.
func (f *filter) rows() []uint32 {
	o := f.all(0, false)
	if f.byPlace(0) {
		f.view.sorted(o.rows)
	}
	return o.rows
}

// output takes rows, or only counts them.
type output struct {
	rows     []uint32
	n        int
	counting bool
}

// take takes what find appends to a list.
func (o *output) take(find func(dst []uint32) []uint32) {
	if o.rows = find(o.rows); o.counting {
		o.n += len(o.rows)
		o.rows = o.rows[:0]
	}
}

// byPlace reports whether it takes less to go through the rows of the places.
func (f *filter) byPlace(from int) bool {
	return f.posts == nil && f.places != nil && f.cost() < f.view.rows-from
}

// cost says what it takes to go through the rows of the places.
func (f *filter) cost() int {
	n := f.view.rows - f.view.indexed()
	for _, s := range f.view.segments {
		for _, p := range f.places {
			from, to := s.of(p)
			n += placeCost + int(to-from)
		}
	}
	return n
}

// all gives the rows from one on that match; those of places in any order.
func (f *filter) all(from int, counting bool) output {
	switch {
	case f.posts != nil:
		return f.inPosts(from, counting)
	case f.byPlace(from):
		return f.inPlaces(from, counting)
	}
	return f.inOrder(from, f.view.rows, counting)
}

// inPosts goes through the rows of posts.
func (f *filter) inPosts(from int, counting bool) output {
	rows := int(int64(len(f.posts)) * int64(f.view.rows) / int64(max(f.view.posts, 1)))
	return share((len(f.posts)+postsAJob-1)/postsAJob, rows, counting, func(o *output, i int) {
		f.ofPosts(o, f.posts[i*postsAJob:min((i+1)*postsAJob, len(f.posts))], from)
	})
}

// rowRange is the rows from..to-1.
type rowRange struct{ from, to int }

// ofPosts goes through the rows of some posts, those of neighbours at once.
func (f *filter) ofPosts(o *output, posts []uint32, from int) {
	var list [postsAJob]rowRange
	for part := range slices.Chunk(posts, postsAJob) {
		ranges := list[:0]
		for _, p := range part {
			first, last := max(int(f.view.firstRow(p)), from), int(f.view.firstRow(p+1))
			if n := len(ranges); n > 0 && ranges[n-1].to == first {
				ranges[n-1].to = last
			} else if first < last {
				ranges = append(ranges, rowRange{first, last})
			}
		}
		for _, r := range ranges {
			f.between(o, r.from, r.to)
		}
	}
}

// between goes through the rows from..to-1.
func (f *filter) between(o *output, from, to int) {
	for from < to {
		end := min(to, (from>>chunkBits+1)<<chunkBits)
		o.take(func(dst []uint32) []uint32 { return f.scan(dst, from, end) })
		from = end
	}
}

// inPlaces goes through the rows of places, and those that stand in no segment.
func (f *filter) inPlaces(from int, counting bool) output {
	jobs := (len(f.places) + placesAJob - 1) / placesAJob
	return share(jobs+1, f.cost(), counting, func(o *output, i int) {
		if i == jobs {
			f.between(o, max(from, f.view.indexed()), f.view.rows)
			return
		}
		places := f.places[i*placesAJob : min((i+1)*placesAJob, len(f.places))]
		for _, s := range f.view.segments {
			for _, p := range places {
				f.ofPlace(o, s, p, uint32(from))
			}
		}
	})
}

// ofPlace goes through the rows of a place in a segment, some at a time.
func (f *filter) ofPlace(o *output, s *segment, place, from uint32) {
	at, end := s.of(place)
	if s.from < from {
		n, _ := slices.BinarySearch(s.rows[at:end], from)
		at += uint32(n)
	}
	for at < end {
		next := min(at+chunkSize, end)
		o.take(func(dst []uint32) []uint32 { return f.gather(dst, s, at, next) })
		at = next
	}
}

// inOrder goes through the rows from..to-1.
func (f *filter) inOrder(from, to int, counting bool) output {
	if from >= to {
		return output{}
	}
	first, last := from>>chunkBits, (to-1)>>chunkBits
	return share(last-first+1, to-from, counting, func(o *output, i int) {
		n := (first + i) << chunkBits
		f.between(o, max(from, n), min(to, n+chunkSize))
	})
}

// share does jobs, on several processors if there are many rows to look at, and
// puts together what they give, in order.
func share(jobs, rows int, counting bool, job func(o *output, i int)) (all output) {
	parts := 1
	if workers := runtime.GOMAXPROCS(0); rows >= wideRows && workers > 1 {
		parts = min(jobs, workers*partsAWorker)
	}
	if jobs == 0 {
		return output{}
	}
	outputs := make([]output, parts)
	inParallel(parts, func(part int) {
		o := &outputs[part]
		o.counting = counting
		for i := part * jobs / parts; i < (part+1)*jobs/parts; i++ {
			job(o, i)
		}
	})
	found := 0
	for _, o := range outputs {
		found += len(o.rows)
	}
	all = outputs[0]
	all.rows = slices.Grow(all.rows, found-len(all.rows))
	for _, o := range outputs[1:] {
		all.n += o.n
		all.rows = append(all.rows, o.rows...)
	}
	return all
}

// inParallel does jobs 0..n-1. A panic of one becomes that of the caller.
func inParallel(n int, job func(int)) {
	err := counts.Parallel(context.Background(), runtime.GOMAXPROCS(0), n, func(_, i int) error {
		job(i)
		return nil
	})
	if err != nil {
		panic(err)
	}
}

// firstRows is how many rows, or posts, a finder looks through at first.
const firstRows = 256

// finder gives the rows that match one after the other, in stored order. It is
// for one goroutine.
type finder struct {
	*filter
	at     int      // row to go on at
	ready  []uint32 // rows that were found and not given yet
	step   int      // rows, or posts, to look through next
	budget int      // of rows to look through before the places' own are; -1: any number
}

// find begins to look for what matches, from a row on.
func (f *filter) find(from uint32) *finder {
	x := &finder{filter: f, at: int(from), step: firstRows, budget: -1}
	if f.byPlace(x.at) {
		x.budget = f.cost() / 2
	}
	return x
}

// next gives the next n rows, fewer only if there are no more. They are good
// until it is called again.
func (x *finder) next(n int) []uint32 {
	for len(x.ready) < n && x.at < x.view.rows {
		x.more()
	}
	n = min(n, len(x.ready))
	out := x.ready[:n]
	x.ready = x.ready[n:]
	return out
}

// more looks on.
func (x *finder) more() {
	found := output{rows: slices.Clone(x.ready)}
	switch {
	case x.posts != nil:
		x.nextPosts(&found)
	case x.budget == 0:
		rest := x.inPlaces(x.at, false)
		x.view.sorted(rest.rows)
		found.rows = append(found.rows, rest.rows...)
		x.at = x.view.rows
	default:
		x.nextRows(&found)
	}
	x.step = min(2*x.step, 4*wideRows)
	x.ready = found.rows
}

// nextRows looks through the next rows.
func (x *finder) nextRows(found *output) {
	rows := x.view.rows
	for x.at < rows && !x.mayHold(x.at>>chunkBits) {
		x.at = min(rows, (x.at>>chunkBits+1)<<chunkBits)
	}
	end := min(rows, x.at+x.step)
	if x.budget > 0 {
		end = min(end, x.at+x.budget)
		x.budget -= end - x.at
	}
	if end-x.at < wideRows {
		x.between(found, x.at, end)
	} else {
		found.rows = append(found.rows, x.inOrder(x.at, end, false).rows...)
	}
	x.at = end
}

// nextPosts looks through the next posts.
func (x *finder) nextPosts(found *output) {
	posts := x.posts
	n, _ := slices.BinarySearch(posts, x.view.post(uint32(x.at)))
	posts = posts[n:]
	n = min(x.step, len(posts))
	x.ofPosts(found, posts[:n], x.at)
	if n < len(posts) {
		x.at = int(x.view.firstRow(posts[n]))
	} else {
		x.at = x.view.rows
	}
}

// sorted sorts rows of a view, each of which comes once.
func (v *view) sorted(rows []uint32) {
	if len(rows) < v.rows>>10 {
		slices.Sort(rows)
		return
	}
	set, n := newBits(v.rows), 0
	for _, row := range rows {
		set.add(row)
	}
	for at, word := range set {
		for ; word != 0; word &= word - 1 {
			rows[n] = uint32(at<<6 + mathbits.TrailingZeros64(word))
			n++
		}
	}
}
