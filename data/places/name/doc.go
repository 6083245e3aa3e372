// Package name chooses among the names that lists of places give: it drops
// codes, ordinary words and people's names, tells languages by their letters,
// and writes Cyrillic names in Latin letters. The embedded gazetteer and every
// import go through it.
package name
