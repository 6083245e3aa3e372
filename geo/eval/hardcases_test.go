package eval

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"mentionmap"
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
func (c *hardCase) failures(g *ground) (wrong []string) {
	var count Tally
	want := train.Annotated{Text: c.Text, Demonyms: c.Demonyms, Places: slices.Clone(c.Places)}
	for i := range want.Places {
		want.Places[i].ID = g.current(want.Places[i].ID)
	}
	count.Add(&want, g.locate(c.Text), func(sort string, s mentionmap.Span, detail string) {
		wrong = append(wrong, strings.TrimSpace(fmt.Sprintf("%s %q %s", sort, s.Of(c.Text), detail)))
	})
	return wrong
}

// current is the id that a list has put in the place of one.
func (g *ground) current(id mentionmap.PlaceID) mentionmap.PlaceID {
	if row, ok := g.ByID(id); ok {
		return g.ID(row)
	}
	return id
}

// hardTally is how many cases of a group are wholly right.
type hardTally struct{ right, all int }

// hardFigures are how many cases of each group are wholly right, and what is
// wrong in the others.
func (g *ground) hardFigures(t testing.TB, name string) (lines []string, share float64) {
	groups := map[string]hardTally{}
	var failed []string
	var all hardTally
	for _, c := range hardCases(t) {
		wrong, n := c.failures(g), groups[c.group]
		n.all++
		all.all++
		if len(wrong) > 0 {
			failed = append(failed, fmt.Sprintf("line %d, %s: %s", c.line, c.group, strings.Join(wrong, "; ")))
		} else {
			n.right++
			all.right++
		}
		groups[c.group] = n
	}
	lines = append(lines, "== "+name)
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		lines = append(lines, fmt.Sprintf("%-10s %3d of %3d", group, groups[group].right, groups[group].all))
	}
	lines = append(lines, fmt.Sprintf("%-10s %3d of %3d", "all", all.right, all.all), "")
	return append(lines, failed...), ratio(all.right, all.all)
}

const hardGolden = "testdata/hardcases.golden"

// TestHardCases compares with the committed figures: every failure is named
// there.
func TestHardCases(t *testing.T) {
	for column, g := range []*ground{openEmbedded(t), openImported(t)} {
		if g == nil {
			continue
		}
		path := fmt.Sprintf("%s.%s.txt", hardGolden, columns[column])
		lines, share := g.hardFigures(t, columns[column])
		if *update {
			writeFigures(t, path, lines)
		}
		t.Logf("%s: %.3f of the cases are wholly right", columns[column], share)
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(lines, "\n") + "\n"; got != string(want) && share < goldenShare(string(want))-0.01 {
			t.Errorf("the hard cases got worse: go test ./geo/eval -run HardCases -update shows where\n%s", got)
		}
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
