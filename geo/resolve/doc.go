// Package resolve decides which of the places that bear a name is meant.
//
// The names of a post are gathered into entities: the same name meant the same way is one
// entity, decided once. Each place that bears the name gets a score, the sum
// of the cues of a visible table (cues.go). Countries and regions are decided
// first, then what is easiest; each decision is a cue for the next. The score
// is linear, so that a decision can be taken apart into its reasons.
package resolve
