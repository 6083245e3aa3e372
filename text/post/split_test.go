package post

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"mentionmap"
	"mentionmap/text/when"
)

// TestWritePosts writes what `locate` would print of posts, for score_posts.py:
//
//	MENTIONMAP_POSTS=/tmp/posts.jsonl go test ./text/post -run WritePosts
func TestWritePosts(t *testing.T) {
	out := os.Getenv("MENTIONMAP_POSTS")
	if out == "" {
		t.Skip("writes a file; set MENTIONMAP_POSTS to its name")
	}
	files, _ := filepath.Glob("../../../shared/seeds/*.txt")
	var lines []byte
	for _, file := range files {
		type row struct {
			Start int    `json:"start"`
			End   int    `json:"end"`
			Date  string `json:"date"`
			Title string `json:"title"`
		}
		doc := struct {
			ID    string `json:"id"`
			Posts []row  `json:"posts"`
		}{ID: filepath.Base(file)}
		for _, p := range readPosts(t, file) {
			doc.Posts = append(doc.Posts, row{p.start, p.end, p.date, p.title})
		}
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(append(lines, b...), '\n')
	}
	if err := os.WriteFile(out, lines, 0o644); err != nil {
		t.Fatal(err)
	}
}

// split cuts a document with the expressions of its own text.
func split(doc *mentionmap.Document) []mentionmap.Post {
	return Split(doc, when.Scan(nil, doc.Text))
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"", "\n\n", "Title here\nBy A B\nPublished : Jan 5, 2023\nText.", "Text one.\nAnn Lee22 January 2025 11:46\nOther title\nText two.\nAnn Lee22 January 2025 10:00",
		"[05.01.2023 12:33] Channel:\ntext", "11:46\ntext\n11:40\ntext", "www.site.org\nTitle words\n5 Jan 2023\nText", "Dive Deeper\nx", "KYIV, Feb 30 (AP) — text text text text",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
		last := 0
		for _, p := range split(&doc) {
			if p.Start < last || p.Empty() || p.End > len(text) || p.TitleSpan.End > len(text) || !p.TitleSpan.Empty() && !p.Contains(p.TitleSpan) {
				t.Fatalf("post %v, title %v after %d in %d bytes", p.Span, p.TitleSpan, last, len(text))
			}
			last = p.End
			if y, _, _ := p.Date.Date(); p.Date != mentionmap.NoDay && (y < 1 || y > 9999) {
				t.Fatalf("day in the year %d", y)
			}
		}
	})
}

// TestEstimated: a post above the first dated one of a thread is filed by the
// thread's pace, and says so; the digest of a week says how far it reaches.
func TestEstimated(t *testing.T) {
	thread := "Tanks and lorries\nThe road is closed to lorries, the town said, and nobody knows for how long it will be.\n" +
		"www.paper-one.net\nTitle of the first\n2 January 2025\nThe road is open again, the town said on its page in the morning.\n" +
		"www.paper-one.net\nTitle of the second\n4 January 2025\nThe mill has burned down, the town said on its page in the morning.\n" +
		"www.paper-one.net\nTitle of the third\n6 January 2025\nThe bakery is shut, the town said on its page in the morning.\n" +
		"www.paper-one.net\nTitle of the fourth\n8 January 2025\nThe school is shut, the town said on its page in the morning.\n"
	posts := split(&mentionmap.Document{Text: thread, Published: mentionmap.NoStamp})
	if len(posts) != 5 || !posts[0].Estimated || posts[0].Date.String() != "2024-12-31" || posts[1].Estimated {
		t.Errorf("got %s", outline(thread, posts))
	}
	week := "Week of 5 to 11 June 2023\nThe dam broke on Tuesday, and boats went out.\n"
	posts = split(&mentionmap.Document{Text: week, Published: mentionmap.NoStamp})
	if len(posts) != 1 || posts[0].Days != 6 || posts[0].Date.String() != "2023-06-05" {
		t.Errorf("got %s", outline(week, posts))
	}
}
