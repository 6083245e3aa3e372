//go:build sqlite_fts5

package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"

	"mentionmap/data/store/storetest"
)

// TestInfoIsOfNow: what one connection stores, another program's too, the next
// Info tells; and what is asked in between needs no rows.
func TestInfoIsOfNow(t *testing.T) {
	writer := openAt(t, t.TempDir()+"/x.db", Options{})
	reader := openAt(t, writer.path, Options{ReadOnly: true})
	mentions := int64(0)
	for n, doc := range storetest.Corpus(4, 20) {
		if _, err := writer.Put(t.Context(), 0, storetest.Corpus(4, 20)[n:n+1]); err != nil {
			t.Fatal(err)
		}
		mentions += int64(len(doc.Mentions))
		for range 2 {
			for _, s := range []*Database{writer, reader} {
				if i, err := s.Info(t.Context()); err != nil || i.Generation != int64(n)+1 || i.Mentions != mentions {
					t.Fatalf("after %d documents: %+v, %v; want %d mentions", n+1, i, err, mentions)
				}
			}
		}
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Info(t.Context()); err == nil {
		t.Error("a closed store tells what it holds")
	}
}

// TestInfoKeepsToItsDeadline, even while another call is at it.
func TestInfoKeepsToItsDeadline(t *testing.T) {
	d := openAt(t, made(t, Options{}), Options{})
	d.info.lock <- struct{}{} // as one that reads from a disk that does not answer
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := d.Info(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	<-d.info.lock
	if i, err := d.Info(t.Context()); err != nil || i.Documents != 10 || len(i.ID) != 16 {
		t.Errorf("%+v, %v", i, err)
	}
}
