// Package sentences holds our own annotated sentences, which recognition is
// trained and checked on. README.md describes the markup, package
// geo/toponym/train reads it.
package sentences

import "embed"

// Files are the lists of sentences, a file each.
//
//go:embed *.txt
var Files embed.FS
