package reference

import _ "embed"

//go:embed gazetteer.bin
var gazetteer []byte

// Gazetteer returns the embedded default gazetteer, a file in the format of
// docs/formats.md, "Gazetteer". The caller must not change it.
func Gazetteer() []byte { return gazetteer }
