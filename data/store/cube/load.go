package cube

import (
	"runtime"
	"sync"
	"sync/atomic"

	"mentionmap/data/store/placeday"
)

// load reads parts: the largest is the base, the others together the tail.
func (n *numbers) load(parts placeday.Parts) (base, tail *segment, err error) {
	blocks, err := unpackAll(parts.Chunks)
	if err != nil {
		return nil, nil, err
	}
	list := make([]*segment, len(parts.Ends))
	at, largest := 0, 0
	for i, end := range parts.Ends {
		out := make([]*block, 0, end-at)
		for _, b := range blocks[at:end] {
			out = append(out, n.block(b))
		}
		list[i], at = segmentOf(out), end
		if list[i].rows > list[largest].rows {
			largest = i
		}
	}
	if len(list) == 0 {
		return &segment{}, &segment{}, nil
	}
	base = list[largest]
	return base, merge(n.groups, append(list[:largest], list[largest+1:]...)...), nil
}

// block takes a block over, under the numbers of its groups.
func (n *numbers) block(p *placeday.Block) *block {
	b := &block{month: p.Month, first: p.Month.First(), latest: p.Latest, groups: make([]uint32, len(p.Groups)), starts: p.Starts, rows: p.Rows, lasting: p.Lasting}
	for i, g := range p.Groups {
		b.groups[i] = n.of(g)
	}
	return b
}

// unpackAll reads chunks on all processors.
func unpackAll(chunks [][]byte) ([]*placeday.Block, error) {
	out, errs := make([]*placeday.Block, len(chunks)), make([]error, len(chunks))
	inParallel(runtime.GOMAXPROCS(0), len(chunks), func(_, i int) { out[i], errs[i] = placeday.UnpackBlock(chunks[i]) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
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
