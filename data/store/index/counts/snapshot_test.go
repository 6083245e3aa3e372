package counts

import (
	"path/filepath"
	"testing"

	"mentionmap"
	"mentionmap/data/store/index/memfile"
)

// TestASnapshotIsReadAsItWasWritten, of a base and a tail, and can be changed after that.
func TestASnapshotIsReadAsItWasWritten(t *testing.T) {
	corpus := newCorpus(4, 20, 300)
	c, err := Build(t.Context(), corpus.put(150))
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.With(t.Context(), Change{Added: corpus.put(9), Story: corpus.story}); err != nil || len(c.tail) == 0 {
		t.Fatal(err, len(c.tail))
	}
	merged, err := c.Merged()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "c")
	if err := memfile.Write(path, memfile.Kind{}, nil, Parallel, func(to *memfile.Columns) { Layout(to, merged) }); err != nil {
		t.Fatal(err)
	}
	err = memfile.Read(path, memfile.Kind{}, Parallel, func(_ []byte, from *memfile.Columns) error {
		c = Layout(from, nil)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, c, corpus.all(), mentionmap.NewQuery(), nil)
	for range 20 {
		q, takes := corpus.randomQuery()
		check(t, c, corpus.all(), q, takes)
	}
	if c, err = c.With(t.Context(), Change{Added: corpus.put(20), Story: corpus.story}); err != nil {
		t.Fatal(err)
	}
	check(t, c, corpus.all(), mentionmap.NewQuery(), nil)
}
