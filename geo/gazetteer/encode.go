package gazetteer

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"mentionmap"
)

// sectionOrder lists the sections of a file (docs/formats.md).
var sectionOrder = []string{
	"META", "PIDS", "LONS", "LATS", "POPS", "KIND", "FEAT", "CTRY", "ADM1", "ADM2", "XIDS", "CODE", "REPL",
	"NCNT", "TEXT", "NLEN", "NFLG", "NLNG", "HASH", "NODE", "SCNT", "REFS", "PIDX", "POLY",
}

// positionUnit is the unit of stored positions, in degrees (1.1 m or less).
const positionUnit = 1e-5

// tableSet holds the short lists that columns of bytes point into.
type tableSet struct {
	Features  []string `json:"features"`
	Countries []string `json:"countries"`
	Langs     []string `json:"langs"`
}

// indexer gives each distinct string a number below 256; 0 is "". What does
// not fit any more is stored as "".
type indexer struct {
	list []string
	at   map[string]byte
}

func newIndexer() *indexer { return &indexer{list: []string{""}, at: map[string]byte{"": 0}} }

func (x *indexer) of(s string) byte {
	i, ok := x.at[s]
	if !ok && len(x.list) < 256 {
		i = byte(len(x.list))
		x.list = append(x.list, s)
		x.at[s] = i
	}
	return i
}

func encodePlaces(entries []Entry, content map[string][]byte) tableSet {
	refer := newReferrer(entries)
	features, countries := newIndexer(), newIndexer()
	var last mentionmap.PlaceID
	for i, e := range entries {
		put := func(name string, b ...byte) { content[name] = append(content[name], b...) }
		putInt := func(name string, v uint64) { content[name] = binary.AppendUvarint(content[name], v) }
		content["PIDS"] = binary.AppendVarint(content["PIDS"], int64(e.ID-last))
		last = e.ID
		content["LONS"] = appendPosition(content["LONS"], e.Lon)
		content["LATS"] = appendPosition(content["LATS"], e.Lat)
		putInt("POPS", uint64(storedPopulation(e)))
		put("KIND", byte(e.Kind))
		put("FEAT", features.of(e.Feature))
		put("CTRY", countries.of(e.Country))
		putInt("ADM1", refer.to(e.Admin1))
		putInt("ADM2", refer.to(e.Admin2))
		putInt("NCNT", uint64(len(e.Names)))
		if e.Code != "" {
			putInt("CODE", uint64(i))
			putInt("CODE", uint64(len(e.Code)))
			content["CODE"] = append(content["CODE"], e.Code...)
		}
		for _, old := range e.Replaces {
			putInt("REPL", uint64(i))
			content["REPL"] = binary.AppendVarint(content["REPL"], int64(old))
		}
	}
	content["XIDS"] = refer.external
	return tableSet{Features: features.list, Countries: countries.list}
}

func appendPosition(dst []byte, degrees float64) []byte {
	return binary.LittleEndian.AppendUint32(dst, uint32(int32(math.Round(degrees/positionUnit))))
}

// referrer writes which place another lies in: 0 none, 1 to n a row of this
// file, from n+1 on an id that a lower layer has.
type referrer struct {
	rows     map[mentionmap.PlaceID]uint64
	external []byte
}

func newReferrer(entries []Entry) *referrer {
	r := &referrer{rows: make(map[mentionmap.PlaceID]uint64, len(entries))}
	for i, e := range entries {
		r.rows[e.ID] = uint64(i) + 1
	}
	return r
}

func (r *referrer) to(id mentionmap.PlaceID) uint64 {
	if id == 0 {
		return 0
	}
	n, ok := r.rows[id]
	if !ok {
		n = uint64(len(r.rows)) + 1
		r.rows[id] = n
		r.external = binary.AppendVarint(r.external, int64(id))
	}
	return n
}

func encodeNames(entries []Entry, tables *tableSet, content map[string][]byte) {
	langs := newIndexer()
	for _, e := range entries {
		for _, n := range e.Names {
			content["TEXT"] = append(content["TEXT"], n.Text...)
			content["NLEN"] = append(content["NLEN"], byte(len(n.Text)))
			content["NFLG"] = append(content["NFLG"], byte(n.Flags))
			content["NLNG"] = append(content["NLNG"], langs.of(n.Lang))
		}
	}
	tables.Langs = langs.list
}

// node is a step of the trie: a sequence of words that begins a name, or is one.
type node struct {
	hash   uint32
	folded string
	goesOn bool
	refs   []uint32 // names that are just this sequence
}

// encodeIndex writes the trie as a list of nodes ordered by hash.
func encodeIndex(entries []Entry, content map[string][]byte) {
	nodes := trie(entries)
	for _, n := range nodes {
		content["HASH"] = binary.LittleEndian.AppendUint32(content["HASH"], n.hash)
		flags := byte(0)
		if n.goesOn {
			flags |= nodeGoesOn
		}
		if len(n.refs) > 0 {
			flags |= nodeIsName
			content["SCNT"] = binary.AppendUvarint(content["SCNT"], uint64(len(n.refs)))
		}
		content["NODE"] = append(content["NODE"], flags)
		for _, ref := range n.refs {
			content["REFS"] = binary.AppendUvarint(content["REFS"], uint64(ref))
		}
	}
}

func trie(entries []Entry) []*node {
	byPrefix := map[string]*node{}
	var nameRow []Row
	firstRef := make([]uint32, len(entries))
	var tokens [maxTokens]Token
	var folded []byte
	for row, e := range entries {
		firstRef[row] = uint32(len(nameRow))
		for _, n := range e.Names {
			words := Tokenize(n.Text, tokens[:0])
			var sequence uint64
			folded = folded[:0]
			for i, w := range words {
				sequence = join(sequence, w.Hash)
				folded = append(appendWord(append(folded, ' '), n.Text[w.Start:w.End]), 0)
				step := byPrefix[string(folded)]
				if step == nil {
					step = &node{hash: uint32(sequence >> 32), folded: string(folded)}
					byPrefix[step.folded] = step
				}
				if i == len(words)-1 {
					step.refs = append(step.refs, uint32(len(nameRow)))
				} else {
					step.goesOn = true
				}
			}
			nameRow = append(nameRow, Row(row))
		}
	}
	return ordered(byPrefix, func(ref uint32) rank { return rankName(entries[nameRow[ref]], ref-firstRef[nameRow[ref]]) })
}

// rank orders the places of one name: those that bear it in full before those
// it is the bare name of, then the most populous first.
type rank struct {
	bare       bool
	population uint32
}

func (r rank) compare(o rank) int {
	if r.bare != o.bare {
		if r.bare {
			return 1
		}
		return -1
	}
	return cmp.Compare(o.population, r.population)
}

func rankName(e Entry, name uint32) rank {
	return rank{e.Names[name].Flags&NameBare != 0, storedPopulation(e)}
}

func storedPopulation(e Entry) uint32 { return uint32(min(max(e.Population, 0), math.MaxUint32)) }

// ordered sorts the nodes by hash and the names of each by rank.
func ordered(byPrefix map[string]*node, rankOf func(ref uint32) rank) []*node {
	nodes := make([]*node, 0, len(byPrefix))
	for _, n := range byPrefix {
		slices.SortStableFunc(n.refs, func(a, b uint32) int { return rankOf(a).compare(rankOf(b)) })
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b *node) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.folded, b.folded))
	})
	return nodes
}

const (
	nodeIsName = 1 << iota // the sequence is a name
	nodeGoesOn             // longer names begin with it
)
