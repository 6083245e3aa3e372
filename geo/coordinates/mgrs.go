package coordinates

import (
	"math"
	"strings"
)

// The letters of MGRS (NGA.SIG.0012_2.0.0_UTMUPS): bands of 8° of latitude
// from 80° S, columns and rows of squares of 100 km.
const (
	bands = "CDEFGHJKLMNPQRSTUVWX"
	rows  = "ABCDEFGHJKLMNPQRSTUV"
)

var columns = [3]string{"ABCDEFGH", "JKLMNPQR", "STUVWXYZ"} // of zones 1, 2, 3, 4 …

// grid reads "37U DP 12345 67890" and "37UDP1234567890".
func grid(text string, i int) (f Found, end int) {
	if i > 0 && wordByte(text[i-1]) {
		return f, 0
	}
	zone, whole, decimals, at := number(text, i)
	if whole == 0 || whole > 2 || decimals > 0 || zone < 1 || zone > 60 || at >= len(text) {
		return f, 0
	}
	band := strings.IndexByte(bands, text[at])
	if at++; band < 0 {
		return f, 0
	}
	at += blank(text, at)
	if at+2 > len(text) {
		return f, 0
	}
	column := strings.IndexByte(columns[(int(zone)-1)%3], text[at])
	row := strings.IndexByte(rows, text[at+1])
	if column < 0 || row < 0 {
		return f, 0
	}
	east, north, size, end := gridDigits(text, at+2)
	if end == 0 || size > 100 && !cued(text, i) {
		return f, 0
	}
	if int(zone)%2 == 0 {
		row = (row + len(rows) - 5) % len(rows)
	}
	f.Lon, f.Lat = fromGrid(int(zone), band, float64(column+1)*1e5+east+size/2, float64(row)*1e5+north+size/2)
	f.RadiusKM = max(leastRadius, size/1000)
	south := float64(band*8 - 80)
	if !valid(f.Lon, f.Lat) || f.Lat < south-1 || f.Lat > south+13 {
		return f, 0
	}
	return f, end
}

// gridDigits reads two numbers of two to five digits each, in one or parted by
// a blank; metres. size is that of the last digit.
func gridDigits(text string, i int) (east, north, size float64, end int) {
	i += blank(text, i)
	first := digits(text, i)
	end = i + first
	e, n := text[i:end], ""
	if second := digits(text, end+blank(text, end)); first <= 5 && blank(text, end) == 1 && second == first {
		end++
		n = text[end : end+second]
		end += second
	} else {
		e, n = e[:first/2], e[first/2:]
	}
	if len(e) != len(n) || len(e) < 2 || len(e) > 5 || end < len(text) && wordByte(text[end]) {
		return 0, 0, 0, 0
	}
	size = math.Pow10(5 - len(e))
	a, _, _, _ := number(e, 0)
	b, _, _, _ := number(n, 0)
	return a * size, b * size, size, end
}

func digits(text string, i int) (n int) {
	for i+n < len(text) && digit(text[i+n]) {
		n++
	}
	return n
}

// fromGrid returns the position of UTM metres; north counts from the start of
// a cycle of 2,000 km, which the band makes out.
func fromGrid(zone, band int, east, north float64) (lon, lat float64) {
	low := float64(band*8-80) * 110_500 // metres from the equator, about
	if low < 0 {
		low += 10_000_000
	}
	for north < low-150_000 {
		north += 2_000_000
	}
	if band < strings.IndexByte(bands, 'N') {
		north -= 10_000_000
	}
	return fromUTM(zone, east, north)
}

// fromUTM inverts the transverse Mercator projection of zone on WGS 84, by
// Krüger's series to the third order of n (Karney, Transverse Mercator with an
// accuracy of a few nanometers, 2011, equation 36); good to a millimetre.
func fromUTM(zone int, east, north float64) (lon, lat float64) {
	const (
		a  = 6378137.0
		f  = 1 / 298.257223563
		k0 = 0.9996
		n  = f / (2 - f)
	)
	A := a / (1 + n) * (1 + n*n/4 + n*n*n*n/64)
	beta := [3]float64{n/2 - 2*n*n/3 + 37*n*n*n/96, n*n/48 + n*n*n/15, 17 * n * n * n / 480}
	xi, eta := north/(k0*A), (east-500_000)/(k0*A)
	x, y := xi, eta
	for j, b := range beta {
		m := 2 * float64(j+1)
		x -= b * math.Sin(m*xi) * math.Cosh(m*eta)
		y -= b * math.Cos(m*xi) * math.Sinh(m*eta)
	}
	e := math.Sqrt(f * (2 - f))
	taup := math.Sin(x) / math.Hypot(math.Sinh(y), math.Cos(x))
	tau := taup
	for range 5 { // Newton's method on Karney's equation 19
		sigma := math.Sinh(e * math.Atanh(e*tau/math.Hypot(1, tau)))
		t := tau*math.Hypot(1, sigma) - sigma*math.Hypot(1, tau)
		tau += (taup - t) / math.Hypot(1, t) * (1 + (1-e*e)*tau*tau) / ((1 - e*e) * math.Hypot(1, tau))
	}
	degree := 180 / math.Pi
	return math.Atan2(math.Sinh(y), math.Cos(x))*degree + float64(zone*6-183), math.Atan(tau) * degree
}
