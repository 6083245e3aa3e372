package server

import (
	"database/sql"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// plain is a corpus as one wide table of mentions in SQL, made of what was put
// and of nothing that the store makes of it.
type plain struct{ *sql.DB }

const plainTable = `CREATE TABLE m (id TEXT, place INTEGER, lon REAL, lat REAL, kind TEXT, use TEXT, relation TEXT, confidence REAL,
	day TEXT, last TEXT, precision TEXT, published TEXT, document TEXT, sources TEXT, words TEXT)`

func init() {
	sql.Register("plain", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("haversine", haversine, true)
	}})
}

func newPlain(t *testing.T, docs []mentionmap.Located) plain {
	t.Helper()
	db, err := sql.Open("plain", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(plainTable); err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		for j := range docs[i].Mentions {
			if _, err := db.Exec("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", plainRow(&docs[i], &docs[i].Mentions[j])...); err != nil {
				t.Fatal(err)
			}
		}
	}
	return plain{db}
}

func plainRow(l *mentionmap.Located, m *mentionmap.Mention) []any {
	document := mentionmap.DocumentID(l.Document.Text)
	x := mentionmap.NewRuneIndex(l.Document.Text)
	row := []any{mentionmap.MentionID(document, x.At(m.Start)), nil, nil, nil}
	if m.Place != nil {
		row = append(row[:1], int64(m.Place.ID), m.Place.Lon, m.Place.Lat)
	}
	row = append(row, m.Kind.String(), m.Use.String(), m.Relation.String(), float64(m.Confidence))
	if m.Dates.Known() {
		row = append(row, m.Dates.From.String(), m.Dates.To.String(), m.Dates.Precision.String())
	} else {
		row = append(row, nil, nil, "undated")
	}
	post := mentionmap.Post{Span: between(l, m.Start), Published: mentionmap.NoStamp, Date: mentionmap.NoDay}
	if m.Post >= 0 {
		post = l.Posts[m.Post]
	}
	return append(row, publishedOn(l, &post), document, sourcesIn(l, &post), plainWords(post.Of(l.Document.Text)))
}

// between is the stretch between posts around a byte.
func between(l *mentionmap.Located, at int) mentionmap.Span {
	s := mentionmap.Span{End: len(l.Document.Text)}
	for _, p := range l.Posts {
		if p.End <= at {
			s.Start = p.End
		} else {
			s.End = min(s.End, p.Start)
		}
	}
	return s
}

func publishedOn(l *mentionmap.Located, p *mentionmap.Post) any {
	for _, d := range []mentionmap.Day{p.Published.Day, p.Date, l.Document.Published.Day} {
		if d != mentionmap.NoDay {
			return d.String()
		}
	}
	return nil
}

// sourcesIn lists sources with a bar around each.
func sourcesIn(l *mentionmap.Located, p *mentionmap.Post) string {
	if p.Source != "" {
		return "|" + p.Source + "|"
	}
	all := "|"
	for _, s := range l.Document.Seen {
		if s.Source != "" {
			all += s.Source + "|"
		}
	}
	if all == "|" {
		all += l.Document.Key + "|"
	}
	return all
}

// plainWords writes words in small letters with a blank around each.
func plainWords(text string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}

// ids gives the sorted ids of the mentions that a request means, in plain SQL.
func (p plain) ids(t *testing.T, v url.Values) []string {
	t.Helper()
	where, args := plainWhere(v)
	rows, err := p.Query("SELECT id FROM m WHERE "+where+" ORDER BY id", args...)
	if err != nil {
		t.Fatal(where, err)
	}
	return scanIDs(t, rows)
}

