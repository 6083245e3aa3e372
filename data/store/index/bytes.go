package index

import "unsafe"

// number is what memory is written as, and read into.
type number interface {
	uint16 | uint32 | fact | zone | oddRow | rowBits | rowChunk | postChunk | documentChunk
}

// bytesOf gives the memory of a list as bytes, in the order of the machine.
func bytesOf[T number](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0])))
}

// memory gives the memory of one thing.
func memory[T number](p *T) []byte { return bytesOf(unsafe.Slice(p, 1)) }
