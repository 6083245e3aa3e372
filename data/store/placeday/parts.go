package placeday

import "mentionmap"

// Parts says what packed counts a store gave.
type Parts struct {
	Generation int64
	Whole      bool // these were all, not only what was added
}

// Place is a place under the store's own number.
type Place struct {
	mentionmap.Place        // without Names
	Row              int64  // Row.Place of what is counted for it
	OtherNames       string // its Names, as the store writes them
}
