package mentionmap

import "github.com/paulmach/orb"

// By chooses the day a mention is filed under.
type By uint8

// The two ways of filing.
const (
	ByEvent     By = iota // when the thing happened
	ByPublished           // when the post was published
)

var byNames = [...]string{"event", "published"}

func (b By) String() string { return nameOf(byNames[:], b) }

// ParseBy is the inverse of String.
func ParseBy(s string) (By, bool) { return byName[By](byNames[:], s) }

// Unit is what is counted: distinct (unit, place, dates).
type Unit uint8

// The units. The default is the report: one post naming one place under one date.
const (
	CountReports Unit = iota
	CountMentions
	CountDocuments
	CountStories
)

var unitNames = [...]string{"reports", "mentions", "documents", "stories"}

func (u Unit) String() string { return nameOf(unitNames[:], u) }

// ParseUnit is the inverse of String.
func ParseUnit(s string) (Unit, bool) { return byName[Unit](unitNames[:], s) }

// Order is the order in which mentions are given.
type Order uint8

// The orders.
const (
	OrderStored Order = iota // document and offset: the order of exports and paging
	OrderNewest              // newest day first, undated last
	OrderOldest              // oldest day first, undated last
)

// Query says which mentions are meant: one filter for the API, the command
// line, the export and the store. The zero Query, with From and To set to
// NoDay, means all of them; NewQuery makes it. A list filter that is empty
// does not filter; one with several values means any of them.
type Query struct {
	BBox          *orb.Bound // lon, lat degrees; Min lon > Max lon crosses the antimeridian
	From, To      Day        // window, both included; NoDay is an open end
	By            By
	Near          *Circle   // places whose point lies in it
	Polygon       orb.Ring  // places whose point lies in it; its last corner joins the first. It crosses no antimeridian
	Within        []PlaceID // places in the outline of one of these regions
	Places        []PlaceID
	Kinds         []Kind
	Uses          []Use
	Relations     []Relation
	Precisions    []Precision // Undated among them keeps undated mentions even under a window
	Sources       []string
	Documents     []string // document ids
	Text          string   // words that the post must hold
	Sentence      bool     // they must stand in the mention's own sentence, all of them
	MinConfidence float32
	Count         Unit
	Order         Order
	Embargo       Day    // what is newer is left out (see Embargoed); 0: nothing is. No parameter of requests
	Limit         int    // most rows; 0 is no limit
	After         string // opaque cursor of the last row had; "" starts
}

// Circle is all that lies at most so far from a point (lon, lat degrees),
// along the surface of the earth.
type Circle struct {
	Center orb.Point
	KM     float64
}

// NewQuery returns the query that means everything.
func NewQuery() Query { return Query{From: NoDay, To: NoDay} }

// Windowed reports whether the query asks for a window of time.
func (q *Query) Windowed() bool { return q.From != NoDay || q.To != NoDay }

// Embargoed reports whether the embargo keeps a mention back: it was published
// after that day, or tells of a day that had not come; where it is not known
// when it was published, the last of its days must have passed, and undated ones
// are kept back.
func (q *Query) Embargoed(published Day, dates Dates) bool {
	switch {
	case q.Embargo == 0:
		return false
	case dates.Known() && dates.From > q.Embargo:
		return true
	case published != NoDay:
		return published > q.Embargo
	}
	return !dates.Known() || dates.To > q.Embargo
}
