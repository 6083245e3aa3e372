package main

import (
	"container/heap"
	"math"
)

// gridPoint is a place on the square Web Mercator map (EPSG:3857), x east and y south, from 0 to 2^bits.
type gridPoint [2]float64

// maxLatitude is where the square map ends: atan(sinh(π)) in degrees.
const maxLatitude = 85.051129

func project(p point, bits int) gridPoint {
	size := math.Exp2(float64(bits))
	lat := math.Max(-maxLatitude, math.Min(maxLatitude, p[1])) * math.Pi / 180
	y := 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
	return gridPoint{(p[0]/360 + 0.5) * size, math.Max(0, math.Min(size, y*size))}
}

// tolerance gives, for a place, the area in square grid units below which a bend is not drawn.
type tolerance func(point) float64

// simplify drops the vertices of least effective area (Visvalingam and Whyatt 1993), smallest
// first, and keeps both ends. A closed line keeps two more vertices, so that it stays an area.
func simplify(pts []point, bits int, tol tolerance) []point {
	keepAtLeast := 2
	if keyOf(pts[0]) == keyOf(pts[len(pts)-1]) {
		keepAtLeast = 4
	}
	v := newVisvalingam(pts, bits, tol)
	for v.queue.Len() > 0 && v.left > keepAtLeast && v.area[v.queue.items[0]] < 1 {
		v.drop(heap.Pop(&v.queue).(int))
	}
	out := make([]point, 0, v.left)
	for i := 0; i < len(pts); i = v.next[i] {
		out = append(out, pts[i])
	}
	return out
}

// visvalingam is the working state: a doubly linked list of vertices and a heap of their areas,
// each divided by its tolerance so that one limit serves every place.
type visvalingam struct {
	xy         []gridPoint
	limit      []float64
	area       []float64
	prev, next []int
	queue      areaHeap
	left       int
}

func newVisvalingam(pts []point, bits int, tol tolerance) *visvalingam {
	n := len(pts)
	v := &visvalingam{
		xy: make([]gridPoint, n), limit: make([]float64, n), area: make([]float64, n),
		prev: make([]int, n), next: make([]int, n), left: n,
	}
	for i, p := range pts {
		v.xy[i], v.limit[i] = project(p, bits), tol(p)
		v.prev[i], v.next[i] = i-1, i+1
	}
	v.queue = areaHeap{area: v.area, at: make([]int, n)}
	for i := 1; i < n-1; i++ {
		v.area[i] = v.measure(i)
		v.queue.at[i] = len(v.queue.items)
		v.queue.items = append(v.queue.items, i)
	}
	heap.Init(&v.queue)
	return v
}

func (v *visvalingam) measure(i int) float64 {
	a, b, c := v.xy[v.prev[i]], v.xy[i], v.xy[v.next[i]]
	return math.Abs((b[0]-a[0])*(c[1]-a[1])-(c[0]-a[0])*(b[1]-a[1])) / 2 / v.limit[i]
}

// drop unlinks a vertex; a neighbour's area never falls below the dropped one's, which keeps the order of removal.
func (v *visvalingam) drop(i int) {
	v.left--
	p, n := v.prev[i], v.next[i]
	v.next[p], v.prev[n] = n, p
	for _, j := range [2]int{p, n} {
		if j > 0 && j < len(v.xy)-1 {
			v.area[j] = math.Max(v.area[i], v.measure(j))
			heap.Fix(&v.queue, v.queue.at[j])
		}
	}
}

// areaHeap orders vertex numbers by area and knows where each stands.
type areaHeap struct {
	items, at []int
	area      []float64
}

func (h *areaHeap) Len() int           { return len(h.items) }
func (h *areaHeap) Less(i, j int) bool { return h.area[h.items[i]] < h.area[h.items[j]] }

func (h *areaHeap) Swap(i, j int) {
	h.items[i], h.items[j] = h.items[j], h.items[i]
	h.at[h.items[i]], h.at[h.items[j]] = i, j
}

func (h *areaHeap) Push(x any) { h.items = append(h.items, x.(int)) }

func (h *areaHeap) Pop() any {
	last := h.items[len(h.items)-1]
	h.items = h.items[:len(h.items)-1]
	return last
}
