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

// slot is where the model keeps the weight of a feature.
func slot(t template, v uint64) uint32 {
	h := (uint64(t)+1)*0x9E3779B97F4A7C15 ^ (v+0x7F4A7C15)*0xD6E8FEB86659FD93
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return uint32(h>>48) & (ModelSize - 1)
}

// hashFeatures fills the hashed features of a name; the named ones are set.
func (f *Finder) hashFeatures(n *Name) {
	x := &f.feats
	out := append(x.hashed[:0], slot(tBias, 0))
	for i := range x.each {
		out = append(out, namedSlots[i])
	}
	place := f.placeCode(n)
	out = f.hashWord(out, n, place)
	out = f.hashSides(out, n, place)
	x.hashed = f.hashDocument(out, n)
	if f.Text.Tokens[n.CoreFrom].Flags&gazetteer.Cyrillic != 0 {
		for i := range x.hashed {
			x.hashed[i] ^= otherScript
		}
	}
}

// otherScript keeps the weights of Cyrillic names elsewhere: what is learnt of
// one script says nothing of the other.
const otherScript = ModelSize/2 + ModelSize/8 + 1

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

func (f *Finder) hashWord(out []uint32, n *Name, place uint64) []uint32 {
	t := &f.Text
	out = append(out, slot(tPlace, place), slot(tLength, uint64(min(n.CoreTo-n.CoreFrom, 4))),
		slot(tFlags, uint64(f.profile(n).any)), slot(tNamesakes, uint64(bits.Len(uint(n.Hi-n.Lo)))))
	if last := t.Word(int(n.CoreTo - 1)); len(last) > 3 {
		out = append(out, slot(tEnding, fnv(last[len(last)-3:])))
	}
	out = append(out, slot(tWord, f.key(n)))
	if n.CoreTo-n.CoreFrom == 1 {
		out = hashClasses(out, tWordClass, t.Class[n.CoreFrom])
	}
	return out
}

func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i]|0x20)) * 1099511628211
	}
	return h
}

func hashClasses(out []uint32, t template, c Class) []uint32 {
	slots := &classSlots[t]
	for ; c != 0; c &= c - 1 {
		out = append(out, slots[bits.TrailingZeros64(uint64(c))])
	}
	return out
}

// namedSlots are the slots of the named features; classSlots, by template, those
// of the classes.
var namedSlots, classSlots = func() (named [fCount]uint32, classes [tN2Class + 1][64]uint32) {
	for f := range named {
		named[f] = slot(tNamed, uint64(f))
	}
	for t := range classes {
		for c := range classes[t] {
			classes[t][c] = slot(template(t), uint64(c))
		}
	}
	return named, classes
}()

// hashSides looks at two words on each side.
func (f *Finder) hashSides(out []uint32, n *Name, place uint64) []uint32 {
	t := &f.Text
	p1, p2, n1, n2 := int(n.From)-1, int(n.From)-2, int(n.To), int(n.To)+1
	wp1, wp2, wn1, wn2 := t.wordKey(p1), t.wordKey(p2), t.wordKey(n1), t.wordKey(n2)
	ps, ns := t.sideShape(p1, p1+1), t.sideShape(n1, n1)
	out = append(out, slot(tP1, wp1), slot(tP2, wp2), slot(tN1, wn1), slot(tN2, wn2))
	out = hashClasses(out, tP1Class, t.At(p1))
	out = hashClasses(out, tN1Class, t.At(n1))
	out = hashClasses(out, tP2Class, t.At(p2))
	out = hashClasses(out, tN2Class, t.At(n2))
	return append(out, slot(tP1Shape, ps), slot(tN1Shape, ns), slot(tShapes, ps<<16|ns), slot(tShapePlace, ps<<32|ns<<16|place),
		slot(tP1Place, wp1*31+place), slot(tN1Place, wn1*31+place), slot(tP2P1, wp1*31+wp2), slot(tN1N2, wn1*31+wn2), slot(tAround, wp1*31+wn1),
		slot(tStart, b2u(f.sentenceStart(n))|b2u(n.Signs.Has(Shouted))<<1|uint64(n.Join)<<2))
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
func (f *Finder) hashDocument(out []uint32, n *Name) []uint32 {
	first := f.Text.Tokens[n.CoreFrom].Hash
	persons := uint64(min(f.persons.count(first), 3))
	small := !f.feats.named[fCode] && f.small.has(first)
	return append(out, slot(tPersons, persons), slot(tSmall, b2u(small)|persons<<1), slot(tCount, uint64(min(f.counts[f.key(n)], 5))))
}
