package places

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Folder holds imported layers: a file each, "<rank>-<name>.bin", that lie
// over the embedded gazetteer in the order of their names, and one file made
// of all of them, which opens faster.
type Folder struct {
	Dir  string
	Base []byte // the embedded gazetteer
}

const (
	ending       = ".bin"
	mergedPrefix = "merged-"
	mergedEnding = ".cache"
	tempPattern  = ".unfinished-*"
)

// paths lists the layers, the lowest first; none if there is no folder.
func (f *Folder) paths() ([]string, error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "the folder of gazetteers %s cannot be read: %w", f.Dir, err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ending) && !e.IsDir() && e.Name()[0] != '.' {
			out = append(out, filepath.Join(f.Dir, e.Name()))
		}
	}
	slices.Sort(out)
	return out, nil
}

// Empty reports that there are no layers.
func (f *Folder) Empty() bool {
	paths, err := f.paths()
	return err == nil && len(paths) == 0
}

// Open opens the embedded gazetteer with all layers over it.
func (f *Folder) Open() (*gazetteer.Gazetteer, error) {
	paths, err := f.paths()
	if err != nil {
		return nil, err
	}
	if g := f.openMerged(paths); g != nil {
		return g, nil
	}
	return f.stack(paths)
}

// openMerged opens the one file if it was made of just these layers; nil if
// there is none.
func (f *Folder) openMerged(paths []string) *gazetteer.Gazetteer {
	if len(paths) == 0 {
		return nil
	}
	name, err := f.mergedName(paths)
	if err != nil {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(f.Dir, name))
	if err != nil {
		return nil
	}
	g, err := gazetteer.Open(data)
	if err != nil {
		return nil
	}
	return g
}

// mergedName is the file's name for a base and layers.
func (f *Folder) mergedName(paths []string) (string, error) {
	base, err := gazetteer.Fingerprint(f.Base)
	if err != nil {
		return "", err
	}
	all := []string{base}
	for _, path := range paths {
		head, err := readHead(path)
		if err != nil {
			return "", err
		}
		print, err := gazetteer.Fingerprint(head)
		if err != nil {
			return "", err
		}
		all = append(all, print)
	}
	return mergedPrefix + textSum(strings.Join(all, "+")) + mergedEnding, nil
}

func readHead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, gazetteer.FingerprintBytes)
	n, err := f.Read(head)
	return head[:n], err
}

// stack opens the layers one over the other.
func (f *Folder) stack(paths []string) (*gazetteer.Gazetteer, error) {
	layers, err := readAll(paths)
	if err != nil {
		return nil, err
	}
	g, err := gazetteer.Open(f.Base, layers...)
	if err == nil {
		return g, nil
	}
	for i, layer := range layers {
		if _, err := gazetteer.Open(layer); err != nil {
			return nil, mentionmap.Errorf(mentionmap.CodeOf(err), "%s: %w (or `mentionmap gazetteer remove %s`)", paths[i], err, layerName(paths[i]))
		}
	}
	return nil, err
}

func readAll(paths []string) ([][]byte, error) {
	var layers [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "the gazetteer %s cannot be read: %w", path, err)
		}
		layers = append(layers, data)
	}
	return layers, nil
}

// layerName takes a layer's name from its path.
func layerName(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ending)
	if _, after, ok := strings.Cut(name, "-"); ok && len(name) > 2 && name[1] == '-' {
		return after
	}
	return name
}

// Installed is a layer in the folder.
type Installed struct {
	Name  string
	Path  string
	Bytes int64
	gazetteer.Info
	Err error // what is wrong with it; nil if nothing is
}

// List describes the layers, the lowest first.
func (f *Folder) List() ([]Installed, error) {
	paths, err := f.paths()
	if err != nil {
		return nil, err
	}
	var out []Installed
	for _, path := range paths {
		in := Installed{Name: layerName(path), Path: path}
		data, err := os.ReadFile(path)
		if err == nil {
			var g *gazetteer.Gazetteer
			if g, err = gazetteer.Open(data); err == nil {
				in.Info = g.Info()[0]
			}
		}
		in.Bytes, in.Err = int64(len(data)), err
		out = append(out, in)
	}
	return out, nil
}

