package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// gmtCoast runs `gmt coast -M` and returns the polylines that it dumps: pieces, cut at the two-degree
// tiles of the data.
func gmtCoast(args ...string) ([][]point, error) {
	cmd := exec.Command("gmt", append([]string{"coast", "-M", "-Dh"}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("gmt is missing: apt-get install gmt gmt-gshhg-high")
	}
	if err != nil {
		return nil, fmt.Errorf("gmt coast %s: %w: %s", strings.Join(args, " "), err, firstLine(complaint.String()))
	}
	return parseSegments(out)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// parseSegments reads GMT's table of segments: a line starting with > opens one, each other line is a vertex.
func parseSegments(data []byte) ([][]point, error) {
	var out [][]point
	var cur []point
	scan := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; scan.Scan(); n++ {
		line := scan.Text()
		switch {
		case strings.HasPrefix(line, ">"):
			out = appendLine(out, cur)
			cur = nil
		case line == "" || strings.HasPrefix(line, "#"):
		default:
			p, err := parseVertex(line)
			if err != nil {
				return nil, fmt.Errorf("gmt output, line %d: %w", n, err)
			}
			cur = append(cur, p)
		}
	}
	return appendLine(out, cur), scan.Err()
}

func appendLine(lines [][]point, pts []point) [][]point {
	if len(pts) < 2 {
		return lines
	}
	return append(lines, pts)
}

func parseVertex(line string) (point, error) {
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return point{}, fmt.Errorf("%q is no longitude and latitude", line)
	}
	lon, err := strconv.ParseFloat(fields[0], 64)
	if err != nil {
		return point{}, err
	}
	lat, err := strconv.ParseFloat(fields[1], 64)
	if lon > 180 {
		lon -= 360
	}
	return point{lon, lat}, err
}

// stitch joins pieces whose ends meet in a vertex that no third piece touches.
func stitch(pieces [][]point) [][]point {
	at := map[key][]int{}
	for i, pts := range pieces {
		for _, k := range ends(pts) {
			at[k] = append(at[k], i)
		}
	}
	used := make([]bool, len(pieces))
	var out [][]point
	for i := range pieces {
		if used[i] {
			continue
		}
		used[i] = true
		line := grow(pieces[i], pieces, at, used)
		line = grow(reversed(line), pieces, at, used)
		out = append(out, line)
	}
	return out
}

func ends(pts []point) [2]key { return [2]key{meet(pts[0]), meet(pts[len(pts)-1])} }

// meet rounds to 1e-4 degrees (about 10 m): the tiles' ends differ in the last places.
func meet(p point) key {
	k := keyOf(p)
	return key{(k[0] + 50) / 100, (k[1] + 50) / 100}
}

func grow(line []point, pieces [][]point, at map[key][]int, used []bool) []point {
	line = append([]point{}, line...)
	for {
		end := meet(line[len(line)-1])
		next := -1
		for _, i := range at[end] {
			if !used[i] {
				next = i
			}
		}
		if next < 0 || len(at[end]) != 2 {
			return line
		}
		used[next] = true
		piece := pieces[next]
		if meet(piece[0]) != end {
			piece = reversed(piece)
		}
		line = append(line, piece[1:]...)
	}
}

func reversed(pts []point) []point {
	out := make([]point, len(pts))
	for i, p := range pts {
		out[len(pts)-1-i] = p
	}
	return out
}

func isClosed(pts []point) bool { return len(pts) > 3 && meet(pts[0]) == meet(pts[len(pts)-1]) }
