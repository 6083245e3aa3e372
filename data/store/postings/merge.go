package postings

// Stream gives the postings of a run in order.
type Stream struct {
	// Chunk returns the next chunk, nil after the last.
	Chunk func() ([]byte, error)

	groups *Groups
	list   []Posting
	at     int
}

// next returns the next posting, nil after the last; it is good until the call after.
func (s *Stream) next() (*Posting, error) {
	for s.at == len(s.list) {
		for s.groups == nil || !s.groups.Next() {
			if s.groups != nil && s.groups.Err() != nil {
				return nil, s.groups.Err()
			}
			chunk, err := s.Chunk()
			if err != nil || chunk == nil {
				return nil, err
			}
			s.groups = Read(chunk)
		}
		s.list, s.at = s.groups.Postings(s.list[:0]), 0
		if err := s.groups.Err(); err != nil {
			return nil, err
		}
	}
	s.at++
	return &s.list[s.at-1], nil
}

// Merge gives the postings of all streams in order, those of the same key and
// section joined.
func Merge(streams []*Stream, emit func(*Posting) error) error {
	heads := make([]*Posting, len(streams))
	for i, s := range streams {
		var err error
		if heads[i], err = s.next(); err != nil {
			return err
		}
	}
	for {
		least := -1
		for i, h := range heads {
			if h != nil && (least < 0 || h.compare(heads[least]) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		sum, first := *heads[least], true
		for i := least; i < len(heads); i++ {
			for heads[i] != nil && heads[i].compare(&sum) == 0 {
				if !first {
					sum.Join(heads[i])
				}
				var err error
				if heads[i], err = streams[i].next(); err != nil {
					return err
				}
				first = false
			}
		}
		if err := emit(&sum); err != nil {
			return err
		}
	}
}
