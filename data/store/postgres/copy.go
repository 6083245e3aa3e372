package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"mentionmap"
)

// copyMagic begins what COPY reads and writes as binary: a signature, no flags,
// no extension of the header.
const copyMagic = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// pgEpoch is the day that PostgreSQL counts dates from: 2000-01-01.
const pgEpoch = 10957

// copier collects rows of a table for COPY. The driver's own goes through any
// and reflection for every value; rows come by the hundred thousand here.
type copier struct {
	table   string // and its columns, as in "post (id, text)"
	columns int16
	b       []byte
}

func newCopier(table string) *copier {
	return &copier{table: table, columns: int16(strings.Count(table, ",") + 1), b: []byte(copyMagic)}
}

func (c *copier) row() *copier {
	c.b = binary.BigEndian.AppendUint16(c.b, uint16(c.columns))
	return c
}

func (c *copier) int64(v int64) *copier {
	c.b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(c.b, 8), uint64(v))
	return c
}

func (c *copier) int32(v int) *copier {
	c.b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(c.b, 4), uint32(v))
	return c
}

func (c *copier) int16(v int) *copier {
	c.b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(c.b, 2), uint16(v))
	return c
}

func (c *copier) bool(v bool) *copier {
	c.b = append(binary.BigEndian.AppendUint32(c.b, 1), 0)
	if v {
		c.b[len(c.b)-1] = 1
	}
	return c
}

func (c *copier) float64(v float64) *copier { return c.int64(int64(math.Float64bits(v))) }

func (c *copier) float32(v float32) *copier { return c.int32(int(int32(math.Float32bits(v)))) }

func (c *copier) null() *copier {
	c.b = append(c.b, 0xff, 0xff, 0xff, 0xff)
	return c
}

// reference is a number of another row; 0 is NULL.
func (c *copier) reference(v int64) *copier {
	if v == 0 {
		return c.null()
	}
	return c.int64(v)
}

// date is a day; NoDay is NULL.
func (c *copier) date(d mentionmap.Day) *copier {
	if d == mentionmap.NoDay {
		return c.null()
	}
	return c.int32(int(d) - pgEpoch)
}

func (c *copier) text(s string) *copier {
	s = storable(s)
	c.b = append(binary.BigEndian.AppendUint32(c.b, uint32(len(s))), s...)
	return c
}

func (c *copier) bytes(b []byte) *copier {
	c.b = append(binary.BigEndian.AppendUint32(c.b, uint32(len(b))), b...)
	return c
}

// send copies the rows to the server, if there are any.
func (c *copier) send(ctx context.Context, tx pgx.Tx) error {
	if len(c.b) == len(copyMagic) {
		return nil
	}
	_, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(append(c.b, 0xff, 0xff)), "COPY "+c.table+" FROM STDIN (FORMAT binary)")
	c.b = c.b[:len(copyMagic)]
	return err
}

// storable is a text as PostgreSQL can hold it: a NUL becomes its picture, a
// byte that is no UTF-8 the replacement character. Code points stay as many.
func storable(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	for _, r := range s {
		if r == 0 {
			r = '␀'
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// copyReader takes apart what COPY … TO STDOUT (FORMAT binary) writes: it is
// the io.Writer, and calls row for each row.
type copyReader struct {
	row  func(f fields) error
	rest []byte
	body bool // the header was read
}

// fields are the values of a row of COPY, one after the other.
type fields struct{ b []byte }

func (r *copyReader) Write(p []byte) (int, error) {
	b := p
	if len(r.rest) > 0 {
		r.rest = append(r.rest, p...)
		b = r.rest
	}
	if !r.body {
		if len(b) < len(copyMagic) {
			r.rest = append(r.rest[:0], b...)
			return len(p), nil
		}
		r.body, b = true, b[len(copyMagic):]
	}
	for {
		n, whole := rowLength(b)
		if !whole {
			break
		}
		if err := r.row(fields{b[2:n]}); err != nil {
			return 0, err
		}
		b = b[n:]
	}
	r.rest = append(r.rest[:0], b...)
	return len(p), nil
}

// rowLength is how long the row is that b begins with.
func rowLength(b []byte) (n int, whole bool) {
	if len(b) < 2 || int16(binary.BigEndian.Uint16(b)) < 0 { // the trailer
		return 0, false
	}
	n = 2
	for range binary.BigEndian.Uint16(b) {
		if len(b) < n+4 {
			return 0, false
		}
		n += 4 + max(0, int(int32(binary.BigEndian.Uint32(b[n:]))))
	}
	return n, len(b) >= n
}

// next gives the bytes of the next value; nil is NULL.
func (f *fields) next() []byte {
	n := int(int32(binary.BigEndian.Uint32(f.b)))
	f.b = f.b[4:]
	if n < 0 {
		return nil
	}
	v := f.b[:n:n]
	f.b = f.b[n:]
	return v
}

// int gives an integer of any length; NULL is 0.
func (f *fields) int() int64 {
	switch v := f.next(); len(v) {
	case 2:
		return int64(int16(binary.BigEndian.Uint16(v)))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(v)))
	case 8:
		return int64(binary.BigEndian.Uint64(v))
	case 1:
		return int64(v[0])
	}
	return 0
}

// day gives a date; NULL is NoDay.
func (f *fields) day() mentionmap.Day {
	if v := f.next(); len(v) == 4 {
		return mentionmap.Day(int32(binary.BigEndian.Uint32(v)) + pgEpoch)
	}
	return mentionmap.NoDay
}

// copyTo reads a query by COPY.
func copyTo(ctx context.Context, tx pgx.Tx, query string, row func(f fields) error) error {
	_, err := tx.Conn().PgConn().CopyTo(ctx, &copyReader{row: row}, "COPY ("+query+") TO STDOUT (FORMAT binary)")
	return err
}
