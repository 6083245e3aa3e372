// Package relation reads how the thing told lies to a place named: near it,
// in its direction, so many kilometres from it, between it and another. Where
// the words give a point of its own ("a village 12 km north of Sudzha"), it
// can be worked out from the place.
package relation
