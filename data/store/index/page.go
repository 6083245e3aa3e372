package index

import (
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/store"
)

// cursor is where a page ended: a mention, or for documents the number of one.
// In the orders by day the undated mentions come after all others, in stored order.
type cursor struct {
	order    mentionmap.Order
	started  bool
	day      mentionmap.Day // NoDay: undated, or in stored order
	document int64
	start    int
}

const orderLetters = "sno" // stored, newest, oldest: by mentionmap.Order

// String writes a cursor: the order's letter, then the key, then the day.
func (c cursor) String() string {
	s := orderLetters[c.order:c.order+1] + strconv.FormatInt(store.MentionKey(c.document, c.start), 36)
	if c.day != mentionmap.NoDay {
		s += "." + strconv.Itoa(int(c.day))
	}
	return s
}

// on gives the cursor that stands on a row.
func (v *view) on(row uint32, q *mentionmap.Query) cursor {
	c := cursor{order: q.Order, started: true, day: mentionmap.NoDay}
	c.document, c.start = v.at(row)
	if q.Order != mentionmap.OrderStored {
		c.day = v.filed(row, q.By).From
	}
	return c
}

// parseCursor reads what String wrote for the same order; "" is the start.
func parseCursor(s string, order mentionmap.Order) (cursor, error) {
	c := cursor{order: order, day: mentionmap.NoDay}
	if s == "" && int(order) < len(orderLetters) {
		return c, nil
	}
	bad := mentionmap.ParamErrorf("after", "this is not the cursor of a page in this order: follow the link that came with the page")
	if s == "" || int(order) >= len(orderLetters) || s[0] != orderLetters[order] {
		return c, bad
	}
	key, day, dated := strings.Cut(s[1:], ".")
	n, err := strconv.ParseInt(key, 36, 64)
	if err != nil || n < 0 || dated && order == mentionmap.OrderStored {
		return c, bad
	}
	if dated {
		d, err := strconv.ParseInt(day, 10, 32)
		if err != nil || mentionmap.Day(d) == mentionmap.NoDay {
			return c, bad
		}
		c.day = mentionmap.Day(d)
	}
	c.started, c.document, c.start = true, n>>store.StartBits, int(n&(1<<store.StartBits-1))
	return c, nil
}
