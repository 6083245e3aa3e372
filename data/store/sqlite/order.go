package sqlite

import (
	"cmp"
	"math"
	"slices"

	"mentionmap"
	"mentionmap/data/store/postings"
)

// fewSections is how many sections are looked through and their matches sorted,
// rather than gone through day by day.
const fewSections = 2048

// dated is a match under its day.
type dated struct {
	day mentionmap.Day
	id  int64
}

func (r *pageReader) compare(a, b dated) int {
	c := cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id))
	if r.at.order == mentionmap.OrderNewest {
		return -c
	}
	return c
}

// inOrderOfDays gives the next n matches that are filed under a day. What was
// deleted since it was looked up is missed.
func (r *pageReader) inOrderOfDays(n int) (page []match, err error) {
	if err := r.beginDays(); err != nil {
		return nil, err
	}
	for at := r.at; len(page) < n; {
		wanted := n - len(page)
		next, err := r.nextKeys(at, wanted)
		if err != nil {
			return nil, err
		}
		more, err := r.search.pick(next)
		if err != nil {
			return nil, err
		}
		if page = append(page, more...); len(next) < wanted {
			break
		}
		last := next[len(next)-1]
		at.started, at.day, at.id = true, last.day, last.id
	}
	return page, nil
}

// nextKeys gives the keys of the next n matches after a cursor.
func (r *pageReader) nextKeys(at cursor, n int) ([]dated, error) {
	if r.sorted == nil {
		return r.nextDays(at, n)
	}
	from, _ := slices.BinarySearchFunc(r.sorted, at, func(d dated, c cursor) int {
		if c.before(d.day, d.id) {
			return -1
		}
		return 1
	})
	return r.sorted[from:min(from+n, len(r.sorted))], nil
}

// beginDays looks up where matches are, and sorts them if they are few. Words
// are found in stored order alone, so what holds them is always sorted.
func (r *pageReader) beginDays() error {
	if r.narrow {
		return nil
	}
	if err := r.narrowed(); err != nil {
		return err
	}
	if len(r.search.filter.words.words) == 0 && (r.search.set == nil || r.search.set.Len() > fewSections) {
		return nil
	}
	r.sorted = []dated{}
	err := r.search.each(-1, func(_ *documentRecord, m *mentionRecord) (bool, error) {
		if day, _, _ := m.filed(r.query.By); day != mentionmap.NoDay {
			r.sorted = append(r.sorted, dated{day, m.id})
		}
		return true, nil
	})
	slices.SortFunc(r.sorted, r.compare)
	return err
}

// nextDays goes day by day until it has n matches.
func (r *pageReader) nextDays(at cursor, n int) (next []dated, err error) {
	low, high := uint64(1), dayKey(math.MaxInt32)
	newest := at.order == mentionmap.OrderNewest
	if at.started && newest {
		high = dayKey(at.day)
	} else if at.started {
		low = dayKey(at.day)
	}
	for step := uint64(8); low <= high && len(next) < n; step *= 8 {
		from, to := low, high
		if newest {
			from = max(low, high-min(high, step))
			high = from - 1
		} else {
			to = min(high, low+step)
			low = to + 1
		}
		days, err := r.search.days(r.query.By, from, to, newest)
		if err != nil {
			return nil, err
		}
		for _, day := range days {
			if len(next) >= n {
				break
			}
			if next, err = r.ofDay(next, day, at, n); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

// filedBy is the family that files mentions under their first day.
func filedBy(by mentionmap.By) family {
	if by == mentionmap.ByPublished {
		return byPublished
	}
	return byDay
}

// days lists the keys of days from one to another that have mentions.
func (s *search) days(by mentionmap.By, from, to uint64, newest bool) (days []uint64, err error) {
	runs := s.runs()
	err = visitRuns(runs, filedBy(by), func(d *runDirectory) error {
		return d.visitRange(runs, from, to, func(g *postings.Groups) { days = append(days, g.Key) })
	})
	slices.Sort(days)
	days = slices.Compact(days)
	if newest {
		slices.Reverse(days)
	}
	return days, err
}

// ofDay appends matches of a day, in order, until there are n.
func (r *pageReader) ofDay(next []dated, day uint64, after cursor, n int) ([]dated, error) {
	s := r.search
	runs := s.runs()
	set := postings.NewSet(s.end)
	err := lookUp(runs, filedBy(r.query.By), []uint64{day}, func(g *postings.Groups) { g.AddTo(set, &postings.Window{All: true}) })
	if err != nil {
		return nil, err
	}
	sections := postings.And(set, s.set).After(nil, -1, math.MaxInt)
	newest := r.at.order == mentionmap.OrderNewest
	for size := fewDocuments; len(sections) > 0 && len(next) < n; size = min(2*size, mostDocuments) {
		size := min(size, len(sections))
		part := sections[:size]
		if newest {
			part = sections[len(sections)-size:]
			sections = sections[:len(sections)-size]
		} else {
			sections = sections[size:]
		}
		if next, err = r.ofSections(next, part, keyDay(day), after); err != nil {
			return nil, err
		}
	}
	return next[:min(n, len(next))], nil
}

// ofSections appends the matches of a day in sections.
func (r *pageReader) ofSections(next []dated, sections []int64, day mentionmap.Day, after cursor) ([]dated, error) {
	from := len(next)
	_, err := r.search.eachIn(sections, -1, func(_ *documentRecord, m *mentionRecord) (bool, error) {
		if d, _, _ := m.filed(r.query.By); d == day && !after.before(d, m.id) {
			next = append(next, dated{d, m.id})
		}
		return true, nil
	})
	if r.at.order == mentionmap.OrderNewest {
		slices.Reverse(next[from:])
	}
	return next, err
}

// undated gives the next n matches that are filed under no day.
func (r *pageReader) undated(n int) (page []match, err error) {
	if err := r.narrowed(); err != nil {
		return nil, err
	}
	s := *r.search
	runs := s.runs()
	set := postings.NewSet(s.end)
	err = lookUp(runs, filedBy(r.query.By), []uint64{0}, func(g *postings.Groups) { g.AddTo(set, &postings.Window{All: true}) })
	if err != nil {
		return nil, err
	}
	s.set = postings.And(set, r.search.set)
	err = s.each(r.at.id, func(d *documentRecord, m *mentionRecord) (bool, error) {
		if day, _, _ := m.filed(r.query.By); day == mentionmap.NoDay {
			page = append(page, d.match(m))
		}
		return len(page) < n, nil
	})
	return page, err
}
