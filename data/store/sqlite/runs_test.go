//go:build sqlite_fts5

package sqlite

import (
	"errors"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/storetest"
)

// TestRunsAreTakenBack: what another run saw, too, stays.
func TestRunsAreTakenBack(t *testing.T) {
	d, docs := openNew(t), documents(30)
	run := func(paths []string, some ...mentionmap.Located) int64 {
		t.Helper()
		run, err := d.BeginRun(t.Context(), paths)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Put(t.Context(), run, some); err != nil {
			t.Fatal(err)
		}
		if err := d.EndRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		return run
	}
	elsewhere := docs[7]
	elsewhere.Document.Seen = []mentionmap.Seen{{Source: "another site", URL: "https://example.com/7"}}
	put(t, d, docs[0])
	first := run([]string{"a", "b"}, docs[:10]...)
	second := run(nil, docs[5:20]...)
	third := run([]string{"c"}, elsewhere)

	list, err := d.ListRuns(t.Context())
	if err != nil || len(list) != 3 || list[0].ID != third || list[1].Documents != 10 || list[2].Documents != 9 || list[2].Mentions != 90 || list[2].Ended == "" ||
		len(list[2].Paths) != 2 || len(list[1].Paths) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if n, err := d.Undo(t.Context(), third); err != nil || n != 0 {
		t.Errorf("the third: %d, %v", n, err)
	}
	if doc, err := d.Document(t.Context(), mentionmap.DocumentID(elsewhere.Document.Text)); err != nil || len(doc.Seen) != 1 || doc.Seen[0].Source == "another site" {
		t.Errorf("where it was seen: %+v, %v", doc, err)
	}
	if n, err := d.Undo(t.Context(), first); err != nil || n != 4 { // 1 to 4: 0 was there, the second run saw 5 to 9
		t.Errorf("the first: %d, %v", n, err)
	}
	if _, err := d.Put(t.Context(), first, storetest.Corpus(77, 1)); !errors.Is(err, store.ErrUndone) {
		t.Errorf("a run that was taken back goes on: %v", err)
	}
	if n, err := d.Undo(t.Context(), second); err != nil || n != 15 {
		t.Errorf("the second: %d, %v", n, err)
	}
	for _, run := range []int64{first, 99} {
		if _, err := d.Undo(t.Context(), run); mentionmap.CodeOf(err) != mentionmap.NotFound {
			t.Errorf("run %d: %v", run, err)
		}
	}
	if i, err := d.Info(t.Context()); err != nil || i.Documents != 1 || i.Mentions != 10 {
		t.Errorf("%+v, %v", i, err)
	}
	if wrong := faults(t, d); len(wrong) > 0 {
		t.Error(wrong)
	}
	if list, err := d.ListRuns(t.Context()); err != nil || !list[0].Undone || !list[2].Undone || list[2].Documents != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := d.EndRun(t.Context(), 99); mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Error(err)
	}
}
