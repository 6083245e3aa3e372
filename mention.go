package mentionmap

// Use says whether a place itself is meant.
type Use uint8

// The uses.
const (
	Literal     Use = iota // something is, happens, comes from or goes there
	Associative            // a government, army, product or dateline named by its place
)

var useNames = [...]string{"literal", "associative"}

// Uses lists the names a use can have.
func Uses() []string { return useNames[:] }

func (u Use) String() string { return nameOf(useNames[:], u) }

// ParseUse is the inverse of String.
func ParseUse(s string) (Use, bool) { return byName[Use](useNames[:], s) }

// Relation says how the thing told lies to the place named.
type Relation uint8

// The relations.
const (
	RelationIn        Relation = iota // at or in the place; the default
	RelationNear                      // near, around, outside, on the outskirts of
	RelationDirection                 // the Pokrovsk direction, sector, axis
	RelationOffset                    // 12 km north of
	RelationBetween                   // between A and B, the A–B road
	RelationPart                      // eastern Donetsk region, the north of
	RelationTo                        // movement towards
	RelationFrom                      // movement or fire from
	RelationBorder                    // the border with
)

var relationNames = [...]string{"in", "near", "direction", "offset", "between", "part", "to", "from", "border"}

// Relations lists the names a relation can have.
func Relations() []string { return relationNames[:] }

func (r Relation) String() string { return nameOf(relationNames[:], r) }

// ParseRelation is the inverse of String.
func ParseRelation(s string) (Relation, bool) { return byName[Relation](relationNames[:], s) }

// Mention is a span of a document that names a place. The spans of a
// document's mentions are unique and do not overlap.
type Mention struct {
	Span
	Surface    string
	Sentence   Span // the whole sentence around it, for reading
	Post       int  // index into Located.Posts; -1 if it stands in no post
	Kind       Kind // as the text means it, even where no place was chosen
	Use        Use
	Relation   Relation
	Place      *Place // nil if not placed
	RadiusKM   float64
	Dates      Dates
	Confidence float32 // 0..1
	Repeat     bool    // the same paragraph stands earlier in the document
	Demonym    bool    // "Russians": printed on demand, never stored
	Why        *Why    // nil unless asked for
	Derived    []Derived
}

// Certainty bounds: a mention at or above them is shown as sure or likely.
const (
	SureFrom   = 0.80
	LikelyFrom = 0.50
)

// Certainty returns sure, likely or unsure.
func (m *Mention) Certainty() string { return Certainty(m.Confidence) }

// Certainty names a confidence.
func Certainty(confidence float32) string {
	switch {
	case confidence >= SureFrom:
		return "sure"
	case confidence >= LikelyFrom:
		return "likely"
	}
	return "unsure"
}

// Why lists what decided for a place.
type Why struct {
	Cues     []Cue  // what spoke for (positive) or against the choice, weightiest first
	RunnerUp *Place // the next best namesake; nil if there was none
	Margin   float64
}

// Cue is one reason, with its weight and the words it rests on.
type Cue struct {
	Name   string // what it is, in a few words: "container", "neighbours", …
	Detail string // for people: "'Luhansk region' stands in the same sentence"
	Words  Span   // empty if it rests on no words
	Weight float64
}

// Derived is a point worked out from a mention: "a village 12 km north of X",
// "between A and B". Lon, Lat in degrees.
type Derived struct {
	Relation Relation
	Words    Span
	Lon, Lat float64
	RadiusKM float64
}

// Located is a document with all that was found in it.
type Located struct {
	Document  Document
	Posts     []Post
	Mentions  []Mention // in the order of the text, Demonym ones apart
	Demonyms  []Mention // only when asked for
	Gazetteer string    // version that placed them
	Locator   string    // version that found them
	Known     bool      // nothing is located: of a text that is stored already, to tell where it was seen
}
