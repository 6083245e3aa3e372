package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"unsafe"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
	"mentionmap/data/store/index/memfile"
)

// fileKind is that of snapshots: Schema is a number of its own for each layout of
// what is in memory.
var fileKind = memfile.Kind{Magic: "mentionmap index", Schema: 4,
	Sizes: uint32(unsafe.Sizeof(rowChunk{})+31*(unsafe.Sizeof(postChunk{})+31*(unsafe.Sizeof(documentChunk{})))) ^ uint32(unsafe.Sizeof(zone{})<<20|unsafe.Sizeof(oddRow{})<<26)}

// about says what a snapshot is of.
type about struct {
	Database   string
	Generation int64
	Stamp      int64 // of the generation
	Counts     bool  // those of all mentions are in it
}

// layout names what a snapshot holds of a view.
func (v *view) layout(c *memfile.Columns) {
	for _, n := range []*int{&v.rows, &v.posts, &v.documents, &v.gone} {
		memfile.Int(c, n)
	}
	memfile.Pointers(c, &v.rowChunks)
	memfile.Pointers(c, &v.postChunks)
	memfile.Pointers(c, &v.documentChunks)
	memfile.Pointers(c, &v.dead)
	memfile.Slice(c, &v.zones)
	memfile.Slice(c, &v.odd)
	memfile.Each(c, &v.lists, func(list *[]uint32) { memfile.Slice(c, list) })
	memfile.Each(c, &v.segments, func(s **segment) {
		if *s == nil {
			*s = &segment{}
		}
		memfile.Int(c, &(*s).from)
		memfile.Int(c, &(*s).to)
		memfile.Slice(c, &(*s).starts)
		memfile.Slice(c, &(*s).facts)
		memfile.Slice(c, &(*s).rows)
	})
	chunks := func(n int) int { return (n + chunkMask) >> chunkBits }
	if chunks(v.rows) != len(v.rowChunks) || chunks(v.posts) != len(v.postChunks) || chunks(v.documents) != len(v.documentChunks) || len(v.zones) != len(v.rowChunks) {
		c.SetBad()
	}
}

// frozen gives the view with copies of its last chunks, which the next change
// fills up. None may be under way.
func (v *view) frozen() *view {
	f := *v
	f.rowChunks, f.postChunks, f.documentChunks = copyLast(v.rowChunks), copyLast(v.postChunks), copyLast(v.documentChunks)
	return &f
}

func copyLast[T any](chunks []*T) []*T {
	if len(chunks) == 0 {
		return nil
	}
	last, out := *chunks[len(chunks)-1], slices.Clone(chunks)
	out[len(out)-1] = &last
	return out
}

// write writes a snapshot. Counts are those of all mentions, nil if they are not
// at hand.
func (v *view) write(path string, cube *counts.Cube) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	return memfile.Write(path, fileKind, about{v.database, v.generation, v.stamp, cube != nil}, counts.Parallel, func(c *memfile.Columns) {
		if v.layout(c); cube != nil {
			counts.Layout(c, cube)
		}
	})
}

// readFile reads a snapshot of a database that is not newer than that.
func readFile(path string, info *store.Info) (v *view, cube *counts.Cube, err error) {
	defer mentionmap.RecoverTo(&err, "")
	err = memfile.Read(path, fileKind, counts.Parallel, func(text []byte, c *memfile.Columns) error {
		var of about
		if err := json.Unmarshal(text, &of); err != nil {
			return err
		}
		if of.Database != info.ID || of.Generation > info.Generation {
			return memfile.ErrOther
		}
		v = empty(of.Database)
		v.generation, v.stamp = of.Generation, of.Stamp
		if v.layout(c); of.Counts {
			cube = counts.Layout(c, nil)
		}
		return nil
	})
	return v, cube, err
}

// load reads the snapshot; nil if there is none that is of use.
func (s *Store) load(ctx context.Context, info *store.Info) *view {
	if s.options.Snapshot == "" || ctx.Err() != nil {
		return nil
	}
	v, cube, err := readFile(s.options.Snapshot, info)
	if err != nil {
		if err != memfile.ErrOther && !errors.Is(err, fs.ErrNotExist) {
			s.options.Notice(fmt.Sprintf("%s: the snapshot of the index cannot be used (%v): it is made anew", s.options.Snapshot, err))
		}
		return nil
	}
	if 2*v.gone > v.rows {
		return nil // those that were deleted are left out when all is read
	}
	for n, list := range v.lists {
		s.lists[string(bytesOf(list))] = uint32(n)
	}
	s.done.Store(int64(v.documents))
	if all := mentionmap.NewQuery(); cube != nil {
		before := *v
		before.generation-- // for it knows no places yet
		s.answers.use(ctx, v.key("cube", &all), func(any) (any, int64, error) {
			return &cubeOf{before.filter(&all, nil, nil), cube}, int64(cube.Bytes()), nil
		})
	}
	s.saving.Lock()
	s.saved, s.counted = v, cube != nil
	s.saving.Unlock()
	return v
}

// save writes the snapshot if there is reason to.
func (s *Store) save(closing bool) {
	s.saving.Lock()
	defer s.saving.Unlock()
	v := s.newest.Load()
	if !s.behind(v, closing) {
		return
	}
	v, cube := s.withCounts(v)
	s.following <- struct{}{}
	v = v.frozen()
	<-s.following
	if err := v.write(s.options.Snapshot, cube); err != nil {
		s.options.Notice(fmt.Sprintf("%s: the snapshot of the index cannot be written, so the next start takes longer: %v", s.options.Snapshot, err))
	}
	s.saved, s.counted = v, cube != nil // if it failed, too: it is not tried again before there is more to write
}

// worthSaving reports whether the snapshot is far behind.
func (s *Store) worthSaving(v *view) bool {
	if !s.saving.TryLock() {
		return false
	}
	defer s.saving.Unlock()
	return s.behind(v, false)
}

// behind reports whether the snapshot is so far behind a view that it should be
// written: when the store is closed a little is enough.
func (s *Store) behind(v *view, closing bool) bool {
	if s.options.Snapshot == "" || !s.ready.Load() {
		return false
	}
	if s.saved == nil || s.saved.database != v.database || s.saved.rows > v.rows {
		return true
	}
	changed := v.rows - s.saved.rows + v.gone - s.saved.gone
	if closing {
		return v.generation != s.saved.generation && 64*changed >= v.rows || !s.counted && s.hasCounts(v)
	}
	return changed >= 1<<17 && 4*changed >= v.rows
}

// withCounts gives the counts of all mentions, if they are kept, with the view
// that they are of, which may be a later one.
func (s *Store) withCounts(v *view) (*view, *counts.Cube) {
	if !s.hasCounts(v) {
		return v, nil
	}
	c, err := s.cube(context.Background(), v, mentionmap.NewQuery())
	if err != nil {
		return v, nil
	}
	merged, err := c.cube.Merged()
	if err != nil {
		return v, nil
	}
	return c.filter.view, merged
}

func (s *Store) hasCounts(v *view) bool {
	all := mentionmap.NewQuery()
	return s.answers.has(v.key("cube", &all))
}
