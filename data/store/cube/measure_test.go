//go:build sqlite_fts5 && unix

package cube

import (
	"slices"
	"syscall"
	"testing"
	"time"
)

// measured runs fn and reports, besides the mean, what a busy machine changes
// less: the best and the median time, and the processor time, all in ms.
func measured(b *testing.B, fn func() error) {
	b.Helper()
	var times []time.Duration
	spent := processorTime()
	for b.Loop() {
		start := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	spent = processorTime() - spent
	slices.Sort(times)
	b.ReportMetric(milliseconds(times[0]), "best-ms")
	b.ReportMetric(milliseconds(times[len(times)/2]), "median-ms")
	b.ReportMetric(milliseconds(spent)/float64(len(times)), "cpu-ms")
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
