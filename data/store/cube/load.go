package cube

import (
	"runtime"
	"sync"
	"sync/atomic"

	"mentionmap/data/store/placeday"
)

// divide takes chunks over: those of the largest part are the base, the others
// together the tail.
func (n *numbers) divide(chunks []*chunk) (base, tail *segment) {
	list := n.segments(chunks)
	if len(list) == 0 {
		return &segment{}, &segment{}
	}
	largest := 0
	for i, s := range list {
		if s.rows > list[largest].rows {
			largest = i
		}
	}
	base = list[largest]
	return base, merge(n.groups, append(list[:largest], list[largest+1:]...)...)
}

// segments takes chunks over, part by part.
func (n *numbers) segments(chunks []*chunk) (list []*segment) {
	for len(chunks) > 0 {
		var blocks []*block
		for part := chunks[0].part; len(chunks) > 0 && chunks[0].part == part; chunks = chunks[1:] {
			blocks = append(blocks, n.block(chunks[0].block))
		}
		list = append(list, segmentOf(blocks))
	}
	return list
}

// block takes a block over, under the numbers of its groups.
func (n *numbers) block(p *placeday.Block) *block {
	b := &block{month: p.Month, first: p.Month.First(), latest: p.Latest, groups: make([]uint32, len(p.Groups)), starts: p.Starts, rows: p.Rows, lasting: p.Lasting}
	for i, g := range p.Groups {
		b.groups[i] = n.of(g)
	}
	return b
}

// chunk is a block of a part.
type chunk struct {
	part  int
	data  []byte
	block *placeday.Block
	err   error
}

// unpackAll reads chunks while the next ones are fetched.
func unpackAll(fetch func(fn func(part int, data []byte)) (placeday.Parts, error)) (placeday.Parts, []*chunk, error) {
	var list []*chunk
	var workers sync.WaitGroup
	work := make(chan *chunk, 256)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range work {
				c.block, c.err = placeday.UnpackBlock(c.data)
				c.data = nil
			}
		})
	}
	parts, err := fetch(func(part int, data []byte) {
		c := &chunk{part: part, data: data}
		list = append(list, c)
		work <- c
	})
	close(work)
	workers.Wait()
	for _, c := range list {
		if err == nil {
			err = c.err
		}
	}
	return parts, list, err
}

// inParallel has workers do n jobs, and waits. Workers are numbered from 0;
// each takes the next job when it has done one.
func inParallel(workers, n int, fn func(worker, job int)) {
	var next atomic.Int64
	work := func(w int) {
		for job := int(next.Add(1)) - 1; job < n; job = int(next.Add(1)) - 1 {
			fn(w, job)
		}
	}
	var all sync.WaitGroup
	for w := 1; w < min(workers, n); w++ {
		all.Go(func() { work(w) })
	}
	work(0)
	all.Wait()
}
