package counts

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"mentionmap"
)

// Distinct is the mentions of one filter, ready to be counted in any window,
// each unit once.
//
// The days of a unit are put together to stretches, with gaps before, between and
// after them. A unit is in a window unless one of its gaps holds all of it, and
// only one can. So it is enough to know how many units have which gaps, and most
// are the same: those between a few days of the same weeks.
type Distinct struct {
	mentions                  []slot
	posts, documents, stories distinctUnits
	undated                   bool // undated mentions are in every window
}

// days is some days one after the other: first day <<32 | last day, both above 0,
// in the order of time. undatedDays comes last.
type days uint64

const undatedDays = days(1<<64 - 1)

func daysOf(m *Mention) days {
	if m.From == mentionmap.NoDay {
		return undatedDays
	}
	from, to := m.days()
	return days(dayKey(from)<<32 | dayKey(to))
}

// dayKey is a day as it stands in days; that before the first one is 1.
func dayKey(day int32) uint64 { return uint64(day-minDay) + 2 }

func (d days) first() uint64 { return uint64(d >> 32) }
func (d days) last() uint64  { return uint64(uint32(d)) }
func (d days) from() int32   { return int32(d.first()) - 2 + minDay }
func (d days) to() int32     { return int32(d.last()) - 2 + minDay }

// slot is a number of units with the same key.
type slot struct {
	key         uint64 // above 0
	n           int32
	first, last mentionmap.Day // of mentions: event days
}

// counter is a hash table of slots, for speed.
type counter struct {
	slots []slot // a power of two; key 0: free
	used  int
}

