//go:build sqlite_fts5

package sqlite

import (
	"testing"

	"mentionmap/data/store/storetest"
)

// TestPlacesAreThoseThatAreMentioned: a place that only a deleted document named is
// in no view, nor counted as a feature.
func TestPlacesAreThoseThatAreMentioned(t *testing.T) {
	d := openNew(t)
	put(t, d, storetest.Corpus(9, 10)...)
	for value(t, d, "SELECT count(*) = (SELECT count(*) FROM place) FROM (SELECT DISTINCT place FROM mention WHERE place IS NOT NULL)") == "1" {
		if err := d.Delete(t.Context(), firstDocument(t, d)); err != nil {
			t.Fatal(err)
		}
	}
	mentioned := value(t, d, "SELECT count(DISTINCT place) FROM mention")
	for _, query := range []string{"SELECT count(*) FROM places", "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'places'", "SELECT count(*) FROM places WHERE count > 0"} {
		if got := value(t, d, query); got != mentioned {
			t.Errorf("%s: %s, want %s", query, got, mentioned)
		}
	}
	if wrong := faults(t, d); len(wrong) > 0 {
		t.Error(wrong)
	}
}
