package mentionmap

import (
	"math"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// MaxLimit is the largest page that items may be asked for.
const MaxLimit = 10000

// param reads one parameter's values into a query.
type param struct {
	name string
	help string
	read func(q *Query, values []string) error
}

// params is the table of all filters: the API's, the command line's and the
// page's. A new filter is a new line.
var params = []param{
	{"bbox", "minlon,minlat,maxlon,maxlat", func(q *Query, v []string) (err error) { q.BBox, err = parseBBox(v[0]); return }},
	{"datetime", "a day, or from/to with .. for an open end", func(q *Query, v []string) (err error) { q.From, q.To, err = ParseWindow(v[0]); return }},
	{"by", "event or published", func(q *Query, v []string) error { return one(v[0], ParseBy, &q.By, byNames[:]) }},
	{"place", "place ids, comma separated", parsePlaces},
	{"kind", strings.Join(Kinds(), ", "), func(q *Query, v []string) error { return many(v, ParseKind, &q.Kinds, Kinds()) }},
	{"use", strings.Join(Uses(), " or "), func(q *Query, v []string) error { return many(v, ParseUse, &q.Uses, Uses()) }},
	{"precision", strings.Join(Precisions(), ", ") + ", undated", func(q *Query, v []string) error {
		return many(v, ParsePrecision, &q.Precisions, append(Precisions(), "undated"))
	}},
	{"source", "name of a source; repeat it for several", func(q *Query, v []string) error { q.Sources = append([]string(nil), v...); return nil }},
	{"document", "document ids, comma separated", func(q *Query, v []string) error { q.Documents = list(v); return nil }},
	{"q", "words that the post must hold", func(q *Query, v []string) error { return parseText(q, v[0]) }},
	{"min_confidence", "0 to 1", parseConfidence},
	{"count", strings.Join(unitNames[:], ", "), func(q *Query, v []string) error { return one(v[0], ParseUnit, &q.Count, unitNames[:]) }},
	{"sortby", "stored, -date or date", func(q *Query, v []string) error { return one(v[0], parseOrder, &q.Order, orderNames[:]) }},
	{"limit", "most rows, 1 to 10,000", parseLimit},
	{"after", "cursor of a next link", func(q *Query, v []string) error { q.After = v[0]; return nil }},
}

var orderNames = [...]string{"stored", "-date", "date"}

func (o Order) String() string { return nameOf(orderNames[:], o) }

func parseOrder(s string) (Order, bool) { return byName[Order](orderNames[:], s) }

// Params lists the names of the parameters that ParseQuery knows, with a few
// words of help each, in the order of the documentation.
func Params() [][2]string {
	out := make([][2]string, len(params))
	for i, p := range params {
		out[i] = [2]string{p.name, p.help}
	}
	return out
}

// ParseQuery reads the filters of docs/api.md. A parameter that it does not
// know, that is given twice (except source), or whose value it cannot use is
// an Invalid Error that names it. Names in allowed are left to the caller.
func ParseQuery(values url.Values, allowed ...string) (Query, error) {
	q := NewQuery()
	known := map[string]bool{}
	for _, name := range allowed {
		known[name] = true
	}
	for _, p := range params {
		known[p.name] = true
		v, given := values[p.name]
		if !given || len(v) == 0 {
			continue
		}
		if len(v) > 1 && p.name != "source" {
			return q, ParamErrorf(p.name, "is given %d times: give it once", len(v))
		}
		if err := p.read(&q, v); err != nil {
			return q, named(p.name, err)
		}
	}
	for _, name := range sortedKeys(values) {
		if !known[name] {
			return q, ParamErrorf(clip(name), "there is no such parameter: the filters are %s", paramNames())
		}
	}
	return q, nil
}

func named(name string, err error) error {
	if e, ok := err.(*Error); ok {
		e.Param = name
	}
	return err
}

func sortedKeys(values url.Values) []string {
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func paramNames() string {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

// list splits comma separated values and drops empty ones.
func list(values []string) []string {
	var out []string
	for _, v := range values {
		for _, s := range strings.Split(v, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, strings.Clone(s))
			}
		}
	}
	return out
}

func one[T any](s string, parse func(string) (T, bool), dst *T, names []string) error {
	v, ok := parse(s)
	if !ok {
		return Errorf(Invalid, "%q is not one of %s", clip(s), strings.Join(names, ", "))
	}
	*dst = v
	return nil
}

func many[T any](values []string, parse func(string) (T, bool), dst *[]T, names []string) error {
	for _, s := range list(values) {
		var v T
		if err := one(s, parse, &v, names); err != nil {
			return err
		}
		*dst = append(*dst, v)
	}
	return nil
}

func parsePlaces(q *Query, v []string) error {
	for _, s := range list(v) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return Errorf(Invalid, "%q is not a place id: it is a whole number, as the features of places carry it", clip(s))
		}
		q.Places = append(q.Places, PlaceID(n))
	}
	return nil
}

