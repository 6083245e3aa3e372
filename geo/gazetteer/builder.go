package gazetteer

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"mentionmap"

	"github.com/klauspost/compress/zstd"
)

const (
	maxName   = 200 // bytes of a name
	maxTokens = 16  // words of a name
)

// Builder gathers places and writes them as a gazetteer file. The zero value
// is ready. It is not safe for concurrent use.
type Builder struct {
	// Info is written into the file; its counts are filled in by Bytes.
	Info    Info
	layers  []Info            // that were merged into one
	level   zstd.EncoderLevel // 0: as small as can be
	entries []Entry
}

// Add adds a place. An entry without an id, a name or a position on the globe
// is refused with an error of code Invalid. An id added twice: the last wins.
func (b *Builder) Add(e Entry) error {
	names := cleanNames(e.Names)
	switch {
	case e.ID == 0:
		return mentionmap.Errorf(mentionmap.Invalid, "place %q has no id", firstName(e.Names))
	case len(names) == 0:
		return mentionmap.Errorf(mentionmap.Invalid, "place %d has no name that can be found in a text", e.ID)
	case !(e.Lon >= -180 && e.Lon <= 180 && e.Lat >= -90 && e.Lat <= 90):
		return mentionmap.Errorf(mentionmap.Invalid, "place %d (%s): position %v, %v is not on the globe", e.ID, names[0].Text, e.Lon, e.Lat)
	}
	e.Names = names
	b.entries = append(b.entries, e)
	return nil
}

func firstName(names []EntryName) string {
	if len(names) == 0 {
		return ""
	}
	return names[0].Text
}

// cleanNames puts the main name first, drops what can't be found in a text
// and, of names that fold alike, all but the first.
func cleanNames(names []EntryName) []EntryName {
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b EntryName) int { return cmp.Compare(b.Flags&NameMain, a.Flags&NameMain) })
	seen := map[string]int{}
	kept := names[:0]
	for _, n := range names {
		n.Text = strings.TrimSpace(n.Text)
		folded := Fold(n.Text)
		if folded == "" || len(n.Text) > maxName || strings.Count(folded, " ") >= maxTokens {
			continue
		}
		if at, ok := seen[folded]; ok {
			kept[at].Flags |= n.Flags & (NameAlias | NameBare | NameWord)
			kept[at].Flags &= n.Flags | ^NameLoose // attested after all
			if kept[at].Lang == "" {
				kept[at].Lang = n.Lang
			}
			continue
		}
		seen[folded] = len(kept)
		kept = append(kept, n)
	}
	if len(kept) > 0 {
		kept[0].Flags = kept[0].Flags&^NameFormer | NameMain
	}
	return kept
}

// Bytes returns the file. It is the same, byte for byte, for the same places
// in any order.
func (b *Builder) Bytes() ([]byte, error) {
	entries := b.unique()
	content := map[string][]byte{}
	tables := encodePlaces(entries, content)
	encodeNames(entries, &tables, content)
	encodeIndex(entries, content)
	encodePolygons(entries, content)
	info := b.Info
	info.Places, info.Names = len(entries), countNames(entries)
	meta, err := json.Marshal(struct {
		Info
		tableSet
		Layers []Info `json:"layers,omitempty"`
	}{info, tables, b.layers})
	if err != nil {
		return nil, err
	}
	content["META"] = meta
	if b.level == 0 {
		return writeFile(sectionOrder, content)
	}
	return packFile(sectionOrder, content, b.level)
}

// unique sorts the entries by id and keeps the last of each.
func (b *Builder) unique() []Entry {
	entries := slices.Clone(b.entries)
	slices.SortStableFunc(entries, func(x, y Entry) int { return cmp.Compare(x.ID, y.ID) })
	kept := entries[:0]
	for i, e := range entries {
		if i+1 < len(entries) && entries[i+1].ID == e.ID {
			continue
		}
		kept = append(kept, e)
	}
	return kept
}

func countNames(entries []Entry) (n int) {
	for _, e := range entries {
		n += len(e.Names)
	}
	return n
}
