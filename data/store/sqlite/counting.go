package sqlite

import (
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/postings"
)

// counting is what a transaction adds to the counts, and where what it stores stands.
type counting struct {
	tallies [2]placeday.Tally // by mentionmap.By
	lists   lists
}

// document counts a document that is stored, and notes where what it mentions stands.
func (c *counting) document(d *prepared) {
	for i := range d.records {
		r := &d.records[i]
		c.lists.mention(r, d.number+int64(r.section), d.cells[i])
	}
	c.tally(countedOf(d.records), d.before)
}

// tally counts the mentions of a document beside what the others of its story name.
func (c *counting) tally(mentions []placeday.Seen, others [2]placeday.Story) {
	for by := range c.tallies {
		t := &c.tallies[by]
		t.By = mentionmap.By(by)
		t.Document(mentions, others[by])
	}
}

// sort sorts all that was counted.
func (c *counting) sort() {
	var parts sync.WaitGroup
	for by := range c.tallies {
		parts.Go(func() { c.tallies[by].Rows = c.tallies[by].Sorted() })
	}
	for f := range c.lists {
		parts.Go(func() { c.lists[f] = postings.Sort(c.lists[f]) })
	}
	parts.Wait()
}

// add takes over what another counted.
func (c *counting) add(o *counting) {
	for by := range c.tallies {
		c.tallies[by].Rows = append(o.tallies[by].Rows, c.tallies[by].Rows...)
	}
	for f := range c.lists {
		c.lists[f] = append(o.lists[f], c.lists[f]...)
	}
}
