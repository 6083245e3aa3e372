package counts

import (
	"context"
	"flag"
	"hash/fnv"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

var benchMentions = flag.Int("mentions", 100_000, "mentions that benchmarks count")

// synthesised is the mentions of the synthetic corpus, made once.
var synthesised = sync.OnceValue(func() Mentions {
	corpus := synthetic.New(1, *benchMentions)
	parts := make([][]Mention, processors())
	texts := make([][]uint64, processors())
	n := corpus.Documents()
	_ = Parallel(context.Background(), len(parts), len(parts), func(_, w int) error {
		for d := n * w / len(parts); d < n*(w+1)/len(parts); d++ {
			l := corpus.Document(d)
			text := l.Document.Text
			if strings.HasPrefix(text, "Copy ") {
				_, text, _ = strings.Cut(text, "\n")
			}
			h := fnv.New64a()
			h.Write([]byte(text))
			texts[w] = append(texts[w], h.Sum64())
			parts[w] = append(parts[w], mentionsOf(&l, uint32(d))...)
		}
		return nil
	})
	story := map[uint64]uint32{}
	var stories []uint32
	for d, h := range slices.Concat(texts...) {
		if _, ok := story[h]; !ok {
			story[h] = uint32(d)
		}
		stories = append(stories, story[h])
	}
	out := Mentions(slices.Concat(parts...))
	for i := range out {
		out[i].Story = stories[out[i].Document]
	}
	return out
})

func mentionsOf(l *mentionmap.Located, document uint32) (out []Mention) {
	for _, m := range l.Mentions {
		x := Mention{Group: KindGroup(m.Kind), From: m.Dates.From, To: m.Dates.To, First: m.Dates.From, Last: m.Dates.To, Document: document, Post: document*4 + uint32(m.Post),
			Precision: m.Dates.Precision, Use: m.Use, Firm: m.Certainty() != "unsure" && m.Relation != mentionmap.RelationDirection}
		if m.Place != nil {
			x.Group = PlaceGroup(uint32(m.Place.ID-600_000)/37 + 1)
		}
		out = append(out, x)
	}
	return out
}

func benchCube(b *testing.B) *Cube {
	c, err := Build(b.Context(), synthesised())
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkBuild reports times of all processors together.
func BenchmarkBuild(b *testing.B) {
	s := synthesised()
	var c *Cube
	b.ReportMetric(perMention(leastCPU(b.N, func() { c = benchCube(b) })), "cpu-ns/mention")
	b.ReportMetric(float64(c.Bytes())/float64(len(s)), "B/mention")
	b.ReportMetric(float64(cellsIn(c.base.starts))/float64(len(s)), "cells/mention")
}

func perMention(d time.Duration) float64 {
	return float64(d.Nanoseconds()) / float64(len(synthesised()))
}

// BenchmarkWith adds a hundred documents, and then asks.
func BenchmarkWith(b *testing.B) {
	s, c := synthesised(), benchCube(b)
	at := len(s)*9/10 - 1000
	added := slices.Clone(s[at : at+1000])
	for i := range added {
		added[i].Document += uint32(len(s))
		added[i].Story = added[i].Document
	}
	q := mentionmap.NewQuery()
	low := leastCPU(b.N+3, func() {
		next, err := c.With(b.Context(), Change{Added: added})
		if err == nil {
			_, err = next.Select(&q, nil).Totals()
		}
		if err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(float64(low.Microseconds()), "cpu-µs")
}

// BenchmarkCheckpoints makes the sums of one unit.
func BenchmarkCheckpoints(b *testing.B) {
	c := benchCube(b)
	for b.Loop() {
		c.base.sums = [units]*sums{}
		if _, err := c.base.sumsOf(0, c.limits.markCells); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWindows asks every window of some lengths, with and without filters,
// and reports the slowest one beside the mean.
func BenchmarkWindows(b *testing.B) {
	c := benchCube(b)
	literal, days := mentionmap.NewQuery(), mentionmap.NewQuery()
	literal.Uses = []mentionmap.Use{mentionmap.Literal}
	days.Precisions = []mentionmap.Precision{mentionmap.PrecisionDay, mentionmap.PrecisionWeek}
	few := func(g Group) bool { return g%50 == 1 }
	for name, q := range map[string]mentionmap.Query{"all": mentionmap.NewQuery(), "literal": literal, "days": days} {
		for _, takes := range []func(Group) bool{nil, few} {
			sub := name
			if takes != nil {
				sub += " of few places"
			}
			b.Run(sub, func(b *testing.B) {
				slowest, sum, windows := time.Duration(0), time.Duration(0), 0
				for b.Loop() {
					for at := 0; at < synthetic.Days; at += 97 {
						for _, length := range []int{0, 29, 364, 1000} {
							q.From = synthetic.FirstDay + mentionmap.Day(at)
							q.To = q.From + mentionmap.Day(length)
							d := leastCPU(5, func() {
								if _, err := c.Select(&q, takes).Totals(); err != nil {
									b.Fatal(err)
								}
							})
							slowest, sum, windows = max(slowest, d), sum+d, windows+1
						}
					}
				}
				b.ReportMetric(float64(slowest.Microseconds()), "cpu-µs/slowest")
				b.ReportMetric(float64(sum.Microseconds())/float64(windows), "cpu-µs/mean")
			})
		}
	}
}

// BenchmarkAnswers asks all else.
func BenchmarkAnswers(b *testing.B) {
	c := benchCube(b)
	q := mentionmap.NewQuery()
	month := q
	month.From, month.To = synthetic.FirstDay+700, synthetic.FirstDay+730
	order := func(a, b Group) int { return int(b) - int(a) }
	for name, fn := range map[string]func(){
		"most 100":        func() { c.Select(&q, nil).Most(100, order) },
		"most":            func() { c.Select(&q, nil).Most(0, order) },
		"most of month":   func() { c.Select(&month, nil).Most(0, order) },
		"days":            func() { c.Select(&q, nil).Days() },
		"days of a place": func() { c.Select(&q, func(g Group) bool { return g == 40 }).Days() },
		"rows by group": func() {
			s, rows := c.Select(&q, nil), []Row(nil)
			for _, g := range s.Groups() {
				rows = s.Rows(rows[:0], g)
			}
		},
		"rows by month": func() {
			s := c.Select(&q, nil)
			for _, m := range s.Months() {
				s.MonthRows(m, func(Group, []Row) {})
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(leastCPU(b.N+2, fn).Microseconds()), "cpu-µs")
		})
	}
	runtime.KeepAlive(c)
}

// cpu is the time that processors spent on this program so far: other programs
// on the machine slow it less than the time on the wall.
func cpu() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// leastCPU is the least time on processors of some runs.
func leastCPU(runs int, fn func()) time.Duration {
	out := time.Hour
	for range runs {
		start := cpu()
		fn()
		out = min(out, cpu()-start)
	}
	return out
}
