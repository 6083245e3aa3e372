package rows

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mentionmap"
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
		s := Resemblance(Shingles(c.a), Shingles(c.b))
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
		if got := Resemblance(c.a, c.b); got != c.want {
			t.Errorf("Resemblance(%v, %v) = %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

// The kept hashes must never change: databases hold them.
func TestBandsAreStable(t *testing.T) {
	got := Bands(Shingles("The dam at Nova Kakhovka; Каховка."))
	if len(got) != storyBands || got[0] != 943209321 || got[4] != 528589230 {
		t.Errorf("bands are %v", got)
	}
	if Bands(Shingles("two words")) != nil {
		t.Error("a text of two words has bands")
	}
}

// TestBandsMeet checks the chance of meeting against the formula in shingles.go.
func TestBandsMeet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range []float64{0.2, 0.6, 0.8} {
		met := 0
		const trials = 400
		for range trials {
			if share(Bands(pair(r, s, 0)), Bands(pair(r, s, 1))) {
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
		Bands(Shingles(text))
	}
}

// fakeHeads keeps documents that began stories, and counts what is read.
type fakeHeads struct {
	bands map[uint32][]int64
	texts map[int64]string
	reads int
	err   error
}

func newHeads() *fakeHeads { return &fakeHeads{bands: map[uint32][]int64{}, texts: map[int64]string{}} }

func (h *fakeHeads) ByBands(bands []uint32, most int) (map[uint32][]int64, error) {
	if !slices.IsSorted(bands) || len(slices.Compact(slices.Clone(bands))) != len(bands) {
		return nil, fmt.Errorf("bands %v", bands)
	}
	out := map[uint32][]int64{}
	for _, b := range bands {
		if list := h.bands[b]; len(list) > 0 {
			out[b] = list[:min(most, len(list))]
		}
	}
	return out, h.err
}

func (h *fakeHeads) Head(document int64) (string, bool, error) {
	h.reads++
	text, ok := h.texts[document]
	return text, ok, h.err
}

// put stores texts in one transaction and gives their stories.
func (h *fakeHeads) put(t testing.TB, f *Finder, from int64, texts ...string) (stories []int64) {
	t.Helper()
	var docs []*Document
	for _, text := range texts {
		docs = append(docs, prepared(t, &mentionmap.Located{Document: mentionmap.Document{Text: text}}))
	}
	if err := f.LookUp(docs); err != nil {
		t.Fatal(err)
	}
	filed := maps.Clone(h.bands)
	for i, d := range docs {
		number := from + int64(i)
		story, err := f.Story(d, number)
		if err != nil {
			t.Fatal(err)
		}
		if stories = append(stories, story); story == number {
			h.texts[number] = texts[i]
			for _, b := range d.Bands {
				filed[b] = append(slices.Clone(filed[b]), number)
			}
		}
	}
	h.bands = filed
	return stories
}

func copyOf(n int) string { return fmt.Sprintf("Channel %d says: %s", n, article) }

func TestStories(t *testing.T) {
	h, s := newHeads(), &Stories{}
	s.Begin(0, h).Story(prepared(t, &mentionmap.Located{Document: mentionmap.Document{Text: otherReport}}), 1) // rolled back
	f := s.Begin(0, h)
	if len(s.heads) > 0 {
		t.Error("what was rolled back is remembered")
	}
	got := h.put(t, f, 1, article, otherReport, copyOf(1), "", "two words", "two words", summaryMonday)
	if want := []int64{1, 2, 1, 4, 5, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("stories %v, want %v", got, want)
	}
	if got := h.put(t, f, 8, copyOf(2), otherReport+" More soon."); !slices.Equal(got, []int64{1, 2}) || h.reads != 0 {
		t.Errorf("in the next block of the transaction: %v, %d texts were read", got, h.reads)
	}
	f.Committed(1)
	if got := h.put(t, s.Begin(1, h), 10, copyOf(3)); got[0] != 1 || h.reads != 0 {
		t.Errorf("after a commit: %v, %d texts were read", got, h.reads)
	}
	if got := h.put(t, s.Begin(2, h), 11, copyOf(4)); got[0] != 1 || h.reads != 1 {
		t.Errorf("after what was rolled back: %v, %d texts were read", got, h.reads)
	}
	delete(h.texts, 1) // by another writer, who leaves the bands
	f = s.Begin(5, h)
	if got := h.put(t, f, 12, copyOf(5), copyOf(6)); !slices.Equal(got, []int64{12, 12}) {
		t.Errorf("after the first was deleted: %v", got)
	}
	h.err = errors.New("disk")
	f = s.Begin(6, h)
	if err := f.LookUp([]*Document{prepared(t, &mentionmap.Located{Document: mentionmap.Document{Text: article}})}); err == nil {
		t.Error("an error is lost")
	}
}

// TestLargeStoryIsNotRead stores many copies, and many texts of one form that
// are no copies: how often texts are read must not grow by the square.
func TestLargeStoryIsNotRead(t *testing.T) {
	const n = 1000
	h, s := newHeads(), &Stories{}
	for i := range int64(n / 20) {
		f := s.Begin(i, h)
		var texts []string
		for k := range 10 {
			m := int(i)*10 + k
			texts = append(texts, copyOf(m), fmt.Sprintf("Alert in district %d: take cover now please, rockets %d", m, m*7))
		}
		h.put(t, f, i*20, texts...)
		f.Committed(i + 1)
	}
	if h.reads > n {
		t.Errorf("%d texts were read for %d documents", h.reads, n)
	}
	if len(s.heads) == 0 || s.shingles > knownShingles {
		t.Errorf("%d heads of %d shingles are remembered", len(s.heads), s.shingles)
	}
	for i := range int64(3 * knownShingles / 1000) {
		s.remember(1e6+i, make([]uint64, 1000))
	}
	if s.shingles > knownShingles || len(s.heads) > knownShingles/1000+n {
		t.Errorf("%d heads of %d shingles are remembered", len(s.heads), s.shingles)
	}
}

// BenchmarkStory tells what finding the story costs beside 10,000 texts: like
// ones, ones of one form, and unlike ones.
func BenchmarkStory(b *testing.B) {
	for name, text := range map[string]func(int) string{
		"copies": copyOf,
		"forms":  func(n int) string { return fmt.Sprintf("%s Alert in district %d: rockets %d", article[:200], n, n*7) },
		"unlike": func(n int) string { return strings.Join(strings.Fields(article)[:60], fmt.Sprintf("%d ", n)) },
	} {
		b.Run(name, func(b *testing.B) {
			h, s := newHeads(), &Stories{}
			var texts []string
			for i := range 10_000 {
				texts = append(texts, text(i))
			}
			f := s.Begin(0, h)
			h.put(b, f, 1, texts...)
			d := prepared(b, &mentionmap.Located{Document: mentionmap.Document{Text: text(20_000)}})
			f.LookUp([]*Document{d})
			for n := int64(30_000); b.Loop(); n++ {
				if _, err := f.Story(d, n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
