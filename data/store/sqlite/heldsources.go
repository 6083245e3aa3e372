package sqlite

import (
	"slices"

	"mentionmap/data/store/postings"
)

// countSources counts what was found by its sources, within the transaction in
// which it was looked for. Postings tell the sources of sections, but of those
// that are uncertain.
func (s *Store) countSources(sr *search, f *finding) (map[int64]int64, error) {
	found, set := make([]uint32, f.view.End()), postings.NewSet(f.view.End())
	for _, row := range f.view.Rows(&f.in) {
		section := f.view.At(row).Section
		found[section]++
		set.Add(section)
	}
	counts := map[int64]int64{}
	err := sr.eachSection(s.held.uncertain(set), func(d *documentRecord, i int) {
		section := d.id + int64(i)
		for _, source := range sectionSources(&d.sections[i], d.sources()) {
			counts[source] += int64(found[section])
		}
		found[section] = 0
	})
	if err != nil {
		return nil, err
	}
	var list []postings.Posting
	runs := sr.runs()
	err = visitRuns(runs, bySource, func(d *runDirectory) error {
		return d.visitRange(runs, 0, d.last, func(g *postings.Groups) {
			list = g.Postings(list[:0])
			n := int64(0)
			for i := range list {
				if section := list[i].Section; section < int64(len(found)) {
					n += int64(found[section])
				}
			}
			if n > 0 {
				counts[int64(g.Key)] += n
			}
		})
	})
	return counts, err
}

// eachSection reads the documents of sections, which are sorted, and tells of
// each section by its number in its document.
func (s *search) eachSection(sections []int64, fn func(d *documentRecord, i int)) error {
	for part := range slices.Chunk(sections, mostDocuments) {
		list := []byte{'['}
		for _, section := range part {
			list = appendNumber(list, section)
		}
		at := 0
		err := s.read(func(d *documentRecord) (bool, error) {
			for ; at < len(part) && part[at] < d.id+int64(len(d.sections)); at++ {
				fn(d, int(part[at]-d.id))
			}
			return true, nil
		}, "SELECT "+recordColumn+documentsOfSections, string(append(list, ']')))
		if err != nil {
			return err
		}
	}
	return nil
}
