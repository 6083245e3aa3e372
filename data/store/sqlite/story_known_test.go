//go:build sqlite_fts5

package sqlite

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/text/reader"
)

var updateStories = flag.Bool("update-stories", false, "write testdata/stories.txt anew")

// storyTexts gives the texts of a folder's documents, and some that are like
// them: with a header and a footer, shortened, with other words here and there.
func storyTexts(t *testing.T, folder string) (texts []string) {
	t.Helper()
	notProse := func(error) {} // tables that lie beside the texts
	err := reader.Options{Skip: notProse}.Read(t.Context(), folder, func(d mentionmap.Document) error {
		texts = append(texts, d.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 1))
	for _, text := range texts {
		words := strings.Fields(text)
		texts = append(texts, "FORWARDED\n"+text+"\nAll rights reserved.", strings.Join(words[:len(words)*(50+r.IntN(50))/100], " "))
		other := 0.02 + 0.2*r.Float64()
		for i := range words {
			if r.Float64() < other {
				words[i] = fmt.Sprint("word", r.IntN(1000))
			}
		}
		texts = append(texts, strings.Join(words, " "))
	}
	return texts
}

// storedStories puts texts in batches and gives the story of each document: a
// line for each that did not begin one.
func storedStories(t *testing.T, texts []string, batch int) (lines []string) {
	t.Helper()
	s := openAt(t, filepath.Join(t.TempDir(), "stories.db"), Options{})
	for part := range slices.Chunk(texts, batch) {
		docs := make([]mentionmap.Located, len(part))
		for i, text := range part {
			docs[i].Document = mentionmap.Document{Key: "k", Text: text, Published: mentionmap.NoStamp}
		}
		if _, err := s.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range texts {
		d, err := s.Document(t.Context(), mentionmap.DocumentID(text))
		if err != nil {
			t.Fatal(err)
		}
		if d.Story != d.ID {
			lines = append(lines, d.ID+" "+d.Story)
		}
	}
	return lines
}

// foundStories works out the same from the texts alone, by the definition.
func foundStories(texts []string) (lines []string) {
	type head struct {
		id    string
		set   []uint64
		bands []uint32
	}
	var heads []head
	seen := map[string]string{}
	for _, text := range texts {
		id, set := mentionmap.DocumentID(text), shingles(text)
		story, known := seen[id]
		if !known {
			b := bands(set)
			var like []head
			for shared := storyBands; shared > 0; shared-- {
				for _, h := range heads {
					if sharedBands(h.bands, b) == shared {
						like = append(like, h)
					}
				}
			}
			best := sameStory
			for _, h := range like[:min(len(like), storyCompare)] {
				if s := resemblance(h.set, set); s > best || s == best && story == "" {
					story, best = h.id, s
				}
			}
			if story == "" {
				story = id
				heads = append(heads, head{id, set, b})
			}
			seen[id] = story
		}
		if story != id {
			lines = append(lines, id+" "+story)
		}
	}
	return lines
}

func sharedBands(a, b []uint32) (n int) {
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			n++
		}
	}
	return n
}

// TestStoriesStay holds which documents are of one story: of the demo corpus
// alone, each is its own; with texts that are like them, as the golden file says.
func TestStoriesStay(t *testing.T) {
	texts := storyTexts(t, "../../../seeds")
	alone := texts[:len(texts)/4]
	if lines := storedStories(t, alone, len(alone)); len(lines) > 0 || len(alone) < 400 {
		t.Errorf("of the %d documents of the demo corpus, %d are near-copies: %v", len(alone), len(lines), lines)
	}
	const golden = "testdata/stories.txt"
	lines := storedStories(t, texts, 100)
	if *updateStories {
		if err := os.WriteFile(golden, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	sameStories(t, lines, strings.Split(strings.TrimSpace(string(want)), "\n"))
	sameStories(t, lines, foundStories(texts))
	sameStories(t, lines, storedStories(t, texts, len(texts)))
}

func TestStoriesOfSourceDocumentsStay(t *testing.T) {
	const folder = "../../../../shared/seeds"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("needs ../shared/seeds")
	}
	texts := storyTexts(t, folder)
	for _, batch := range []int{1, len(texts)} {
		sameStories(t, storedStories(t, texts, batch), foundStories(texts))
	}
}

func sameStories(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%d documents are near-copies, want %d, or others", len(got), len(want))
	}
}

// TestStoriesAreCountedAsTheyChange stores and deletes like documents in all
// ways, by two programs and with what is known of stories forgotten on the way:
// the counts must be those of counting anew.
func TestStoriesAreCountedAsTheyChange(t *testing.T) {
	s := openAt(t, t.TempDir()+"/x.db", Options{})
	other := openAt(t, s.path, Options{})
	r := rand.New(rand.NewPCG(5, 5))
	docs := storyShapes[2].documents(200, true)
	for i := range docs {
		for j := range docs[i].Mentions { // so that cells are named by several, in several ways
			m := &docs[i].Mentions[j]
			day := mentionmap.Day(19047 + r.IntN(3))
			m.Use, m.Dates.From, m.Dates.To, m.Place = mentionmap.Use(r.IntN(2)), day, day, benchPlace(r.IntN(3))
		}
	}
	var stored []int
	for next := 0; next < len(docs); {
		by := s
		switch r.IntN(8) {
		case 0:
			by = other
		case 1: // the next story that is read leaves no room for the others
			s.known.stories.cells, s.known.stories.shingles = knownCells, knownShingles
		}
		if len(stored) > 0 && r.IntN(3) == 0 {
			at := r.IntN(len(stored)) / (1 + 3*r.IntN(2)) // often the head of a story
			deleteEach(t, by, docs[stored[at]:stored[at]+1])
			stored = slices.Delete(stored, at, at+1)
			continue
		}
		n := min(1+r.IntN(8), len(docs)-next)
		putBatches(t, by, docs[next:next+n], n)
		for ; n > 0; n-- {
			stored = append(stored, next)
			next++
		}
	}
	var copies int
	if err := s.read.QueryRow("SELECT count(*) FROM document WHERE story <> id").Scan(&copies); err != nil || copies < len(stored)/2 {
		t.Fatalf("%d of %d documents are near-copies: %v", copies, len(stored), err)
	}
	if wrong := faults(t, openAt(t, s.path, Options{ReadOnly: true})); len(wrong) > 0 {
		t.Error(wrong)
	}
	for _, i := range stored {
		deleteEach(t, s, docs[i:i+1])
	}
	if wrong := faults(t, openAt(t, s.path, Options{ReadOnly: true})); len(wrong) > 0 {
		t.Errorf("after all were deleted: %v", wrong)
	}
	if k := &s.known.stories; len(k.members)+len(k.heads)+k.cells+k.shingles != 0 {
		t.Errorf("after all were deleted, %d stories of %d cells and %d heads of %d shingles are known", len(k.members), k.cells, len(k.heads), k.shingles)
	}
}
