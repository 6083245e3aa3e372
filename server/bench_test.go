package server

import (
	"fmt"
	"io"
	"net/http"
	"testing"
)

// BenchmarkDownload streams 3,000 mentions through a real connection.
func BenchmarkDownload(b *testing.B) {
	address, _ := serveMany(b)
	for _, format := range []string{"geojson", "csv", "geojsonseq", "kml", "gpkg"} {
		b.Run(format, func(b *testing.B) { fetchAll(b, address+"/api/export?f="+format) })
	}
}

func BenchmarkItems(b *testing.B) {
	address, _ := serveMany(b)
	for _, limit := range []int{10, 1000} {
		b.Run(fmt.Sprint(limit), func(b *testing.B) {
			fetchAll(b, fmt.Sprintf("%s/api/collections/mentions/items?bbox=35,48,39,53&limit=%d", address, limit))
		})
	}
}

func fetchAll(b *testing.B, url string) {
	for b.Loop() {
		res, err := http.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != 200 {
			b.Fatal(res.Status, err)
		}
		b.SetBytes(n)
	}
}
