// Command basemap makes the files of ../../basemap: an offline vector map of land, borders, water
// and towns, from registry packages only. Run it in this directory: go run . -out ../../basemap
//
// It needs Debian's gmt and gmt-gshhg-high for rivers and lakes.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// levels are the land files, coarse to fine. A tolerance is about half a square screen pixel at
// the deepest zoom that a file serves: one pixel of zoom z is 2^(bits-8-z) grid units wide.
var levels = []level{
	{file: "land-0.bin", bits: 14, tol: within(6, 6, 8), minIsland: within(12, 12, 24)},
	{file: "land-1.bin", bits: 17, tol: within(8, 100, 400), minIsland: within(100, 400, 2400), oblasts: true},
	{file: "land-2.bin", bits: 20, tol: within(16, 4000, 50000), minIsland: within(400, 20000, 300000), oblasts: true},
}

var waterLevels = []waterLevel{
	{file: "gshhg-0.bin", bits: 16, tol: within(4, 6, 20), minLake: within(80, 300, 3000), ranks: 2},
	{file: "gshhg-1.bin", bits: 20, tol: within(16, 1000, 6000), minLake: within(10, 100, 3000), ranks: 4},
}

func main() {
	out := flag.String("out", "../../basemap", "directory to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "basemap:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if err := writeLand(out); err != nil {
		return err
	}
	if err := writeWater(out); err != nil {
		return err
	}
	return writeUrban(out)
}

func writeUrban(out string) error {
	fmt.Println("reading built-up areas (rgeo, Natural Earth 1:10m)")
	c, err := urbanChart()
	if err != nil {
		return err
	}
	return write(out, "urban.bin", c.encode())
}

func writeWater(out string) error {
	fmt.Println("reading rivers and lakes (gmt, GSHHG)")
	w, err := readWaters()
	if err != nil {
		return err
	}
	for _, l := range waterLevels {
		c := waterChart(w, l)
		if err := write(out, l.file, c.encode()); err != nil {
			return err
		}
	}
	return nil
}

func writeLand(out string) error {
	fmt.Println("reading provinces (rgeo, Natural Earth 1:10m)")
	provinces, err := readProvinces()
	if err != nil {
		return err
	}
	for _, l := range levels {
		c := landChart(provinces, l)
		if err := write(out, l.file, c.encode()); err != nil {
			return err
		}
	}
	return nil
}

func write(dir, name string, data []byte) error {
	fmt.Printf("%-16s %8d bytes, %7d gzipped\n", name, len(data), gzipped(data))
	return os.WriteFile(filepath.Join(dir, name), data, 0o644)
}

func gzipped(data []byte) int {
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return buf.Len()
}
