package resolve

import "math"

// kmPerDegree is the length of a degree of a great circle of the mean Earth
// (radius 6,371.0088 km).
const kmPerDegree = 111.19508

// Distance returns the kilometres between two points in degrees, by the
// equirectangular approximation below 500 km (error under 0.5 % up to 70° of
// latitude) and by the haversine formula beyond.
func Distance(lon1, lat1, lon2, lat2 float64) float64 {
	dx := lon2 - lon1
	if dx > 180 {
		dx -= 360
	} else if dx < -180 {
		dx += 360
	}
	dy := lat2 - lat1
	if math.Abs(dx) < 6 && math.Abs(dy) < 4.5 {
		x := dx * math.Cos((lat1+lat2)/2*math.Pi/180)
		return kmPerDegree * math.Sqrt(x*x+dy*dy)
	}
	return haversine(dx, lat1, lat2)
}

func haversine(dx, lat1, lat2 float64) float64 {
	const rad = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin(dx*rad/2)
	h := a*a + math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b
	return 2 * kmPerDegree / rad * math.Asin(math.Sqrt(min(1, h)))
}

// Bearing returns the initial bearing from the first point to the second, in
// degrees clockwise from north, 0 to 360.
func Bearing(lon1, lat1, lon2, lat2 float64) float64 {
	const rad = math.Pi / 180
	dl := (lon2 - lon1) * rad
	y := math.Sin(dl) * math.Cos(lat2*rad)
	x := math.Cos(lat1*rad)*math.Sin(lat2*rad) - math.Sin(lat1*rad)*math.Cos(lat2*rad)*math.Cos(dl)
	return math.Mod(math.Atan2(y, x)/rad+360, 360)
}

// Offset returns the point at a distance and bearing from another, on the
// sphere, in degrees.
func Offset(lon, lat, km, bearing float64) (lon2, lat2 float64) {
	const rad = math.Pi / 180
	d, b := km/kmPerDegree*rad, bearing*rad
	s := math.Sin(lat*rad)*math.Cos(d) + math.Cos(lat*rad)*math.Sin(d)*math.Cos(b)
	dl := math.Atan2(math.Sin(b)*math.Sin(d)*math.Cos(lat*rad), math.Cos(d)-math.Sin(lat*rad)*s)
	lon2 = math.Mod(lon+dl/rad+540, 360) - 180
	return lon2, math.Asin(max(-1, min(1, s))) / rad
}
