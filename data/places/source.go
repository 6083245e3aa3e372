package places

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"mentionmap"
)

// Limits of what is unpacked. GeoNames' largest lists stay below them:
// alternateNamesV2.txt has 0.8 GB, allCountries.txt 1.7 GB; text packs 4 to 10 times.
const (
	maxUnpacked = 3 << 30
	maxRatio    = 100
	freeRatio   = 1 << 20 // bytes that may be unpacked from however few
)

// source is an opened file, unpacked.
type source struct {
	name string // without folder and endings: UA, cities15000
	file string // as an error names it: "UA.txt in UA.zip"
	io.Reader
	closers []io.Closer
}

func (s *source) Close() error {
	var err error
	for i := len(s.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, s.closers[i].Close())
	}
	return err
}

// openSource opens a file that may be packed as zip or gzip.
func openSource(path string) (*source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	s := &source{name: stem(path), file: filepath.Base(path), closers: []io.Closer{f}}
	if err := s.unpack(f); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func cannotOpen(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return mentionmap.Errorf(mentionmap.NotFound, "there is no file %s: give a file, or the two letters of a country to download", path)
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s cannot be opened: %w", path, err)
}

// stem is the file's name without folder and endings.
func stem(path string) string {
	name := filepath.Base(path)
	for {
		switch ext := strings.ToLower(filepath.Ext(name)); ext {
		case ".zip", ".gz", ".txt", ".tsv", ".csv", ".json", ".geojson":
			name = name[:len(name)-len(ext)]
		default:
			return name
		}
	}
}

func (s *source) unpack(f *os.File) error {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return mentionmap.Errorf(mentionmap.Invalid, "%s is no file", f.Name())
	}
	b := bufio.NewReaderSize(f, 1<<16)
	head, _ := b.Peek(4)
	switch {
	case strings.HasPrefix(string(head), "PK\x03\x04"), strings.HasPrefix(string(head), "PK\x05\x06"):
		return s.unzip(f, info.Size())
	case strings.HasPrefix(string(head), "\x1f\x8b"):
		z, err := gzip.NewReader(b)
		if err != nil {
			return s.damaged(err)
		}
		s.closers = append(s.closers, z)
		s.Reader = &guarded{from: z, source: s, left: allowed(info.Size())}
	default:
		s.Reader = &guarded{from: b, source: s, left: maxUnpacked}
	}
	return nil
}

func (s *source) damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return mentionmap.Errorf(mentionmap.Invalid, "%s is cut off: get it again", s.file)
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s is damaged (%v): get it again", s.file, err)
}

// unzip opens the list inside an archive: the file of the archive's name, else
// the largest that is no readme.
func (s *source) unzip(f *os.File, size int64) error {
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return s.damaged(err)
	}
	var best *zip.File
	for _, in := range archive.File {
		name := strings.ToLower(filepath.Base(in.Name))
		if strings.HasSuffix(in.Name, "/") || strings.HasPrefix(name, "readme") {
			continue
		}
		if best == nil || stem(in.Name) == s.name || in.UncompressedSize64 > best.UncompressedSize64 && stem(best.Name) != s.name {
			best = in
		}
	}
	if best == nil {
		return mentionmap.Errorf(mentionmap.Invalid, "%s holds no list of places", s.file)
	}
	s.file = stemmed(best.Name) + " in " + s.file
	limit := allowed(int64(min(best.CompressedSize64, uint64(size))))
	if best.UncompressedSize64 > uint64(limit) {
		return s.bomb(best.UncompressedSize64)
	}
	in, err := best.Open()
	if err != nil {
		return s.damaged(err)
	}
	s.closers = append(s.closers, in)
	s.Reader = &guarded{from: in, source: s, left: limit}
	return nil
}

// stemmed is the base name of a path in an archive, fit to be printed.
func stemmed(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, filepath.Base(name))
}

// allowed is how much may be unpacked from so many bytes.
func allowed(packed int64) int64 { return min(maxUnpacked, packed*maxRatio+freeRatio) }

func (s *source) bomb(claims uint64) error {
	return mentionmap.Errorf(mentionmap.TooLarge, "%s unpacks to %d MB or more from very little: no list of places does", s.file, claims>>20)
}

// guarded stops what unpacks without end, and tells errors as ours.
type guarded struct {
	from   io.Reader
	source *source
	left   int64
	read   int64
}

func (g *guarded) Read(p []byte) (int, error) {
	if int64(len(p)) > g.left+1 {
		p = p[:g.left+1]
	}
	n, err := g.from.Read(p)
	g.left -= int64(n)
	g.read += int64(n)
	switch {
	case g.left < 0:
		return 0, g.source.bomb(uint64(g.read))
	case err != nil && err != io.EOF:
		return n, g.source.damaged(err)
	}
	return n, err
}