func parseText(q *Query, s string) error {
	if len(s) > 500 {
		return Errorf(Invalid, "is %d bytes long: at most 500", len(s))
	}
	q.Text = strings.Clone(strings.TrimSpace(s))
	return nil
}

func parseConfidence(q *Query, v []string) error {
	f, err := strconv.ParseFloat(v[0], 32)
	if err != nil || math.IsNaN(f) || f < 0 || f > 1 {
		return Errorf(Invalid, "%q is not a number from 0 to 1", clip(v[0]))
	}
	q.MinConfidence = float32(f)
	return nil
}

func parseLimit(q *Query, v []string) error {
	n, err := strconv.Atoi(v[0])
	if err != nil || n < 1 {
		return Errorf(Invalid, "%q is not a whole number from 1 to %d", clip(v[0]), MaxLimit)
	}
	q.Limit = min(n, MaxLimit)
	return nil
}

// parseBBox reads four numbers, or six with heights, which are ignored.
func parseBBox(s string) (*orb.Bound, error) {
	bad := Errorf(Invalid, "%q is not minlon,minlat,maxlon,maxlat in degrees", clip(s))
	parts := strings.Split(s, ",")
	if len(parts) == 6 {
		parts = []string{parts[0], parts[1], parts[3], parts[4]}
	}
	if len(parts) != 4 {
		return nil, bad
	}
	var f [4]float64
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, bad
		}
		f[i] = v
	}
	if math.Abs(f[0]) > 180 || math.Abs(f[2]) > 180 || f[1] < -90 || f[3] > 90 || f[1] > f[3] {
		return nil, bad
	}
	return &orb.Bound{Min: orb.Point{f[0], f[1]}, Max: orb.Point{f[2], f[3]}}, nil
}

// ParseWindow reads a day, an instant (its day counts), or an interval of two
// of them with ".." or nothing for an open end. GDAL 3.6 writes days as
// "2022-03-01T"; that is taken too.
func ParseWindow(s string) (from, to Day, err error) {
	left, right, interval := strings.Cut(s, "/")
	if from, err = parseEnd(left, interval); err != nil {
		return NoDay, NoDay, err
	}
	if !interval {
		return from, from, nil
	}
	if to, err = parseEnd(right, true); err != nil {
		return NoDay, NoDay, err
	}
	if from != NoDay && to != NoDay && from > to {
		return NoDay, NoDay, Errorf(Invalid, "%q ends before it starts", clip(s))
	}
	if from == NoDay && to == NoDay && left == "" && right == "" {
		return NoDay, NoDay, Errorf(Invalid, "%q has no ends: write from/to, ../to or from/..", clip(s))
	}
	return from, to, nil
}

func parseEnd(s string, mayBeOpen bool) (Day, error) {
	if mayBeOpen && (s == "" || s == "..") {
		return NoDay, nil
	}
	stamp, err := ParseStamp(strings.TrimSuffix(s, "T"))
	if err != nil {
		return NoDay, Errorf(Invalid, "%q is not a day: write YYYY-MM-DD, from/to, ../to or from/..", clip(s))
	}
	return stamp.Day, nil
}

// Values writes the query as parameters; ParseQuery reads them back.
func (q *Query) Values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.BBox != nil {
		set("bbox", joinFloats(q.BBox.Min[0], q.BBox.Min[1], q.BBox.Max[0], q.BBox.Max[1]))
	}
	set("datetime", q.window())
	if q.By != ByEvent {
		set("by", q.By.String())
	}
	set("place", joinAll(q.Places))
	set("kind", joinAll(q.Kinds))
	set("use", joinAll(q.Uses))
	set("precision", precisionList(q.Precisions))
	for _, s := range q.Sources {
		v.Add("source", s)
	}
	set("document", strings.Join(q.Documents, ","))
	set("q", q.Text)
	if q.MinConfidence > 0 {
		set("min_confidence", strconv.FormatFloat(float64(q.MinConfidence), 'g', -1, 32))
	}
	if q.Count != CountReports {
		set("count", q.Count.String())
	}
	if q.Order != OrderStored {
		set("sortby", q.Order.String())
	}
	if q.Limit > 0 {
		set("limit", strconv.Itoa(q.Limit))
	}
	set("after", q.After)
	return v
}

func (q *Query) window() string {
	if !q.Windowed() {
		return ""
	}
	end := func(d Day) string {
		if d == NoDay {
			return ".."
		}
		return d.String()
	}
	return end(q.From) + "/" + end(q.To)
}

func joinFloats(f ...float64) string {
	s := make([]string, len(f))
	for i, v := range f {
		s[i] = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strings.Join(s, ",")
}

func joinAll[T interface{ String() string }](list []T) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = v.String()
	}
	return strings.Join(s, ",")
}

func precisionList(list []Precision) string {
	s := make([]string, len(list))
	for i, p := range list {
		if s[i] = p.String(); p == Undated {
			s[i] = "undated"
		}
	}
	return strings.Join(s, ",")
}
