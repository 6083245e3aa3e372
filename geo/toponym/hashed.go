package toponym

import (
	"math/bits"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// template is a sort of hashed feature.
type template uint32

// The templates. P and N are the words before and after the name.
const (
	tBias template = iota
	tNamed
	tWord
	tEnding
	tP1
	tP2
	tN1
	tN2
	tP1Class
	tN1Class
	tWordClass
	tP1Shape
	tN1Shape
	tPlace
	tNamesakes
	tFlags
	tPersons
	tSmall
	tLength
	tP1Place
	tN1Place
	tShapePlace
	tShapes
	tAround
	tP2P1
	tN1N2
	tCount
	tStart
	tP2Class
	tN2Class
)

func (x *features) hash(t template, v uint64) {
	h := (uint64(t)+1)*0x9E3779B97F4A7C15 ^ (v+0x7F4A7C15)*0xD6E8FEB86659FD93
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	x.hashed = append(x.hashed, uint32(h>>48)&(ModelSize-1))
}

// hashFeatures fills the hashed features of a name; the named ones are set.
func (f *Finder) hashFeatures(n *Name) {
	x := &f.feats
	x.hashed = x.hashed[:0]
	x.hash(tBias, 0)
	for i, on := range x.named {
		if on {
			x.hash(tNamed, uint64(i))
		}
	}
	place := f.placeCode(n)
	f.hashWord(n, place)
	f.hashSides(n, place)
	f.hashDocument(n)
}

// placeCode sums up the gazetteer's view in a few bits: kinds, size, standing.
func (f *Finder) placeCode(n *Name) uint64 {
	if n.Lo == n.Hi || n.Set == NoSet {
		return 0
	}
	p := f.profile(n)
	size := uint64(bits.Len64(uint64(p.pop))) / 3
	code := uint64(1) | size<<1 | uint64(p.rank)<<6
	for i, k := range [...]mentionmap.Kind{mentionmap.Country, mentionmap.Region, mentionmap.District, mentionmap.Settlement} {
		if p.has(k) {
			code |= 1 << (9 + i)
		}
	}
	if p.kinds&^(1<<mentionmap.Country|1<<mentionmap.Region|1<<mentionmap.District|1<<mentionmap.Settlement) != 0 {
		code |= 1 << 13
	}
	return code
}

func (f *Finder) hashWord(n *Name, place uint64) {
	x, t := &f.feats, &f.Text
	x.hash(tPlace, place)
	x.hash(tLength, uint64(min(n.CoreTo-n.CoreFrom, 4)))
	p := f.profile(n)
	x.hash(tFlags, uint64(p.any))
	x.hash(tNamesakes, uint64(bits.Len(uint(n.Hi-n.Lo))))
	last := t.Word(int(n.CoreTo - 1))
	if len(last) > 3 {
		x.hash(tEnding, fnv(last[len(last)-3:]))
	}
	key := f.key(n)
	x.hash(tWord, key)
	if n.CoreTo-n.CoreFrom == 1 {
		x.classes(tWordClass, t.Class[n.CoreFrom])
	}
}

func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i]|0x20)) * 1099511628211
	}
	return h
}

func (x *features) classes(t template, c Class) {
	for ; c != 0; c &= c - 1 {
		x.hash(t, uint64(bits.TrailingZeros64(uint64(c))))
	}
}

// hashSides looks at two words on each side.
func (f *Finder) hashSides(n *Name, place uint64) {
	x, t := &f.feats, &f.Text
	p1, p2, n1, n2 := int(n.From)-1, int(n.From)-2, int(n.To), int(n.To)+1
	ps, ns := t.sideShape(p1, p1+1), t.sideShape(n1, n1)
	x.hash(tP1, t.wordKey(p1))
	x.hash(tP2, t.wordKey(p2))
	x.hash(tN1, t.wordKey(n1))
	x.hash(tN2, t.wordKey(n2))
	x.classes(tP1Class, t.At(p1))
	x.classes(tN1Class, t.At(n1))
	x.classes(tP2Class, t.At(p2))
	x.classes(tN2Class, t.At(n2))
	x.hash(tP1Shape, ps)
	x.hash(tN1Shape, ns)
	x.hash(tShapes, ps<<16|ns)
	x.hash(tShapePlace, ps<<32|ns<<16|place)
	x.hash(tP1Place, t.wordKey(p1)*31+place)
	x.hash(tN1Place, t.wordKey(n1)*31+place)
	x.hash(tP2P1, t.wordKey(p1)*31+t.wordKey(p2))
	x.hash(tN1N2, t.wordKey(n1)*31+t.wordKey(n2))
	x.hash(tAround, t.wordKey(p1)*31+t.wordKey(n1))
	x.hash(tStart, b2u(f.sentenceStart(n))|b2u(n.Signs.Has(Shouted))<<1|uint64(n.Join)<<2)
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// wordKey is a word's hash, numbers all alike; 1 outside the text.
func (t *Text) wordKey(i int) uint64 {
	if i < 0 || i >= len(t.Tokens) {
		return 1
	}
	if t.Tokens[i].Flags&(gazetteer.HasDigit|gazetteer.HasLetter) == gazetteer.HasDigit {
		return 2
	}
	return t.Tokens[i].Hash
}

// sideShape is the shape of a neighbour and of the gap to it.
func (t *Text) sideShape(i, gapAt int) uint64 {
	if i < 0 || i >= len(t.Tokens) {
		return 1
	}
	const flags = gazetteer.Capitalised | gazetteer.AllCaps | gazetteer.HasDigit | gazetteer.Clitic | gazetteer.Initial
	return uint64(t.Tokens[i].Flags&flags)<<8 | uint64(t.gap(gapAt))
}

// hashDocument looks at the rest of the document.
func (f *Finder) hashDocument(n *Name) {
	x, t := &f.feats, &f.Text
	first := t.Tokens[n.CoreFrom].Hash
	persons := uint64(min(f.persons.count(first), 3))
	x.hash(tPersons, persons)
	x.hash(tSmall, b2u(!x.named[fCode] && f.small.has(first))|persons<<1)
	x.hash(tCount, uint64(min(f.counts[f.key(n)], 5)))
}
