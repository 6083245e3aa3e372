// Package toponym recognises place names: which spans of a text name places,
// of what kind, and whether the place itself is meant.
//
// A text is prepared once (Text.Reset): its words with their classes, and its
// sentences. Finder.Find then goes over the capitalised words, asks the gazetteer for
// the longest name that starts there, joins the generic word that belongs to
// it ("Kursk" and "region"), and scores the name by features of the word, its
// neighbours, the document and the gazetteer. A name whose score is positive
// is a place. The score is a sum of named weights (weights.go) and of the
// trained ones (model.go), so that each decision can be taken apart.
package toponym