// scanIDs reads and closes rows of ids.
func scanIDs(t *testing.T, rows *sql.Rows) []string {
	t.Helper()
	defer rows.Close()
	ids := []string{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// plainWhere writes the filters of a request the simplest way there is.
func plainWhere(v url.Values) (string, []any) {
	where, args := "1", []any{}
	and := func(condition string, more ...any) {
		where += " AND (" + condition + ")"
		args = append(args, more...)
	}
	for _, name := range []string{"kind", "use", "relation", "document"} {
		if v.Has(name) {
			and(name + " IN ('" + strings.ReplaceAll(v.Get(name), ",", "','") + "')")
		}
	}
	if v.Has("place") { // 0 is none
		and("coalesce(place, 0) IN (" + v.Get("place") + ")")
	}
	for _, name := range v["source"] {
		and("sources LIKE ?", "%|"+name+"|%")
	}
	if v.Has("q") {
		and("words LIKE ?", "%"+plainWords(v.Get("q"))+"%")
	}
	if v.Has("within") { // nothing else of the corpus lies in that outline
		and("place = " + v.Get("within"))
	}
	if v.Has("min_confidence") {
		and("confidence >= " + v.Get("min_confidence") + " - 0.0000001")
	}
	plainSpace(v, and)
	plainTime(v, and)
	return where, args
}

func plainSpace(v url.Values, and func(string, ...any)) {
	n := func(name string) (out []any) {
		for s := range strings.SplitSeq(v.Get(name), ",") {
			f, _ := strconv.ParseFloat(s, 64)
			out = append(out, f)
		}
		return out
	}
	if b := n("bbox"); len(b) == 6 {
		and("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", b[0], b[3], b[1], b[4])
	} else if len(b) == 4 && b[0].(float64) > b[2].(float64) {
		and("(lon >= ? OR lon <= ?) AND lat BETWEEN ? AND ?", b[0], b[2], b[1], b[3])
	} else if len(b) == 4 {
		and("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", b[0], b[2], b[1], b[3])
	}
	if c := n("polygon"); len(c) > 4 { // both are boxes: the first corner is their southwest
		and("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", c[0], c[4], c[1], c[5])
	}
	if c := n("near"); len(c) == 3 {
		and("lon IS NOT NULL AND haversine(coalesce(lon, 0.5), coalesce(lat, 0.5), ?, ?) <= ?", c...)
	}
}

// plainDays reads the window of a request as days; "" is an open end.
func plainDays(v url.Values) (from, to string) {
	from, to, interval := strings.Cut(v.Get("datetime"), "/")
	if !interval {
		to = from
	}
	clean := strings.NewReplacer("..", "", "T", "")
	return clean.Replace(from), clean.Replace(to)
}

func plainTime(v url.Values, and func(string, ...any)) {
	day, last, precision := "day", "last", "precision"
	if v.Get("by") == "published" {
		day, last, precision = "published", "published", "iif(published IS NULL, 'undated', 'day')"
	}
	precisions := []string{}
	if v.Has("precision") {
		precisions = strings.Split(v.Get("precision"), ",")
	}
	switch {
	case v.Get("undated") == "true":
		precisions = append(precisions, "undated")
		if !v.Has("precision") {
			precisions = append(precisions, mentionmap.Precisions()...)
		}
	case v.Get("undated") == "false" && v.Has("precision"):
		precisions = slices.DeleteFunc(precisions, func(p string) bool { return p == "undated" })
	case v.Get("undated") == "false":
		precisions = mentionmap.Precisions()
	}
	if len(precisions) > 0 {
		and(precision + " IN ('" + strings.Join(precisions, "','") + "')")
	}
	if !v.Has("datetime") {
		return
	}
	from, to := plainDays(v)
	overlap := fmt.Sprintf("(%s <= '%s' OR '%[2]s' = '') AND (%s >= '%s' OR '%[4]s' = '') AND %[1]s IS NOT NULL", day, to, last, from)
	if slices.Contains(precisions, "undated") {
		overlap += " OR " + day + " IS NULL"
	}
	and(overlap)
}

// haversine is the distance of two points (lon, lat degrees) in km (R. W.
// Sinnott, "Virtues of the Haversine", 1984).
func haversine(lon1, lat1, lon2, lat2 float64) float64 {
	rad := math.Pi / 180
	a := math.Pow(math.Sin((lat2-lat1)*rad/2), 2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin((lon2-lon1)*rad/2), 2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(a))
}
