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

// before reports whether a mention comes before the cursor, or stands on it.
func (c cursor) before(day mentionmap.Day, id int64) bool {
	switch {
	case !c.started || c.undated:
		return c.started && id <= c.id
	case c.order == mentionmap.OrderNewest:
		return day > c.day || day == c.day && id >= c.id
	case c.order == mentionmap.OrderOldest:
		return day < c.day || day == c.day && id <= c.id
	}
	return id <= c.id
}
