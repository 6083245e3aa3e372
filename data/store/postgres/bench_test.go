package postgres

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
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
	var log string
	if err := b.pool.QueryRow(t.Context(), "SELECT pg_current_wal_lsn()::text").Scan(&log); err != nil {
		t.Fatal(err)
	}
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
	var logged int64
	if err := b.pool.QueryRow(t.Context(), "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1::text::pg_lsn)::bigint", log).Scan(&logged); err != nil {
		t.Fatal(err)
	}
	t.Logf("write-ahead log: %d bytes a mention", logged/int64(mentions))
	tellSizes(t, b, int64(mentions))
	tellIndex(t, b, mentions)
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
	mine, theirs = ownTime(), serverTime(t, server)
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
	t.Logf("processor time for a Fetch: program %v, server %v", (ownTime()-mine)/200, (serverTime(t, server)-theirs)/200)
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
	for _, term := range []store.Term{{Words: []string{"bake"}}, {Words: []string{"bake", "keke"}}, {Words: []string{"keke"}, Stems: []string{"kek"}}} {
		began := time.Now()
		n := len(found(t, b, term))
		t.Logf("Words %v: %d in %v", term, n, time.Since(began))
	}
}

// tellSizes parts what the tables and their indexes take.
func tellSizes(t *testing.T, b *Backend, mentions int64) {
	t.Helper()
	var written, stored, search int64
	err := b.pool.QueryRow(t.Context(), `SELECT (SELECT sum(octet_length(text)) FROM post), (SELECT sum(pg_column_size(text)) FROM post),
		pg_total_relation_size('sentence')`).Scan(&written, &stored, &search)
	if err != nil {
		t.Fatal(err)
	}
	all := info(t, b).Bytes
	t.Logf("%d bytes a mention: text %d (written %d), sentences and their search %d (%.1f for a byte of text), besides %d",
		all/mentions, stored/mentions, written/mentions, search/mentions, float64(search)/float64(written), (all-stored-search)/mentions)
}

// tellIndex measures the index that a server has in memory.
func tellIndex(t *testing.T, b *Backend, mentions int) {
	t.Helper()
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	snapshot := filepath.Join(t.TempDir(), "index")
	for _, how := range []string{"without a snapshot", "from its snapshot"} {
		own, err := Open(t.Context(), Options{URL: b.pool.Config().ConnString()}) // the index closes it
		if err != nil {
			t.Fatal(err)
		}
		before, began := heap(), time.Now()
		st, err := index.Open(t.Context(), own, index.Options{Snapshot: snapshot})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := st.Total(t.Context(), mentionmap.NewQuery()); err != nil || n < int64(mentions) {
			t.Fatal(n, err)
		}
		took := time.Since(began)
		t.Logf("index %s: ready after %v, %.1f bytes a mention in memory", how, took.Round(time.Millisecond), float64(heap()-before)/float64(mentions))
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if f, err := os.Stat(snapshot); err == nil {
		t.Logf("snapshot: %.1f bytes a mention", float64(f.Size())/float64(mentions))
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
