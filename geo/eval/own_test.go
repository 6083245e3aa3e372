package eval

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mentionmap"
)

// TestOwnSentences holds the floor on our own annotated sentences; the
// errors go to the file that OWN_ERRORS names.
func TestOwnSentences(t *testing.T) {
	g := openWorld(t)
	report := reporter(t, os.Getenv("OWN_ERRORS"))
	var all, slavic Tally
	for _, list := range own(t) {
		c := &all
		if list.Slavic() {
			c = &slavic
		}
		for i := range list.Texts {
			a := &list.Texts[i]
			c.Add(a, g.locate(a.Text), report(list.Name, a.Text))
		}
	}
	t.Logf("F1 %.3f, kind %.3f, use %.3f of %d", all.F1(), all.KindRight(), all.UseRight(), all.Gold)
	t.Logf("Ukrainian and Russian: F1 %.3f, kind %.3f, use %.3f of %d", slavic.F1(), slavic.KindRight(), slavic.UseRight(), slavic.Gold)
	if got := slavic.F1(); got < 0.85 {
		t.Errorf("F1 of recognition in Ukrainian and Russian is %.3f, was 0.87", got)
	}
	if got := all.F1(); got < 0.92 {
		t.Errorf("F1 of recognition is %.3f, was 0.93", got)
	}
	if got := all.KindRight(); got < 0.90 {
		t.Errorf("kind right is %.3f, was 0.92", got)
	}
	if got := all.UseRight(); got < 0.90 {
		t.Errorf("use right is %.3f, was 0.92", got)
	}
}

// reporter writes errors, one a line, to a file; nowhere if it has no name.
func reporter(t *testing.T, path string) func(name, text string) Report {
	if path == "" {
		return func(string, string) Report { return nil }
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func(name, text string) Report {
		return func(sort string, s mentionmap.Span, detail string) {
			from, to := max(0, s.Start-50), min(len(text), s.End+40)
			around := strings.ToValidUTF8(text[from:s.Start]+"["+text[s.Start:s.End]+"]"+text[s.End:to], "")
			fmt.Fprintf(f, "%s\t%s\t%s\t%s\n", sort, name, strings.ReplaceAll(around, "\n", " / "), detail)
		}
	}
}
