package gazetteer

import (
	"slices"

	"mentionmap"
)

// rowRange is the rows that one layer brought.
type rowRange struct{ from, to int }

// stack lays one layer over others. Rows of the upper one follow those below.
func stack(lower, upper *Gazetteer) (*Gazetteer, error) {
	if len(lower.text)+len(upper.text) > maxSection {
		return nil, mentionmap.Errorf(mentionmap.TooLarge, "the layers' names have more than %d MiB together; remove one with `mentionmap gazetteer remove`", maxSection>>20)
	}
	g := &Gazetteer{info: append(slices.Clone(lower.info), upper.info...)}
	s := &stacking{g: g, lower: lower, upper: upper, rowShift: Row(lower.Len()), nameShift: uint32(len(lower.nameRow))}
	s.rows()
	s.hide()
	s.containers()
	s.names()
	s.trie()
	s.codesAndShapes()
	return g, nil
}

type stacking struct {
	g, lower, upper *Gazetteer
	rowShift        Row
	nameShift       uint32
	dropped         []bool // lower rows whose names, save aliases, go
}

func (s *stacking) rows() {
	g, a, b := s.g, s.lower, s.upper
	g.id = slices.Concat(a.id, b.id)
	g.lon, g.lat = slices.Concat(a.lon, b.lon), slices.Concat(a.lat, b.lat)
	g.population = slices.Concat(a.population, b.population)
	g.kind = slices.Concat(a.kind, b.kind)
	g.feature = slices.Concat(a.feature, unite(&g.tables.Features, a.tables.Features, b.tables.Features, b.feature))
	g.country = slices.Concat(a.country, unite(&g.tables.Countries, a.tables.Countries, b.tables.Countries, b.country))
	g.parts = []rowRange{{a.Len(), a.Len() + b.Len()}}
	g.parts = append(g.parts, a.parts...)
}

// unite makes one table of two and returns the upper column in its terms.
func unite(table *[]string, lower, upper []string, column []byte) []byte {
	x := newIndexer()
	for _, v := range lower {
		x.of(v)
	}
	to := make([]byte, len(upper))
	for i, v := range upper {
		to[i] = x.of(v)
	}
	*table = x.list
	out := make([]byte, len(column))
	for i, v := range column {
		out[i] = to[v]
	}
	return out
}

// hide decides which of two rows of the same id stays. The upper one does,
// save for countries and regions, which come with outlines and with names
// looked at by people, and save where the upper layer is a supplement.
func (s *stacking) hide() {
	g := s.g
	g.hiding, s.dropped = make([]Row, g.Len()), make([]bool, s.rowShift)
	for r := range g.hiding {
		g.hiding[r] = None
	}
	copy(g.hiding, s.lower.hiding)
	for i, id := range s.upper.id {
		above := s.rowShift + Row(i)
		below, ok := s.lower.ByID(id)
		if !ok {
			continue
		}
		if k := s.lower.Kind(below); k == mentionmap.Region || k == mentionmap.Country || s.upper.info[0].Supplement {
			g.hiding[above] = below
		} else {
			s.replace(below, above)
		}
	}
	for old, row := range s.upper.replaces {
		if below, ok := s.lower.ByID(old); ok {
			s.replace(below, s.current(s.rowShift+row))
		}
	}
}

func (s *stacking) replace(below, above Row) {
	if below == above {
		return
	}
	s.g.hiding[below], s.dropped[below] = above, true
}

func (s *stacking) current(r Row) Row { return s.g.current(r) }

// current returns the row itself, or the one that hides it.
func (g *Gazetteer) current(r Row) Row {
	for range 2 * len(g.parts) {
		if !g.hidden(r) {
			break
		}
		r = g.hiding[r]
	}
	return r
}

func (g *Gazetteer) hidden(r Row) bool {
	return r >= 0 && int(r) < len(g.hiding) && g.hiding[r] != None
}

// containers lets every row point to rows that are not hidden.
func (s *stacking) containers() {
	s.g.admin1 = s.pointed(s.lower.admin1, s.upper.admin1)
	s.g.admin2 = s.pointed(s.lower.admin2, s.upper.admin2)
}

func (s *stacking) pointed(lower, upper []Row) []Row {
	out := make([]Row, 0, len(lower)+len(upper))
	for _, r := range lower {
		if r >= s.rowShift {
			r = None
		}
		out = append(out, s.current(r))
	}
	for _, r := range upper {
		switch own := Row(s.upper.Len()); {
		case r >= own:
			r, _ = s.lower.ByID(s.upper.external[r-own])
		case r != None:
			r += s.rowShift
		}
		out = append(out, s.current(r))
	}
	return out
}

// forgetExternal drops containers that no layer has.
func (g *Gazetteer) forgetExternal() {
	for _, column := range [][]Row{g.admin1, g.admin2} {
		for i, r := range column {
			if int(r) >= g.Len() {
				column[i] = None
			}
		}
	}
}

func (s *stacking) names() {
	g, a, b := s.g, s.lower, s.upper
	g.text = a.text + b.text
	g.textAt = append(slices.Clone(a.textAt[:s.nameShift]), shifted(b.textAt, uint32(len(a.text)))...)
	g.firstName = append(slices.Clone(a.firstName[:s.rowShift]), shifted(b.firstName, s.nameShift)...)
	g.nameFlags = slices.Concat(a.nameFlags, b.nameFlags)
	g.nameLang = slices.Concat(a.nameLang, unite(&g.tables.Langs, a.tables.Langs, b.tables.Langs, b.nameLang))
	g.nameRow = make([]Row, 0, len(a.nameRow)+len(b.nameRow))
	for _, r := range a.nameRow {
		g.nameRow = append(g.nameRow, s.current(r))
	}
	for _, r := range b.nameRow {
		g.nameRow = append(g.nameRow, s.current(r+s.rowShift))
	}
}

