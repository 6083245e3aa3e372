package server

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/data/store"
	"mentionmap/geo/gazetteer"
)

// byEachName answers as suggest does, by folding every name: slow, and plainly right.
func byEachName(all []store.PlaceCount, asked string, most int) []suggestion {
	found := []suggestion{}
	for i := range all {
		p := &all[i]
		names := []string{p.Name}
		for _, n := range p.Names {
			names = append(names, n.Text)
		}
		for _, name := range names {
			if n := folded(name); strings.HasPrefix(n, asked) || strings.Contains(n, " "+asked) {
				found = append(found, suggestion{p.ID, p.Name, name, p.Kind.String(), orNull(p.Country), orNull(p.Admin1), p.N})
				break
			}
		}
		if len(found) == most {
			break
		}
	}
	return found
}

// askedNames are what people begin to type, and what they should not.
var askedNames = []string{"k", "ky", "kyi", "kyiv", "Київ", "б", "бах", "bakhmut", "artem", "new yo", "oblast", "Kharkiv obl", "o'", "ʼ", "saint", "st", "1", "й", "ё", "zaporizhzhia n", "москва", "dnipropetrovsk",
	"nova", "нова к", "novo-", "la", "vel", "straße", "i", "İ", "zzz", "no such place", "xq", "北京", "\n", "kyiv\n", "a\nb"}

// gazetteerPlaces are places of the embedded gazetteer with all their names, shuffled.
func gazetteerPlaces(t testing.TB, n int) []store.PlaceCount {
	t.Helper()
	g, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		t.Fatal(err)
	}
	places := make([]store.PlaceCount, n)
	for i, row := range rand.New(rand.NewPCG(1, 1)).Perm(g.Len())[:n] {
		places[i] = store.PlaceCount{Place: g.Place(gazetteer.Row(row)), N: int64(n - i)}
	}
	return places
}

// TestSuggestionsAreThoseOfEveryName: whatever is asked, and whether the names
// were folded for this list or for one before.
func TestSuggestionsAreThoseOfEveryName(t *testing.T) {
	places := gazetteerPlaces(t, 6000)
	places[10].Names = append([]mentionmap.Name{{Text: places[10].Name + "!"}, {Text: "…"}, {Text: ""}}, places[10].Names...)
	var s suggester
	check := func(name string, all []store.PlaceCount) {
		t.Helper()
		hits := 0
		for _, q := range askedNames {
			asked := folded(q)
			for _, most := range []int{1, 10, mostSuggestions} {
				if asked == "" {
					continue // refused before
				}
				got, want := s.of(all).find(asked, most), byEachName(all, asked, most)
				if hits += len(got); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %q, at most %d: got %v, want %v", name, q, most, got, want)
				}
			}
		}
		if (hits == 0) != (len(all) == 0) {
			t.Errorf("%s: %d hits", name, hits)
		}
	}
	check("none", nil)
	check("first", places)
	next := append(append([]store.PlaceCount{}, places[3000:]...), places[:2500]...) // another order, some gone, one renamed
	next[7].Name, next[8].Names = "Київський острів", []mentionmap.Name{{Text: "Kyiv at last"}}
	check("next", next)
	check("none again", []store.PlaceCount{})
}

// TestSuggesterIsForMany: many ask while the list changes.
func TestSuggesterIsForMany(t *testing.T) {
	places := gazetteerPlaces(t, 300)
	var s suggester
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 50 {
				list := places[(w+i)%3*50:]
				if got := s.of(list).find("k", 5); !reflect.DeepEqual(got, byEachName(list, "k", 5)) {
					t.Errorf("got %v", got)
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkSuggest asks a list of 30,000 places for each beginning, as fast as the
// worst of them; the figures are also those of folding every name, in the same run.
func BenchmarkSuggest(b *testing.B) {
	places := gazetteerPlaces(b, 30_000)
	var s suggester
	worst := func(find func(asked string) []suggestion) (most time.Duration) {
		for _, q := range askedNames {
			asked := folded(q)
			if asked == "" {
				continue
			}
			best := time.Hour
			for range 3 {
				start := time.Now()
				find(asked)
				best = min(best, time.Since(start))
			}
			most = max(most, best)
		}
		return most
	}
	start := time.Now()
	s.of(places)
	made := time.Since(start)
	other := append([]store.PlaceCount{}, places...)
	start = time.Now()
	newNameList(other, s.of(places))
	again := time.Since(start)
	var now time.Duration
	for b.Loop() {
		now = worst(func(asked string) []suggestion { return s.of(places).find(asked, suggestLimit) })
	}
	was := worst(func(asked string) []suggestion { return byEachName(places, asked, suggestLimit) })
	b.ReportMetric(float64(now.Microseconds())/1000, "ms/worst")
	b.ReportMetric(float64(was.Microseconds())/1000, "ms/folding-each")
	b.ReportMetric(float64(was)/float64(now), "times")
	b.ReportMetric(float64(made.Microseconds())/1000, "ms/first-list")
	b.ReportMetric(float64(again.Microseconds())/1000, "ms/next-list")
	b.Logf("%d bytes of names", len(s.list.text))
}
