//go:build sqlite_fts5

package sqlite

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/synthetic"
)

// damage overwrites or cuts off a part of a file.
func damage(r *rand.Rand, content []byte) []byte {
	b := append([]byte(nil), content...)
	if r.IntN(5) == 0 {
		return b[:r.IntN(len(b))]
	}
	for range 1 + r.IntN(4) {
		at := r.IntN(len(b))
		if r.IntN(3) == 0 {
			at = r.IntN(min(len(b), 64<<10)) // where the schema and the roots are
		}
		for i := at; i < min(len(b), at+1+r.IntN(3000)); i++ {
			b[i] = byte(r.IntN(256))
		}
	}
	return b
}

// tryAll uses a database in every way; each error must be one line for people.
func tryAll(t *testing.T, path string) {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		forPeople(t, "Open", err)
		return
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err = s.Info(ctx)
	forPeople(t, "Info", err)
	var keys []store.Key
	var numbers []int64
	_, err = s.Follow(ctx, -1, func(b *store.Block) error {
		keys = append(keys, keysOf(b)...)
		for _, x := range b.Documents {
			numbers = append(numbers, x.Number)
		}
		return nil
	})
	forPeople(t, "Follow", err)
	for n := int64(1); n <= 300; n++ { // what Follow could not give
		numbers, keys = append(numbers, n), append(keys, store.Key{Document: n, Start: int(n)})
	}
	_, err = s.Fetch(ctx, keys)
	forPeople(t, "Fetch", err)
	list, err := s.Documents(ctx, numbers)
	forPeople(t, "Documents", err)
	for _, x := range list[:min(len(list), 50)] {
		_, err = s.Document(ctx, x.ID)
		forPeople(t, "Document", err)
	}
	forPeople(t, "Words", s.Words(ctx, store.Term{Words: []string{"bake"}}, 0, func(int64) error { return nil }))
	_, err = s.Places(ctx, -1)
	forPeople(t, "Places", err)
	_, err = s.Sources(ctx, 0)
	forPeople(t, "Sources", err)
	_, err = s.ListRuns(ctx)
	forPeople(t, "ListRuns", err)
	_, err = s.Put(ctx, 0, []mentionmap.Located{synthetic.New(9, 10).Document(0)})
	forPeople(t, "Put", err)
	if len(list) > 0 {
		forPeople(t, "Delete", s.Delete(ctx, list[0].ID))
	}
	forPeople(t, "Mend", s.Mend(ctx))
	forPeople(t, "Check", s.Check(ctx, func(f Finding) {
		for _, line := range f.Faults {
			if strings.Contains(line, "\n") {
				t.Errorf("%q is not one line", line)
			}
		}
	}))
}

func forPeople(t *testing.T, what string, err error) {
	t.Helper()
	var known *mentionmap.Error
	if err != nil && (!errors.As(err, &known) || strings.Contains(err.Error(), "\n")) {
		t.Errorf("%s: %v is not an error for people", what, err)
	}
}

// TestDamagedCopies uses 25 copies, or 200 with SOAK=1, that were damaged at
// random: nothing may crash or hang, and what is refused is refused clearly.
func TestDamagedCopies(t *testing.T) {
	copies := 25
	if os.Getenv("SOAK") != "" {
		copies = 200
	}
	whole := filepath.Join(t.TempDir(), "whole.db")
	s, err := Open(whole, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for batch := range synthetic.New(1, 3000).Batches(50) {
		if _, err := s.Put(t.Context(), 0, batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range copies {
		path := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(path, damage(r, content), 0o600); err != nil {
			t.Fatal(err)
		}
		tryAll(t, path)
		os.Remove(path)
	}
}
