// Package frontend holds the page as it was built. It imports nothing of ours.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Page is the built page: index.html and assets/ with hashed names. It holds
// only .keep while the page is not built.
var Page = open()

func open() fs.FS {
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist
	}
	return page
}
