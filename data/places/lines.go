package places

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"mentionmap"
)

// maxLine is more than the longest line of GeoNames' lists (20 kB).
const maxLine = 1 << 20

// input is a source read line by line, or whole through buf.
type input struct {
	*source
	ctx  context.Context
	buf  *bufio.Reader
	scan *bufio.Scanner
	head string // the first line that is neither empty nor a comment, as far as it fits
	line int
}

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

func newInput(ctx context.Context, s *source) (*input, error) {
	in := &input{source: s, ctx: ctx, buf: bufio.NewReaderSize(s, headSize)}
	head, err := in.buf.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for line := range strings.Lines(strings.TrimPrefix(string(head), "\ufeff")) {
		if strings.TrimSpace(line) != "" && (line[0] != '#' || strings.HasPrefix(line, "#ISO\t")) {
			in.head = strings.TrimRight(line, "\r\n")
			break
		}
	}
	if in.head == "" {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s is empty", s.file)
	}
	in.scan = bufio.NewScanner(in.buf)
	in.scan.Buffer(make([]byte, 0, 1<<16), maxLine)
	return in, nil
}

// next returns the next line that is neither empty nor a comment, or io.EOF.
func (in *input) next() (string, error) {
	for in.scan.Scan() {
		in.line++
		line := in.scan.Text()
		if in.line == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if in.line%4096 == 0 && in.ctx.Err() != nil {
			return "", in.ctx.Err()
		}
		switch {
		case !utf8.ValidString(line):
			return "", in.wrong("is not UTF-8 text: save the file as UTF-8")
		case strings.TrimSpace(line) != "" && line[0] != '#':
			return line, nil
		}
	}
	switch err := in.scan.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return "", in.wrong("is longer than %d kB: this is no list of places", maxLine>>10)
	case err != nil:
		return "", err
	}
	return "", io.EOF
}

// wrong is an error about the line read last.
func (in *input) wrong(format string, args ...any) error {
	e := mentionmap.Errorf(mentionmap.Invalid, format, args...)
	return mentionmap.Errorf(mentionmap.Invalid, "%s, line %d: %s", in.file, in.line, e.Message)
}

// columns calls fn with the tab-separated columns of each line, least to most
// of them.
func (in *input) columns(least, most int, fn func(f []string) error) error {
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		f := strings.Split(line, "\t")
		if len(f) < least || len(f) > most {
			return in.wrong("has %d columns, want %d", len(f), most)
		}
		if err := fn(f); err != nil {
			return err
		}
	}
}
