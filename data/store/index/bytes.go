package index

import "unsafe"

// bytesOf gives the memory of numbers as bytes.
func bytesOf[T uint16 | uint32 | fact](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0])))
}
