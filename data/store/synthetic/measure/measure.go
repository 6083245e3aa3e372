//go:build unix

// Package measure reports of benchmarks what a busy machine changes least.
package measure

import (
	"slices"
	"syscall"
	"testing"
	"time"
)

// Run runs fn and reports, besides the mean, the best and the median time, and
// the processor time, all in ms.
func Run(b *testing.B, fn func() error) {
	b.Helper()
	var times []time.Duration
	spent := ProcessorTime()
	for b.Loop() {
		start := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	spent = ProcessorTime() - spent
	slices.Sort(times)
	b.ReportMetric(Milliseconds(times[0]), "best-ms")
	b.ReportMetric(Milliseconds(times[len(times)/2]), "median-ms")
	b.ReportMetric(Milliseconds(spent)/float64(len(times)), "cpu-ms")
}

// Milliseconds writes a time as benchmarks report it.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// ProcessorTime is what this program has used so far.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
