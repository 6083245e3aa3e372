//go:build sqlite_fts5 && unix

package export

import (
	"io"
	"path/filepath"
	"runtime"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
)

// looking hands mentions on and looks, after so many, how much is in use.
type looking struct {
	Writer
	n, first, last int
	used           []uint64 // bytes
}

func (l *looking) Mention(m *store.Mention) error {
	if l.n++; l.n == l.first || l.n == l.last {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		l.used = append(l.used, now.HeapAlloc)
	}
	return l.Writer.Mention(m)
}

// TestStreamKeepsNothing writes 35 MB and looks at its beginning and at its end
// what is held: no more at the end.
func TestStreamKeepsNothing(t *testing.T) {
	const mentions, bytesEach, mostHeld = 40_000, 500, 6 << 20
	db := filetest.Open(t, filepath.Join(t.TempDir(), "stream.db"), sqlite.Options{})
	for batch := range synthetic.New(1, mentions).Batches(2048) {
		if _, err := db.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	read := func() *looking { // twice: the first time places and names are read
		l := &looking{first: mentions / 10, last: mentions * 9 / 10}
		counted := &discard{}
		f := Formats[0]
		f.New = func(w io.Writer, m Meta) Writer { l.Writer = newGeoJSON(w, m); return l }
		if err := writeAll(t.Context(), counted, db, LayerMentions, f); err != nil {
			t.Fatal(err)
		}
		if counted.bytes < mentions*bytesEach {
			t.Fatalf("%d bytes were written", counted.bytes)
		}
		return l
	}
	read()
	l := read()
	if len(l.used) != 2 || l.used[1] > l.used[0]+mostHeld {
		t.Errorf("%d mentions were written, held was, in bytes: %d", l.n, l.used)
	}
}
