package post

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"mentionmap"
)

// goldPost is a post of ../shared/eval/seeds-dev.posts.json; offsets in code points.
type goldPost struct {
	Doc        string `json:"doc"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Title      string `json:"title"`
	FilingDate string `json:"filing_date"`
}

type scoredPost struct {
	start, end int
	date       string
	title      string
}

func readPosts(t *testing.T, path string) []scoredPost {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skip("needs " + path)
	}
	text := string(b)
	x := mentionmap.NewRuneIndex(text)
	var out []scoredPost
	for _, p := range split(&mentionmap.Document{Text: text, Published: mentionmap.NoStamp}) {
		out = append(out, scoredPost{x.At(p.Start), x.At(p.End), p.Date.String(), p.Title})
		if testing.Verbose() {
			t.Logf("%5d-%5d pub=%s date=%s src=%q by=%q rep=%v title=%q", p.Start, p.End, p.Published, p.Date, p.Source, p.Author, p.Repeat, p.Title)
		}
	}
	return out
}

// TestSourcePosts holds the figures of ../shared/eval/score_posts.py: posts
// found (overlap at least 0.8 of the union) and found with the right day.
func TestSourcePosts(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/eval/seeds-dev.posts.json")
	if err != nil {
		t.Skip("needs ../shared/eval/seeds-dev.posts.json")
	}
	var gold []goldPost
	if err := json.Unmarshal(raw, &gold); err != nil {
		t.Fatal(err)
	}
	posts := map[string][]scoredPost{}
	found, right := 0, 0
	for _, g := range gold {
		if posts[g.Doc] == nil {
			posts[g.Doc] = readPosts(t, filepath.Join("../../../shared/seeds", g.Doc))
		}
		best, bestShare := scoredPost{}, 0.0
		for _, p := range posts[g.Doc] {
			inter := min(g.End, p.end) - max(g.Start, p.start)
			union := max(g.End, p.end) - min(g.Start, p.start)
			if share := float64(inter) / float64(union); share >= 0.8 && share > bestShare {
				best, bestShare = p, share
			}
		}
		if bestShare > 0 {
			found++
		}
		if bestShare > 0 && best.date == g.FilingDate {
			right++
		} else {
			t.Logf("%s:%d %q: want %s, got %q (%.2f)", g.Doc, g.Start, g.Title, g.FilingDate, best.date, bestShare)
		}
	}
	t.Logf("%d posts, %d found, %d with the right day", len(gold), found, right)
	if found < 25 || right < 25 {
		t.Errorf("%d found and %d right of %d, want 25 and 25", found, right, len(gold))
	}
}

// TestSingleArticles reads articles of other wars and towns, each a post of its
// own: they must stay whole, and no day may be made up for them. One is a live
// blog.
func TestSingleArticles(t *testing.T) {
	cut, undated, all := 0, 0, 0
	for _, name := range []string{"geowebnews", "lgl-first", "trnews-first"} {
		for _, text := range articles(t, "../../../shared/eval/"+name+".jsonl.gz") {
			posts := split(&mentionmap.Document{Text: text, Published: mentionmap.NoStamp})
			all++
			if len(posts) > 1 {
				cut++
			}
			if posts[0].Date == mentionmap.NoDay {
				undated++
			}
		}
	}
	t.Logf("%d articles, %d cut, %d undated", all, cut, undated)
	if cut > 1 || undated*100 < all*97 {
		t.Errorf("of %d articles %d were cut and %d left undated; want at most 1 and at least 97 %%", all, cut, undated)
	}
}

func articles(t *testing.T, file string) (texts []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Skip("needs " + file)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var doc struct{ Text string }
		if err := json.Unmarshal(in.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, doc.Text)
	}
	return texts
}
