// Package eval measures what the locator finds against gold corpora: the same
// figures as the scorers that come with them, so that tests and training can
// ask for them. Positions are longitude first; offsets of gold files are code
// points.
package eval
