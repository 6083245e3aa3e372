package columns

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"mentionmap"
)

var benchRows = flag.Int("benchrows", 1_000_000, "how many mentions the benchmarks hold")

var benched *Columns

// benchColumns holds documents of ten mentions: places by Zipf's law, days that
// rise over 1,500 days.
func benchColumns(b *testing.B) *View {
	if benched != nil {
		return benched.View()
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := rand.New(rand.NewPCG(1, 1))
	places := rand.NewZipf(r, 1.05, 4, 29_999)
	benched = New()
	ch := benched.Begin()
	for at := 0; at < *benchRows; at += 10 {
		day := mentionmap.Day(19047 + at*1500 / *benchRows)
		d := Document{Number: ch.End(), Sections: []Section{{day, 5}, {day, 5}}}
		for i := range 10 {
			m := Mention{Start: 100 * i, Place: int64(1 + places.Uint64()), Kind: mentionmap.Settlement, Confidence: int64(r.IntN(1000)),
				Precision: mentionmap.PrecisionDay, Day: day - mentionmap.Day(r.IntN(4))}
			if x := r.IntN(100); x < 25 {
				m.Days = [...]int32{2, 6, 29, 364}[x%4]
			}
			d.Mentions = append(d.Mentions, m)
		}
		if err := ch.Add(&d); err != nil {
			b.Fatal(err)
		}
	}
	ch.Publish(1, ch.End())
	start := time.Now()
	benched.Index()
	b.Logf("segments are made in %v", time.Since(start))
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%.1f bytes a mention", float64(after.HeapAlloc-before.HeapAlloc)/float64(benched.View().Len()))
	return benched.View()
}

// aboutABox picks about two in a hundred of the places.
func aboutABox(r *rand.Rand) (places []uint32) {
	for range 630 {
		places = append(places, uint32(1+r.IntN(29_999)))
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func BenchmarkFind(b *testing.B) {
	v := benchColumns(b)
	month := func(r *rand.Rand, f *Filter) {
		f.From = int32(19047 + r.IntN(1470))
		f.To, f.Undated = f.From+29, false
	}
	for _, c := range []struct {
		name string
		set  func(*rand.Rand, *Filter)
		run  func(*Filter) int
	}{
		{"count in a box and a month", func(r *rand.Rand, f *Filter) { f.Places = aboutABox(r); month(r, f) }, v.Count},
		{"ten in a box and a month", func(r *rand.Rand, f *Filter) { f.Places = aboutABox(r); month(r, f) }, func(f *Filter) int { return len(v.Find(f, 0).Next(10)) }},
		{"a thousand in a box and a month", func(r *rand.Rand, f *Filter) { f.Places = aboutABox(r); month(r, f) }, func(f *Filter) int { return len(v.Find(f, 0).Next(1000)) }},
		{"count in a box", func(r *rand.Rand, f *Filter) { f.Places = aboutABox(r) }, v.Count},
		{"ten in a month", month, func(f *Filter) int { return len(v.Find(f, 0).Next(10)) }},
		{"count in a month", month, v.Count},
		{"count of some confidence", func(r *rand.Rand, f *Filter) { f.Confidence = 700 }, v.Count},
		{"count under an embargo", func(r *rand.Rand, f *Filter) { f.Embargo = 20_500 }, v.Count},
		{"the newest fifty", func(r *rand.Rand, f *Filter) {}, func(f *Filter) int { return len(v.ByDay(f, Order{Newest: true, Limit: 50})) }},
		{"the newest fifty of a box", func(r *rand.Rand, f *Filter) { f.Places = aboutABox(r) }, func(f *Filter) int { return len(v.ByDay(f, Order{Newest: true, Limit: 50})) }},
		{"count of 10,000 sections", func(r *rand.Rand, f *Filter) {
			for s := range uint32(v.End()) {
				if r.Int64N(v.End()) < 10_000 {
					f.Sections = append(f.Sections, s)
				}
			}
		}, v.Count},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(2, 2))
			n := 0
			filters := make([]Filter, 16)
			for i := range filters {
				filters[i] = NewFilter()
				c.set(r, &filters[i])
			}
			b.ReportAllocs()
			before := processorTime()
			for i := 0; b.Loop(); i++ {
				n += c.run(&filters[i%len(filters)])
			}
			b.ReportMetric(float64((processorTime()-before).Nanoseconds())/1e3/float64(b.N), "cpu-µs")
			b.ReportMetric(float64(n)/float64(b.N), "rows")
		})
	}
}

// processorTime is that of the whole process.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
