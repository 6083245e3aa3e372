package when

import "mentionmap"

// match is one try at one place: the tokens from there on, lexed when they are
// first asked for, and those that the pattern took.
type match struct {
	text   string
	tokens [12]token
	lexed  int
	taken  [12]*token
	took   int
	e      Expression
	absurd int // end of what looks like a date but is none, such as February 30
}

func (m *match) begin(text string, t token) {
	m.text, m.tokens[0], m.lexed, m.absurd = text, t, 1, 0
}

// at returns the i-th token, nil beyond the window.
func (m *match) at(i int) *token {
	if i >= len(m.tokens) {
		return nil
	}
	for m.lexed <= i {
		m.tokens[m.lexed] = lex(m.text, m.tokens[m.lexed-1].end)
		m.lexed++
	}
	return &m.tokens[i]
}

// matches tries one pattern and leaves its expression in m.e.
func (m *match) matches(p *compiled) bool {
	if p.second != 0 && m.at(1).is&p.second == 0 {
		return false
	}
	m.took = 0
	if !m.step(p.elements, 0) {
		return false
	}
	m.e = Expression{Span: mentionmap.Span{Start: m.tokens[0].start, End: m.taken[m.took-1].end}, Minute: -1}
	return p.build(m)
}

func (m *match) step(elements []element, i int) bool {
	if len(elements) == 0 {
		return true
	}
	e := elements[0]
	if t := m.at(i); t != nil && t.is&e.is != 0 {
		m.taken[m.took] = t
		m.took++
		if m.step(elements[1:], i+1) {
			return true
		}
		m.took--
	}
	return e.optional && m.step(elements[1:], i)
}

// nth returns the n-th taken token of a class, nil if there are fewer.
func (m *match) nth(is class, n int) *token {
	for _, t := range m.taken[:m.took] {
		if t.is&is != 0 {
			if n == 0 {
				return t
			}
			n--
		}
	}
	return nil
}

func (m *match) first(is class) *token { return m.nth(is, 0) }

func (m *match) has(is class) bool { return m.nth(is, 0) != nil }

// number returns the number of the first taken token of a class, or def.
func (m *match) number(is class, def int32) int32 {
	if t := m.first(is); t != nil {
		return t.n
	}
	return def
}

// before returns the word in front of the match.
func (m *match) before() token {
	t, _ := lexBack(m.text, m.e.Start)
	return t
}
