package resolve

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// worldBodies are words of what sits in the great cities of the world and in no
// village that is called like one of them.
var worldBodies = hashes(`un unsc unga nations unicef unesco exchange broadway skyscraper оон совбез совбеза генассамблея генассамблеи радбез радбезу генасамблея генасамблеї`)

func hashes(words string) map[uint64]bool {
	set := map[uint64]bool{}
	for w := range strings.FieldsSeq(words) {
		set[gazetteer.Hash(w)] = true
	}
	return set
}

// worldCity is from how many inhabitants on a city outside the war's countries
// is one of the world's.
const worldCity = 1_000_000

// seat: a great city of the world that has a namesake in the war's countries, in
// a sentence that names what sits there: "In New York, the UN Security Council met".
func seat(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	g := r.Gazetteer
	if g.Population(c.Row) < worldCity || g.Kind(c.Row) != mentionmap.Settlement || r.ofWar(c.Row) || !r.atWarToo(e) {
		return 0
	}
	t := &r.finder.Text
	s := t.Sentences[r.finder.Names[e.first].Sentence]
	for _, tok := range t.Tokens[s.From:s.To] {
		if worldBodies[tok.Hash] {
			return 1
		}
	}
	return 0
}

// atWarToo reports that a place in the war's countries bears the name.
func (r *Resolver) atWarToo(e *entity) bool {
	for _, c := range r.finder.Places[e.lo:e.hi] {
		if r.ofWar(c.Row) {
			return true
		}
	}
	return false
}
