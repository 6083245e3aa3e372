// Package places imports lists of places (GeoNames' dumps, a user's own CSV
// and GeoJSON) as layers over the embedded gazetteer, and keeps them in a
// folder:
//
//	read a file → drafts → the same places below found → layer → checked → put in the folder
//
// What can be read is the table in formats.go. An import that fails, whatever
// the reason, leaves the folder as it was.
package places
