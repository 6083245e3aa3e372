// Package posttest reads documents whose posts and dates are marked in the
// text, for the tests of what splits and dates them.
package posttest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mentionmap"
)

// Case is a document with what is true of it. Spans are bytes of Document.Text.
type Case struct {
	Layout   string // "clocks"
	Document mentionmap.Document
	Posts    []Post
	Mentions []Mention
}

// Post is where a post stands and the day it is filed under.
type Post struct {
	mentionmap.Span
	Date mentionmap.Day
}

// Mention is a place named and the days it may be filed under; NoDay among
// them is right for one that nothing dates.
type Mention struct {
	mentionmap.Span
	Days []mentionmap.Day
}

// Load reads every .txt file of a directory. The format stands in the README of
// text/post/testdata/gold.
func Load(dir string) ([]Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := parse(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		cases = append(cases, c...)
	}
	return cases, nil
}

func parse(b []byte) ([]Case, error) {
	var cases []Case
	var text strings.Builder
	finish := func() {
		if len(cases) > 0 {
			cases[len(cases)-1].finish(text.String())
		}
		text.Reset()
	}
	for in := bufio.NewScanner(bytes.NewReader(b)); in.Scan(); {
		line := in.Text()
		var err error
		switch {
		case strings.HasPrefix(line, "=== "):
			finish()
			var c Case
			c, err = heading(line[4:])
			cases = append(cases, c)
		case len(cases) == 0:
			err = fmt.Errorf("text before the first document")
		default:
			err = cases[len(cases)-1].line(line, &text)
		}
		if err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
	}
	finish()
	return cases, nil
}

func heading(s string) (Case, error) {
	key, rest, _ := strings.Cut(s, " ")
	layout, _, ok := strings.Cut(key, "/")
	if !ok {
		return Case{}, fmt.Errorf("want layout/number")
	}
	c := Case{Layout: layout, Document: mentionmap.Document{Key: key, Published: mentionmap.NoStamp}}
	if rest == "" {
		return c, nil
	}
	var err error
	c.Document.Published, err = mentionmap.ParseStamp(strings.TrimPrefix(rest, "date="))
	return c, err
}

// line adds a line of text without its marks.
func (c *Case) line(s string, text *strings.Builder) error {
	if day, ok := strings.CutPrefix(s, "<p "); ok {
		c.endPost(text.String())
		d, err := parseDay(strings.TrimSuffix(day, ">"))
		start := text.Len()
		if len(c.Posts) == 0 {
			start = 0 // a headline above the first mark belongs to the first post
		}
		c.Posts = append(c.Posts, Post{Span: mentionmap.Span{Start: start}, Date: d})
		return err
	}
	for {
		before, rest, ok := strings.Cut(s, "[[")
		text.WriteString(before)
		if !ok {
			text.WriteByte('\n')
			return nil
		}
		mark, after, _ := strings.Cut(rest, "]]")
		surface, days, _ := strings.Cut(mark, "|")
		m := Mention{Span: mentionmap.Span{Start: text.Len(), End: text.Len() + len(surface)}}
		for _, day := range strings.Split(days, ",") {
			d, err := parseDay(day)
			if err != nil {
				return err
			}
			m.Days = append(m.Days, d)
		}
		c.Mentions = append(c.Mentions, m)
		text.WriteString(surface)
		s = after
	}
}

func parseDay(s string) (mentionmap.Day, error) {
	if s == "-" {
		return mentionmap.NoDay, nil
	}
	return mentionmap.ParseDay(s)
}

func (c *Case) endPost(text string) {
	if n := len(c.Posts); n > 0 {
		c.Posts[n-1].End = len(strings.TrimRight(text, "\n"))
	}
}

func (c *Case) finish(text string) {
	c.endPost(text)
	c.Document.Text = text
}
