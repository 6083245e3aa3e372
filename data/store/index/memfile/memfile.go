// Package memfile writes memory to a file as it is, and reads it back: a head, a
// description in JSON, and then lists, one after the other. Such a file is of no
// use on a machine that orders bytes otherwise, or to a program that lays its
// memory out otherwise, and either is seen by the head; what is damaged is seen by
// checksums. It is for what can be made anew at any time.
package memfile

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"
	"unsafe"
)

// Columns are the lists of a file. A layout names numbers and lists in a fixed
// order; when a file is read, they are set, or have room for what is read once
// the layout is done.
type Columns struct {
	reading bool
	numbers []int64 // when a file is read: those that are left
	left    int64   // bytes of the file, when it is read
	parts   [][]byte
	bad     bool
}

// Int is a number.
func Int[T ~int | ~int32 | ~uint32 | ~int64](c *Columns, n *T) {
	switch {
	case !c.reading:
		c.numbers = append(c.numbers, int64(*n))
	case len(c.numbers) == 0:
		*n, c.bad = 0, true
	default:
		*n, c.numbers = T(c.numbers[0]), c.numbers[1:]
	}
}

// SetBad says that a file that is read makes no sense.
func (c *Columns) SetBad() { c.bad = true }

// count is the length of a list whose items take so many bytes at least.
func (c *Columns) count(n int, least uintptr) int {
	Int(c, &n)
	if c.reading && (c.bad || n < 0 || int64(n) > c.left/int64(least)) {
		c.bad = true
		return 0
	}
	return n
}

// Slice is a list of what holds no pointers.
func Slice[T any](c *Columns, list *[]T) {
	var item T
	n := c.count(len(*list), unsafe.Sizeof(item))
	if c.reading {
		*list = make([]T, n)
		c.left -= int64(n) * int64(unsafe.Sizeof(item))
	}
	if n > 0 {
		c.parts = append(c.parts, unsafe.Slice((*byte)(unsafe.Pointer(&(*list)[0])), n*int(unsafe.Sizeof(item))))
	}
}

// Each is a list of things with a layout of their own, each of at least one number.
func Each[T any](c *Columns, list *[]T, layout func(*T)) {
	n := len(*list)
	if Int(c, &n); c.reading {
		if c.bad || n < 0 || n > len(c.numbers) {
			n, c.bad = 0, true
		}
		*list = make([]T, n)
	}
	for i := range *list {
		layout(&(*list)[i])
	}
}

// Pointers is a list of pointers to what holds none, or nil.
func Pointers[T any](c *Columns, list *[]*T) {
	Each(c, list, func(p **T) {
		var one []T
		if !c.reading && *p != nil {
			one = unsafe.Slice(*p, 1)
		}
		if Slice(c, &one); c.reading && len(one) == 1 {
			*p = &one[0]
		}
	})
}

// Kind tells files of different kinds apart.
type Kind struct {
	Magic  string // at most 16 bytes
	Schema uint32
	Sizes  uint32 // some sum over the sizes of what is written as it is
}

type head struct {
	Magic         [16]byte
	Schema, Sizes uint32
	Text          uint32 // bytes of the description
	Sum           uint32 // of the description
}

// HeadBytes is how many bytes come before the description.
const HeadBytes = int(unsafe.Sizeof(head{}))

func (k Kind) head() (h head) {
	copy(h.Magic[:], k.Magic)
	h.Schema, h.Sizes = k.Schema, k.Sizes
	return h
}

// description says what the lists of a file are, and about what they tell.
type description struct {
	About   json.RawMessage
	Numbers []int64
	Sums    []uint32 // of the lists
}

var table = crc32.MakeTable(crc32.Castagnoli)

// Parallel does jobs 0..n-1 at the same time; see counts.Parallel.
type Parallel func(ctx context.Context, workers, n int, fn func(worker, job int) error) error

// Write writes a file, which is then whole or as it was.
func Write(path string, kind Kind, about any, parallel Parallel, layout func(*Columns)) error {
	var c Columns
	layout(&c)
	d := description{Numbers: c.numbers, Sums: make([]uint32, len(c.parts))}
	err := parallel(context.Background(), runtime.GOMAXPROCS(0), len(c.parts), func(_, i int) error {
		d.Sums[i] = crc32.Checksum(c.parts[i], table)
		return nil
	})
	if err != nil {
		return err
	}
	if d.About, err = json.Marshal(about); err != nil {
		return err
	}
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	h := kind.head()
	h.Text, h.Sum = uint32(len(text)), crc32.Checksum(text, table)
	removeLeft(path)
	to, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+tempMark)
	if err != nil {
		return err
	}
	defer os.Remove(to.Name()) // if it is still there
	defer to.Close()
	w := bufio.NewWriterSize(to, 1<<16)
	binary.Write(w, binary.NativeEndian, &h) // a bufio.Writer keeps its first error
	w.Write(text)
	for _, part := range c.parts {
		w.Write(part)
	}
	if err := cmp.Or(w.Flush(), to.Close()); err != nil {
		return err
	}
	return os.Rename(to.Name(), path)
}

// tempMark begins what is added to the name of a file that is being written.
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

// ErrOther says that a file is of no use, though nothing is wrong with it.
var ErrOther = errors.New("of another program or database")

var errDamaged = errors.New("damaged")

// Read reads a file. The layout, which is given what Write was told that it is
// about, may refuse it with ErrOther.
func Read(path string, kind Kind, parallel Parallel, layout func(about []byte, c *Columns) error) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	at, err := from.Stat()
	if err != nil {
		return err
	}
	var h head
	if err := binary.Read(from, binary.NativeEndian, &h); err != nil {
		return err
	}
	if of := kind.head(); h.Magic != of.Magic || h.Schema != of.Schema || h.Sizes != of.Sizes {
		return ErrOther
	}
	text := make([]byte, min(int64(h.Text), at.Size()))
	if _, err := io.ReadFull(from, text); err != nil || crc32.Checksum(text, table) != h.Sum {
		return errDamaged
	}
	var d description
	if err := json.Unmarshal(text, &d); err != nil {
		return err
	}
	offset := int64(HeadBytes + len(text))
	c := Columns{reading: true, numbers: d.Numbers, left: at.Size() - offset}
	if err := layout(d.About, &c); err != nil {
		return err
	}
	if c.bad || c.left != 0 || len(c.numbers) > 0 || len(d.Sums) != len(c.parts) {
		return errors.New("cut short, or damaged")
	}
	offsets := make([]int64, len(c.parts))
	for i, part := range c.parts {
		offsets[i] = offset
		offset += int64(len(part))
	}
	return parallel(context.Background(), runtime.GOMAXPROCS(0), len(c.parts), func(_, i int) error {
		if _, err := from.ReadAt(c.parts[i], offsets[i]); err != nil {
			return err
		}
		if crc32.Checksum(c.parts[i], table) != d.Sums[i] {
			return errDamaged
		}
		return nil
	})
}
