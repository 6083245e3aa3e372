package server

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// packBlock is the number of bytes that are compressed by one processor at a time.
const packBlock = 1 << 19

// packAll compresses pieces that belong together, on all processors. The answer
// is that of one compressor, but for what it could have learnt of the block before.
func packAll(encoding int, pieces [][]byte) ([]byte, error) {
	if encoding < 0 {
		return bytes.Join(pieces, nil), nil
	}
	blocks := blocksOf(pieces)
	packed, errs := make([][]byte, len(blocks)), make([]error, len(blocks))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(len(blocks), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(blocks); i = int(next.Add(1)) - 1 {
				packed[i], errs[i] = packBlockOf(encoding, blocks[i], i == len(blocks)-1)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	if encodings[encoding].name == "gzip" {
		return gzipOf(packed, blocks), nil
	}
	return bytes.Join(packed, nil), nil
}

// blocksOf puts pieces together, and cuts them, until each block has about
// packBlock bytes; at least one.
func blocksOf(pieces [][]byte) [][][]byte {
	out := [][][]byte{nil}
	size := 0
	for _, p := range pieces {
		for len(p) > 0 {
			if size >= packBlock {
				out, size = append(out, nil), 0
			}
			n := min(len(p), packBlock-size)
			out[len(out)-1] = append(out[len(out)-1], p[:n])
			p, size = p[n:], size+n
		}
	}
	return out
}

// packBlockOf compresses a block: a Zstandard frame, or a stretch of a deflate
// stream that ends on a whole byte.
func packBlockOf(encoding int, block [][]byte, last bool) ([]byte, error) {
	var out bytes.Buffer
	if encodings[encoding].name != "gzip" {
		w := encodings[encoding].pool.Get().(packer)
		defer encodings[encoding].pool.Put(w)
		w.Reset(&out)
		for _, p := range block {
			if _, err := w.Write(p); err != nil {
				return nil, err
			}
		}
		err := w.Close()
		return out.Bytes(), err
	}
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	for _, p := range block {
		if _, err := w.Write(p); err != nil {
			return nil, err
		}
	}
	end := w.Flush
	if last {
		end = w.Close
	}
	err := end()
	return out.Bytes(), err
}

var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed)
	return w
}}

// gzipHead is the head of RFC 1952: deflate, no name, no time, fastest, system unknown.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255}

// gzipOf makes one gzip file of the stretches of a deflate stream.
func gzipOf(packed [][]byte, blocks [][][]byte) []byte {
	sum, size := uint32(0), 0
	for _, b := range blocks {
		for _, p := range b {
			sum = crc32.Update(sum, crc32.IEEETable, p)
			size += len(p)
		}
	}
	out := bytes.Join(append([][]byte{gzipHead}, packed...), nil)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(size))
}
