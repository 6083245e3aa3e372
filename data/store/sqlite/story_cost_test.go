//go:build sqlite_fts5

package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

const (
	// dearestLike is how much longer like documents may take than unlike ones.
	dearestLike = 2.0
	costTries   = 3
)

// costShapes are how many documents of each shape show that their cost grows
// with those before.
var costShapes = map[string]int{"copies": 800, "forms": 600, "alternating": 800, "places": 250, "days": 400}

// TestLikeDocumentsTakeNoLonger stores documents that are like one another,
// and as many unlike ones of the same length: the processor time must be much
// the same.
func TestLikeDocumentsTakeNoLonger(t *testing.T) {
	for _, shape := range storyShapes {
		n := costShapes[shape.name]
		if n == 0 || testing.Short() && shape.name != "copies" {
			continue
		}
		t.Run(shape.name, func(t *testing.T) {
			checkCost(t, func(like bool) map[string]time.Duration {
				return map[string]time.Duration{"storing": storeAll(t, shape.documents(n, like), n)}
			})
		})
	}
}

// TestStoriesStay: near-copies are one story, which the oldest that is left begins.
func TestStoriesStay(t *testing.T) {
	d := openNew(t)
	docs := storyShapes[0].documents(12, true)
	putBatches(t, d, docs[:6], 6)
	putBatches(t, d, docs[6:], 1)
	for first := range 12 {
		b, _ := all(t, d, -1)
		if len(b.Documents) != 12-first {
			t.Fatalf("%d documents", len(b.Documents))
		}
		for _, x := range b.Documents {
			if x.Story != b.Documents[0].Number {
				t.Errorf("document %d is of story %d, want %d", x.Number, x.Story, b.Documents[0].Number)
			}
		}
		if n := value(t, d, "SELECT count(DISTINCT document) || ' ' || min(document) FROM near_copy"); n != fmt.Sprint("1 ", b.Documents[0].Number) {
			t.Errorf("filed: %s", n)
		}
		deleteEach(t, d, docs[first:first+1])
	}
	if n := value(t, d, "SELECT count(*) FROM near_copy"); n != "0" {
		t.Errorf("%s bands are left", n)
	}
}

// TestALargeStoryTakesNoLonger stores documents one by one beside many that are
// like them, or unlike, and deletes them.
func TestALargeStoryTakesNoLonger(t *testing.T) {
	n, few := 1500, 20
	if testing.Short() {
		n = 800
	}
	checkCost(t, func(like bool) map[string]time.Duration {
		docs := storyShapes[0].documents(n+few, like)
		s := openAt(t, filepath.Join(t.TempDir(), "stories.db"), Options{})
		putBatches(t, s, docs[:n], n)
		return map[string]time.Duration{
			"storing one by one": processorTimeOf(func() { putBatches(t, s, docs[n:], 1) }),
			"deleting":           processorTimeOf(func() { deleteEach(t, s, docs[n:]) }),
		}
	})
}

// checkCost compares the least times of several tries, as many as it takes.
func checkCost(t *testing.T, cost func(like bool) map[string]time.Duration) {
	t.Helper()
	least := map[bool]map[string]time.Duration{false: {}, true: {}}
	var dear []string
	for try := 0; try == 0 || try < costTries && len(dear) > 0; try++ {
		for like, times := range least {
			for what, took := range cost(like) {
				if best, ok := times[what]; !ok || took < best {
					times[what] = took
				}
			}
		}
		dear = nil
		for what, unlike := range least[false] {
			like := least[true][what]
			ratio := float64(like) / float64(unlike)
			t.Logf("%s: like ones %v, unlike ones %v of processor time: %.2f times", what, like, unlike, ratio)
			if ratio > dearestLike {
				dear = append(dear, fmt.Sprintf("%s like documents takes %.1f times as long as unlike ones (%v, %v of processor time), want at most %.1f", what, ratio, like, unlike, dearestLike))
			}
		}
	}
	for _, d := range dear {
		t.Error(d)
	}
}
