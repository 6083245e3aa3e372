package sqlite

// rest is a long document whose next mentions will be asked for: it is not read
// again for each page of them.
type rest struct {
	*documentRecord
	sections []int64 // that are looked through; nil: all
}

// longRest is how many bytes of mentions are worth to be kept.
const longRest = 64 << 10

// keepRest keeps a document, if much of it is still to come.
func (s *search) keepRest(d *documentRecord, sections []int64) {
	s.rest = nil
	if len(d.b) > longRest {
		own := *d
		s.rest, d.sections = &rest{&own, sections}, nil
	}
}

// takeRest gives the document that was kept, if it goes on to a key and is still
// there as it was.
func (s *search) takeRest(to int64) (d *rest, err error) {
	d, s.rest = s.rest, nil
	if d == nil || to>>keyBits != d.id || to < d.current.id {
		return nil, nil
	}
	var same bool
	err = s.tx.QueryRowContext(s.ctx, "SELECT EXISTS (SELECT 1 FROM document WHERE id = ? AND story = ?)", d.id, d.story).Scan(&same)
	if err != nil || !same {
		return nil, err
	}
	return d, nil
}

// eachRest visits what is left above a key of the document that was kept, and
// returns the key to go on after.
func (s *search) eachRest(after int64, fn found) (next int64, more bool, err error) {
	d, err := s.takeRest(after)
	if d == nil || err != nil {
		return after, true, err
	}
	more, err = s.eachOf(d.documentRecord, d.sections, after, fn)
	return key(d.id+1, 0) - 1, more, err
}
