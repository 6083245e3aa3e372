package export

import "io"

// buffer collects what is appended and writes it in large pieces.
type buffer struct {
	w   io.Writer
	b   []byte
	err error
}

const bufferSize = 64 << 10

func newBuffer(w io.Writer) buffer { return buffer{w: w, b: make([]byte, 0, bufferSize+8<<10)} }

// flush writes the buffer when it is full enough.
func (b *buffer) flush() error {
	if len(b.b) < bufferSize {
		return b.err
	}
	return b.write()
}

func (b *buffer) write() error {
	if b.err == nil && len(b.b) > 0 {
		_, b.err = b.w.Write(b.b)
	}
	b.b = b.b[:0]
	return b.err
}
