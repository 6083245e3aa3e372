//go:build sqlite_fts5

package main

import (
	"bytes"
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
	"syscall"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
)

var (
	benchDB      = flag.String("benchdb", "", "database of 'bench generate' to measure with; a copy of it is used")
	benchProfile = flag.String("benchprofile", "", "file for a profile of the server's processor time")
	benchQuiet   = flag.Bool("benchquiet", false, "no ingest beside the clients")
)

const (
	clients   = 64
	terms     = 200
	mostHits  = 10_000
	ingesting = 400_000 // documents: more than are read in the time
)

// BenchmarkClients is 64 clients that ask without a pause while an ingest runs:
// 70 % items, 10 % timelines, 10 % conditional counts, 10 % searches. Clients,
// server and ingest are three processes on the same processors.
func BenchmarkClients(b *testing.B) {
	if b.N == 1 { // a trial of the testing package: making ready takes long
		return
	}
	db := benchCopy(b)
	if *benchProfile != "" {
		b.Setenv(profileVariable, *benchProfile)
	}
	s := serveProcess(b, db)
	os.Unsetenv(profileVariable)
	load := &load{address: s.address, words: searchTerms(b, s)}
	ingest := startIngest(b, db)
	load.run(8 * clients) // what is kept in memory is read once, connections are made
	log := watchLog(db + "-wal")
	s.profile()
	b.ResetTimer()
	start, spent, generation := time.Now(), s.processorTime(), s.generation(b)
	done := load.run(b.N)
	took := time.Since(start)
	s.profile()
	b.StopTimer()
	b.ReportMetric(float64(s.processorTime()-spent)/float64(time.Millisecond)/float64(len(done)), "server-cpu-ms/request")
	b.ReportMetric(float64(s.generation(b)-generation), "commits")
	b.ReportMetric(float64(log())/(1<<20), "wal-MB")
	b.ReportMetric(float64(s.resident())/(1<<20), "server-MB")
	tabulate(b, done, took)
	ingest()
}

// profile begins or ends the profile, where one is wanted.
func (s *served) profile() {
	if *benchProfile != "" {
		s.process.Signal(syscall.SIGUSR1)
	}
}

// startIngest begins to store documents beside the server, and returns what ends
// it and tells whether it had come to grief.
func startIngest(b *testing.B, db string) (end func()) {
	if *benchQuiet {
		return func() {}
	}
	var said bytes.Buffer
	c := program("ingest", "--db", db, reports(b, ingesting))
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	return func() {
		select {
		case err := <-ended:
			b.Errorf("the ingest has ended before the clients: %v, %s", err, said.String())
		default:
			c.Process.Kill()
			<-ended
		}
		busy := strings.Count(said.String(), "busy") + strings.Count(said.String(), "locked")
		b.ReportMetric(float64(busy), "busy")
	}
}

// watchLog measures a growing file until it is called: its largest size, bytes.
func watchLog(path string) func() int64 {
	stop, most := make(chan struct{}), make(chan int64)
	go func() {
		var size int64
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			select {
			case <-tick.C:
				if info, err := os.Stat(path); err == nil {
					size = max(size, info.Size())
				}
			case <-stop:
				tick.Stop()
				most <- size
				return
			}
		}
	}()
	return func() int64 { close(stop); return <-most }
}

// generation is that of the store that is served.
func (s *served) generation(b *testing.B) (n int64) {
	b.Helper()
	var info struct{ Generation int64 }
	s.get(b, "/api/info", &info)
	return info.Generation
}

// get reads JSON.
func (s *served) get(b *testing.B, target string, to any) {
	b.Helper()
	res, err := http.Get("http://" + s.address + target)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(to); err != nil {
		b.Fatal(target, err)
	}
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
	s.get(b, "/api/collections/mentions/items?limit=1000&sortby=-date", &page)
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
		s.get(b, "/api/collections/mentions/items?resultType=hits&q="+url.QueryEscape(term), &page)
		if page.NumberMatched > 0 && page.NumberMatched <= mostHits {
			found = append(found, term)
		}
	}
	if len(found) < terms {
		b.Fatalf("only %d terms", len(found))
	}
	return found
}

