//go:build sqlite_fts5

package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var benchDB = flag.String("benchdb", "", "database of 'bench generate' to measure with; a copy of it is used")

const (
	clients   = 64
	terms     = 200
	mostHits  = 10_000
	ingesting = 200_000 // documents: more than are read in the time
)

// BenchmarkClients is 64 clients that ask without a pause while an ingest runs:
// 70 % items, 20 % timelines and conditional counts, 10 % searches.
func BenchmarkClients(b *testing.B) {
	db := benchCopy(b)
	s := serveProcess(b, db)
	words := searchTerms(b, s)
	ingest := program("ingest", "--db", db, reports(b, ingesting))
	if err := ingest.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- ingest.Wait() }()
	load := &load{address: "http://" + s.address, words: words, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}}
	load.ask("/api/cube/parts") // what is kept in memory is read once
	load.done = nil
	b.ResetTimer()
	start, spent := time.Now(), s.processorTime()
	load.run(b.N)
	took := time.Since(start)
	b.ReportMetric(float64(s.processorTime()-spent)/float64(time.Millisecond)/float64(len(load.done)), "server-cpu-ms/request")
	b.StopTimer()
	select {
	case err := <-ended:
		b.Logf("the ingest has ended: %v", err)
	default:
		ingest.Process.Kill()
		<-ended
	}
	wal, _ := os.Stat(db + "-wal")
	load.report(b, took)
	b.ReportMetric(float64(wal.Size())/(1<<20), "wal-MB")
	b.ReportMetric(float64(s.resident())/(1<<20), "server-MB")
}

// processorTime is what the process has used, to a hundredth of a second.
func (s *served) processorTime() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

func benchCopy(b *testing.B) string {
	b.Helper()
	db := filepath.Join(b.TempDir(), "bench.db")
	if *benchDB == "" {
		if out, err := program("bench", "generate", "--db", db, "--mentions", "100000").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return db
	}
	from, err := os.Open(*benchDB)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	to, err := os.Create(db)
	if err == nil {
		_, err = io.Copy(to, from)
		err = errors.Join(err, to.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// searchTerms takes words of what is stored, alone or in pairs, that few enough posts hold.
func searchTerms(b *testing.B, s *served) []string {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	var page struct {
		Features      []struct{ Properties struct{ Snippet string } }
		NumberMatched int
	}
	get := func(target string) {
		res, err := http.Get("http://" + s.address + target)
		if err != nil {
			b.Fatal(err)
		}
		defer res.Body.Close()
		page.Features = nil
		if err := json.NewDecoder(res.Body).Decode(&page); err != nil {
			b.Fatal(target, err)
		}
	}
	get("/api/collections/mentions/items?limit=1000&sortby=-date")
	var all, found []string
	for _, f := range page.Features {
		for _, w := range strings.Fields(f.Properties.Snippet) {
			if w = strings.Trim(w, ".,"); len(w) > 3 && w == strings.ToLower(w) {
				all = append(all, w)
			}
		}
	}
	for tries := 0; len(found) < terms && tries < 20*terms; tries++ {
		term := all[r.IntN(len(all))]
		if tries > 2*terms {
			term += " " + all[r.IntN(len(all))]
		}
		if get("/api/collections/mentions/items?resultType=hits&q=" + url.QueryEscape(term)); page.NumberMatched > 0 && page.NumberMatched <= mostHits {
			found = append(found, term)
		}
	}
	if len(found) < terms {
		b.Fatalf("only %d terms", len(found))
	}
	return found
}

// load asks and remembers how long each answer took.
type load struct {
	address string
	words   []string
	client  *http.Client

	mu   sync.Mutex
	done []answered
	tags map[string]string // ETag by target
}

type answered struct {
	kind   string
	took   time.Duration
	failed string
}

func (l *load) run(n int) {
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(c)))
			for range n/clients + 1 {
				l.ask(l.target(r))
			}
		})
	}
	all.Wait()
}

// target is what a client asks for next.
func (l *load) target(r *rand.Rand) string {
	day := func(n int) string { return time.Date(2022, 2, 24+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	at := r.IntN(1400)
	switch dice := r.IntN(100); {
	case dice < 70:
		lon, lat, wide := 22+15*r.Float64(), 44+6*r.Float64(), 0.5+2.5*r.Float64()
		return fmt.Sprintf("/api/collections/mentions/items?limit=10&bbox=%.3f,%.3f,%.3f,%.3f&datetime=%s/%s", lon, lat, lon+wide, lat+wide, day(at), day(at+1+r.IntN(90)))
	case dice < 80:
		return "/api/timeline?bin=month"
	case dice < 90:
		return "/api/cube/parts"
	}
	return "/api/collections/mentions/items?limit=10&q=" + url.QueryEscape(l.words[r.IntN(len(l.words))])
}

func (l *load) ask(target string) {
	kind := "items"
	switch {
	case strings.Contains(target, "&q="):
		kind = "search"
	case !strings.Contains(target, "/items"):
		kind = "counts"
	}
	l.mu.Lock()
	tag := l.tags[target]
	l.mu.Unlock()
	req, _ := http.NewRequest("GET", l.address+target, nil)
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	start := time.Now()
	res, err := l.client.Do(req)
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	a := answered{kind: kind, took: time.Since(start)}
	switch {
	case err != nil:
		a.failed = err.Error()
	case res.StatusCode != 200 && res.StatusCode != 304:
		a.failed = res.Status
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = append(l.done, a)
	if kind == "counts" && err == nil {
		if l.tags == nil {
			l.tags = map[string]string{}
		}
		l.tags[target] = res.Header.Get("ETag")
	}
}

// report prints a table: how many of each kind, their times, and what failed.
func (l *load) report(b *testing.B, took time.Duration) {
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	failed := map[string]int{}
	of := map[string][]time.Duration{}
	for _, a := range l.done {
		of[a.kind], of["all"] = append(of[a.kind], a.took), append(of["all"], a.took)
		if a.failed != "" {
			failed[a.failed]++
		}
	}
	for _, kind := range []string{"items", "counts", "search", "all"} {
		t := of[kind]
		if len(t) == 0 {
			continue
		}
		slices.Sort(t)
		b.Logf("%-7s %6d answers, %6.0f a second; half within %6.1f ms, 99 %% within %6.1f ms", kind, len(t), float64(len(t))/took.Seconds(), ms(t[len(t)/2]), ms(t[len(t)*99/100]))
	}
	all := of["all"]
	b.ReportMetric(float64(len(all))/took.Seconds(), "requests/s")
	b.ReportMetric(ms(all[len(all)*99/100]), "p99-ms")
	b.ReportMetric(float64(len(failed)), "errors")
	if len(failed) > 0 {
		b.Errorf("failed: %v", failed)
	}
}
