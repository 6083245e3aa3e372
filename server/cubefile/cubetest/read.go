// Package cubetest reads what cubefile writes, for tests.
package cubetest

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
)

// File is a cube that has been read.
type File struct {
	cubefile.Header
	Places cubefile.Places
	Rows   []Row
}

// Row is a row with the reference of its group; From and To are slots.
type Row struct {
	Ref int64
	counts.Row
}

// Read reads a file; errors say what is wrong with it.
func Read(body []byte) (*File, error) {
	if len(body) < 8 || string(body[:4]) != cubefile.Magic {
		return nil, fmt.Errorf("not in format %s", cubefile.Magic)
	}
	n := int(binary.LittleEndian.Uint32(body[4:]))
	if n > len(body)-8 {
		return nil, errors.New("ends inside its header")
	}
	f := &File{}
	if err := json.Unmarshal(body[8:8+n], &f.Header); err != nil {
		return nil, err
	}
	places := struct{ Places *cubefile.Places }{&f.Places}
	if err := json.Unmarshal(body[8:8+n], &places); err != nil {
		return nil, err
	}
	r := reader{bytes.NewReader(body[8+n:])}
	for r.Len() > 0 {
		if err := r.section(f); err != nil {
			return nil, err
		}
	}
	if len(f.Rows) != f.Header.Rows {
		return nil, fmt.Errorf("%d rows, the header says %d", len(f.Rows), f.Header.Rows)
	}
	return f, nil
}

type reader struct{ *bytes.Reader }

func (r reader) uvarint(err *error) uint64 {
	if *err != nil {
		return 0
	}
	var n uint64
	if n, *err = binary.ReadUvarint(r); *err == io.EOF {
		*err = io.ErrUnexpectedEOF
	}
	return n
}

func (r reader) section(f *File) error {
	base, err := binary.ReadVarint(r)
	blocks := r.uvarint(&err)
	ref := int64(0)
	for ; err == nil && blocks > 0; blocks-- {
		ref += int64(r.uvarint(&err))
		day := int32(base)
		for rows := r.uvarint(&err); err == nil && rows > 0; rows-- {
			var row counts.Row
			if row, err = r.row(day); row.From != counts.Undated {
				day = row.From
			}
			f.Rows = append(f.Rows, Row{ref, row})
		}
	}
	return err
}

func (r reader) row(day int32) (row counts.Row, err error) {
	flags, err := r.ReadByte()
	if err != nil {
		return row, io.ErrUnexpectedEOF
	}
	row = counts.Row{From: counts.Undated, To: counts.Undated, Flags: flags & 63, N: int64(flags >> 6)}
	if precision := mentionmap.Precision(flags >> 2 & 7); precision != mentionmap.Undated {
		row.From = day + int32(r.uvarint(&err))
		row.To = row.From
		if precision != mentionmap.PrecisionDay {
			row.To += int32(r.uvarint(&err))
		}
	}
	if row.N == 0 {
		row.N = int64(r.uvarint(&err))
	}
	return row, err
}

// Counts gives the rows of a file of days as a store gives them.
func (f *File) Counts() (out []store.Count, err error) {
	at := map[int64]int{}
	for i, ref := range f.Places.Ref {
		at[ref] = i
	}
	for _, r := range f.Rows {
		i, ok := at[r.Ref]
		if !ok {
			return nil, fmt.Errorf("no place has the reference %d", r.Ref)
		}
		n := store.Count{Place: f.Places.ID[i], Kind: mentionmap.Kind(f.Places.Kind[i]), From: mentionmap.NoDay, To: mentionmap.NoDay,
			Precision: mentionmap.Precision(r.Flags >> 2 & 7), Uses: r.Flags & 3, Firm: r.Flags>>5&1 == 1, N: r.N}
		if r.From != counts.Undated {
			n.From, n.To = mentionmap.Day(r.From), mentionmap.Day(r.To)
		}
		out = append(out, n)
	}
	return out, nil
}
