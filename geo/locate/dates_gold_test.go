package locate

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/text/post"
	"mentionmap/text/post/posttest"
	"mentionmap/text/when"
)

var update = flag.Bool("update", false, "write the golden figures anew")

// dateFigure counts the gold mentions of a layout: found at all, filed under
// a right day, and under one next to it.
type dateFigure struct{ mentions, found, exact, near int }

func (f *dateFigure) add(g dateFigure) {
	f.mentions, f.found, f.exact, f.near = f.mentions+g.mentions, f.found+g.found, f.exact+g.exact, f.near+g.near
}

func goldDates(t *testing.T) []posttest.Case {
	t.Helper()
	cases, err := posttest.Load("../../text/post/testdata/gold")
	if err != nil || len(cases) < 120 {
		t.Fatalf("%d documents: %v", len(cases), err)
	}
	return cases
}

// scoreDates locates a gold document and compares the days of its mentions.
func scoreDates(l *Locator, c *posttest.Case, miss func(*posttest.Mention, mentionmap.Dates)) (f dateFigure) {
	times := when.Scan(nil, c.Document.Text)
	out := l.Locate(c.Document, post.Split(&c.Document, times), Want{Times: times})
	for i := range c.Mentions {
		g := &c.Mentions[i]
		f.mentions++
		m := overlapping(out.Mentions, g.Span)
		if m == nil {
			continue
		}
		f.found++
		if far := farthest(m.Dates.From, g.Days); far == 0 {
			f.exact++
		} else if miss != nil {
			miss(g, m.Dates)
		}
		if farthest(m.Dates.From, g.Days) <= 1 {
			f.near++
		}
	}
	return f
}

func overlapping(list []mentionmap.Mention, s mentionmap.Span) *mentionmap.Mention {
	for i := range list {
		if list[i].Start < s.End && s.Start < list[i].End {
			return &list[i]
		}
	}
	return nil
}

// farthest is how many days off the nearest of the right days lies; a day
// where there should be none, and none where there should be one, is far off.
func farthest(got mentionmap.Day, right []mentionmap.Day) int {
	const never = 1 << 30
	best := never
	for _, d := range right {
		switch {
		case d == got:
			return 0
		case d != mentionmap.NoDay && got != mentionmap.NoDay:
			best = min(best, max(int(d-got), int(got-d)))
		}
	}
	return best
}

// TestGoldDates holds the days of our own gold, layout by layout, against the
// committed figures, and the whole against its bar.
func TestGoldDates(t *testing.T) {
	l := locator(t)
	by, all := map[string]*dateFigure{}, dateFigure{}
	for _, c := range goldDates(t) {
		f := scoreDates(l, &c, func(g *posttest.Mention, got mentionmap.Dates) {
			t.Logf("%s: %s is of %v, got %q by the %s %q", c.Document.Key, g.Of(c.Document.Text), g.Days, got.From, got.Basis, got.Words.Of(c.Document.Text))
		})
		if by[c.Layout] == nil {
			by[c.Layout] = &dateFigure{}
		}
		by[c.Layout].add(f)
		all.add(f)
	}
	by["all"] = &all
	names := make([]string, 0, len(by))
	for name := range by {
		names = append(names, name)
	}
	sort.Strings(names)
	lines := "layout mentions found exact near\n"
	for _, name := range names {
		f := by[name]
		lines += fmt.Sprintf("%s %d %d %d %d\n", name, f.mentions, f.found, f.exact, f.near)
	}
	sameFile(t, "testdata/dates.golden", lines)
	if float64(all.exact) < 0.93*float64(all.found) || float64(all.found) < 0.95*float64(all.mentions) {
		t.Errorf("of %d mentions %d found, %d with their day; want 0.95 found and 0.93 of those right", all.mentions, all.found, all.exact)
	}
}

// TestDateRules holds how many gold mentions keep their day without each rule
// of binding: one that costs nothing when it is missing is not needed.
func TestDateRules(t *testing.T) {
	cases := goldDates(t)
	var b strings.Builder
	for r := noRule; r < ruleCount; r++ {
		l, all := withoutRule(t, r), dateFigure{}
		for i := range cases {
			all.add(scoreDates(l, &cases[i], nil))
		}
		fmt.Fprintf(&b, "%s: %d of %d\n", ruleNames[r], all.exact, all.found)
	}
	sameFile(t, "testdata/dates-ablation.golden", b.String())
}

func withoutRule(t *testing.T, r rule) *Locator {
	l := locator(t)
	whole := l.workers.New
	l.workers.New = func() any {
		w := whole().(*worker)
		w.dates.off = r
		return w
	}
	return l
}

func sameFile(t *testing.T, file, got string) {
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
		t.Errorf("%s changed; if for the better, run with -update\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
