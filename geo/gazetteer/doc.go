// Package gazetteer holds the places of the world and finds their names in
// text. A gazetteer is built once (Builder), kept as one compact file, and
// opened in milliseconds (Open). Text is never rewritten: names and text are
// compared through folding tables, and offsets stay those of the input.
//
// The way from text to candidates:
//
//	tokens := gazetteer.Tokenize(text, buf)
//	matches := g.Match(text, tokens[i:], mbuf) // every name that starts at token i
//	candidates := g.Candidates(matches[len(matches)-1].Set, cbuf)
//
// Positions are longitude first, in degrees, WGS84.
package gazetteer
