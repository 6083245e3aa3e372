package gazetteer

import "strings"

// NameSet is a name that one or more places bear.
type NameSet int32

// Match is a name that starts at the first of the tokens given.
type Match struct {
	Set NameSet
	N   int // tokens it is long
}

// Candidate is a place that bears a name.
type Candidate struct {
	Row   Row
	Flags NameFlags // of the name, for this place
	Lang  string    // of the name, "" if it cannot be told
	Name  string    // the name as the place bears it
}

// Match appends every name that starts at tokens[0], shortest first. Tokens
// are those of text. It allocates only to grow buf. A name may be one that no
// place bears by default (see Candidates).
func (g *Gazetteer) Match(text string, tokens []Token, buf []Match) []Match {
	if len(tokens) == 0 {
		return buf
	}
	set, goesOn := g.step(text, tokens[:1], firstStep(tokens))
	return g.match(text, tokens, set, goesOn, buf)
}

// Memory keeps what single words of texts are to one gazetteer: most of them
// come again and again. The zero value is ready; it is not for two goroutines at
// once.
type Memory [1 << 10]struct {
	hash   uint64 // of the word; 0: nothing is kept
	set    NameSet
	goesOn bool
}

// MatchWith is Match with a memory of that gazetteer.
func (g *Gazetteer) MatchWith(m *Memory, text string, tokens []Token, buf []Match) []Match {
	if len(tokens) == 0 {
		return buf
	}
	kept := &m[tokens[0].Hash%uint64(len(m))]
	if kept.hash != tokens[0].Hash {
		kept.hash = tokens[0].Hash
		kept.set, kept.goesOn = g.step(text, tokens[:1], firstStep(tokens))
	}
	return g.match(text, tokens, kept.set, kept.goesOn, buf)
}

func firstStep(tokens []Token) uint32 { return uint32(join(0, tokens[0].Hash) >> 32) }

// match goes on from what the first token is.
func (g *Gazetteer) match(text string, tokens []Token, set NameSet, goesOn bool, buf []Match) []Match {
	if set >= 0 {
		buf = append(buf, Match{Set: set, N: 1})
	}
	sequence := join(0, tokens[0].Hash)
	for i := 1; i < len(tokens) && goesOn && joined(tokens, i); i++ {
		sequence = join(sequence, tokens[i].Hash)
		set, goesOn = g.step(text, tokens[:i+1], uint32(sequence>>32))
		if set >= 0 {
			buf = append(buf, Match{Set: set, N: i + 1})
		}
	}
	return buf
}

// Longest returns the longest name that starts at tokens[0] and how many
// tokens it is long; 0 if there is none.
func (g *Gazetteer) Longest(text string, tokens []Token) (n int, set NameSet) {
	var buf [maxTokens]Match
	found := g.Match(text, tokens, buf[:0])
	if len(found) == 0 {
		return 0, -1
	}
	last := found[len(found)-1]
	return last.N, last.Set
}

// joined reports whether a name may run on to token i: over spaces, one
// hyphen, nothing, the full stop of an abbreviation such as "St. ", or a comma
// before initials.
func joined(tokens []Token, i int) bool {
	gap := tokens[i].Gap
	if gap.joins() {
		return true
	}
	before := &tokens[i-1]
	if gap == GapComma|GapSpace {
		return tokens[i].Flags&Initial != 0 // "Washington, D.C."
	}
	return gap == GapDot|GapSpace && before.End-before.Start <= 3 && before.Flags&(Capitalised|HasDigit) == Capitalised
}

// step looks one sequence of tokens up.
func (g *Gazetteer) step(text string, tokens []Token, h uint32) (set NameSet, goesOn bool) {
	set = -1
	b := h >> g.bucketShift
	for i, end := g.bucket[b], g.bucket[b+1]; i < end; i++ {
		if g.nodeHash[i] != h {
			continue
		}
		s := g.nodeSet[i]
		goesOn = goesOn || s&1 != 0
		if s > 1 && set < 0 && g.bears(NameSet(s>>1)-1, text, tokens) {
			set = NameSet(s>>1) - 1
		}
	}
	return set, goesOn
}

// bears checks that the set's name is what the tokens say, and not only of
// the same hash.
func (g *Gazetteer) bears(set NameSet, text string, tokens []Token) bool {
	name := g.nameText(g.refs[g.setStart[set]])
	if text[tokens[0].Start:tokens[len(tokens)-1].End] == name {
		return true
	}
	var a, b [2 * maxName]byte
	folded := a[:0]
	for i, t := range tokens {
		if i > 0 {
			folded = append(folded, ' ')
		}
		folded = appendWord(folded, text[t.Start:t.End])
	}
	return string(folded) == string(AppendFold(b[:0], name))
}

// Candidates appends the places that bear the name as it stands in the text,
// places that bear it in full before those it is the bare name of, then the
// most populous first. Left out are weak and loose names and codes whose case
// differs from the surface's ("us" is not the US). The surface may include the
// full stop that follows: only then is "Ga." Georgia.
func (g *Gazetteer) Candidates(set NameSet, surface string, buf []Candidate) []Candidate {
	for _, ref := range g.refs[g.setStart[set]:g.setStart[set+1]] {
		f := NameFlags(g.nameFlags[ref])
		if f&(NameWeak|NameLoose) != 0 || f&NameCode != 0 && !isCode(g.nameText(ref), surface) {
			continue
		}
		buf = append(buf, g.candidate(ref))
	}
	return buf
}

func isCode(code, surface string) bool {
	return surface == code || strings.TrimSuffix(surface, ".") == code
}

func (g *Gazetteer) candidate(ref uint32) Candidate {
	return Candidate{g.nameRow[ref], NameFlags(g.nameFlags[ref]), g.tables.Langs[g.nameLang[ref]], g.nameText(ref)}
}

// LooseCandidates appends the places that bear the name only in a spelling
// worked out by rule: the Russian form of a Ukrainian name, say. Such a name
// counts where Candidates gives nothing, the text points to the place's
// surroundings, and no person is meant.
func (g *Gazetteer) LooseCandidates(set NameSet, buf []Candidate) []Candidate {
	for _, ref := range g.refs[g.setStart[set]:g.setStart[set+1]] {
		if NameFlags(g.nameFlags[ref])&(NameWeak|NameLoose) == NameLoose {
			buf = append(buf, g.candidate(ref))
		}
	}
	return buf
}

// AllCandidates appends every place that bears the name, weak and loose or not.
func (g *Gazetteer) AllCandidates(set NameSet, buf []Candidate) []Candidate {
	for _, ref := range g.refs[g.setStart[set]:g.setStart[set+1]] {
		buf = append(buf, g.candidate(ref))
	}
	return buf
}
