package ingest

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/text/reader"
)

// check looks for all paths before anything is read, and adds up the bytes of
// their files.
func (o *Options) check() (total int64, err error) {
	if len(o.Paths) == 0 {
		return 0, mentionmap.Errorf(mentionmap.Invalid, "name a file or a folder to read")
	}
	for _, path := range o.Paths {
		if o.isInput(path) {
			continue
		}
		n, err := o.size(path)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func (o *Options) isInput(path string) bool { return path == "-" && o.Input != nil }

// size adds up the files at a path; what cannot be looked at is left to the reader.
func (o *Options) size(path string) (total int64, err error) {
	if _, err := o.stat(path); err != nil {
		if os.IsNotExist(err) {
			return 0, mentionmap.Errorf(mentionmap.NotFound, "%s: no such file or folder", path)
		}
		return 0, nil
	}
	count := func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				total += info.Size()
			}
		}
		return nil
	}
	if o.FS != nil {
		return total, fs.WalkDir(o.FS, path, count)
	}
	return total, filepath.WalkDir(path, count)
}

func (o *Options) stat(path string) (fs.FileInfo, error) {
	if o.FS != nil {
		return fs.Stat(o.FS, path)
	}
	return os.Stat(path)
}

// readAll reads all paths and closes the channels.
func (r *run) readAll(ctx context.Context) (err error) {
	defer close(r.work)
	defer close(r.order)
	defer mentionmap.RecoverTo(&err, "")
	var count atomic.Int64
	o := reader.Options{Skip: r.skip, Source: r.Source, MaxBytes: r.MaxBytes, Count: &count}
	var read []int64 // bytes of the files when each document came that is not yet taken
	var unlearned error
	first := locate.Ahead{Learn: r.learn(&unlearned), Next: func(doc mentionmap.Document) error {
		if unlearned != nil {
			return unlearned
		}
		at := read[0]
		read = read[1:]
		return r.take(ctx, doc, at)
	}}
	for i := 0; i < len(r.Paths) && err == nil; i++ {
		var stop error
		err = r.read(ctx, o, r.Paths[i], func(doc mentionmap.Document) error {
			read = append(read, count.Load())
			stop = first.Take(doc)
			return stop
		})
		if err != nil && stop == nil && ctx.Err() == nil && len(r.Paths) > 1 {
			r.skip(err) // as in a folder: the other paths are read
			err = nil
		}
	}
	if last := first.Flush(); err == nil {
		err = last
	}
	return err
}

// learn is Learn with its panics as errors; nil if nothing is learned.
func (r *run) learn(failed *error) func([]mentionmap.Document) {
	if r.Learn == nil {
		return nil
	}
	return func(docs []mentionmap.Document) {
		defer mentionmap.RecoverTo(failed, "learning where sources are at home")
		r.Learn(docs)
	}
}

func (r *run) read(ctx context.Context, o reader.Options, path string, take func(mentionmap.Document) error) error {
	switch {
	case r.isInput(path):
		return o.ReadFrom(ctx, "standard input", r.Input, take)
	case r.FS == nil:
		return o.Read(ctx, path, take)
	}
	return fs.WalkDir(r.FS, path, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := r.FS.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return o.ReadFrom(ctx, path, f, take)
	})
}
