package gazetteer_test

import (
	"strings"
	"testing"

	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
)

// report is war news in our own words, about 1 kB.
const report = `Fighting went on near Pokrovsk on Tuesday, while shelling was reported in the Kharkiv and Sumy regions. The regional
administration said that two drones had been shot down over Kryvyi Rih and that a warehouse burned in Odesa. Further east, Russian
troops tried to cross the Siverskyi Donets between Lyman and Siversk, and villages west of Kreminna came under fire in the night.
In Kherson the power was out for most of the day; crews from Mykolaiv came to help. Ukraine’s general staff counted more than a
hundred clashes along the line, a third of them in the Donetsk region, where Kurakhove and Velyka Novosilka remain under pressure.
Ministers from Germany, Poland and the United Kingdom met in Warsaw to talk about air defence, and a delegation left Kyiv for
Washington. Across the border, officials in Belgorod and Kursk spoke of intercepted rockets and asked people to stay indoors until
the morning. Trains to Zaporizhzhia and Dnipro ran late, and the road from Kostiantynivka to Chasiv Yar was closed to all traffic.
`

func BenchmarkOpen(b *testing.B) {
	data := reference.Gazetteer()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := gazetteer.Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTokenize(b *testing.B) {
	text := strings.Repeat(report, 100)
	buf := make([]gazetteer.Token, 0, len(text)/3)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		buf = gazetteer.Tokenize(text, buf[:0])
	}
}

// BenchmarkMatch finds all names that begin with a capital, longest first.
func BenchmarkMatch(b *testing.B) {
	g := openDefault(b)
	text := strings.Repeat(report, 100)
	tokens := gazetteer.Tokenize(text, nil)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tokens = gazetteer.Tokenize(text, tokens[:0])
		for i := 0; i < len(tokens); i++ {
			if tokens[i].Flags&gazetteer.Capitalised == 0 {
				continue
			}
			if n, _ := g.Longest(text, tokens[i:]); n > 0 {
				i += n - 1
			}
		}
	}
}

func BenchmarkPlace(b *testing.B) {
	g := openDefault(b)
	r, _ := g.ByID(703448)
	b.ReportAllocs()
	for b.Loop() {
		g.Place(r)
	}
}
