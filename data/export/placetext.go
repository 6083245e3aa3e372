package export

import "mentionmap"

// mostPlaceTexts is how many places a file remembers what it wrote of: those
// that come again and again are met early.
const mostPlaceTexts = 4096

// placeText is what is written of a place in every mention of it: members of
// an object, each after a comma.
type placeText struct{ geometry, name, ids []byte }

func newPlaceText(p *mentionmap.Place) *placeText {
	part := func(write func(*object)) []byte {
		o := object{comma: true}
		write(&o)
		return o.b
	}
	return &placeText{
		geometry: part(func(o *object) { o.geometry(p) }),
		name:     part(func(o *object) { o.placeName(p) }),
		ids:      part(func(o *object) { o.placeIDs(p) }),
	}
}

// placeTexts remembers places by where they are in memory: a store gives the
// same place again.
type placeTexts map[*mentionmap.Place]*placeText

// of returns what is written of a place; nil for one too many.
func (t *placeTexts) of(p *mentionmap.Place) *placeText {
	if text := (*t)[p]; text != nil || len(*t) >= mostPlaceTexts {
		return text
	}
	if *t == nil {
		*t = placeTexts{}
	}
	text := newPlaceText(p)
	(*t)[p] = text
	return text
}
