//go:build sqlite_fts5

package sqlite

import (
	"database/sql"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mentionmap/data/store"
)

// BenchmarkHydrate reads mentions of the database -benchdb by their keys: 1,000
// of as many documents, and 1,000 that stand one after the other.
func BenchmarkHydrate(b *testing.B) {
	if *benchDB == "" {
		b.Skip("needs -benchdb FILE")
	}
	s, err := Open(*benchDB, Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var documents []int64
	err = s.view(b.Context(), func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT id FROM document WHERE mentions > 0")
		if err == nil {
			documents, err = scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) })
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("scattered", func(b *testing.B) { hydrateSome(b, s, documents, 1000, true) })
	b.Run("scattered, 10", func(b *testing.B) { hydrateSome(b, s, documents, 10, true) })
	b.Run("in order", func(b *testing.B) { hydrateSome(b, s, documents, 1000, false) })
}

func hydrateSome(b *testing.B, s *Store, documents []int64, n int, scattered bool) {
	r := rand.New(rand.NewPCG(1, 1))
	var took []time.Duration
	var spent time.Duration
	mentions := 0
	for b.Loop() {
		b.StopTimer()
		keys := someKeys(b, s, r, documents, n, scattered)
		b.StartTimer()
		before, start := processorTime(), time.Now()
		var page []store.Mention
		err := s.view(b.Context(), func(tx *sql.Tx) error {
			search := &search{store: s, ctx: b.Context(), tx: tx}
			found, err := search.pick(keys)
			if err == nil {
				page, err = s.hydrate(b.Context(), tx, found)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took, spent = append(took, time.Since(start)), spent+processorTime()-before
		mentions += len(page)
	}
	slices.Sort(took)
	each := float64(mentions) / float64(len(took))
	b.ReportMetric(each, "mentions")
	b.ReportMetric(float64(spent.Microseconds())/float64(mentions), "cpu-µs/mention")
	b.ReportMetric(float64(took[0].Microseconds())/each, "best-µs/mention")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/each, "median-µs/mention")
}

// someKeys gives the keys of n mentions: of one of each of n documents, or of
// all of documents that follow each other.
func someKeys(b *testing.B, s *Store, r *rand.Rand, documents []int64, n int, scattered bool) (keys []dated) {
	var ids []int64
	if scattered {
		for range n {
			ids = append(ids, documents[r.IntN(len(documents))])
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
	} else {
		at := r.IntN(len(documents) - n)
		ids = documents[at : at+n]
	}
	err := s.view(b.Context(), func(tx *sql.Tx) error {
		search := &search{store: s, ctx: b.Context(), tx: tx}
		return search.readDocuments(ids, func(d *documentRecord) (bool, error) {
			if err := d.readAll(); err != nil {
				return false, err
			}
			if scattered {
				m := &d.mentions[r.IntN(len(d.mentions))]
				keys = append(keys, dated{m.day, m.id})
				return true, nil
			}
			for i := range d.mentions {
				keys = append(keys, dated{d.mentions[i].day, d.mentions[i].id})
			}
			return len(keys) < n, nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	if scattered {
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	}
	return keys[:min(n, len(keys))]
}
