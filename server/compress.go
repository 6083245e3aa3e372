package server

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packFrom is the size in bytes from which an answer is worth compressing.
const packFrom = 2048

// packer is a compressor that can be used again.
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// encodings is the table of compressions, the preferred first.
var encodings = []struct {
	name string
	pool *sync.Pool
}{
	{"zstd", &sync.Pool{New: func() any {
		w, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<18))
		return packer(w)
	}}},
	{"gzip", &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		return packer(w)
	}}},
}

// encodingFor returns the index of the compression to use, -1 for none.
func encodingFor(accepted string) int {
	for i, e := range encodings {
		if accepts(accepted, e.name) {
			return i
		}
	}
	return -1
}

// accepts reads an Accept-Encoding header (RFC 9110, section 12.5.3).
func accepts(header, name string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), name) {
			continue
		}
		weight, given := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !given || err == nil && q > 0
	}
	return false
}

// send answers with a body, compressed if that pays and the client takes it.
func send(c *fiber.Ctx, mediaType string, body []byte) error {
	c.Set(fiber.HeaderContentType, mediaType)
	i := encodingFor(c.Get(fiber.HeaderAcceptEncoding))
	if len(body) < packFrom || i < 0 {
		return c.Send(body)
	}
	var out bytes.Buffer
	out.Grow(len(body) / 4)
	w := encodings[i].pool.Get().(packer)
	defer encodings[i].pool.Put(w)
	w.Reset(&out)
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentEncoding, encodings[i].name)
	return c.Send(out.Bytes())
}

// sendJSON is send for a value.
func sendJSON(c *fiber.Ctx, mediaType string, v any) error {
	body, err := c.App().Config().JSONEncoder(v)
	if err != nil {
		return err
	}
	return send(c, mediaType, body)
}

// packBest compresses what is kept for good.
func packBest(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
