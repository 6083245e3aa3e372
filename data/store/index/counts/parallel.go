package counts

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"mentionmap"
)

// Parallel has workers do jobs 0..n-1, each worker the next one when it is done,
// and waits. Workers are numbered from 0. The first error, a panic or a context
// that is done end it.
func Parallel(ctx context.Context, workers, n int, fn func(worker, job int) error) error {
	var next atomic.Int64
	var once sync.Once
	var failed error
	var stop atomic.Bool
	work := func(w int) {
		err := func() (err error) {
			defer mentionmap.RecoverTo(&err, "")
			for job := int(next.Add(1)) - 1; job < n && !stop.Load(); job = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := fn(w, job); err != nil {
					return err
				}
			}
			return nil
		}()
		if err != nil {
			stop.Store(true)
			once.Do(func() { failed = err })
		}
	}
	var all sync.WaitGroup
	for w := 1; w < min(workers, n); w++ {
		all.Go(func() { work(w) })
	}
	work(0)
	all.Wait()
	return failed
}

func processors() int { return runtime.GOMAXPROCS(0) }
