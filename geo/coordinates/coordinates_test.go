package coordinates

import (
	"math"
	"strings"
	"testing"
)

func TestScan(t *testing.T) {
	for _, c := range []struct {
		text, surface string
		lat, lon, km  float64
	}{
		{"Geolocated to 48.5956, 37.9999.", "48.5956, 37.9999", 48.5956, 37.9999, 0.1},
		{"(48.59561, 37.99992)", "48.59561, 37.99992", 48.59561, 37.99992, 0.1},
		{"Coordinates: 48.59, 37.99", "48.59, 37.99", 48.59, 37.99, 1.2},
		{"at 48.5956N 37.9999E near the road", "48.5956N 37.9999E", 48.5956, 37.9999, 0.1},
		{"48.5956° N, 37.9999° E", "48.5956° N, 37.9999° E", 48.5956, 37.9999, 0.1},
		{"N48.5956 E37.9999", "N48.5956 E37.9999", 48.5956, 37.9999, 0.1},
		{"E37.9999, N48.5956", "E37.9999, N48.5956", 48.5956, 37.9999, 0.1},
		{"48°35′44″N 37°59′59″E", "48°35′44″N 37°59′59″E", 48.59556, 37.99972, 0.1},
		{`48°35'44.2"N, 37°59'59.6"E`, `48°35'44.2"N, 37°59'59.6"E`, 48.595611, 37.999889, 0.1},
		{"48°35.736'N 37°59.994'E", "48°35.736'N 37°59.994'E", 48.5956, 37.9999, 0.1},
		{"48°35' N 38°00' E", "48°35' N 38°00' E", 48.58333, 38, 1.9},
		{"координати 48.5956° пн. ш. 37.9999° сх. д.", "48.5956° пн. ш. 37.9999° сх. д.", 48.5956, 37.9999, 0.1},
		{"London lies at 51.5074, -0.1278", "51.5074, -0.1278", 51.5074, -0.1278, 0.1},
		{"33.8688° S, 151.2093° E", "33.8688° S, 151.2093° E", -33.8688, 151.2093, 0.1},
		{"at 37U DP 29900 82430, a trench", "37U DP 29900 82430", 48.5910, 38.0494, 0.1},
		{"grid 37UDP299824", "37UDP299824", 48.5912, 38.0500, 0.1},
		{"see https://www.google.com/maps/@48.5956,37.9999,15z.", "https://www.google.com/maps/@48.5956,37.9999,15z", 48.5956, 37.9999, 0.1},
		{"https://maps.google.com/?q=48.5956,37.9999", "https://maps.google.com/?q=48.5956,37.9999", 48.5956, 37.9999, 0.1},
		{"<https://www.openstreetmap.org/?mlat=48.5956&mlon=37.9999#map=5/50/30>", "https://www.openstreetmap.org/?mlat=48.5956&mlon=37.9999#map=5/50/30", 48.5956, 37.9999, 0.1},
		{"https://www.openstreetmap.org/#map=13/48.5956/37.9999", "https://www.openstreetmap.org/#map=13/48.5956/37.9999", 48.5956, 37.9999, 0.1},
		{"https://yandex.ru/maps/?ll=37.9999%2C48.5956&z=14", "https://yandex.ru/maps/?ll=37.9999%2C48.5956&z=14", 48.5956, 37.9999, 0.1},
	} {
		got := Scan(nil, c.text)
		if len(got) != 1 {
			t.Errorf("%q: %d positions", c.text, len(got))
			continue
		}
		f := got[0]
		if s := f.Of(c.text); s != c.surface {
			t.Errorf("%q: took %q", c.text, s)
		}
		if math.Abs(f.Lat-c.lat) > 0.002 || math.Abs(f.Lon-c.lon) > 0.002 {
			t.Errorf("%q: %.5f, %.5f", c.text, f.Lat, f.Lon)
		}
		if math.Abs(f.RadiusKM-c.km) > 0.1 {
			t.Errorf("%q: radius %.2f km, want %.1f", c.text, f.RadiusKM, c.km)
		}
	}
}

// Other numbers in pairs.
func TestScanLeavesOtherNumbers(t *testing.T) {
	for _, text := range []string{
		"On 24.02.2022, 31.12.2023 and 2022-02-24, 2023", "won 3-1, 2-0", "they paid 48.59, 37.99 and 12.50 dollars", "$48.5956, $37.9999",
		"version 1.2345.6, 2.3456.7", "rates of 1.0845, 1.2345", "shares of 0.1234, 0.5678", "48.5956%, 37.9999%", "20°, 25°", "temperatures of 20°C to 25°C",
		"12,345.6789, 23,456.7890", "48.5956 37.9999.12", "at 10:30, 11:45", "phone 044 123 4567", "148.5956, 237.9999", "95.1234, 97.1234",
		"the 37th, 48th and 53rd brigades", "S-300 and S-400", "2S19 and 2S1, 5N 3E", "Su-34, Su-35", "5.45x39, 7.62x54", "37U", "37UXX12345678", "36 UN 1325",
		"https://www.google.com/search?q=48.5956", "https://example.org/48.5956,37.9999", "https://", "M777 155 mm", "2022/23, 2023/24", "48.595,37.999",
	} {
		if got := Scan(nil, text); len(got) > 0 {
			t.Errorf("%q: took %q as %.4f, %.4f", text, got[0].Of(text), got[0].Lat, got[0].Lon)
		}
	}
}

// TestFromUTM has values worked out by hand: on the central meridian the
// northing is the meridian arc times 0.9996.
func TestFromUTM(t *testing.T) {
	for _, c := range []struct {
		zone                  int
		east, north, lon, lat float64
	}{
		{37, 500_000, 0, 39, 0},
		{37, 500_000, 0.9996 * 4984944.378, 39, 45}, // arc of the meridian from the equator to 45°, WGS 84
	} {
		lon, lat := fromUTM(c.zone, c.east, c.north)
		if math.Abs(lon-c.lon) > 1e-6 || math.Abs(lat-c.lat) > 1e-6 {
			t.Errorf("zone %d %.0f %.0f: %.7f, %.7f", c.zone, c.east, c.north, lat, lon)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"48.5956, 37.9999", "N48°35′44″ E37°59′59″", "37U DP 29900 82430", "https://yandex.ru/maps/?ll=37.9999%2C48.5956", "−", "E −", "N 1", "https://osm.org/#map=1/2.1/3.1"} {
		f.Add(s)
		f.Add(strings.Repeat(s+" ", 3))
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, p := range Scan(nil, text) {
			if p.Start < last || p.End > len(text) || p.End <= p.Start || !valid(p.Lon, p.Lat) || !(p.RadiusKM >= leastRadius) {
				t.Fatalf("%q: %+v", text, p)
			}
			last = p.End
		}
	})
}
