package index

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
	"unsafe"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
)

// The snapshot is the memory of a view in a file: a head, a description in JSON,
// and then the columns as they are. It is of no use on a machine that orders
// bytes otherwise, or to a program that lays them out otherwise, and either is
// seen by the head; what is damaged is seen by the checksums. It can be deleted
// at any time.
const (
	fileMagic = "mentionmap index"
	// fileSchema is a number of its own for each layout of what is in memory.
	fileSchema = 1
)

// fileHead begins a snapshot.
type fileHead struct {
	Magic       [16]byte
	Schema      uint32
	Sizes       uint32 // of what is written as it is in memory
	Description uint32 // bytes
	Sum         uint32 // of the description
}

const (
	headBytes = int(unsafe.Sizeof(fileHead{}))
	sizes     = uint32(unsafe.Sizeof(rowChunk{})+31*(unsafe.Sizeof(postChunk{})+31*(unsafe.Sizeof(documentChunk{})))) ^ uint32(unsafe.Sizeof(zone{})<<20|unsafe.Sizeof(oddRow{})<<26)
)

// description says what the columns of a snapshot are.
type description struct {
	Database               string
	Generation             int64
	Rows, Posts, Documents int
	Gone, Odd              int
	Dead                   []int    // chunks that have dead rows
	Lists                  []int    // lengths
	Segments               [][3]int // from, to, places
	Counts                 int      // bytes of those of all mentions; 0: none
	Sums                   []uint32 // of the parts
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// describe gives the description of a view, without sums.
func (v *view) describe() description {
	d := description{Database: v.database, Generation: v.generation, Rows: v.rows, Posts: v.posts, Documents: v.documents, Gone: v.gone, Odd: len(v.odd)}
	for n, bits := range v.dead {
		if bits != nil {
			d.Dead = append(d.Dead, n)
		}
	}
	for _, list := range v.lists {
		d.Lists = append(d.Lists, len(list))
	}
	for _, s := range v.segments {
		d.Segments = append(d.Segments, [3]int{int(s.from), int(s.to), len(s.starts)})
	}
	return d
}

func chunksOf(n int) int { return (n + chunkMask) >> chunkBits }

// bytes is how many the parts take; less than 0 if the description makes no sense.
func (d *description) bytes() int64 {
	n, least := int64(d.Counts), min(d.Rows, d.Posts, d.Documents, d.Gone, d.Odd, d.Counts)
	add := func(count int, size uintptr) {
		n += int64(count) * int64(size)
		least = min(least, count, int(n))
	}
	add(chunksOf(d.Rows), unsafe.Sizeof(rowChunk{})+unsafe.Sizeof(zone{}))
	add(chunksOf(d.Posts), unsafe.Sizeof(postChunk{}))
	add(chunksOf(d.Documents), unsafe.Sizeof(documentChunk{}))
	add(len(d.Dead), unsafe.Sizeof(rowBits{}))
	add(d.Odd, unsafe.Sizeof(oddRow{}))
	for _, length := range d.Lists {
		add(length, 4)
	}
	for _, s := range d.Segments {
		add(s[2], 4)
		add(s[1]-s[0], 12)
		add((s[1]-s[0]+blockRows-1)/blockRows, 8)
	}
	if least < 0 {
		return -1
	}
	return n
}

// room gives a view with room for what a description says.
func (d *description) room() *view {
	v := empty(d.Database)
	v.generation, v.rows, v.posts, v.documents, v.gone = d.Generation, d.Rows, d.Posts, d.Documents, d.Gone
	v.rowChunks, v.zones = make([]*rowChunk, chunksOf(d.Rows)), make([]zone, chunksOf(d.Rows))
	v.postChunks, v.documentChunks = make([]*postChunk, chunksOf(d.Posts)), make([]*documentChunk, chunksOf(d.Documents))
	for i := range v.rowChunks {
		v.rowChunks[i] = &rowChunk{}
	}
	for i := range v.postChunks {
		v.postChunks[i] = &postChunk{}
	}
	for i := range v.documentChunks {
		v.documentChunks[i] = &documentChunk{}
	}
	for _, n := range d.Dead {
		v.dead = append(v.dead, make([]*rowBits, n+1-len(v.dead))...)
		v.dead[n] = &rowBits{}
	}
	v.odd, v.lists = make([]oddRow, d.Odd), make([][]uint32, len(d.Lists))
	for i, n := range d.Lists {
		v.lists[i] = make([]uint32, n)
	}
	for _, s := range d.Segments {
		n := s[1] - s[0]
		v.segments = append(v.segments, &segment{from: uint32(s[0]), to: uint32(s[1]), starts: make([]uint32, s[2]), facts: make([]fact, n), rows: make([]uint32, n),
			blocks: make([]fact, (n+blockRows-1)/blockRows)})
	}
	return v
}

// parts gives the memory of a view, part after part.
func (v *view) parts() (out [][]byte) {
	for _, c := range v.rowChunks {
		out = append(out, memory(c))
	}
	for _, c := range v.postChunks {
		out = append(out, memory(c))
	}
	for _, c := range v.documentChunks {
		out = append(out, memory(c))
	}
	for _, bits := range v.dead {
		if bits != nil {
			out = append(out, memory(bits))
		}
	}
	out = append(out, bytesOf(v.zones), bytesOf(v.odd))
	for _, list := range v.lists {
		out = append(out, bytesOf(list))
	}
	for _, s := range v.segments {
		out = append(out, bytesOf(s.starts), bytesOf(s.facts), bytesOf(s.rows), bytesOf(s.blocks))
	}
	return out
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

// write writes a snapshot to a file, which is then whole or as it was. Counts are
// those of all mentions, nil if they are not at hand.
func (v *view) write(path string, counts []byte) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	d, parts := v.describe(), append(v.parts(), counts)
	d.Counts = len(counts)
	d.Sums = make([]uint32, len(parts))
	inParallel(len(parts), func(i int) { d.Sums[i] = crc32.Checksum(parts[i], castagnoli) })
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	head := fileHead{Schema: fileSchema, Sizes: sizes, Description: uint32(len(text)), Sum: crc32.Checksum(text, castagnoli)}
	copy(head.Magic[:], fileMagic)
	removeLeft(path)
	to, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+tempMark)
	if err != nil {
		return err
	}
	defer os.Remove(to.Name()) // if it is still there
	defer to.Close()
	if err := binary.Write(to, binary.NativeEndian, &head); err != nil {
		return err
	}
	for _, part := range append([][]byte{text}, parts...) {
		if _, err := to.Write(part); err != nil {
			return err
		}
	}
	if err := to.Close(); err != nil {
		return err
	}
	return os.Rename(to.Name(), path)
}

