package memfile

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

type thing struct {
	n     int
	list  []uint32
	many  [][]uint64
	chunk []*[4]uint16
}

func (x *thing) layout(c *Columns) {
	Int(c, &x.n)
	Slice(c, &x.list)
	Each(c, &x.many, func(list *[]uint64) { Slice(c, list) })
	Pointers(c, &x.chunk)
}

func oneByOne(_ context.Context, _, n int, fn func(worker, job int) error) error {
	for i := range n {
		if err := fn(0, i); err != nil {
			return err
		}
	}
	return nil
}

func readThing(path string) (x thing, err error) {
	err = Read(path, Kind{"things", 3, 4}, oneByOne, func(about []byte, c *Columns) error {
		if string(about) != `"this"` {
			return ErrOther
		}
		x.layout(c)
		return nil
	})
	return x, err
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	x := thing{-7, []uint32{1, 2, 3}, [][]uint64{{5}, {}, {6, 7}}, []*[4]uint16{{1, 2, 3, 4}, nil, {9}}}
	if err := Write(path, Kind{"things", 3, 4}, "this", oneByOne, x.layout); err != nil {
		t.Fatal(err)
	}
	if got, err := readThing(path); err != nil || !reflect.DeepEqual(got, x) {
		t.Errorf("read %+v, %v", got, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := range text {
		damaged := bytes.Clone(text)
		damaged[at] ^= 8
		for what, text := range map[string][]byte{"damaged": damaged, "cut short": text[:at], "longer": append(bytes.Clone(text), damaged[:at+1]...)} {
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readThing(path); err == nil {
				t.Errorf("%s at %d: it is read", what, at)
			}
		}
	}
}

// FuzzDescription: whatever a file says of itself, it asks for no more memory than
// it has bytes, and ends no program.
func FuzzDescription(f *testing.F) {
	for _, text := range []string{"", "{}", `{"About":"this","Numbers":[1000000000000,-5]}`, `{"About":"this","Numbers":[1,5,3,9223372036854775807]}`,
		`{"About":"this","Numbers":[0,0,3,1,1,1,2,1,0],"Sums":[0]}`, `{"About":"this","Numbers":[0,0,-1,1]}`, `{"About":"this","Numbers":[0,0,0,9223372036854775807]}`} {
		f.Add([]byte(text), []byte("and what follows"))
	}
	f.Fuzz(func(t *testing.T, text, rest []byte) {
		h := Kind{"things", 3, 4}.head()
		h.Text, h.Sum = uint32(len(text)), crc32.Checksum(text, table)
		var file bytes.Buffer
		binary.Write(&file, binary.NativeEndian, &h)
		file.Write(text)
		file.Write(rest)
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		readThing(path)
	})
}
