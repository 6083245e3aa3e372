package sqlite

import (
	"strconv"
	"strings"

	"mentionmap"
)

// cursor is where a page of mentions ended. In the orders by day the undated
// mentions come after all others, in stored order.
type cursor struct {
	order   mentionmap.Order
	started bool
	undated bool
	day     mentionmap.Day
	id      int64
}

const orderLetters = "sno" // stored, newest, oldest: by mentionmap.Order

// String writes a cursor: the order's letter, then the key, then the day.
func (c cursor) String() string {
	s := orderLetters[c.order:c.order+1] + strconv.FormatInt(c.id, 36)
	if c.order != mentionmap.OrderStored && !c.undated {
		s += "." + strconv.Itoa(int(c.day))
	}
	return s
}

// parseCursor reads what String wrote for the same order; "" is the start.
func parseCursor(s string, order mentionmap.Order) (cursor, error) {
	c := cursor{order: order, id: -1}
	if s == "" && int(order) < len(orderLetters) {
		return c, nil
	}
	bad := mentionmap.ParamErrorf("after", "this is not the cursor of a page in this order: follow the link that came with the page")
	if s == "" || int(order) >= len(orderLetters) || s[0] != orderLetters[order] {
		return c, bad
	}
	id, at, dated := strings.Cut(s[1:], ".")
	n, err := strconv.ParseInt(id, 36, 64)
	if err != nil || n < 0 || dated && order == mentionmap.OrderStored {
		return c, bad
	}
	c.id, c.started, c.undated = n, true, !dated && order != mentionmap.OrderStored
	if dated {
		d, err := strconv.ParseInt(at, 10, 32)
		if err != nil {
			return c, bad
		}
		c.day = mentionmap.Day(d)
	}
	return c, nil
}

const mentionColumns = "m.id, m.length, m.in_post, m.place, m.traits, m.confidence, m.radius, m.day, m.days, m.published, m.sentence, m.sentence_length, m.words, m.words_length"

// pageSQL makes the statement for one page: at most n mentions after the
// cursor, with keys below end.
func pageSQL(q *mentionmap.Query, c cursor, end int64, n int) (string, []any) {
	s := choose(q)
	if q.Limit == 0 && c.order == mentionmap.OrderStored {
		s.from = wholeScan(s.from)
	}
	day := filedBy(q.By).day
	s.and("+m.id < ?", end) // the + keeps SQLite from taking this for what narrows most
	order := "m.id"
	switch {
	case c.order == mentionmap.OrderStored:
		s.after(c.id)
	case c.undated:
		s.and(day + " IS NULL")
		s.after(c.id)
	case c.order == mentionmap.OrderNewest:
		s.and("+" + day + " IS NOT NULL") // the + as above
		order = day + " DESC, m.id DESC"
		if c.started {
			s.and("("+day+", m.id) < (?, ?)", int64(c.day), c.id)
		}
	default:
		s.and("+" + day + " IS NOT NULL") // the + as above
		order = day + ", m.id"
		if c.started {
			s.and("("+day+", m.id) > (?, ?)", int64(c.day), c.id)
		}
	}
	if len(q.Places) > 0 && c.order != mentionmap.OrderStored {
		order = "+" + order // few match: find them by place and sort them, rather than look for them day by day
	}
	return "SELECT " + mentionColumns + s.sql() + " ORDER BY " + order + " LIMIT " + strconv.Itoa(n), s.args
}

// after keeps keys above id; where posts drive, they start at its document.
func (s *selection) after(id int64) {
	if id < 0 {
		return
	}
	s.and("m.id > ?", id)
	if strings.HasPrefix(s.from, "post_words f") {
		s.and("f.rowid >= ?", id>>keyBits<<keyBits)
	}
}

// wholeScan makes a statement read the mentions once in the order of their
// keys, which is best when all pages will be asked for: an index would find and
// sort all that match for every page.
func wholeScan(from string) string {
	if from == "mention m" {
		return "mention m NOT INDEXED"
	}
	return from
}