// tempMark begins what is added to the name of a snapshot that is being written.
const tempMark = ".new-"

// removeLeft removes what programs that were ended left half written.
func removeLeft(path string) {
	left, _ := filepath.Glob(path + tempMark + "*")
	for _, name := range left {
		if at, err := os.Stat(name); err == nil && time.Since(at.ModTime()) > time.Hour {
			os.Remove(name)
		}
	}
}

// errOther says that a snapshot is of no use, though nothing is wrong with it.
var errOther = errors.New("of another program or database")

// readFile reads a snapshot of a database that is not newer than that.
func readFile(path string, info *store.Info) (v *view, counts []byte, err error) {
	defer mentionmap.RecoverTo(&err, "")
	from, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	at, err := from.Stat()
	if err != nil {
		return nil, nil, err
	}
	var head fileHead
	if err := binary.Read(from, binary.NativeEndian, &head); err != nil {
		return nil, nil, err
	}
	if string(head.Magic[:]) != fileMagic || head.Schema != fileSchema || head.Sizes != sizes {
		return nil, nil, errOther
	}
	text := make([]byte, min(int64(head.Description), at.Size()))
	if _, err := from.ReadAt(text, int64(headBytes)); err != nil || crc32.Checksum(text, castagnoli) != head.Sum {
		return nil, nil, errors.New("damaged")
	}
	var d description
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, nil, err
	}
	if d.Database != info.ID || d.Generation > info.Generation {
		return nil, nil, errOther
	}
	if int64(headBytes+len(text))+d.bytes() != at.Size() {
		return nil, nil, errors.New("cut short")
	}
	v, counts = d.room(), make([]byte, d.Counts)
	return v, counts, readParts(from, int64(headBytes+len(text)), append(v.parts(), counts), d.Sums)
}

// readParts reads parts that stand one after the other.
func readParts(from *os.File, offset int64, parts [][]byte, sums []uint32) error {
	offsets, errs := make([]int64, len(parts)), make([]error, len(parts))
	for i := range parts {
		offsets[i] = offset
		offset += int64(len(parts[i]))
	}
	if len(sums) != len(parts) {
		return errors.New("damaged")
	}
	inParallel(len(parts), func(i int) {
		if _, errs[i] = from.ReadAt(parts[i], offsets[i]); errs[i] == nil && crc32.Checksum(parts[i], castagnoli) != sums[i] {
			errs[i] = errors.New("damaged")
		}
	})
	return cmp.Or(errs...)
}

// load reads the snapshot; nil if there is none that is of use.
func (s *Store) load(ctx context.Context, info *store.Info) *view {
	if s.options.Snapshot == "" || ctx.Err() != nil {
		return nil
	}
	v, counts, err := readFile(s.options.Snapshot, info)
	if err != nil {
		if err != errOther && !errors.Is(err, fs.ErrNotExist) {
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
	if len(counts) > 0 {
		s.loaded.Store(&loadedCounts{v, counts})
	}
	s.saving.Lock()
	s.saved, s.counted = v, len(counts) > 0
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
	v, counts := s.withCounts(v)
	s.following <- struct{}{}
	v = v.frozen()
	<-s.following
	if err := v.write(s.options.Snapshot, counts); err != nil {
		s.options.Notice(fmt.Sprintf("%s: the snapshot of the index cannot be written, so the next start takes longer: %v", s.options.Snapshot, err))
	}
	s.saved, s.counted = v, counts != nil // if it failed, too: it is not tried again before there is more to write
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
func (s *Store) withCounts(v *view) (*view, []byte) {
	if !s.hasCounts(v) {
		return v, nil
	}
	c, err := s.cube(context.Background(), v, mentionmap.NewQuery())
	if err != nil {
		return v, nil
	}
	bytes, err := c.cube.AppendTo(nil)
	if err != nil {
		return v, nil
	}
	return c.filter.view, bytes
}

func (s *Store) hasCounts(v *view) bool {
	all := mentionmap.NewQuery()
	return s.answers.has(v.key("cube", &all))
}

// loadedCounts are those of a snapshot until they are asked for.
type loadedCounts struct {
	view  *view
	bytes []byte
}

// restored gives the counts of all mentions as a snapshot held them, if it is
// these that a filter means; nil: they must be made.
func (s *Store) restored(f *filter) *cubeOf {
	l := s.loaded.Load()
	if l == nil || !f.everything() || f.query.By != mentionmap.ByEvent || l.view.epoch != f.view.epoch {
		return nil
	}
	s.loaded.Store(nil)
	cube, _, err := counts.Read(l.bytes)
	if err != nil {
		return nil
	}
	return &cubeOf{l.view.filter(f.query, nil, nil), cube}
}
