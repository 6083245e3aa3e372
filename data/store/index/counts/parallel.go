package counts

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"mentionmap"
)

// parallel has workers do jobs 0..n-1, each worker the next one when it is done,
// and waits. Workers are numbered from 0. The first error, a panic or a context
// that is done end it.
func parallel(ctx context.Context, workers, n int, fn func(worker, job int) error) error {
	var next atomic.Int64
	var once sync.Once
	var failed error
	var stop atomic.Bool
	work := func(w int) {
		err := caught(func() error {
			for job := int(next.Add(1)) - 1; job < n && !stop.Load(); job = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := fn(w, job); err != nil {
					return err
				}
			}
			return nil
		})
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

// caught turns a panic into an error; the stack is its cause.
func caught(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			cause := fmt.Errorf("%v\n%s", p, debug.Stack())
			err = &mentionmap.Error{Code: mentionmap.Internal, Message: fmt.Sprintf("counting failed: %v; please report it", p), Err: cause}
		}
	}()
	return fn()
}

func processors() int { return runtime.GOMAXPROCS(0) }
