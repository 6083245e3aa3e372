package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/geo/locate"
)

// moody is a store of a few documents that fails on demand.
type moody struct {
	store.Store
	documents []store.Document
	err       error
	listed    int
}

func (m *moody) Documents(_ context.Context, _ mentionmap.Query, fn func(*store.Document) error) error {
	m.listed++
	for i := range m.documents {
		if err := fn(&m.documents[i]); err != nil {
			return err
		}
	}
	return m.err
}

func (m *moody) Document(_ context.Context, id string) (*store.Document, error) {
	for i := range m.documents {
		if m.documents[i].ID == id && m.documents[i].Text != "" {
			return &m.documents[i], nil
		}
	}
	return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no document %s", id)
}

// ofLamar are documents of a newspaper in Texas; the first was deleted a moment ago.
func ofLamar(t *testing.T) []store.Document {
	t.Helper()
	texts := []string{"", "Council members in Paris met on Monday.", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas.",
		"School buses in Clarksville, Texas, and Sulphur Springs were late."}
	docs := make([]store.Document, len(texts))
	for i, text := range texts {
		docs[i].ID = fmt.Sprint(i)
		docs[i].Document = mentionmap.Document{Text: text, Published: mentionmap.NoStamp, Seen: []mentionmap.Seen{{URL: "https://lamar.example/news"}}}
	}
	return docs
}

// TestHomesAreLearnedAgain: a failure is told once, reasons are told without homes
// meanwhile, and a minute later it is tried again.
func TestHomesAreLearnedAgain(t *testing.T) {
	g, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	db := &moody{documents: ofLamar(t), err: errors.New("the disk is gone")}
	var said []string
	now := time.Unix(0, 0)
	w := &works{gazetteer: g, locator: locate.New(g, locate.Options{})}
	known := &storedHomes{locator: w.locator, store: db, now: func() time.Time { return now }, tell: func(s string) { said = append(said, s) }}
	for _, step := range []struct {
		after  time.Duration
		err    error
		listed int
		learns bool
	}{
		{0, db.err, 1, false},
		{time.Second, db.err, 1, false},
		{homesRetry, db.err, 2, false},
		{homesRetry / 2, nil, 2, false},
		{homesRetry, nil, 3, true},
		{time.Hour, db.err, 3, true},
	} {
		now, db.err = now.Add(step.after), step.err
		homes := known.get(t.Context())
		if learned := homes != nil && homes.Of(&db.documents[1].Document) != nil; learned != step.learns || db.listed != step.listed {
			t.Errorf("after %v: learned %v, read %d times, want %v and %d", step.after, learned, db.listed, step.learns, step.listed)
		}
	}
	if len(said) != 1 || !strings.Contains(said[0], "the disk is gone") || strings.Contains(said[0], "\n") {
		t.Errorf("said %q", said)
	}
}

// TestReasonsKnowTheHome of a stored document's source as soon as it can be learned,
// and say so when it cannot.
func TestReasonsKnowTheHome(t *testing.T) {
	g, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := &works{gazetteer: g, locator: locate.New(g, locate.Options{})}
	for name, c := range map[string]struct {
		err     error
		country string
		said    int
	}{"healthy": {nil, "US", 0}, "failing": {errors.New("the disk is gone"), "FR", 1}} {
		db := &moody{documents: ofLamar(t), err: c.err}
		said := 0
		located := w.locateStored(t.Context(), db, func(string) { said++ })(db.documents[1].Document, true, false)
		if len(located.Mentions) != 1 || located.Mentions[0].Place.Country != c.country || said != c.said {
			t.Errorf("%s: %+v, told %d times, want %s and %d", name, located.Mentions, said, c.country, c.said)
		}
	}
}
