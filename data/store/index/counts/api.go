package counts

import (
	"context"
	"errors"

	"mentionmap"
)

// Cube is counts of units per group and dates.
type Cube struct{}

// Build counts mentions, on all processors.
func Build(ctx context.Context, s Source) (*Cube, error) { return nil, errors.New("not yet") }

// With returns the counts after a change. Small changes stand beside the base,
// which is made anew in the background when they have become many.
func (c *Cube) With(ctx context.Context, change Change) (*Cube, error) {
	return nil, errors.New("not yet")
}

// Read reads what AppendTo wrote, and returns the bytes after it.
func Read(data []byte) (c *Cube, rest []byte, err error) { return nil, nil, errors.New("not yet") }

// AppendTo appends the cube to a snapshot.
func (c *Cube) AppendTo(dst []byte) []byte { return dst }

// Bytes is about how much memory the cube takes.
func (c *Cube) Bytes() int { return 0 }

// Select returns the counts that a query means: of q its window, uses,
// precisions and unit. takes says which groups are asked for (kinds, places, a
// box); nil: all.
func (c *Cube) Select(q *mentionmap.Query, takes func(Group) bool) *Selection { return nil }

// Selection is the answer of a cube to a query.
type Selection struct{}

// Totals gives the sum of each group, by its number.
func (s *Selection) Totals() ([]int64, error) { return nil, errors.New("not yet") }

// Most gives the groups that have units, most first, equal ones in the order of
// before; at most limit, 0 is no limit.
func (s *Selection) Most(limit int, before func(a, b Group) int) ([]GroupTotal, error) {
	return nil, errors.New("not yet")
}

// Groups lists the groups that are asked for, by number. Some may have no rows.
func (s *Selection) Groups() []Group { return nil }

// Rows gives the rows of a group, ordered by first day, undated ones last. They
// are appended to dst.
func (s *Selection) Rows(dst []Row, g Group) []Row { return dst }

// Months lists the first days of the months that have rows, whatever the query,
// in order; NoDay is that of the undated rows, the last.
func (s *Selection) Months() []mentionmap.Day { return nil }

// MonthRows gives the rows that start in a month, group after group by number.
// It is the quickest way to all rows. Rows are good until fn returns.
func (s *Selection) MonthRows(month mentionmap.Day, fn func(g Group, rows []Row)) {}

// MonthStamp is the same only for months with the same rows. It can be compared.
type MonthStamp struct{ base, tail *int }

// MonthStamp gives that of a month of Months; ok is false where the query leaves
// rows out.
func (s *Selection) MonthStamp(month mentionmap.Day) (stamp MonthStamp, ok bool) {
	return stamp, false
}

// Days counts by day.
func (s *Selection) Days() (Days, error) { return Days{}, errors.New("not yet") }

// Distinct is the mentions of one filter, ready to be counted in any window.
type Distinct struct{}

// NewDistinct reads mentions, on all processors. Undated ones are in every
// window if undated is set (that is if a query names that precision).
func NewDistinct(ctx context.Context, s Source, undated bool) (*Distinct, error) {
	return nil, errors.New("not yet")
}

// Totals counts what has a day of from..to; NoDay is an open end, and without
// any window all mentions count.
func (d *Distinct) Totals(from, to mentionmap.Day) Totals { return Totals{} }
