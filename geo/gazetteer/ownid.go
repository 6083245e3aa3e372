package gazetteer

import (
	"fmt"
	"hash/fnv"

	"mentionmap"
)

// OwnID derives a negative id from what a place is, so that it stays the same
// however often a gazetteer is made: from its main name, kind, country and
// position to 0.01°.
func OwnID(e *Entry) mentionmap.PlaceID {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s|%s|%s|%.2f|%.2f", Fold(firstName(e.Names)), e.Kind, e.Country, e.Lon, e.Lat)
	return -mentionmap.PlaceID(h.Sum64()>>12) - 1
}

// CodeID derives a negative id from the code of a region or district.
func CodeID(code string) mentionmap.PlaceID {
	return OwnID(&Entry{Names: []EntryName{{Text: code}}})
}
