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
	h := make(heads, 0, len(streams))
	for _, s := range streams {
		next := head{stream: s}
		if ok, err := next.advance(); err != nil {
			return err
		} else if ok {
			h = append(h, next)
		}
	}
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.sink(i)
	}
	for len(h) > 0 {
		at, sum := h[0].order, *h[0].row
		if err := h.step(); err != nil {
			return err
		}
		for len(h) > 0 && h[0].order == at {
			sum.add(h[0].row)
			if err := h.step(); err != nil {
				return err
			}
		}
		if sum.Counts == [Units]int64{} {
			continue
		}
		if err := emit(&sum); err != nil {
			return err
		}
	}
	return nil
}

// head is the next row of a stream.
type head struct {
	stream Stream
	row    *Row
	order  order
}

// advance goes to the next row; ok is false after the last.
func (h *head) advance() (ok bool, err error) {
	if h.row, ok, err = h.stream.Next(); ok && err == nil {
		h.order = h.row.order()
	}
	return ok, err
}

// heads is a binary heap: the least comes first.
type heads []head

// step takes the first row away.
func (h *heads) step() error {
	list := *h
	ok, err := list[0].advance()
	if err != nil {
		return err
	}
	if !ok {
		last := len(list) - 1
		list[0], *h = list[last], list[:last]
	}
	h.sink(0)
	return nil
}

// sink moves an entry to where it belongs below.
func (h heads) sink(i int) {
	for {
		least := 2*i + 1
		if least >= len(h) {
			return
		}
		if right := least + 1; right < len(h) && h[right].order.compare(h[least].order) < 0 {
			least = right
		}
		if h[i].order.compare(h[least].order) <= 0 {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
