package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// Hit is an answer to Lookup.
type Hit struct {
	Row   Row
	Name  string // the name that matched
	Exact bool   // else the name only begins with what was asked for
	Weak  bool   // a name that the locator leaves out by default
	Loose bool   // a spelling worked out by rule
}

// Lookup finds places by name for people: first those that bear it, then
// those whose name begins with it, each the most populous first, at most
// limit of them (0: all).
func (g *Gazetteer) Lookup(name string, limit int) []Hit {
	hits := g.exact(name)
	if limit == 0 || len(hits) < limit {
		hits = append(hits, g.beginning(name, hits)...)
	}
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits
}

func (g *Gazetteer) exact(name string) []Hit {
	tokens := Tokenize(name, nil)
	var hits []Hit
	for _, m := range g.Match(name, joinAll(tokens), nil) {
		if m.N != len(tokens) {
			continue
		}
		for _, ref := range g.refs[g.setStart[m.Set]:g.setStart[m.Set+1]] {
			hits = append(hits, g.hit(ref, true))
		}
	}
	return hits
}

// joinAll makes one name of all tokens, whatever stands between them.
func joinAll(tokens []Token) []Token {
	for i := range tokens {
		tokens[i].Gap = GapSpace
	}
	return tokens
}

func (g *Gazetteer) beginning(name string, known []Hit) []Hit {
	want := Fold(name)
	if want == "" {
		return nil
	}
	var hits []Hit
	var folded []byte
	seen := map[Row]bool{}
	for _, h := range known {
		seen[h.Row] = true
	}
	for ref := range g.nameRow {
		folded = AppendFold(folded[:0], g.nameText(uint32(ref)))
		if len(folded) == len(want) || !strings.HasPrefix(string(folded), want) {
			continue
		}
		if h := g.hit(uint32(ref), false); !seen[h.Row] && !g.hidden(g.nameRow[ref]) {
			seen[h.Row] = true
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(g.Population(b.Row), g.Population(a.Row)) })
	return hits
}

func (g *Gazetteer) hit(ref uint32, exact bool) Hit {
	return Hit{Row: g.nameRow[ref], Name: g.nameText(ref), Exact: exact, Weak: NameFlags(g.nameFlags[ref])&NameWeak != 0, Loose: NameFlags(g.nameFlags[ref])&NameLoose != 0}
}

// Bearers returns every place that bears the name, weak and loose names too.
func (g *Gazetteer) Bearers(name string) []Candidate {
	tokens := joinAll(Tokenize(name, nil))
	if n, set := g.Longest(name, tokens); n == len(tokens) && n > 0 {
		return g.AllCandidates(set, nil)
	}
	return nil
}
