package reader

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mentionmap"
)

// readDir reads every file below dir. What cannot be read is skipped.
func (o Options) readDir(ctx context.Context, dir string, fn func(mentionmap.Document) error) error {
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && path == dir:
			return fileError(path, err)
		case err != nil:
			return o.skip(fileError(path, err))
		case path == dir:
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !isFile(path, d):
			return nil
		}
		files++
		return o.readOne(ctx, path, fn)
	})
	if err == nil && files == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: the folder holds no files to read", dir)
	}
	return err
}

// isFile follows links to files, not to folders.
func isFile(path string, d fs.DirEntry) bool {
	if d.Type().IsRegular() {
		return true
	}
	info, err := os.Stat(path)
	return d.Type()&fs.ModeSymlink != 0 && (err != nil || info.Mode().IsRegular())
}

// readOne reads a file of a directory; its own trouble is skipped, fn's is not.
func (o Options) readOne(ctx context.Context, path string, fn func(mentionmap.Document) error) error {
	var stop error
	err := o.readFile(ctx, path, func(doc mentionmap.Document) error {
		stop = fn(doc)
		return stop
	})
	if err == nil || stop != nil || ctx.Err() != nil {
		return err
	}
	return o.skip(err)
}
