package postgres

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentionmap/data/store"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/synthetic"
)

// TestRates measures what the backend does in a second, on a server with the
// settings that PostgreSQL ships: MENTIONMAP_RATES=1000000 go test -run Rates -v
func TestRates(t *testing.T) {
	mentions, _ := strconv.Atoi(os.Getenv("MENTIONMAP_RATES"))
	if mentions == 0 {
		t.Skip("skipped: measures only where MENTIONMAP_RATES names a number of mentions")
	}
	server := pgtest.Start(t)
	b := open(t, server.Database(t))
	if sql := os.Getenv("TRY"); sql != "" {
		if _, err := b.pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	corpus := synthetic.New(1, mentions)
	var spent time.Duration
	fastest := time.Hour
	mine, theirs := ownTime(), serverTime(t, server)
	for batch := range corpus.Batches(1000) {
		began := time.Now()
		put(t, b, 0, batch...)
		spent += time.Since(began)
		fastest = min(fastest, time.Since(began))
	}
	tell := func(what string, n int, d time.Duration) {
		t.Logf("%-28s %9.0f/s  (%d in %v)", what, float64(n)/d.Seconds(), n, d.Round(time.Millisecond))
	}
	tell("Put, mentions", mentions, spent)
	tell("Put, fastest batch", min(mentions, 1000*synthetic.PerDocument), fastest)
	t.Logf("processor time for 10,000 mentions: program %v, server %v", per10k(ownTime()-mine, mentions), per10k(serverTime(t, server)-theirs, mentions))
	t.Logf("%d bytes a mention", info(t, b).Bytes/int64(mentions))
	var keys []store.Key
	best := time.Hour
	for range 10 {
		began := time.Now()
		keys = keys[:0]
		if _, err := b.Follow(t.Context(), -1, func(block *store.Block) error {
			at := 0
			for _, d := range block.Documents {
				for _, m := range block.Mentions[at : at+d.Mentions] {
					keys = append(keys, store.Key{Document: d.Number, Start: int(m.Start)})
				}
				at += d.Mentions
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(began))
	}
	tell("Follow, mentions, best of 10", len(keys), best)
	r := rand.New(rand.NewPCG(1, 2))
	var took []time.Duration
	for range 200 {
		some := make([]store.Key, 1000)
		for i := range some {
			some[i] = keys[r.IntN(len(keys))]
		}
		began := time.Now()
		fetch(t, b, some)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("Fetch of 1,000 scattered: least %v, median %v, p99 %v", took[0], took[100], took[198])
	took = took[:0]
	for range 2000 {
		began := time.Now()
		if _, err := b.Info(context.Background()); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("Info: least %v, median %v, p99 %v", took[0], took[1000], took[1980])
	for _, term := range []store.Term{{Words: []string{"baba"}}, {Words: []string{"baba", "bake"}}, {Words: []string{"baba"}, Stems: []string{"bab"}}} {
		began := time.Now()
		n := len(found(t, b, term))
		t.Logf("Words %v: %d in %v", term, n, time.Since(began))
	}
}

func per10k(d time.Duration, mentions int) time.Duration {
	return (d * 10_000 / time.Duration(mentions)).Round(time.Millisecond)
}

// ownTime is the processor time of this program.
func ownTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// serverTime is the processor time of a server's processes that run now.
func serverTime(t *testing.T, s *pgtest.Server) (sum time.Duration) {
	t.Helper()
	for _, pid := range s.Processes(t) {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil {
			continue
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+2:]))
		for _, f := range fields[11:13] { // user and system, in hundredths of a second
			n, _ := strconv.Atoi(f)
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}
