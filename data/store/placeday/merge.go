package placeday

// Stream gives sorted rows; ok is false after the last.
type Stream interface {
	Next() (r *Row, ok bool, err error)
}

// Chunks is a Stream of packed chunks.
type Chunks struct {
	// Read returns the next chunk, nil after the last.
	Read func() ([]byte, error)

	rows []Row
	at   int
}

// Next implements Stream; the row is good until the next call.
func (c *Chunks) Next() (*Row, bool, error) {
	for c.at == len(c.rows) {
		chunk, err := c.Read()
		if err != nil || chunk == nil {
			return nil, false, err
		}
		if c.rows, err = Unpack(c.rows[:0], chunk); err != nil {
			return nil, false, err
		}
		c.at = 0
	}
	c.at++
	return &c.rows[c.at-1], true, nil
}

// Rows is a Stream of rows in memory.
type Rows []Row

// Next implements Stream.
func (r *Rows) Next() (*Row, bool, error) {
	if len(*r) == 0 {
		return nil, false, nil
	}
	row := &(*r)[0]
	*r = (*r)[1:]
	return row, true, nil
}

// Merge gives the rows of all streams in order, equal ones as their sum and
// those that sum up to nothing not at all.
func Merge(streams []Stream, emit func(*Row) error) error {
	heads := make([]*Row, len(streams))
	for i := range streams {
		var err error
		if heads[i], err = head(streams[i]); err != nil {
			return err
		}
	}
	for {
		least := -1
		for i, h := range heads {
			if h != nil && (least < 0 || h.Compare(heads[least]) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		sum := *heads[least]
		sum.Counts = [Units]int64{}
		for i := least; i < len(heads); i++ {
			for heads[i] != nil && heads[i].Compare(&sum) == 0 {
				sum.add(heads[i])
				var err error
				if heads[i], err = head(streams[i]); err != nil {
					return err
				}
			}
		}
		if sum.Counts == [Units]int64{} {
			continue
		}
		if err := emit(&sum); err != nil {
			return err
		}
	}
}

func head(s Stream) (*Row, error) {
	r, ok, err := s.Next()
	if !ok {
		return nil, err
	}
	return r, err
}
