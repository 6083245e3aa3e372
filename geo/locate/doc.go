// Package locate finds the places of a document: it composes recognition
// (geo/toponym), relations (geo/relation) and resolution (geo/resolve), and
// binds each mention to the words that date it (text/when).
package locate
