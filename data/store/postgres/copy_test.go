package postgres

import (
	"bytes"
	"fmt"
	"testing"

	"mentionmap"
)

// FuzzCopyReader hands the bytes of a COPY over in pieces of all sizes: the
// rows must be the same, and nothing may panic.
func FuzzCopyReader(f *testing.F) {
	c := newCopier("t (a, b, c)")
	c.row().int64(1).text("ї\x00").null()
	c.row().int32(-7).date(19000).int16(3)
	c.row().null().date(mentionmap.NoDay).bool(true)
	f.Add(append(c.b, 0xff, 0xff), 1)
	f.Add(append(c.b, 0xff, 0xff), 7)
	f.Add(append([]byte(copyMagic), 0, 1, 0x7f, 0xff, 0xff, 0xff), 3)
	f.Fuzz(func(t *testing.T, b []byte, size int) {
		whole, pieces := readCopy(b, len(b)), readCopy(b, size)
		if whole != pieces {
			t.Errorf("in pieces of %d: %s, whole: %s", size, pieces, whole)
		}
	})
}

// readCopy lists the values of what COPY wrote.
func readCopy(b []byte, size int) string {
	var out bytes.Buffer
	r := copyReader{row: func(v fields) error {
		for len(v.b) > 0 {
			fmt.Fprintf(&out, "%x ", v.next())
		}
		out.WriteByte('\n')
		return nil
	}}
	for len(b) > 0 {
		n := min(max(1, size), len(b))
		r.Write(b[:n])
		b = b[n:]
	}
	return out.String()
}

func TestCopyReaderReadsWhatCopierWrites(t *testing.T) {
	c := newCopier("t (a, b, c, d)")
	c.row().int64(-5).date(19000).reference(0).int16(-2)
	c.row().int32(7).date(mentionmap.NoDay).reference(9).bool(true)
	var got []string
	r := copyReader{row: func(v fields) error {
		got = append(got, fmt.Sprint(v.int(), v.day(), v.int(), v.int()))
		return nil
	}}
	if n, err := r.Write(append(c.b, 0xff, 0xff)); err != nil || n != len(c.b)+2 {
		t.Error(n, err)
	}
	if want := fmt.Sprint([]string{"-5 2022-01-08 0 -2", "7  9 1"}); fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
