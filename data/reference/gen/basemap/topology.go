package main

import "math"

// point is longitude, latitude in degrees.
type point [2]float64

// key names a vertex: degrees rounded to 1e-6, the precision of the source.
type key [2]int32

func keyOf(p point) key {
	return key{int32(math.Round(p[0] * 1e6)), int32(math.Round(p[1] * 1e6))}
}

// unit is an area with its rings (first and last vertex differ; the ring is closed by meaning).
type unit struct {
	name  string // unique among the units of a topology
	owner string // the state it belongs to, ISO 3166-1 alpha-3 as Natural Earth writes it
	rings [][]point
}

// arc is a stretch of border. right is -1 when only one unit lies along it: a coast.
type arc struct {
	pts         []point
	left, right int // indexes of units
}

// topology holds every border once. It follows the idea of TopoJSON: a vertex is a node when the
// rings through it do not all have the same two neighbours there; rings are cut at nodes.
type topology struct {
	units []unit
	arcs  []arc
}

func buildTopology(units []unit) topology {
	t := topology{units: units}
	nodes := findNodes(units)
	seen := map[[2]key][]int{}
	for i, u := range units {
		for _, ring := range u.rings {
			for _, piece := range cutRing(ring, nodes) {
				t.add(piece, i, seen)
			}
		}
	}
	return t
}

func findNodes(units []unit) map[key]bool {
	first := map[key][2]key{}
	nodes := map[key]bool{}
	for _, u := range units {
		for _, ring := range u.rings {
			for i, p := range ring {
				pair := sortedPair(keyOf(ring[(i+len(ring)-1)%len(ring)]), keyOf(ring[(i+1)%len(ring)]))
				k := keyOf(p)
				if known, ok := first[k]; !ok {
					first[k] = pair
				} else if known != pair {
					nodes[k] = true
				}
			}
		}
	}
	return nodes
}

func sortedPair(a, b key) [2]key {
	if less(b, a) {
		return [2]key{b, a}
	}
	return [2]key{a, b}
}

func less(a, b key) bool {
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}

// cutRing returns the stretches between nodes, ends included. A ring without nodes is one closed
// stretch that starts at its least vertex, so that two units sharing the whole ring find each other.
func cutRing(ring []point, nodes map[key]bool) [][]point {
	start := firstNode(ring, nodes)
	turned := append(append([]point{}, ring[start:]...), ring[:start+1]...)
	var out [][]point
	from := 0
	for i := 1; i < len(turned); i++ {
		if i == len(turned)-1 || nodes[keyOf(turned[i])] {
			out = append(out, turned[from:i+1])
			from = i
		}
	}
	return out
}

func firstNode(ring []point, nodes map[key]bool) int {
	least := 0
	for i, p := range ring {
		if nodes[keyOf(p)] {
			return i
		}
		if less(keyOf(p), keyOf(ring[least])) {
			least = i
		}
	}
	return least
}

// add files a stretch under its unit, or marks the known twin as shared.
func (t *topology) add(pts []point, owner int, seen map[[2]key][]int) {
	ends := sortedPair(keyOf(pts[0]), keyOf(pts[len(pts)-1]))
	for _, i := range seen[ends] {
		a := &t.arcs[i]
		if a.right < 0 && a.left != owner && sameLine(a.pts, pts) {
			a.right = owner
			return
		}
	}
	seen[ends] = append(seen[ends], len(t.arcs))
	t.arcs = append(t.arcs, arc{pts: pts, left: owner, right: -1})
}

func sameLine(a, b []point) bool {
	if len(a) != len(b) {
		return false
	}
	return sameRun(a, b, false) || sameRun(a, b, true)
}

func sameRun(a, b []point, reversed bool) bool {
	for i := range a {
		j := i
		if reversed {
			j = len(b) - 1 - i
		}
		if keyOf(a[i]) != keyOf(b[j]) {
			return false
		}
	}
	return true
}

// outline returns the signed arc numbers (~i means reversed) of the rings that bound the units
// chosen by in: each arc with exactly one chosen side, joined end to end.
func (t *topology) outline(in func(unit) bool) [][]int {
	starts := map[key][]int{}
	var refs []int
	for i, a := range t.arcs {
		l, r := in(t.units[a.left]), a.right >= 0 && in(t.units[a.right])
		if l == r {
			continue
		}
		ref := i
		if r {
			ref = ^i
		}
		refs = append(refs, ref)
		k := keyOf(t.start(ref))
		starts[k] = append(starts[k], ref)
	}
	return t.joinRings(refs, starts)
}

func (t *topology) joinRings(refs []int, starts map[key][]int) [][]int {
	used := map[int]bool{}
	var rings [][]int
	for _, ref := range refs {
		if used[ref] {
			continue
		}
		ring := []int{ref}
		used[ref] = true
		for next, ok := t.follow(ref, starts, used); ok; next, ok = t.follow(next, starts, used) {
			ring = append(ring, next)
			used[next] = true
		}
		rings = append(rings, ring)
	}
	return rings
}

func (t *topology) follow(ref int, starts map[key][]int, used map[int]bool) (int, bool) {
	for _, next := range starts[keyOf(t.start(^ref))] {
		if !used[next] {
			return next, true
		}
	}
	return 0, false
}

// start is the first vertex of a signed arc.
func (t *topology) start(ref int) point {
	if ref < 0 {
		pts := t.arcs[^ref].pts
		return pts[len(pts)-1]
	}
	return t.arcs[ref].pts[0]
}

// ringPoints expands signed arcs to vertices, without repeating the joints or the closing vertex.
func (t *topology) ringPoints(refs []int) []point {
	var out []point
	for _, ref := range refs {
		out = append(out, t.along(ref)...)
		out = out[:len(out)-1]
	}
	return out
}

func (t *topology) along(ref int) []point {
	if ref >= 0 {
		return t.arcs[ref].pts
	}
	pts := t.arcs[^ref].pts
	back := make([]point, len(pts))
	for i, p := range pts {
		back[len(pts)-1-i] = p
	}
	return back
}

// dissolve merges units of equal name, so that borders between them vanish.
func dissolve(units []unit, name func(unit) string) []unit {
	t := buildTopology(units)
	var order []string
	owner := map[string]string{}
	for _, u := range units {
		n := name(u)
		if _, ok := owner[n]; !ok {
			order = append(order, n)
			owner[n] = u.owner
		}
	}
	out := make([]unit, 0, len(order))
	for _, n := range order {
		merged := unit{name: n, owner: owner[n]}
		for _, ring := range t.outline(func(u unit) bool { return name(u) == n }) {
			merged.rings = append(merged.rings, t.ringPoints(ring))
		}
		out = append(out, merged)
	}
	return out
}
