// Package reader turns bytes into documents: a table of formats, each of which
// says whether it knows an input by its name and first bytes, and reads it.
// A file, standard input or a whole directory go in; documents come out one by
// one, so that no more than one is in memory.
package reader

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"mentionmap"
)

// MaxBytes is the size of a document, in bytes, that is read by default. A document is
// in memory as a whole until it is stored, and to locate it takes some 25 bytes for a
// byte of prose, 50 where every third word names a place: so this bounds the memory.
const MaxBytes = 16 << 20

// Options say how to read. The zero value is ready for use.
type Options struct {
	// Skip is told of what was left out: a file of a directory, a line of a
	// JSON Lines file. Reading goes on. If it is nil, the first such error ends it.
	Skip func(error)
	// Source is the site or channel of documents that name none. Without it, that of a
	// line of JSON is the host of its url, if it has one.
	Source string
	// MaxBytes is the most that a document may have; 0 means MaxBytes.
	MaxBytes int64
	// Count, if set, gets the bytes that were read of files and streams added.
	Count *atomic.Int64
}

// Read reads a file or a directory with the default options.
func Read(ctx context.Context, path string, fn func(mentionmap.Document) error) error {
	return Options{}.Read(ctx, path, fn)
}

// Read gives every document of the file or directory at path to fn. A directory
// is walked in the order of its names; files and folders whose name begins with
// a point are left out; a link in it is followed to a file within it, and to
// nothing else. Errors are Invalid, NotFound, TooLarge or fn's own,
// which end the reading.
func (o Options) Read(ctx context.Context, path string, fn func(mentionmap.Document) error) error {
	info, err := os.Stat(path)
	if err != nil {
		return fileError(path, err)
	}
	if !info.IsDir() {
		return o.readFile(ctx, path, fn)
	}
	if named, err := os.Lstat(path); err == nil && named.Mode()&os.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return fileError(path, err)
		}
	}
	return o.readDir(ctx, path, fn)
}

// ReadFrom reads a stream, such as standard input; name is what it is called in
// errors and the Key of its documents. A panic, of fn too, is an Internal error.
func (o Options) ReadFrom(ctx context.Context, name string, r io.Reader, fn func(mentionmap.Document) error) (err error) {
	defer mentionmap.RecoverTo(&err, name)
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = MaxBytes
	}
	buffer := buffers.Get().(*bufio.Reader)
	defer func() { buffer.Reset(nil); buffers.Put(buffer) }()
	buffer.Reset(counting{r, o.Count})
	in := &input{Options: o, ctx: ctx, name: name, r: buffer}
	head, err := in.r.Peek(sniffBytes)
	if err != nil && err != io.EOF {
		return fileError(name, err)
	}
	if len(head) == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: is empty; there is nothing to read", name)
	}
	s := newSample(name, head, err == nil)
	f := formatOf(s)
	in.format, in.utf16 = f.name, hasUTF16BOM(head) && !isUTF32(s) && !isBinary(s)
	bad := firstInvalid(head)
	in.notUTF8 = bad >= 0 && (!s.cut || bad < len(head)-utf8.UTFMax)
	return f.read(in, fn)
}

// formatOf is the first format of the table that knows an input; the last knows all.
func formatOf(s *sample) *format {
	i := 0
	for i < len(formats)-1 && !formats[i].sniff(s) {
		i++
	}
	return &formats[i]
}

// buffers are of sniffBytes: to make one takes longer than to read a short text.
var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, sniffBytes) }}

// counting counts what is read.
type counting struct {
	io.Reader
	sum *atomic.Int64 // nil: nobody asks
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.sum != nil {
		c.sum.Add(int64(n))
	}
	return n, err
}

func (o Options) readFile(ctx context.Context, path string, fn func(mentionmap.Document) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fileError(path, err)
	}
	defer f.Close()
	return o.ReadFrom(ctx, path, f, fn)
}

// fileError says in a line why a file could not be read.
func fileError(path string, err error) error {
	switch {
	case os.IsNotExist(err):
		return mentionmap.Errorf(mentionmap.NotFound, "%s: no such file or folder", path)
	case os.IsPermission(err):
		return mentionmap.Errorf(mentionmap.Invalid, "%s: may not be read; check its permissions", path)
	}
	cause := err
	if p, ok := err.(*os.PathError); ok {
		cause = p.Err
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s: cannot be read: %w", path, cause)
}

// input is one file or stream on its way in.
type input struct {
	Options
	ctx  context.Context
	name string
	r    *bufio.Reader

	format  string // its name in the table
	utf16   bool   // its byte order mark says so
	notUTF8 bool   // its first bytes are neither
}

// skip reports err and goes on, or ends the reading where nobody listens.
func (o Options) skip(err error) error {
	if o.Skip == nil {
		return err
	}
	o.Skip(err)
	return nil
}

// document makes the document of a text.
func (in *input) document(key, text string) mentionmap.Document {
	return mentionmap.Document{Key: key, Text: text, Published: mentionmap.NoStamp}
}

func (in *input) base() string { return filepath.Base(in.name) }

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }
