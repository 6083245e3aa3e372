package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/geo/locate"
	"mentionmap/text/reader"
	"mentionmap/text/when"
)

func newLocate() *cobra.Command {
	c := &cobra.Command{
		Use:   "locate [FILE]",
		Short: "Find the places in a text and print them; nothing is stored",
		Long: "Reads text, Markdown or JSON Lines from a file or from standard input, and prints the places it mentions. Of many documents\n" +
			"it first reads 8 MB ahead, to learn where their sources are at home: a local newspaper does not say which Paris it means.",
		Example: "  mentionmap locate article.txt\n  mentionmap locate --explain article.txt\n" +
			"  mentionmap locate --format jsonl --date 2023-01-08 < post.txt",
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: runLocate,
	}
	c.Flags().String("format", "text", "text for people, jsonl for programs: a line a document")
	c.Flags().String("date", "", "the day the text was published, YYYY-MM-DD, if it does not say so itself")
	c.Flags().Bool("explain", false, "say why each place was chosen and what dated it")
	c.Flags().Bool("demonyms", false, "print demonyms such as Russians too")
	addJSON(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	return c
}

func runLocate(c *cobra.Command, args []string) error {
	format, _ := c.Flags().GetString("format")
	if wantsJSON(c) {
		format = "jsonl"
	}
	if format != "text" && format != "jsonl" {
		return usagef("--format %q is neither text nor jsonl", format)
	}
	published, err := dateFlag(c)
	if err != nil {
		return err
	}
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	want := locate.Want{}
	want.Explain, _ = c.Flags().GetBool("explain")
	want.Demonyms, _ = c.Flags().GetBool("demonyms")
	out := bufio.NewWriterSize(c.OutOrStdout(), 1<<16)
	first := locate.Ahead{Learn: w.learn, Next: func(doc mentionmap.Document) error {
		if !doc.Published.Known() {
			doc.Published = published
		}
		located := w.locateDocument(doc, want)
		if format == "jsonl" {
			return export.WriteLocated(out, &located)
		}
		return describe(out, &located)
	}}
	err = readInput(c, args, first.Take)
	if last := first.Flush(); err == nil {
		err = last
	}
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return err
}

func dateFlag(c *cobra.Command) (mentionmap.Stamp, error) {
	s, _ := c.Flags().GetString("date")
	if s == "" {
		return mentionmap.NoStamp, nil
	}
	stamp, err := mentionmap.ParseStamp(s)
	if err != nil {
		return stamp, usagef("--date %v", err)
	}
	return stamp, nil
}

// readInput reads the file, or standard input; a broken line or file is told
// on standard error, and makes the command fail once the rest is done.
func readInput(c *cobra.Command, args []string, fn func(mentionmap.Document) error) error {
	skipped := 0
	r := reader.Options{Skip: func(err error) {
		skipped++
		fmt.Fprintf(c.ErrOrStderr(), "mentionmap: skipped: %v\n", err)
	}}
	var err error
	if len(args) == 0 || args[0] == "-" {
		err = r.ReadFrom(c.Context(), "standard input", c.InOrStdin(), fn)
	} else {
		err = r.Read(c.Context(), args[0], fn)
	}
	if err == nil && skipped > 0 {
		err = mentionmap.Errorf(mentionmap.Invalid, "%d skipped, the rest is done", skipped)
	}
	return err
}

// describe prints a located document for people.
func describe(out io.Writer, d *mentionmap.Located) error {
	fmt.Fprintf(out, "%s: %d posts, %d mentions\n", d.Document.Key, len(d.Posts), len(d.Mentions))
	post := -1
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Post != post && m.Post >= 0 {
			post = m.Post
			describePost(out, d, post)
			if m.Why != nil {
				describeTimes(out, d, post)
			}
		}
		describeMention(out, d, m)
	}
	for i := range d.Demonyms {
		fmt.Fprintf(out, "  demonym  %s\n", oneLine(d.Demonyms[i].Surface))
	}
	_, err := fmt.Fprintln(out)
	return err
}

func describePost(out io.Writer, d *mentionmap.Located, i int) {
	p := d.Posts[i]
	when := "undated"
	if p.Date != mentionmap.NoDay {
		when = p.Date.String()
	}
	if p.Estimated {
		when += " (estimated)"
	}
	fmt.Fprintf(out, "\n-- %s  %s  %s\n", when, oneLine(p.Title), p.Source)
}

// describeTimes lists the time expressions of a post and the days they mean, read
// on the post's day.
func describeTimes(out io.Writer, d *mentionmap.Located, i int) {
	text := d.Posts[i].Of(d.Document.Text)
	found := when.Scan(nil, text)
	anchor := when.At(d.Posts[i].Date)
	anchor.Order = when.OrderOf(found)
	for k := range found {
		vague := ""
		if found[k].Vague {
			vague = ", vague"
		}
		fmt.Fprintf(out, "   time      %q: %s%s, %s\n", oneLine(found[k].Of(text)), found[k].Kind, vague, dates(found[k].Resolve(anchor)))
	}
}

func describeMention(out io.Writer, d *mentionmap.Located, m *mentionmap.Mention) {
	where, at := "not placed", ""
	if m.Place != nil {
		where = m.Place.Name
		if in := within(m.Place); in != "" {
			where += " (" + in + ")"
		}
		at = fmt.Sprintf("%.4f,%.4f", m.Place.Lon, m.Place.Lat)
	}
	fmt.Fprintf(out, "  %-10s %-24s %s  %s  %s, %s, %s\n", dates(m.Dates), oneLine(m.Surface), where, at, m.Kind, m.Use, m.Certainty())
	if m.Why == nil {
		return
	}
	describeBasis(out, d, &m.Dates)
	for _, cue := range m.Why.Cues {
		fmt.Fprintf(out, "             %+6.2f %s: %s\n", cue.Weight, cue.Name, oneLine(cue.Detail))
	}
	if r := m.Why.RunnerUp; r != nil {
		fmt.Fprintf(out, "             next best by %.2f: %s (%s) %.4f,%.4f\n", m.Why.Margin, r.Name, within(r), r.Lon, r.Lat)
	}
}

// describeBasis tells what dated a mention.
func describeBasis(out io.Writer, d *mentionmap.Located, dated *mentionmap.Dates) {
	words := oneLine(dated.Words.Of(d.Document.Text))
	switch {
	case !dated.Known():
		fmt.Fprintln(out, "             nothing dates it: --date says when the text was published")
	case words != "":
		fmt.Fprintf(out, "             dated by the %s: %q\n", dated.Basis, words)
	default:
		fmt.Fprintf(out, "             dated by the %s\n", dated.Basis)
	}
}

func dates(d mentionmap.Dates) string {
	switch {
	case !d.Known():
		return "undated"
	case d.From == d.To:
		return d.From.String()
	}
	return d.From.String() + "–" + d.To.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
