package main

// The Kakhovka dam was destroyed on 6 June 2023 and its reservoir ran out. GSHHG dates from before
// and holds the Dnipro's reservoirs down to the dam as one lake. Here it is cut at kakhovkaHead:
// the upper part stays a lake, the lower part becomes a former shore (a dashed line), and the river
// is drawn as a line of our own through the old bed.

var (
	dniproHead   = point{33.0, 49.2}   // in the Kremenchuk reservoir's part of the lake
	kakhovkaHead = point{35.13, 47.78} // the river below Khortytsia island, Zaporizhzhia
	kakhovkaDam  = point{33.37, 46.78}
)

// dniproBed is the river through the former reservoir, along its northern bank: a sketch of ours, true to some kilometres.
var dniproBed = []point{
	{35.13, 47.78}, {35.09, 47.70}, {35.03, 47.63}, {34.95, 47.57}, {34.82, 47.53}, {34.68, 47.515},
	{34.55, 47.525}, {34.40, 47.545}, {34.28, 47.53}, {34.17, 47.48}, {34.11, 47.41}, {34.08, 47.33},
	{34.00, 47.25}, {33.93, 47.17}, {33.86, 47.09}, {33.75, 47.01}, {33.62, 46.93}, {33.48, 46.86}, {33.37, 46.78},
}

// dniproBelowDam leads from the dam past Kherson to the liman, which GSHHG lacks: a sketch of ours too.
var dniproBelowDam = []point{
	{33.37, 46.78}, {33.28, 46.765}, {33.18, 46.755}, {33.05, 46.72}, {32.93, 46.685}, {32.80, 46.665},
	{32.70, 46.635}, {32.61, 46.615}, {32.52, 46.575}, {32.42, 46.54}, {32.32, 46.53},
}

// cutReservoir splits the lake that holds both dniproHead and kakhovkaDam at the latitude of kakhovkaHead.
// Its two crossings of that latitude near the head are the two banks.
func cutReservoir(ring []point) (kept, dry []point, ok bool) {
	if !spans(ring, kakhovkaDam[1]+0.05, dniproHead[1]) || !inside(dniproHead, ring) {
		return nil, nil, false
	}
	open := openRing(ring)
	for i, p := range open {
		next := open[(i+1)%len(open)]
		if (p[1] > kakhovkaHead[1]) != (next[1] > kakhovkaHead[1]) {
			open = append(append([]point{}, open[i+1:]...), open[:i+1]...)
			break
		}
	}
	for _, p := range open {
		if p[1] > kakhovkaHead[1] {
			kept = append(kept, p)
		} else {
			dry = append(dry, p)
		}
	}
	return append(kept, kept[0]), dry, true
}

func spans(ring []point, south, north float64) bool {
	below, above := false, false
	for _, p := range ring {
		below = below || p[1] < south
		above = above || p[1] > north
	}
	return below && above
}

// inside tells by the even-odd rule whether p lies within the ring.
func inside(p point, ring []point) bool {
	in := false
	prev := ring[len(ring)-1]
	for _, q := range ring {
		if (q[1] > p[1]) != (prev[1] > p[1]) && p[0] < (prev[0]-q[0])*(p[1]-q[1])/(prev[1]-q[1])+q[0] {
			in = !in
		}
		prev = q
	}
	return in
}
