package server

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// asset is one file, read once, with its compressed form where that is smaller.
type asset struct {
	mediaType string
	tag       string // of an ETag, without quotes
	hashed    bool   // its name changes with its content
	body      []byte
	packed    func() []byte // gzip, made when first asked for; nil if not worth it
}

// assets maps exact paths to files. Nothing else is ever read from a file
// system for a request.
type assets map[string]asset

// unbuilt is shown where the program was built without its page.
const unbuilt = "<!doctype html><html lang=en><meta charset=utf-8><title>mentionmap</title>" +
	"<p>The page is not built into this program: run <code>make build</code>. The API is at <a href=/api>/api</a>."

func newAssets(page, basemap fs.FS) (assets, error) {
	a := assets{}
	if err := a.add("/", page); err != nil {
		return nil, err
	}
	if err := a.add("/assets/basemap/", basemap); err != nil {
		return nil, err
	}
	index, built := a["/index.html"]
	if !built {
		index = newAsset("index.html", []byte(unbuilt))
	}
	a["/"] = index
	return a, nil
}

func (a assets) add(prefix string, files fs.FS) error {
	if files == nil {
		return nil
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err == nil {
			a[prefix+name] = newAsset(name, body)
		}
		return err
	})
}

// mediaTypes holds what the system's table may lack.
var mediaTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".json": "application/json", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".bin": "application/octet-stream",
	".md": "text/plain; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".tsv": "text/plain; charset=utf-8",
}

func newAsset(name string, body []byte) asset {
	ext := path.Ext(name)
	mediaType := mediaTypes[ext]
	if mediaType == "" {
		mediaType = mime.TypeByExtension(ext)
	}
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	sum := sha256.Sum256(body)
	return asset{
		mediaType: mediaType, body: body, tag: fmt.Sprintf("%x", sum[:12]), hashed: strings.HasPrefix(name, "assets/"),
		packed: sync.OnceValue(func() []byte { return packIfSmaller(body) }),
	}
}

func packIfSmaller(body []byte) []byte {
	packed, err := packBest(body)
	if err != nil || len(packed) >= len(body)*9/10 {
		return nil
	}
	return packed
}

// under returns the handler of the page below a base path.
func (a assets) under(base string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		name, below := strings.CutPrefix(c.Path(), base)
		if name == "" && below {
			return c.Redirect(base+"/", fiber.StatusPermanentRedirect) // the page's links are relative
		}
		return a.serve(c, name)
	}
}

// serve answers with a file of the page.
func (a assets) serve(c *fiber.Ctx, name string) error {
	file, ok := a[name]
	if !ok {
		return mentionmap.Errorf(mentionmap.NotFound, "there is nothing at %s: the page is at /, the API at /api", shown(c.Path()))
	}
	body, tag := file.body, `"`+file.tag+`"`
	if accepts(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		if packed := file.packed(); packed != nil {
			body, tag = packed, `"`+file.tag+`-gzip"` // other bytes, another tag (RFC 9110, section 8.8.3.3)
			c.Set(fiber.HeaderContentEncoding, "gzip")
		}
	}
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderContentType, file.mediaType)
	if file.hashed {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		c.Set(fiber.HeaderCacheControl, "no-cache")
	}
	if holds(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Response().Header.Del(fiber.HeaderContentEncoding)
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(body)
}
