// Package mentionmap holds the nouns of mentionmap: what is read (Document,
// Post), what is found (Mention, Place, Dates), how it is asked for (Query)
// and how things go wrong (Error). It does no I/O and imports none of the
// other packages.
//
// Offsets of a Span are bytes of Document.Text inside the program. Everything
// that leaves the program (JSON Lines, GeoJSON, CSV, the page) counts Unicode
// code points; RuneIndex converts. Positions are always longitude first, in
// degrees, WGS84. Days are civil days without a zone.
package mentionmap
