package counts

import "mentionmap/data/store/index/memfile"

// Merged gives the cube with all in its base, as Layout writes it.
func (c *Cube) Merged() (*Cube, error) {
	b, err := c.base.with(c.tail)
	if err != nil {
		return nil, err
	}
	return cubeOf(b, c.next), nil
}

// Layout writes a cube that is Merged, or makes one that is read: it can be
// asked once all has been read.
func Layout(to *memfile.Columns, c *Cube) *Cube {
	if c == nil {
		c = cubeOf(&base{}, 0)
	}
	memfile.Int(to, &c.next)
	for _, list := range []*[]*block{&c.base.starts, &c.base.ends} {
		memfile.Each(to, list, func(b **block) {
			if *b == nil {
				*b = &block{}
			}
			memfile.Int(to, &(*b).month)
			memfile.Int(to, &(*b).first)
			memfile.Int(to, &(*b).latest)
			memfile.Slice(to, &(*b).groups)
			memfile.Slice(to, &(*b).starts)
			memfile.Slice(to, &(*b).cells)
		})
	}
	c.set(c.base, nil)
	return c
}
