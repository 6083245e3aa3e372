package gazetteer

import (
	"slices"

	"mentionmap"

	"github.com/klauspost/compress/zstd"
)

// Merge lays layers over a base as Open does, and writes what comes out as one
// file, which opens faster than its parts and names the same places. Its Info
// lists the parts.
func Merge(base []byte, layers ...[]byte) ([]byte, error) {
	g, err := Open(base, layers...)
	if err != nil {
		return nil, err
	}
	b := Builder{layers: g.info, level: zstd.SpeedFastest, Info: Info{Title: "merged", Version: g.Version()}}
	taken, former := g.takenOver(), g.formerIDs()
	for r := range Row(g.Len()) {
		if g.hidden(r) {
			continue
		}
		e := g.entry(r)
		e.Names = addNames(e.Names, g.entryNames(taken[r]))
		e.Replaces = former[r]
		if err := b.Add(e); err != nil {
			return nil, err
		}
	}
	return b.Bytes()
}

// Names returns all names of the row, the main one first, with their flags.
// Names it took over from rows it hides are not among them.
func (g *Gazetteer) Names(r Row) []EntryName {
	from, to := g.names(r)
	out := make([]EntryName, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, g.entryName(i))
	}
	return out
}

func (g *Gazetteer) entryName(name uint32) EntryName {
	return EntryName{Text: g.nameText(name), Lang: g.tables.Langs[g.nameLang[name]], Flags: NameFlags(g.nameFlags[name])}
}

func (g *Gazetteer) entryNames(names []uint32) []EntryName {
	out := make([]EntryName, len(names))
	for i, n := range names {
		out[i] = g.entryName(n)
	}
	return out
}

func (g *Gazetteer) entry(r Row) Entry {
	return Entry{
		ID: g.id[r], Names: g.Names(r), Kind: g.Kind(r), Feature: g.Feature(r), Country: g.Country(r), Code: g.Code(r),
		Admin1: g.idOf(g.admin1[r]), Admin2: g.idOf(g.admin2[r]), Population: g.Population(r), Lon: g.Lon(r), Lat: g.Lat(r), Polygon: g.Polygon(r),
	}
}

func (g *Gazetteer) idOf(r Row) mentionmap.PlaceID {
	if r == None {
		return 0
	}
	return g.id[r]
}

// takenOver lists, by row, the names that it bears beside its own: aliases of
// rows it hides, names that upper layers add to it.
func (g *Gazetteer) takenOver() map[Row][]uint32 {
	out := map[Row][]uint32{}
	for _, ref := range g.refs {
		r := g.nameRow[ref]
		if from, to := g.names(r); ref < from || ref >= to {
			out[r] = append(out[r], ref)
		}
	}
	return out
}

// formerIDs lists, by row, the ids of the rows it stands for.
func (g *Gazetteer) formerIDs() map[Row][]mentionmap.PlaceID {
	out := map[Row][]mentionmap.PlaceID{}
	seen := map[mentionmap.PlaceID]bool{}
	add := func(old mentionmap.PlaceID, r Row) {
		if r = g.current(r); old != g.id[r] && !seen[old] {
			seen[old] = true
			out[r] = append(out[r], old)
		}
	}
	for r := range Row(g.Len()) {
		if g.hidden(r) {
			add(g.id[r], r)
		}
	}
	for old, r := range g.replaces {
		add(old, r)
	}
	for _, ids := range out {
		slices.Sort(ids)
	}
	return out
}

// addNames adds names to a place's own. Of one name the added one says the
// language and whether it is in use.
func addNames(own, added []EntryName) []EntryName {
	at := map[string]int{}
	for i, n := range own {
		at[Fold(n.Text)] = i
	}
	for _, n := range added {
		n.Flags &^= NameMain
		i, ok := at[Fold(n.Text)]
		if !ok {
			own = append(own, n)
			continue
		}
		own[i].Flags |= n.Flags & (NameFormer | NameAlias | NameBare | NameWord)
		own[i].Flags &= n.Flags | ^NameLoose
		if n.Flags&NameAlias != 0 {
			own[i].Flags &^= NameWeak
		}
		if n.Lang != "" {
			own[i].Lang = n.Lang
		}
	}
	return own
}
