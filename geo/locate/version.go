package locate

import (
	_ "embed"
	"strings"
)

//go:embed version.txt
var version string

// Version names the rules and weights. It is a fingerprint of the trained
// weights and of all that is found in the demo corpus, the hard cases and the
// gold documents of text/post, so that it changes whenever answers do;
// TestVersion holds it to that.
var Version = strings.TrimSpace(version)