// Import reads a file and puts what it holds in the folder, in place of what
// was imported under the name before. Nothing changes unless all goes well.
// Call Merge when all files are in.
func (f *Folder) Import(ctx context.Context, path string) (*Layer, error) {
	paths, err := f.paths()
	if err != nil {
		return nil, err
	}
	l, err := readLayer(ctx, path, func(r rank, name string) (*gazetteer.Gazetteer, error) {
		return f.stack(below(paths, r, name))
	})
	if err != nil {
		return nil, err
	}
	target := filepath.Join(f.Dir, fmt.Sprintf("%d-%s%s", l.rank, l.Name, ending))
	others := slices.DeleteFunc(paths, func(p string) bool { return layerName(p) == l.Name })
	if err := f.check(append(slices.Clone(others), target), map[string][]byte{target: l.Data}); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := f.write(target, l.Data); err != nil {
		return nil, err
	}
	return l, f.removeOthers(l.Name, target)
}

// below are the layers that one of a rank is matched with: lists of GeoNames
// go by the ids of the embedded gazetteer, what adds to them sees them too.
func below(paths []string, r rank, name string) (out []string) {
	for _, p := range paths {
		if layerName(p) != name && r >= codes && filepath.Base(p) < fmt.Sprint(int(r)) {
			out = append(out, p)
		}
	}
	return out
}

// check opens layers together, some of them not yet in the folder.
func (f *Folder) check(paths []string, fresh map[string][]byte) error {
	slices.Sort(paths)
	var layers [][]byte
	for _, p := range paths {
		if data, ok := fresh[p]; ok {
			layers = append(layers, data)
			continue
		}
		data, err := readAll([]string{p})
		if err != nil {
			return err
		}
		layers = append(layers, data...)
	}
	_, err := gazetteer.Open(f.Base, layers...)
	return err
}

// write puts a file in place at once.
func (f *Folder) write(path string, data []byte) error {
	cannot := func(err error) error {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", path, err)
	}
	if err := os.MkdirAll(f.Dir, 0o755); err != nil {
		return cannot(err)
	}
	temp, err := os.CreateTemp(f.Dir, tempPattern)
	if err != nil {
		return cannot(err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return cannot(err)
	}
	return nil
}

func (f *Folder) removeOthers(name, keep string) error {
	paths, err := f.paths()
	if err != nil {
		return err
	}
	for _, p := range paths {
		if layerName(p) == name && p != keep {
			err = errors.Join(err, os.Remove(p))
		}
	}
	return err
}

// Remove takes a layer out. Errors: NotFound. Call Merge afterwards.
func (f *Folder) Remove(name string) error {
	paths, err := f.paths()
	if err != nil {
		return err
	}
	var there []string
	for _, p := range paths {
		if layerName(p) == name {
			return os.Remove(p)
		}
		there = append(there, layerName(p))
	}
	if len(there) == 0 {
		return mentionmap.Errorf(mentionmap.NotFound, "nothing is imported in %s", f.Dir)
	}
	return mentionmap.Errorf(mentionmap.NotFound, "%q is not imported; there are %s", name, strings.Join(there, ", "))
}

// Merge makes the one file anew that opens faster than the layers; a folder
// without it works too.
func (f *Folder) Merge() error {
	paths, err := f.paths()
	if err != nil {
		return err
	}
	name := ""
	if len(paths) > 0 {
		if name, err = f.mergedName(paths); err != nil {
			return err
		}
		layers, err := readAll(paths)
		if err != nil {
			return err
		}
		data, err := gazetteer.Merge(f.Base, layers...)
		if err != nil {
			return err
		}
		if err := f.write(filepath.Join(f.Dir, name), data); err != nil {
			return err
		}
	}
	return f.sweep(name)
}

// sweep removes merged files of other layers.
func (f *Folder) sweep(keep string) error {
	old, err := filepath.Glob(filepath.Join(f.Dir, mergedPrefix+"*"+mergedEnding))
	for _, p := range old {
		if filepath.Base(p) != keep {
			err = errors.Join(err, os.Remove(p))
		}
	}
	return err
}
