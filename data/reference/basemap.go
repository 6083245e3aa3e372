package reference

import (
	"embed"
	"io/fs"
)

//go:embed basemap
var basemap embed.FS

// Basemap is the files of the page's offline map, in the formats of
// docs/formats.md, "Basemap", with the notice of the data's licence beside them.
var Basemap = mustSub(basemap, "basemap")

// mustSub cannot fail: the folder is embedded above.
func mustSub(files embed.FS, dir string) fs.FS {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err)
	}
	return sub
}
