package placeday

import "mentionmap"

// Parts are packed counts as a store keeps them.
type Parts struct {
	Generation int64
	Whole      bool     // these are all, not only what was added
	Chunks     [][]byte // of all parts, one after the other
	Ends       []int    // for each part: where its chunks end
}

// Place is a place under the store's own number.
type Place struct {
	mentionmap.Place        // without Names
	Row              int64  // Row.Place of what is counted for it
	OtherNames       string // its Names, as the store writes them
}
