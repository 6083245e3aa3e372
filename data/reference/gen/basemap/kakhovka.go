package main

// The Kakhovka dam was destroyed on 6 June 2023 and its reservoir ran out. GSHHG dates from before
// and holds the Dnipro from Cherkasy to Kherson as one lake. Here that lake is cut below Zaporizhzhia
// and at the dam: what lies between becomes a former shore (dashed lines), and the river is drawn as
// a line of our own through its bed.

const (
	reservoirHead = 47.78 // latitude: the river below Khortytsia island
	kakhovkaDam   = 33.37 // longitude
)

// dniproAt is a place in the lake that the reservoir belongs to, above Kremenchuk.
var dniproAt = point{33.0, 49.2}

// dniproBed leads from the lake above to the lake below: a sketch of ours through the middle of the former
// water, along its northern bank above Enerhodar; true to some kilometres.
var dniproBed = []point{
	{35.115, 47.815}, {35.144, 47.780}, {35.160, 47.706}, {35.135, 47.630}, {35.054, 47.568}, {34.896, 47.525}, {34.750, 47.540},
	{34.629, 47.570}, {34.495, 47.555}, {34.361, 47.520}, {34.240, 47.475}, {34.094, 47.475}, {34.015, 47.390},
	{34.004, 47.323}, {33.948, 47.247}, {33.870, 47.173}, {33.812, 47.110}, {33.710, 47.025}, {33.651, 46.947},
	{33.625, 46.880}, {33.574, 46.830}, {33.452, 46.828}, {33.400, 46.800}, {33.360, 46.775}, {33.320, 46.770},
}

func inReservoir(p point) bool { return p[1] <= reservoirHead && p[0] >= kakhovkaDam }

// cutReservoir splits the ring into the lakes above and below the former reservoir and its two banks.
// It reports false for any other ring.
func cutReservoir(ring []point) (lakes, banks [][]point, ok bool) {
	if !inside(dniproAt, ring) {
		return nil, nil, false
	}
	for _, run := range runs(openRing(ring), inReservoir) {
		if inReservoir(run[0]) {
			banks = append(banks, run)
		} else {
			lakes = append(lakes, append(run, run[0]))
		}
	}
	return lakes, banks, len(lakes) == 2 && len(banks) == 2
}

// runs splits a ring into its longest stretches of equal answers, in order.
func runs(ring []point, ask func(point) bool) [][]point {
	start := 0
	for start < len(ring) && ask(ring[start]) == ask(ring[(start+len(ring)-1)%len(ring)]) {
		start++
	}
	var out [][]point
	for i := range ring {
		p := ring[(start+i)%len(ring)]
		if i == 0 || ask(p) != ask(out[len(out)-1][0]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
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