// load is what the clients ask.
type load struct {
	address string
	words   []string
}

type answered struct {
	kind   string
	took   time.Duration
	failed string
}

// run has the clients ask n times together.
func (l *load) run(n int) []answered {
	var all sync.WaitGroup
	of := make([][]answered, clients)
	host := &fasthttp.HostClient{Addr: l.address, MaxConns: clients, ReadBufferSize: 1 << 16}
	defer host.CloseIdleConnections()
	for c := range clients {
		all.Go(func() {
			one := client{load: l, host: host, random: rand.New(rand.NewPCG(7, uint64(c)))}
			for range n/clients + 1 {
				one.ask()
			}
			of[c] = one.done
		})
	}
	all.Wait()
	return slices.Concat(of...)
}

// client asks one thing after the other and remembers how long each took.
type client struct {
	*load
	host     *fasthttp.HostClient
	random   *rand.Rand
	request  fasthttp.Request
	response fasthttp.Response
	tag      string // of the counts it has
	done     []answered
}

// target is what is asked for next.
func (c *client) target() (kind, target string) {
	r := c.random
	day := func(n int) string { return time.Date(2022, 2, 24+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	switch dice := r.IntN(100); {
	case dice < 70:
		at, lon, lat, wide := r.IntN(1400), 22+15*r.Float64(), 44+6*r.Float64(), 0.5+2.5*r.Float64()
		return "items", fmt.Sprintf("/api/collections/mentions/items?limit=10&bbox=%.3f,%.3f,%.3f,%.3f&datetime=%s/%s", lon, lat, lon+wide, lat+wide, day(at), day(at+1+r.IntN(90)))
	case dice < 80:
		return "timeline", "/api/timeline?bin=month"
	case dice < 90:
		return "cube", "/api/cube/parts"
	}
	return "search", "/api/collections/mentions/items?limit=10&q=" + url.QueryEscape(c.words[r.IntN(len(c.words))])
}

func (c *client) ask() {
	kind, target := c.target()
	c.request.Reset()
	c.request.SetRequestURI("http://" + c.address + target)
	if kind == "cube" && c.tag != "" {
		c.request.Header.Set("If-None-Match", c.tag)
	}
	start := time.Now()
	err := c.host.Do(&c.request, &c.response)
	a := answered{kind: kind, took: time.Since(start)}
	switch status := c.response.StatusCode(); {
	case err != nil:
		a.failed = err.Error()
	case status != 200 && status != 304:
		a.failed = strconv.Itoa(status)
	case kind == "cube":
		c.tag = string(c.response.Header.Peek("ETag"))
	}
	c.done = append(c.done, a)
}

// tabulate prints a table: how many of each kind, their times, and what failed.
func tabulate(b *testing.B, done []answered, took time.Duration) {
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	failed := map[string]int{}
	of := map[string][]time.Duration{}
	for _, a := range done {
		of[a.kind], of["all"] = append(of[a.kind], a.took), append(of["all"], a.took)
		if a.failed != "" {
			failed[a.failed]++
		}
	}
	for _, kind := range []string{"items", "timeline", "cube", "search", "all"} {
		t := of[kind]
		if len(t) == 0 {
			continue
		}
		slices.Sort(t)
		b.Logf("%-8s %6d answers, %6.0f a second; half within %6.1f ms, 99 %% within %6.1f ms, all within %6.1f ms", kind, len(t), float64(len(t))/took.Seconds(),
			ms(t[len(t)/2]), ms(t[len(t)*99/100]), ms(t[len(t)-1]))
	}
	all := of["all"]
	b.ReportMetric(float64(len(all))/took.Seconds(), "requests/s")
	b.ReportMetric(ms(all[len(all)/2]), "p50-ms")
	b.ReportMetric(ms(all[len(all)*99/100]), "p99-ms")
	b.ReportMetric(float64(len(failed)), "errors")
	if len(failed) > 0 {
		b.Errorf("failed: %v", failed)
	}
}
