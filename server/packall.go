package server

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"

	"mentionmap/server/cubefile"
)

const (
	// packBlock is the number of bytes that are compressed by one processor at a time.
	packBlock = 1 << 19
	// packAlone is the number of bytes from which a piece that is kept is
	// compressed alone, so that this need not be done again.
	packAlone = 1 << 14
)

// packAll compresses pieces that belong together, on all processors. The answer
// is that of one compressor, but for what it could have learnt of the block before.
func packAll(encoding int, pieces []cubefile.Piece) ([]byte, error) {
	if encoding < 0 {
		return joinPieces(pieces), nil
	}
	blocks := blocksOf(pieces)
	packed := make([][]byte, len(blocks))
	err := inParallel(len(blocks), func(i int) (err error) {
		packed[i], err = packBlockOf(encoding, blocks[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	if encodings[encoding].name == "gzip" {
		return gzipOf(packed, pieces), nil
	}
	return bytes.Join(packed, nil), nil
}

func joinPieces(pieces []cubefile.Piece) []byte {
	list := make([][]byte, len(pieces))
	for i, p := range pieces {
		list[i] = p.Bytes
	}
	return bytes.Join(list, nil)
}

// blocksOf puts pieces together, and cuts them, until each block has about
// packBlock bytes; at least one. What is compressed alone is a block.
func blocksOf(pieces []cubefile.Piece) [][]cubefile.Piece {
	out := [][]cubefile.Piece{nil}
	size := 0
	for _, p := range pieces {
		if p.Packed != nil && len(p.Bytes) >= packAlone {
			if size == 0 {
				out = out[:len(out)-1]
			}
			out, size = append(out, []cubefile.Piece{p}, nil), 0
			continue
		}
		for len(p.Bytes) > 0 {
			if size >= packBlock {
				out, size = append(out, nil), 0
			}
			n := min(len(p.Bytes), packBlock-size)
			out[len(out)-1] = append(out[len(out)-1], cubefile.Piece{Bytes: p.Bytes[:n]})
			p.Bytes, size = p.Bytes[n:], size+n
		}
	}
	if size == 0 && len(out) > 1 {
		out = out[:len(out)-1]
	}
	return out
}

// packBlockOf compresses a block, or gives what a kept one was compressed to.
func packBlockOf(encoding int, block []cubefile.Piece) ([]byte, error) {
	pack := func() ([]byte, error) { return packPieces(encoding, block) }
	if len(block) == 1 && block[0].Packed != nil {
		return block[0].Packed.As(encoding, pack)
	}
	return pack()
}

// packPieces compresses pieces to a Zstandard frame, or to a stretch of a
// deflate stream that ends on a whole byte.
func packPieces(encoding int, block []cubefile.Piece) ([]byte, error) {
	var out bytes.Buffer
	if encodings[encoding].name != "gzip" {
		w := encodings[encoding].pool.Get().(packer)
		defer encodings[encoding].pool.Put(w)
		w.Reset(&out)
		for _, p := range block {
			if _, err := w.Write(p.Bytes); err != nil {
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
		if _, err := w.Write(p.Bytes); err != nil {
			return nil, err
		}
	}
	err := w.Flush()
	return out.Bytes(), err
}

var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed)
	return w
}}

// gzipHead is the head of RFC 1952: deflate, no name, no time, fastest, system unknown.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255}

// deflateEnd is a last block that holds nothing (RFC 1951, section 3.2.6): the
// end of a block stands right behind its head of three bits.
var deflateEnd = []byte{3, 0}

// gzipOf makes one gzip file of the stretches of a deflate stream.
func gzipOf(packed [][]byte, pieces []cubefile.Piece) []byte {
	sum, size := uint32(0), 0
	for _, p := range pieces {
		sum = crc32.Update(sum, crc32.IEEETable, p.Bytes)
		size += len(p.Bytes)
	}
	out := bytes.Join(append(append([][]byte{gzipHead}, packed...), deflateEnd), nil)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(size))
}