func shifted(v []uint32, by uint32) []uint32 {
	out := make([]uint32, len(v))
	for i, n := range v {
		out[i] = n + by
	}
	return out
}

// trie merges the two lists of nodes, both ordered by hash.
func (s *stacking) trie() {
	a, b := cursor{g: s.lower}, cursor{g: s.upper, nameShift: s.nameShift}
	nodes, refs := len(a.g.nodeHash)+len(b.g.nodeHash), len(a.g.refs)+len(b.g.refs)
	s.g.nodeHash, s.g.nodeSet = make([]uint32, 0, nodes), make([]uint32, 0, nodes)
	s.g.setStart, s.g.refs = make([]uint32, 1, nodes+1), make([]uint32, 0, refs)
	for a.more() || b.more() {
		switch {
		case !b.more() || a.more() && a.hash() < b.hash():
			s.put(a.hash(), a.goesOn(), a.refs(), nil)
			a.at++
		case !a.more() || b.hash() < a.hash():
			s.put(b.hash(), b.goesOn(), b.refs(), nil)
			b.at++
		default:
			s.merge(&a, &b)
		}
	}
	s.g.buildBuckets()
}

// merge puts two nodes of the same hash: as one if they are the same name.
func (s *stacking) merge(a, b *cursor) {
	x, y := a.refs(), b.refs()
	if len(x) > 0 && len(y) > 0 && !sameName(s.g.nameText(x[0]), s.g.nameText(y[0])) {
		s.put(b.hash(), b.goesOn(), y, nil)
		b.at++
		return
	}
	s.put(a.hash(), a.goesOn() || b.goesOn(), x, y)
	a.at++
	b.at++
}

func sameName(a, b string) bool {
	var x, y [2 * maxName]byte
	return a == b || string(AppendFold(x[:0], a)) == string(AppendFold(y[:0], b))
}

// put adds a node that names the places of x and y.
func (s *stacking) put(hash uint32, goesOn bool, x, y []uint32) {
	g := s.g
	start := len(g.refs)
	for _, refs := range [][]uint32{x, y} {
		for _, ref := range refs {
			s.keep(ref, start)
		}
	}
	var set uint32
	if refs := g.refs[start:]; len(refs) > 0 {
		if len(refs) > 1 && len(y) > 0 {
			slices.SortStableFunc(refs, func(p, q uint32) int { return g.rank(p).compare(g.rank(q)) })
		}
		set = uint32(len(g.setStart)) << 1
		g.setStart = append(g.setStart, uint32(len(g.refs)))
	}
	if goesOn {
		set |= 1
	}
	g.nodeHash, g.nodeSet = append(g.nodeHash, hash), append(g.nodeSet, set)
}

func (g *Gazetteer) rank(ref uint32) rank {
	return rank{NameFlags(g.nameFlags[ref])&NameBare != 0, g.population[g.nameRow[ref]]}
}

// keep adds a name to the set begun at start, unless its row is hidden and the
// name is no alias, or the set has the row already: then an alias wins, and
// what is attested over what was worked out by rule.
func (s *stacking) keep(ref uint32, start int) {
	g := s.g
	if ref < s.nameShift && s.dropped[s.lower.nameRow[ref]] && NameFlags(g.nameFlags[ref])&NameAlias == 0 {
		return
	}
	for i, other := range g.refs[start:] {
		if g.nameRow[other] == g.nameRow[ref] {
			if NameFlags(g.nameFlags[ref])&NameAlias != 0 || NameFlags(g.nameFlags[other])&NameLoose != 0 {
				g.refs[start+i] = ref
			}
			return
		}
	}
	g.refs = append(g.refs, ref)
}

// cursor walks a layer's nodes.
type cursor struct {
	g         *Gazetteer
	at        int
	nameShift uint32
	scratch   []uint32
}

func (c *cursor) more() bool   { return c.at < len(c.g.nodeHash) }
func (c *cursor) hash() uint32 { return c.g.nodeHash[c.at] }
func (c *cursor) goesOn() bool { return c.g.nodeSet[c.at]&1 != 0 }

func (c *cursor) refs() []uint32 {
	set := c.g.nodeSet[c.at] >> 1
	if set == 0 {
		return nil
	}
	refs := c.g.refs[c.g.setStart[set-1]:c.g.setStart[set]]
	if c.nameShift == 0 {
		return refs
	}
	c.scratch = c.scratch[:0]
	for _, ref := range refs {
		c.scratch = append(c.scratch, ref+c.nameShift)
	}
	return c.scratch
}

func (s *stacking) codesAndShapes() {
	g := s.g
	g.code, g.byCode = map[Row]string{}, map[string]Row{}
	g.replaces = map[mentionmap.PlaceID]Row{}
	for _, layer := range []struct {
		*Gazetteer
		shift  Row
		source int
	}{{s.lower, 0, 0}, {s.upper, s.rowShift, len(s.lower.shapes.source)}} {
		for r, code := range layer.code {
			g.code[r+layer.shift] = code
			if row := s.current(r + layer.shift); layer.shift == 0 || row == r+layer.shift {
				g.byCode[code] = row
			}
		}
		for old, r := range layer.replaces {
			g.replaces[old] = s.current(r + layer.shift)
		}
		for _, o := range layer.shapes.outlines {
			o.row += layer.shift
			o.source += layer.source
			if s.current(o.row) == o.row {
				g.shapes.outlines = append(g.shapes.outlines, o)
			}
		}
	}
	g.shapes.source = slices.Concat(s.lower.shapes.source, s.upper.shapes.source)
}
