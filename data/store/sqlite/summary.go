package sqlite

import (
	"cmp"
	"context"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
)

// Summary implements store.Store.
func (s *Store) Summary(ctx context.Context, q mentionmap.Query) (sum store.Summary, err error) {
	sum.First, sum.Last = mentionmap.NoDay, mentionmap.NoDay
	err = s.searchAll(ctx, &q, func(sr *search) error {
		if sr.filter.everything() {
			return sr.tx.QueryRowContext(ctx, "SELECT documents, posts, mentions, first_day, last_day FROM state").
				Scan(&sum.Documents, &sum.Posts, &sum.Mentions, nullDay{&sum.First}, nullDay{&sum.Last})
		}
		if f, err := s.findingIn(sr); err != nil {
			return err
		} else if f != nil {
			sum = f.summary()
			return nil
		}
		document, post := int64(-1), int64(-1)
		return sr.eachNarrowed(func(d *documentRecord, m *mentionRecord) (bool, error) {
			if d.id != document {
				document = d.id
				sum.Documents++
			}
			if section := d.id + int64(m.section); section != post {
				post = section
				sum.Posts++
			}
			sum.Mentions++
			if m.day != mentionmap.NoDay {
				sum.First, sum.Last = earlier(sum.First, m.day), later(sum.Last, m.day+mentionmap.Day(m.days))
			}
			return true, nil
		})
	})
	return sum, s.explain(err)
}

// Sources implements store.Store.
func (s *Store) Sources(ctx context.Context, q mentionmap.Query) (out []store.SourceCount, err error) {
	err = s.searchAll(ctx, &q, func(sr *search) error {
		if sr.filter.everything() {
			out, err = sr.allSources()
			return err
		}
		counts, err := s.sourcesOf(sr)
		if err != nil {
			return err
		}
		out, err = s.named(sr, counts)
		return err
	})
	slices.SortFunc(out, func(a, b store.SourceCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Source, b.Source))
	})
	return out, s.explain(err)
}

// sourcesOf counts what a search matches by its sources.
func (s *Store) sourcesOf(sr *search) (map[int64]int64, error) {
	if f, err := s.findingIn(sr); err != nil {
		return nil, err
	} else if f != nil {
		return s.countSources(sr, f)
	}
	counts := map[int64]int64{}
	return counts, sr.eachNarrowed(func(d *documentRecord, m *mentionRecord) (bool, error) {
		for _, source := range sectionSources(&d.sections[m.section], d.sources()) {
			counts[source]++
		}
		return true, nil
	})
}

// allSources gives what the sources know themselves.
func (s *search) allSources() ([]store.SourceCount, error) {
	rows, err := s.tx.QueryContext(s.ctx, "SELECT name, mentions FROM source WHERE mentions > 0")
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (c store.SourceCount, err error) { return c, scan(&c.Source, &c.N) })
}

// named puts names to the numbers of sources.
func (s *Store) named(sr *search, counts map[int64]int64) (out []store.SourceCount, err error) {
	var ids idSet
	for id := range counts {
		ids.add(id)
	}
	names, err := s.sources.of(sr.ctx, sr.tx, ids)
	for id, n := range counts {
		out = append(out, store.SourceCount{Source: names[id], N: n})
	}
	return out, err
}
