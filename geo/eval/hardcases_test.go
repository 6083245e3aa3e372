package eval

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym/train"
)

// hardCase is a sentence in our own words with its right answers.
type hardCase struct {
	line  int
	group string
	train.Annotated
}

func hardCases(t testing.TB) (cases []hardCase) {
	t.Helper()
	data, err := os.ReadFile("testdata/hardcases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		group, text, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		list, err := train.Parse(text)
		if err != nil || len(list) != 1 {
			t.Fatalf("testdata/hardcases.tsv:%d: %v", n+1, err)
		}
		cases = append(cases, hardCase{line: n + 1, group: group, Annotated: list[0]})
	}
	return cases
}

// failures names what is wrong in a case; none if all is right.
func (c *hardCase) failures() (wrong []string) {
	l := theLocator().Locate(plain(c.Text), nil, locate.Want{})
	var count Tally
	count.Add(&c.Annotated, l.Mentions, func(sort string, s mentionmap.Span, detail string) {
		wrong = append(wrong, strings.TrimSpace(fmt.Sprintf("%s %q %s", sort, s.Of(c.Text), detail)))
	})
	return wrong
}

// hardFigures are how many cases of each group are wholly right, and what is
// wrong in the others.
func hardFigures(t testing.TB) (lines []string, share float64) {
	right, total := map[string]int{}, map[string]int{}
	var groups, failed []string
	good, all := 0, 0
	for _, c := range hardCases(t) {
		if total[c.group] == 0 {
			groups = append(groups, c.group)
		}
		total[c.group]++
		all++
		if wrong := c.failures(); len(wrong) > 0 {
			failed = append(failed, fmt.Sprintf("line %d, %s: %s", c.line, c.group, strings.Join(wrong, "; ")))
			continue
		}
		right[c.group]++
		good++
	}
	slices.Sort(groups)
	for _, g := range groups {
		lines = append(lines, fmt.Sprintf("%-10s %3d of %3d", g, right[g], total[g]))
	}
	lines = append(lines, fmt.Sprintf("%-10s %3d of %3d", "all", good, all), "")
	return append(lines, failed...), ratio(good, all)
}

// TestHardCases compares with the committed figures: every failure is named
// there.
func TestHardCases(t *testing.T) {
	openWorld(t)
	lines, share := hardFigures(t)
	const path = "testdata/hardcases.golden.txt"
	if *update {
		writeFigures(t, path, lines)
	}
	t.Logf("%.3f of the cases are wholly right", share)
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines, "\n") + "\n"; got != string(want) && share < goldenShare(string(want))-0.01 {
		t.Errorf("the hard cases got worse: go test ./geo/eval -run HardCases -update shows where\n%s", got)
	}
}

// goldenShare reads the share of right cases from the committed figures.
func goldenShare(figures string) float64 {
	for _, line := range strings.Split(figures, "\n") {
		var good, all int
		if _, err := fmt.Sscanf(line, "all %d of %d", &good, &all); err == nil {
			return ratio(good, all)
		}
	}
	return 1
}

func writeFigures(t *testing.T, path string, lines []string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
