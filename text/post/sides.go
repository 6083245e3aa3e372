package post

// decideSides lets the document say, for every pattern that may stand above or
// below its text, on which side it stands here.
func (p *page) decideSides() {
	for k := range patterns {
		if patterns[k].side != either {
			continue
		}
		votes, first, last := patterns[k].bias, -1, -1
		for i := range p.marks {
			if p.marks[i].pattern == &patterns[k] {
				if first < 0 {
					first = i
				}
				last = i
				votes += p.vote(p.marks[i].line)
			}
		}
		if first < 0 {
			continue
		}
		votes += p.ends(p.marks[first].line, p.marks[last].line)
		if p.marks[first].line == 0 && last > first && p.textBetween(p.marks[last].line+1, p.tail) > 0 {
			votes = min(votes, 0) // nothing stands above the first, and text below the last
		}
		p.setSide(&patterns[k], votes)
	}
	p.turnLast()
}

func (p *page) setSide(k *pattern, votes int) {
	s := below
	if votes > 0 {
		s = above
	}
	for i := range p.marks {
		if p.marks[i].pattern == k {
			p.marks[i].side = s
		}
	}
}

// vote looks at the neighbours of one mark: a text above and a title or nothing
// below speak for above; a title above and a text below speak for below.
func (p *page) vote(i int) int {
	above := i > 0 && p.isText(i-1)
	ends := i+1 == p.tail || p.lines[i+1].kind == title
	switch {
	case above && ends:
		return 1
	case !above && i+1 < p.tail && p.isText(i+1):
		return -1
	}
	return 0
}

// ends looks at both ends of the page: text before the first mark has to be
// dated by it, and so has text behind the last.
func (p *page) ends(first, last int) (votes int) {
	if p.textBetween(0, first) > 0 {
		votes++
	} else {
		votes -= 2
	}
	if p.textBetween(last+1, p.tail) > 0 {
		return votes - 1
	}
	return votes + 2
}

// isText: a line that somebody has to be the author of.
func (p *page) isText(i int) bool {
	k, m := p.lines[i].kind, p.markAt(i)
	return m == nil && (k == body || k == bullet) || m != nil && m.inline()
}

func (p *page) textBetween(from, to int) (n int) {
	for i := from; i < min(to, p.tail); i++ {
		if p.isText(i) {
			n++
		}
	}
	return n
}

func (p *page) markAt(i int) *mark {
	if k := p.marked[i]; k > 0 {
		return &p.marks[k-1]
	}
	return nil
}

// turnLast: a mark behind which nothing comes dates what is above it, whatever
// its pattern: "Last updated: …" at the foot of an article.
func (p *page) turnLast() {
	end := p.tail
	for k := len(p.marks) - 1; k >= 0; k-- {
		m := &p.marks[k]
		if m.side == above || m.inline() || m.line == 0 {
			return
		}
		for i := m.line + 1; i < end; i++ {
			if p.lines[i].kind != label {
				return
			}
		}
		m.side, end = above, m.line
	}
}

// inline reports whether the mark's line holds text of the post too.
func (m *mark) inline() bool {
	switch m.pattern.name {
	case "inline dateline", "clock and text", "date and text", "weekday and text":
		return true
	}
	return false
}
