package locate

import (
	"encoding/json"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// SourceOf names the source of a document whose home matters for it: the host of its
// address, else what it was seen at; "" if nothing says.
func SourceOf(doc *mentionmap.Document) string { return sourceOf(doc) }

// keptText is what one text says of where its source is at home.
type keptText struct {
	Document string `json:"document"` // id
	resolve.KeptVotes
}

// KeepHome sums up what texts say of where their source is at home, as JSON to be
// kept: of the first TextsOfSource, in their order. It is nil if they do not say.
func (l *Locator) KeepHome(texts []mentionmap.Document) []byte {
	var kept []keptText
	for i := range texts[:min(len(texts), TextsOfSource)] {
		votes, err := l.votes(&texts[i])
		if err != nil {
			continue // it comes again when the text is located, and is told then
		}
		if v := votes.Keep(l.gazetteer); v.Total > 0 {
			kept = append(kept, keptText{mentionmap.DocumentID(texts[i].Text), v})
		}
	}
	if kept == nil {
		return nil
	}
	b, err := json.Marshal(kept)
	if err != nil {
		panic(err) // numbers and ids only
	}
	return b
}

// Homes makes homes of what KeepHome gave for each source.
func (l *Locator) Homes(kept map[string][]byte) (*Homes, error) {
	h := &Homes{}
	for name, b := range kept {
		var texts []keptText
		if err := json.Unmarshal(b, &texts); err != nil {
			return nil, mentionmap.Errorf(mentionmap.Internal, "what is kept of where %s is at home cannot be read: %w", name, err)
		}
		for _, t := range texts {
			h.addDocument(name, t.Document, t.Votes(l.gazetteer))
		}
	}
	return h, nil
}
