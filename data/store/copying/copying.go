// Package copying puts the documents of one database into another, whatever
// engines the two have.
package copying

import (
	"context"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
)

// Options say what a copy is called, and who is told of it.
type Options struct {
	// Name of what is copied: the path of the run that the copy is in the target.
	Name string
	// Progress, if set, is told after each batch how many documents of the source
	// were looked at, and about how many are left.
	Progress func(done, left int64)
}

// Sum says what Copy did.
type Sum struct {
	store.Added       // Known: those that the target had
	Run         int64 // in the target; 0 if nothing had to be copied
}

// batchDocuments and batchBytes end a batch, which is one transaction.
const (
	batchDocuments = 256
	batchBytes     = 4 << 20
)

// Copy puts all documents of one database into another, in their stored order.
// What the target has stays, and gains where the source saw it; so a copy that
// was broken off goes on where it ended, and one that was finished does nothing.
// All that it adds is one run of the target, which can be undone. Near-copies are
// found anew, in the same order. Runs of the source are not copied, nor is what
// was deleted there since an earlier copy.
func Copy(ctx context.Context, from store.Exporter, to store.Backend, o Options) (sum Sum, err error) {
	c := &copier{ctx: ctx, from: from, to: to, o: o}
	a, err := from.Info(ctx)
	if err != nil {
		return sum, err
	}
	b, err := to.Info(ctx)
	switch {
	case err != nil:
		return sum, err
	case a.ID != "" && a.ID == b.ID:
		return sum, mentionmap.Errorf(mentionmap.Invalid, "%s: both are the same database: name another to copy to", o.Name)
	case a.Demo != b.Demo:
		return sum, mentionmap.Errorf(mentionmap.Invalid, "%s: one of the two databases holds the demo, the other your own documents: they are not mixed", o.Name)
	}
	_, err = from.Follow(ctx, -1, c.block)
	if c.sum.Run != 0 && err == nil {
		err = to.EndRun(ctx, c.sum.Run)
	}
	return c.sum, err
}

type copier struct {
	ctx  context.Context
	from store.Exporter
	to   store.Backend
	o    Options
	done int64
	sum  Sum
}

// block copies the documents of a block.
func (c *copier) block(b *store.Block) error {
	numbers := make([]int64, len(b.Documents))
	for i, d := range b.Documents {
		numbers[i] = d.Number
	}
	left := b.Left + int64(len(numbers))
	for batch := range slices.Chunk(numbers, batchDocuments) {
		missing, err := c.missing(batch)
		if err != nil {
			return err
		}
		if err := c.copy(missing); err != nil {
			return err
		}
		c.done, left = c.done+int64(len(batch)), left-int64(len(batch))
		if c.o.Progress != nil {
			c.o.Progress(c.done, left)
		}
	}
	return nil
}

// missing gives the documents that the target lacks, or of which it does not
// know all places where they were seen.
func (c *copier) missing(numbers []int64) (out []int64, err error) {
	here, err := c.from.Documents(c.ctx, numbers)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(here))
	for i := range here {
		ids[i] = here[i].ID
	}
	theirs, err := c.to.Numbers(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	ours, err := c.from.Numbers(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	there, err := c.to.Documents(c.ctx, slices.DeleteFunc(slices.Clone(theirs), func(n int64) bool { return n == 0 }))
	if err != nil {
		return nil, err
	}
	seen := map[string][]mentionmap.Seen{}
	for i := range there {
		seen[there[i].ID] = there[i].Seen
	}
	for i := range here {
		had, known := seen[here[i].ID]
		if known && !slices.ContainsFunc(here[i].Seen, func(s mentionmap.Seen) bool { return !slices.Contains(had, s) }) {
			c.sum.Known++
		} else if ours[i] != 0 {
			out = append(out, ours[i])
		}
	}
	return out, nil
}

// copy puts documents into the target, in batches that memory and a transaction can bear.
func (c *copier) copy(numbers []int64) error {
	for len(numbers) > 0 {
		docs, err := c.from.Located(c.ctx, numbers[:min(len(numbers), batchDocuments)])
		if err != nil {
			return err
		}
		numbers = numbers[min(len(numbers), batchDocuments):]
		for len(docs) > 0 {
			n, bytes := 0, 0
			for n < len(docs) && (n == 0 || bytes+len(docs[n].Document.Text) <= batchBytes) {
				bytes += len(docs[n].Document.Text)
				n++
			}
			if err := c.put(docs[:n]); err != nil {
				return err
			}
			docs = docs[n:]
		}
	}
	return nil
}

func (c *copier) put(docs []mentionmap.Located) (err error) {
	if c.sum.Run == 0 {
		if c.sum.Run, err = c.to.BeginRun(c.ctx, []string{c.o.Name}); err != nil {
			return err
		}
	}
	added, err := c.to.Put(c.ctx, c.sum.Run, docs)
	c.sum.Documents += added.Documents
	c.sum.Known += added.Known
	c.sum.Posts += added.Posts
	c.sum.Mentions += added.Mentions
	return err
}
