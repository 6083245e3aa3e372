package mentionmap

import (
	"strconv"
	"strings"
)

// MaxLimit is the largest page that items may be asked for.
const MaxLimit = 10000

// Parameter describes a parameter of a query, for lists and documentation.
type Parameter struct {
	Name, Help string
	Type       string   // string, number or integer: of the value, or of each value of a list
	Enum       []string // all values there are; nil if there are others
	List       bool     // several values, comma separated: any of them may match
	Repeat     bool     // may be given several times: any of them may match
	Length     [2]int   // how many numbers it may be made of; zeros: it is no tuple
	Min, Max   float64  // of a number; both 0: not bounded
	Default    string
	Property   bool // features have a property of this name and with these values
	read       func(q *Query, values []string) error
	write      func(q *Query) []string // the values that read takes; "" and none: it is not given
}

// parameters is the table of all filters: the API's, the command line's and
// the page's. A new filter is a new entry.
var parameters = []Parameter{
	{Name: "bbox", Help: "minlon,minlat,maxlon,maxlat", Type: "number", List: true, Length: [2]int{4, 6},
		read: parseBBox,
		write: func(q *Query) []string {
			if q.BBox == nil {
				return nil
			}
			return []string{joinFloats(q.BBox.Min[0], q.BBox.Min[1], q.BBox.Max[0], q.BBox.Max[1])}
		}},
	{Name: "near", Help: "lon,lat,km: places at most so far from a point", Type: "number", List: true, Length: [2]int{3, 3},
		read: parseNear,
		write: func(q *Query) []string {
			if q.Near == nil {
				return nil
			}
			return []string{joinFloats(q.Near.Center[0], q.Near.Center[1], q.Near.KM)}
		}},
	{Name: "polygon", Help: "lon,lat,lon,lat,…: places in the area with these corners, 3 to 200", Type: "number", List: true, Length: [2]int{2 * leastCorners, 2 * mostCorners},
		read:  parsePolygon,
		write: func(q *Query) []string { return []string{joinRing(q.Polygon)} }},
	{Name: "within", Help: "ids of regions or countries, comma separated: what lies in them", Type: "integer", List: true,
		read:  parseWithin,
		write: func(q *Query) []string { return []string{joinAll(q.Within)} }},
	{Name: "datetime", Help: "a day, or from/to with .. for an open end", Type: "string",
		read:  parseDatetime,
		write: func(q *Query) []string { return []string{q.window()} }},
	{Name: "by", Help: "event or published", Type: "string", Enum: byNames[:], Default: ByEvent.String(),
		read:  oneOf(ParseBy, byNames[:], func(q *Query) *By { return &q.By }),
		write: func(q *Query) []string { return unless(ByEvent, q.By) }},
	{Name: "place", Help: "place ids, comma separated", Type: "integer", List: true, Property: true,
		read:  parsePlaces,
		write: func(q *Query) []string { return []string{joinAll(q.Places)} }},
	{Name: "kind", Help: strings.Join(Kinds(), ", "), Type: "string", Enum: Kinds(), List: true, Property: true,
		read:  anyOf(ParseKind, Kinds(), func(q *Query) *[]Kind { return &q.Kinds }),
		write: func(q *Query) []string { return []string{joinAll(q.Kinds)} }},
	{Name: "use", Help: strings.Join(Uses(), " or "), Type: "string", Enum: Uses(), List: true, Property: true,
		read:  anyOf(ParseUse, Uses(), func(q *Query) *[]Use { return &q.Uses }),
		write: func(q *Query) []string { return []string{joinAll(q.Uses)} }},
	{Name: "relation", Help: strings.Join(Relations(), ", "), Type: "string", Enum: Relations(), List: true, Property: true,
		read:  anyOf(ParseRelation, Relations(), func(q *Query) *[]Relation { return &q.Relations }),
		write: func(q *Query) []string { return []string{joinAll(q.Relations)} }},
	{Name: "precision", Help: strings.Join(Precisions(), ", ") + ", undated", Type: "string", Enum: allPrecisions(), List: true,
		read:  anyOf(ParsePrecision, allPrecisions(), func(q *Query) *[]Precision { return &q.Precisions }),
		write: func(q *Query) []string { return []string{precisionList(q.Precisions)} }},
	{Name: "undated", Help: "true keeps undated mentions even under a window, false leaves them out", Type: "string", Enum: []string{"true", "false"},
		read:  parseUndated,
		write: func(*Query) []string { return nil }},
	{Name: "source", Help: "name of a source; repeat it for several", Type: "string", Repeat: true, Property: true,
		read:  parseSources,
		write: func(q *Query) []string { return q.Sources }},
	{Name: "document", Help: "document ids, comma separated", Type: "string", List: true, Property: true,
		read:  func(q *Query, v []string) error { q.Documents = list(v); return nil },
		write: func(q *Query) []string { return []string{strings.Join(q.Documents, ",")} }},
	{Name: "q", Help: "words that the post must hold", Type: "string",
		read:  parseText,
		write: func(q *Query) []string { return []string{q.Text} }},
	{Name: "search", Help: "post or sentence: where all words of q must stand", Type: "string", Enum: scopeNames[:], Default: scopeNames[0],
		read: oneOf(parseScope, scopeNames[:], func(q *Query) *bool { return &q.Sentence }),
		write: func(q *Query) []string {
			if !q.Sentence {
				return nil
			}
			return scopeNames[1:]
		}},
	{Name: "min_confidence", Help: "0 to 1", Type: "number", Max: 1,
		read: parseConfidence,
		write: func(q *Query) []string {
			if !(q.MinConfidence > 0) {
				return nil
			}
			return []string{strconv.FormatFloat(float64(q.MinConfidence), 'g', -1, 32)}
		}},
	{Name: "count", Help: strings.Join(unitNames[:], ", "), Type: "string", Enum: unitNames[:], Default: CountReports.String(),
		read:  oneOf(ParseUnit, unitNames[:], func(q *Query) *Unit { return &q.Count }),
		write: func(q *Query) []string { return unless(CountReports, q.Count) }},
	{Name: "sortby", Help: "stored, -date or date", Type: "string", Enum: orderNames[:], Default: OrderStored.String(),
		read:  oneOf(parseOrder, orderNames[:], func(q *Query) *Order { return &q.Order }),
		write: func(q *Query) []string { return unless(OrderStored, q.Order) }},
	{Name: "limit", Help: "most rows, 1 to 10,000", Type: "integer", Min: 1, Max: MaxLimit,
		read: parseLimit,
		write: func(q *Query) []string {
			if q.Limit <= 0 {
				return nil
			}
			return []string{strconv.Itoa(q.Limit)}
		}},
	{Name: "after", Help: "cursor of a next link", Type: "string",
		read:  func(q *Query, v []string) error { q.After = v[0]; return nil },
		write: func(q *Query) []string { return []string{q.After} }},
}

var orderNames = [...]string{"stored", "-date", "date"}

func (o Order) String() string { return nameOf(orderNames[:], o) }

func parseOrder(s string) (Order, bool) { return byName[Order](orderNames[:], s) }

// scopeNames are the values of Query.Sentence: false, true.
var scopeNames = [...]string{"post", "sentence"}

func parseScope(s string) (sentence, ok bool) {
	return s == scopeNames[1], s == scopeNames[0] || s == scopeNames[1]
}

func allPrecisions() []string { return append(Precisions(), "undated") }

// Parameters lists what ParseQuery knows, in the order of the documentation.
func Parameters() []Parameter { return append([]Parameter(nil), parameters...) }
