package postings

import "math/bits"

// Set is a set of sections. The nil Set is that of all.
type Set []uint64

// NewSet returns the empty set, which can hold the sections below an end.
func NewSet(end int64) Set { return make(Set, (max(end, 0)+63)>>6) }

// Add puts a section in, if the set can hold it.
func (s Set) Add(section int64) {
	if at := section >> 6; at >= 0 && at < int64(len(s)) {
		s[at] |= 1 << (section & 63)
	}
}

// Remove takes a section out.
func (s Set) Remove(section int64) {
	if at := section >> 6; at >= 0 && at < int64(len(s)) {
		s[at] &^= 1 << (section & 63)
	}
}

// Has reports whether a section is in it.
func (s Set) Has(section int64) bool {
	at := section >> 6
	return s == nil || section >= 0 && at < int64(len(s)) && s[at]>>(section&63)&1 == 1
}

// And leaves what is in both; it may change either set.
func And(a, b Set) Set {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	a = a[:min(len(a), len(b))]
	for i := range a {
		a[i] &= b[i]
	}
	return a
}

// Len is the number of sections; the set must not be nil.
func (s Set) Len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// After appends to dst the first n sections above one.
func (s Set) After(dst []int64, section int64, n int) []int64 {
	at := max(section+1, 0)
	for i := int(at >> 6); i < len(s) && n > 0; i++ {
		w := s[i]
		if int64(i) == at>>6 {
			w &= ^uint64(0) << (at & 63)
		}
		for ; w != 0 && n > 0; n-- {
			dst = append(dst, int64(i)<<6+int64(bits.TrailingZeros64(w)))
			w &= w - 1
		}
	}
	return dst
}
