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
		case d.IsDir():
			return nil
		}
		isFile, err := kindOf(dir, path, d)
		if err != nil {
			return o.skip(err)
		}
		if !isFile {
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

// kindOf sorts what stands in a folder. A link is followed to a file within the
// folder that was named, to no other place and to no folder.
func kindOf(root, path string, d fs.DirEntry) (isFile bool, err error) {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular(), nil
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false, fileError(path, err)
	}
	info, err := os.Stat(target)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil
	}
	if isInside(root, target) {
		return true, nil
	}
	return false, mentionmap.Errorf(mentionmap.Invalid, "%s: is a link to a file outside of the folder; name that file itself to have it read", path)
}

// isInside tells whether a path without links lies in a folder.
func isInside(root, path string) bool {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return false
	}
	root, wrong := filepath.Abs(real)
	path, err = filepath.Abs(path)
	if wrong != nil || err != nil {
		return false
	}
	rest, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rest)
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