// at returns the slot of a key above 0.
func (c *counter) at(key uint64) *slot {
	if 2*c.used >= len(c.slots) {
		old := c.slots
		c.slots, c.used = make([]slot, max(64, 2*len(old))), 0
		for i := range old {
			if old[i].key != 0 {
				*c.at(old[i].key) = old[i]
			}
		}
	}
	mask := uint64(len(c.slots) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> (64 - uint(bits.Len64(mask))); ; i = (i + 1) & mask {
		switch s := &c.slots[i&mask]; s.key {
		case key:
			return s
		case 0:
			c.used++
			s.key, s.first, s.last = key, mentionmap.NoDay, mentionmap.NoDay
			return s
		}
	}
}

// sorted gives what counters count, by key.
func sorted(counters ...*counter) []slot {
	var all counter
	for _, c := range counters {
		for _, s := range c.slots {
			if s.n != 0 {
				t := all.at(s.key)
				t.n += s.n
				t.widen(s.first, s.last)
			}
		}
	}
	out := slices.DeleteFunc(all.slots, func(s slot) bool { return s.n == 0 })
	slices.SortFunc(out, func(a, b slot) int { return cmp.Compare(a.key, b.key) })
	return out
}

// widen makes event days cover others.
func (s *slot) widen(first, last mentionmap.Day) {
	if first != mentionmap.NoDay && (s.first == mentionmap.NoDay || first < s.first) {
		s.first = first
	}
	s.last = max(s.last, last)
}

// distinctUnits are the units of one kind.
type distinctUnits struct {
	counter              // by last day before a gap and first day after it
	gaps          []slot // that of the counter, once all are counted
	always, never int64  // units in every window, and only without one
	dated         int64  // all others
}

// add counts a unit, or takes one away. It sorts its days, and returns them as
// stretches.
func (u *distinctUnits) add(list []days, undated bool, sign int32) []days {
	if len(list) > 1 {
		slices.Sort(list)
	}
	kept, dated := list[:0], 0
	for _, d := range list {
		switch n := len(kept); {
		case n > 0 && kept[n-1] == d:
		case d == undatedDays:
			kept = append(kept, d)
		case n > 0 && d.from() <= kept[n-1].to()+1:
			kept[n-1] = days(kept[n-1].first()<<32 | max(kept[n-1].last(), d.last()))
		default:
			kept, dated = append(kept, d), n+1
		}
	}
	switch {
	case undated && len(kept) > dated:
		u.always += int64(sign)
	case dated == 0:
		u.never += int64(sign)
	default:
		u.dated += int64(sign)
		end := dayKey(minDay) - 1
		for _, d := range kept[:dated] {
			u.at(end<<32 | d.first()).n += sign
			end = d.last()
		}
		u.at(end<<32 | dayKey(maxDay+1)).n += sign
	}
	return kept
}

// in counts the units of a window.
func (u *distinctUnits) in(from, to int32) int64 {
	n := u.always + u.dated
	for i := range u.gaps {
		if g := days(u.gaps[i].key); g.from() >= from {
			break
		} else if g.to() > to {
			n -= int64(u.gaps[i].n)
		}
	}
	return n
}

// distinctWorker counts documents one after the other.
type distinctWorker struct {
	undated                   bool
	mentions                  counter
	posts, documents, stories distinctUnits          // stories: what they have more or less than documents
	told                      [storyParts][]toldDays // of documents that did not begin their story
	room                      []Mention
	post, document            []days
}

// toldDays is days of a document of a story.
type toldDays struct {
	story uint32
	days  days
}

func (w *distinctWorker) count(mentions []Mention) {
	w.document = w.document[:0]
	for i := 0; i < len(mentions); {
		post := mentions[i].Post
		w.post = w.post[:0]
		for ; i < len(mentions) && mentions[i].Post == post; i++ {
			m := &mentions[i]
			d := daysOf(m)
			s := w.mentions.at(uint64(d))
			s.n++
			if m.First < s.first || m.Last > s.last || s.first == mentionmap.NoDay {
				s.widen(m.First, m.Last)
			}
			if !slices.Contains(w.post[max(0, len(w.post)-8):], d) { // as a rule; the others go when they are sorted
				w.post = append(w.post, d)
			}
		}
		w.document = append(w.document, w.posts.add(w.post, w.undated, 1)...)
	}
	w.document = w.documents.add(w.document, w.undated, 1)
	if story := mentions[0].Story; story != mentions[0].Document {
		part := &w.told[story%storyParts]
		for _, d := range w.document {
			*part = append(*part, toldDays{story, d})
		}
		w.stories.add(w.document, w.undated, -1)
	}
}

// story counts a story with all its documents. Those that did not begin it were
// taken away before; the one that did, whose mentions are given, is here.
func (w *distinctWorker) story(begun Mentions, told []toldDays) {
	list := w.document[:0]
	for i := range begun {
		list = append(list, daysOf(&begun[i]))
	}
	if len(list) > 0 {
		list = w.stories.add(list, w.undated, -1)
	}
	for _, t := range told {
		list = append(list, t.days)
	}
	w.document = w.stories.add(list, w.undated, 1)
}

// NewDistinct reads mentions, on all processors. Undated ones are in every
// window if undated is set (that is if a query names that precision).
func NewDistinct(ctx context.Context, s Source, undated bool) (d *Distinct, err error) {
	defer mentionmap.RecoverTo(&err, "")
	workers := make([]*distinctWorker, processors())
	for i := range workers {
		workers[i] = &distinctWorker{undated: undated}
	}
	err = Parallel(ctx, len(workers), ranges(s), func(w, n int) error {
		workers[w].room = eachDocument(s, n, workers[w].room, workers[w].count)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var told []*[storyParts][]toldDays
	for _, w := range workers {
		told = append(told, &w.told)
	}
	err = eachStory(ctx, told, func(a, b toldDays) int { return cmp.Compare(a.story, b.story) }, func(w int, of []toldDays) {
		workers[w].story(documentOf(s, of[0].story), of)
	})
	if err != nil {
		return nil, err
	}
	d = &Distinct{undated: undated}
	var mentions []*counter
	var units [3][]*distinctUnits
	for _, w := range workers {
		mentions = append(mentions, &w.mentions)
		for i, u := range [3]*distinctUnits{&w.posts, &w.documents, &w.stories} {
			units[i] = append(units[i], u)
		}
	}
	d.mentions = sorted(mentions...)
	d.posts, d.documents, d.stories = joined(units[0]), joined(units[1]), joined(slices.Concat(units[1], units[2]))
	return d, nil
}

// joined adds up what workers counted.
func joined(list []*distinctUnits) (out distinctUnits) {
	var counters []*counter
	for _, u := range list {
		counters = append(counters, &u.counter)
		out.always, out.never, out.dated = out.always+u.always, out.never+u.never, out.dated+u.dated
	}
	out.gaps = sorted(counters...)
	return out
}

// Totals counts what has a day of from..to; NoDay is an open end, and without
// any window all mentions count.
func (d *Distinct) Totals(from, to mentionmap.Day) Totals {
	whole := from == mentionmap.NoDay && to == mentionmap.NoDay
	a, b := int32(minDay), int32(maxDay)
	if from != mentionmap.NoDay {
		a = max(int32(from), a)
	}
	if to != mentionmap.NoDay {
		b = min(int32(to), b)
	}
	if a > b {
		a, b = maxDay+1, maxDay
	}
	sum := slot{first: mentionmap.NoDay, last: mentionmap.NoDay}
	out := Totals{}
	for i := range d.mentions {
		m := &d.mentions[i]
		at := days(m.key)
		if at == undatedDays && !whole && !d.undated || at != undatedDays && (at.to() < a || at.from() > b) {
			continue
		}
		out.Mentions += int64(m.n)
		sum.widen(m.first, m.last)
	}
	out.First, out.Last = sum.first, sum.last
	for n, u := range map[*int64]*distinctUnits{&out.Posts: &d.posts, &out.Documents: &d.documents, &out.Stories: &d.stories} {
		if *n = u.in(a, b); whole {
			*n += u.never
		}
	}
	return out
}

// Bytes is about how much memory it takes.
func (d *Distinct) Bytes() int {
	return 24 * (len(d.mentions) + len(d.posts.gaps) + len(d.documents.gaps) + len(d.stories.gaps))
}
