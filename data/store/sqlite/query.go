package sqlite

import (
	"math"
	"strconv"
	"strings"

	"mentionmap"
)

// selection is the part of a statement that a query's filters make: tables m
// (mention) and perhaps p (post), and conditions. It does no I/O.
type selection struct {
	from  string
	where []string
	args  []any // first those of from, then those of where
}

// and adds a condition.
func (s *selection) and(condition string, args ...any) {
	s.where = append(s.where, condition)
	s.args = append(s.args, args...)
}

// sql returns "FROM … WHERE …".
func (s *selection) sql() string {
	if len(s.where) == 0 {
		return " FROM " + s.from
	}
	return " FROM " + s.from + " WHERE " + strings.Join(s.where, " AND ")
}

const (
	documentsNamed = "SELECT id FROM document WHERE public IN "
	mentionsOfPost = " CROSS JOIN mention m ON m.id BETWEEN p.id AND p.id + p.length - 1"
	mentionsOfDoc  = " CROSS JOIN mention m ON m.id BETWEEN d.id << 28 AND (d.id << 28) + 268435455"
)

// choose turns filters into a selection. What narrows most drives: words, then
// sources, then documents; else the mentions' own indexes.
func choose(q *mentionmap.Query) selection {
	var s selection
	words := matchOf(q.Text)
	documents := q.Documents
	switch {
	case words != "":
		s.from = "post_words f CROSS JOIN post p ON p.id = f.rowid" + mentionsOfPost
		s.and("f.post_words MATCH ?", words)
		if len(q.Sources) > 0 {
			posts, args := postsOfSources(q.Sources)
			s.and("p.id IN ("+posts+")", args...)
		}
	case len(q.Sources) > 0:
		posts, args := postsOfSources(q.Sources)
		s.from, s.args = "("+posts+") x CROSS JOIN post p ON p.id = x.id"+mentionsOfPost, args
	case len(documents) > 0:
		list, args := placeholders(documents)
		s.from, s.args = "("+documentsNamed+list+") d"+mentionsOfDoc, args
		documents = nil
	default:
		s.from = "mention m"
	}
	if len(documents) > 0 {
		list, args := placeholders(documents)
		s.and("m.id >> 28 IN ("+documentsNamed+list+")", args...)
	}
	s.wherePlace(q)
	s.whereTraits(q)
	s.whereDay(q)
	return s
}

// postsOfSources selects the posts of sources: by their own, or, where they
// name none, by all that the document was seen at.
func postsOfSources(names []string) (string, []any) {
	list, args := placeholders(names)
	in := "IN (SELECT id FROM source WHERE name IN " + list + ")"
	return "SELECT id FROM post WHERE source " + in +
		" UNION SELECT o.id FROM seen e JOIN post o ON o.id BETWEEN e.document << 28 AND (e.document << 28) + 268435455 AND o.own_source = 0 WHERE e.source " + in, append(args, args...)
}

func (s *selection) wherePlace(q *mentionmap.Query) {
	if b := q.BBox; b != nil {
		lon := "lon BETWEEN ? AND ?"
		if b.Min.Lon() > b.Max.Lon() {
			lon = "(lon >= ? OR lon <= ?)"
		}
		s.and("m.place IN (SELECT id FROM place WHERE "+lon+" AND lat BETWEEN ? AND ?)",
			b.Min.Lon(), b.Max.Lon(), b.Min.Lat(), b.Max.Lat())
	}
	if len(q.Places) == 0 {
		return
	}
	condition := "m.place IN (SELECT id FROM place WHERE public IN " + integers(q.Places) + ")"
	for _, id := range q.Places {
		if id == 0 {
			condition = "(m.place = 0 OR " + condition + ")"
			break
		}
	}
	s.and(condition)
}

func (s *selection) whereTraits(q *mentionmap.Query) {
	if len(q.Kinds) > 0 {
		s.and("m.kind IN " + integers(q.Kinds))
	}
	if len(q.Uses) > 0 {
		s.and("m.use IN " + integers(q.Uses))
	}
	if len(q.Relations) > 0 {
		s.and("m.relation IN " + integers(q.Relations))
	}
	if q.MinConfidence > 0 {
		s.and("m.confidence >= ?", atLeast(q.MinConfidence))
	}
	if e := int64(q.Embargo); e != 0 { // Query.Embargoed; the + keeps this from driving
		s.and("(+m.published <= ? OR m.published IS NULL AND m.day + m.days <= ?) AND (m.day IS NULL OR +m.day <= ?)", e, e, e)
	}
}

// atLeast returns the fewest thousandths that are no less than c.
func atLeast(c float32) int64 {
	k := int64(math.Floor(float64(min(c, 2))*1000)) - 1
	for confidence(k) < c && k < 2000 {
		k++
	}
	return k
}

func confidence(thousandths int64) float32 { return float32(float64(thousandths) / 1000) }

// whereDay keeps what overlaps the window and has one of the precisions.
func (s *selection) whereDay(q *mentionmap.Query) {
	undated := false
	for _, p := range q.Precisions {
		undated = undated || p == mentionmap.Undated
	}
	f := filedBy(q.By)
	if len(q.Precisions) > 0 {
		s.and(f.precision + " IN " + integers(q.Precisions))
	}
	if !q.Windowed() {
		return
	}
	condition, args := f.overlap(q.From, q.To)
	if undated {
		condition = "(" + f.day + " IS NULL OR " + condition + ")"
	}
	s.and(condition, args...)
}

// filed says in SQL under which days a mention is filed.
type filed struct{ day, last, precision string }

func filedBy(by mentionmap.By) filed {
	if by == mentionmap.ByPublished {
		return filed{day: "m.published", last: "m.published", precision: "(m.published IS NOT NULL)"}
	}
	return filed{day: "m.day", last: "(m.day + m.days)", precision: "m.precision"}
}

// overlap is written so that an index on the first day serves both ends: few
// mentions that start before the window reach into it.
func (f filed) overlap(from, to mentionmap.Day) (string, []any) {
	first, last := int64(from), int64(to)
	switch {
	case from == mentionmap.NoDay:
		return f.day + " <= ?", []any{last}
	case to == mentionmap.NoDay:
		return f.last + " >= ?", []any{first}
	case to < from:
		return f.day + " <= ? AND " + f.last + " >= ?", []any{last, first}
	case f.day == f.last:
		return f.day + " BETWEEN ? AND ?", []any{first, last}
	}
	return "(" + f.day + " BETWEEN ? AND ? OR " + f.day + " < ? AND m.days > 0 AND " + f.last + " >= ?)",
		[]any{first, last, first, first}
}

// integers writes numbers as an SQL list.
func integers[T ~int64 | ~uint8](values []T) string {
	b := []byte{'('}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	return string(append(b, ')'))
}

func placeholders(values []string) (string, []any) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(values)), ",") + ")", args
}
