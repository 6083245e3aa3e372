package post

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/text/post/posttest"
)

var update = flag.Bool("update", false, "write the golden figures anew")

// figure counts the gold posts of a layout.
type figure struct{ posts, found, right, extra int }

// TestLayouts holds the figures of every layout against the committed ones and
// the whole against its bar.
func TestLayouts(t *testing.T) {
	cases, err := posttest.Load("testdata/gold")
	if err != nil {
		t.Fatal(err)
	}
	byLayout, all := map[string]*figure{}, figure{}
	for _, c := range cases {
		f := byLayout[c.Layout]
		if f == nil {
			f = &figure{}
			byLayout[c.Layout] = f
		}
		score(t, &c, f)
	}
	var names []string
	for name, f := range byLayout {
		names = append(names, name)
		all.posts, all.found, all.right, all.extra = all.posts+f.posts, all.found+f.found, all.right+f.right, all.extra+f.extra
	}
	sort.Strings(names)
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents in %d layouts\nlayout posts found right extra\n", len(cases), len(names))
	for _, name := range names {
		f := byLayout[name]
		fmt.Fprintf(&b, "%s %d %d %d %d\n", name, f.posts, f.found, f.right, f.extra)
	}
	fmt.Fprintf(&b, "all %d %d %d %d\n", all.posts, all.found, all.right, all.extra)
	compare(t, "testdata/layouts.golden", b.String())
	if len(cases) < 120 || len(names) < 30 {
		t.Errorf("%d documents in %d layouts, want 120 in 30", len(cases), len(names))
	}
	if float64(all.right) < 0.97*float64(all.posts) {
		t.Errorf("%d of %d posts right, want 0.97", all.right, all.posts)
	}
}

// TestAblation holds how many gold posts are still right without each row of
// the tables: a row that costs nothing when it is missing is not needed.
func TestAblation(t *testing.T) {
	cases, err := posttest.Load("testdata/gold")
	if err != nil {
		t.Fatal(err)
	}
	right := func() (n int) {
		f := figure{}
		for i := range cases {
			score(t, &cases[i], &f)
		}
		return f.right
	}
	all := right()
	var b strings.Builder
	fmt.Fprintf(&b, "posts right: %d; without:\n", all)
	without(&b, "pattern", &patterns, func(p pattern) string { return p.name }, right)
	without(&b, "boundary", &boundaries, func(r boundary) string { return r.name }, right)
	without(&b, "dating", &datings, func(r dating) string { return r.name }, right)
	compare(t, "testdata/ablation.golden", b.String())
}

// without writes what right says when each row of a table is missing in turn.
func without[T any](b *strings.Builder, table string, rows *[]T, name func(T) string, right func() int) {
	all := *rows
	defer func() { *rows = all }()
	for i := range all {
		*rows = append(append([]T{}, all[:i]...), all[i+1:]...)
		fmt.Fprintf(b, "%s %s: %d\n", table, name(all[i]), right())
	}
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("figures changed; if for the better, run with -update\ngot:\n%s\nwant:\n%s", got, want)
	}
}

// score adds the figures of one document to f.
func score(t *testing.T, c *posttest.Case, f *figure) {
	got := split(&c.Document)
	f.posts += len(c.Posts)
	f.extra += max(0, len(got)-len(c.Posts))
	for _, g := range c.Posts {
		best, share := -1, 0.0
		for i, p := range got {
			inter := min(g.End, p.End) - max(g.Start, p.Start)
			union := max(g.End, p.End) - min(g.Start, p.Start)
			if s := float64(inter) / float64(union); s >= 0.8 && s > share {
				best, share = i, s
			}
		}
		switch {
		case best < 0:
			logf(t, "%s: no post at %q; got %s", c.Document.Key, start(g.Of(c.Document.Text)), outline(c.Document.Text, got))
			continue
		case got[best].Date == g.Date:
			f.right++
		default:
			logf(t, "%s: %q is of %s, got %s", c.Document.Key, start(g.Of(c.Document.Text)), g.Date, got[best].Date)
		}
		f.found++
	}
}

// logf tells of single errors where the whole is looked at.
func logf(t *testing.T, format string, args ...any) {
	if t.Name() == "TestLayouts" {
		t.Logf(format, args...)
	}
}

func start(s string) string { return s[:min(len(s), 40)] }

func outline(text string, posts []mentionmap.Post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "[%s %q] ", p.Date, start(p.Of(text)))
	}
	return b.String()
}

// TestLineEnds: the ends of lines change nothing.
func TestLineEnds(t *testing.T) {
	cases, err := posttest.Load("testdata/gold")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		unix := split(&c.Document)
		c.Document.Text = strings.ReplaceAll(c.Document.Text, "\n", "\r\n")
		dos := split(&c.Document)
		if outlineDays(unix) != outlineDays(dos) {
			t.Errorf("%s: %s with LF, %s with CR LF", c.Document.Key, outlineDays(unix), outlineDays(dos))
		}
	}
}

func outlineDays(posts []mentionmap.Post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "%s %q; ", p.Published, p.Title)
	}
	return b.String()
}
