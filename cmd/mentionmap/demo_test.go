package main

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
	"mentionmap/seeds"
	"mentionmap/text/reader"
)

func demoWorks(t *testing.T) *works {
	t.Helper()
	w, err := openWorks(newIngest())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The demo must show the war move at every place of the slider.
func TestTheDemoHasEnoughToShow(t *testing.T) {
	w := demoWorks(t)
	db := filetest.Open(t, filepath.Join(t.TempDir(), "demo.db"), sqlite.Options{Demo: true})
	o := w.ingestOptions(db)
	demoPaths(&o)
	sum, err := ingest.Run(t.Context(), o)
	if err != nil || sum.Posts < 500 || sum.Skipped > 0 {
		t.Fatalf("%+v %v", sum, err)
	}
	q := mentionmap.NewQuery()
	q.Uses = []mentionmap.Use{mentionmap.Literal}
	q.Kinds = []mentionmap.Kind{mentionmap.Settlement, mentionmap.District, mentionmap.Facility, mentionmap.Water, mentionmap.Region}
	q.Precisions = []mentionmap.Precision{mentionmap.PrecisionDay, mentionmap.PrecisionDays}
	q.Count = mentionmap.CountMentions
	var rows []store.Count
	places, mentions := map[mentionmap.PlaceID]bool{}, int64(0)
	if err := db.Counts(t.Context(), q, func(c store.Count) error {
		if c.Place != 0 {
			rows = append(rows, c)
			places[c.Place] = true
			mentions += c.N
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if mentions < 1800 || len(places) < 250 {
		t.Errorf("%d mentions of %d places", mentions, len(places))
	}
	t.Logf("%d posts, %d mentions of %d places on the map", sum.Posts, mentions, len(places))
	first, _ := mentionmap.NewDay(2022, 2, 24)
	last, _ := mentionmap.NewDay(2025, 1, 31)
	for from := first; from+29 <= last; from++ {
		n, seen := int64(0), map[mentionmap.PlaceID]bool{}
		for _, c := range rows {
			if c.From <= from+29 && c.To >= from {
				n += c.N
				seen[c.Place] = true
			}
		}
		if n < 40 || len(seen) < 15 {
			t.Errorf("the 30 days from %s have %d mentions of %d places", from, n, len(seen))
		}
	}
}

// Every report of a text or Markdown file is listed as FILE:DATE with the
// title of an article where it can be checked; each must come out as a post,
// or as part of one, that is filed under its date.
func TestTheDemosReportsAreFiledUnderTheirDates(t *testing.T) {
	w := demoWorks(t)
	for name, want := range listedDates(t) {
		f, err := seeds.Corpus.Open(name)
		if err != nil {
			t.Errorf("%s is listed and does not exist", name)
			continue
		}
		got := map[string]bool{}
		err = reader.Options{}.ReadFrom(t.Context(), name, f, func(d mentionmap.Document) error {
			located := w.locateDocument(d, locate.Want{})
			for _, p := range located.Posts {
				got[p.Date.String()] = true
			}
			for _, m := range located.Mentions {
				got[m.Dates.From.String()] = true
			}
			return nil
		})
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range want {
			if !got[day] {
				t.Errorf("%s: nothing is filed under %s", name, day)
			}
		}
	}
}

func listedDates(t *testing.T) map[string][]string {
	t.Helper()
	paths, err := fs.Glob(os.DirFS("../../seeds"), "checks-*.tsv")
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	dates := map[string][]string{}
	for _, path := range paths {
		f, err := os.Open("../../seeds/" + path)
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			key, _, _ := strings.Cut(lines.Text(), "\t")
			if name, date, ok := strings.Cut(key, ":"); ok {
				dates[name] = append(dates[name], date[:min(10, len(date))])
			}
		}
		f.Close()
	}
	return dates
}

// TestAStaleDemoInUseIsNotRemoved: it would be under the server's feet.
func TestAStaleDemoInUseIsNotRemoved(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	open, err := sqlite.Open(db, sqlite.Options{Demo: true})
	if err == nil {
		_, err = open.Put(t.Context(), 0, []mentionmap.Located{{Document: mentionmap.Document{Text: "Kherson was shelled.", Key: "x", Published: mentionmap.NoStamp}, Gazetteer: "older"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", db); status != exitFailure || !strings.Contains(errs, "open in another program") {
		t.Errorf("%d %s", status, errs)
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", db); status != 0 {
		t.Error(errs)
	}
}
