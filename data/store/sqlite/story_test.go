//go:build sqlite_fts5

package sqlite

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

const article = `Repair crews in Kherson spent Wednesday clearing streets after a night of shelling that damaged a bakery, two apartment blocks
and the fence of a school, the regional administration said. Power was cut in three districts of the city for several hours.
By noon trams were running again on the right bank. Residents of the islands in the delta were told to stay away from the
shore, where mines washed down the river in June are still being found. The administration asked drivers to avoid the road
to Bilozerka until sappers have finished their work, and said that the bus to Mykolaiv would leave from the western station.
The market opened an hour late. Schools in the city teach online this week.`

const teaser = `Repair crews in Kherson spent Wednesday clearing streets after a night of shelling that damaged a bakery, two apartment blocks
and the fence of a school, the regional administration said. Read more`

const otherReport = `Shelling of Kherson overnight hit a bakery and two blocks of flats, officials of the region said on Wednesday; a school's
fence was broken as well. Electricity failed in parts of the city until the morning. Trams were back at midday. People on the islands
of the delta should keep off the bank because of mines that the flood left there in June. The way to Bilozerka stays closed for now.`

const summaryMonday = `Summary for Monday. Units report 31 clashes on the eastern front, 12 of them near Bakhmut and 9 near Avdiivka. Aircraft flew 14 strikes.
Rockets and artillery hit Kharkiv, Kupiansk, Vovchansk, Orikhiv and Nikopol. No change of the front line was reported north of Svatove.`

const summaryTuesday = `Summary for Tuesday. Units report 44 clashes on the eastern front, 17 of them near Marinka and 11 near Avdiivka. Aircraft flew 8 strikes.
Rockets and artillery hit Sumy, Kupiansk, Huliaipole, Orikhiv and Kherson. Some change of the front line was reported south of Kreminna.`

func TestSameStory(t *testing.T) {
	cases := []struct {
		name, a, b string
		same       bool
	}{
		{"the same under another header and footer", article, "SOUTHERN NEWS | Kherson | 14 August 2023, 15:20\nBy our correspondent\n" + article + "\nShare this article. All rights reserved.", true},
		{"other line breaks, case and punctuation", article, strings.ToUpper(strings.ReplaceAll(article, "\n", " — ")), true},
		{"shortened at the end", article, article[:len(article)*3/4], true},
		{"two words put right", article, strings.NewReplacer("bakery", "shop", "noon", "midday").Replace(article), true},
		{"a teaser and its article", article, teaser, false},
		{"two reports of one event", article, otherReport, false},
		{"two daily summaries of one form", summaryMonday, summaryTuesday, false},
		{"nothing in common", article, summaryMonday, false},
		{"Ukrainian, forwarded", "Уночі ворог атакував Одесу дронами, сили ППО збили дванадцять із них, уламки впали на склад у порту, пожежу вже загасили рятувальники.",
			"⚡️ Переслано з каналу. Уночі ворог атакував Одесу дронами, сили ППО збили дванадцять із них, уламки впали на склад у порту, пожежу вже загасили рятувальники.", true},
	}
	for _, c := range cases {
		s := resemblance(shingles(c.a), shingles(c.b))
		if same := s >= sameStory; same != c.same {
			t.Errorf("%s: resemblance %.2f, want the same story: %v", c.name, s, c.same)
		}
		t.Logf("%.2f %s", s, c.name)
	}
}

func TestResemblance(t *testing.T) {
	for _, c := range []struct {
		a, b []uint64
		want float64
	}{{nil, nil, 0}, {[]uint64{1}, nil, 0}, {[]uint64{1, 2}, []uint64{1, 2}, 1}, {[]uint64{1, 2, 3}, []uint64{2, 3, 4}, 0.5}, {[]uint64{1}, []uint64{2}, 0}} {
		if got := resemblance(c.a, c.b); got != c.want {
			t.Errorf("resemblance(%v, %v) = %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

// The kept hashes must never change: databases hold them.
func TestBandsAreStable(t *testing.T) {
	got := bands(shingles("The dam at Nova Kakhovka; Каховка."))
	if len(got) != storyBands || got[0] != 943209321 || got[4] != 528589230 {
		t.Errorf("bands are %v", got)
	}
	if bands(shingles("two words")) != nil {
		t.Error("a text of two words has bands")
	}
}

// TestBandsMeet checks the chance of meeting against the formula in story.go.
func TestBandsMeet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range []float64{0.2, 0.6, 0.8} {
		met := 0
		const trials = 400
		for range trials {
			if share(bands(pair(r, s, 0)), bands(pair(r, s, 1))) {
				met++
			}
		}
		want := 1 - math.Pow(1-s*s, storyBands)
		if got := float64(met) / trials; math.Abs(got-want) > 0.09 {
			t.Errorf("sets of resemblance %.1f meet in %.2f of cases, want about %.2f", s, got, want)
		}
	}
}

var pairSeed uint64

// pair makes the first or second of two sets of a given resemblance.
func pair(r *rand.Rand, s float64, second int) []uint64 {
	const common = 300
	if second == 0 {
		pairSeed = r.Uint64()
	}
	own := int(common * (1 - s) / (2 * s))
	set := make([]uint64, 0, common+own)
	for i := range common {
		set = append(set, mix(pairSeed+uint64(i)))
	}
	for i := range own {
		set = append(set, mix(pairSeed^uint64(1+second)<<60+uint64(i)))
	}
	return set
}

func share(a, b []uint32) bool {
	for i := range a {
		if a[i] == b[i] {
			return true
		}
	}
	return false
}

func BenchmarkShingles(b *testing.B) {
	text := strings.Repeat(article, 5)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		bands(shingles(text))
	}
}
