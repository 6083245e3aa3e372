package places

import (
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// settle gives every draft what the same place below knows: its id where the
// row below has to stay, position and kind where these were looked at by
// people.
func (d *dump) settle() {
	kept := d.drafts[:0]
	for _, p := range d.drafts {
		if p.below != gazetteer.None && d.below.Kind(p.below) == mentionmap.Country || p.historic() {
			continue // countries are complete below
		}
		if p.below != gazetteer.None {
			d.overlay(p)
		}
		kept = append(kept, p)
	}
	d.drafts = kept
}

func (d *dump) overlay(p *draft) {
	g, row := d.below, p.below
	for _, r := range append([]gazetteer.Row{row}, p.also...) {
		if id := g.ID(r); id != p.ID && !slices.Contains(p.Replaces, id) {
			p.Replaces = append(p.Replaces, id)
		}
	}
	p.Population = max(p.Population, g.Population(row))
	switch g.Kind(row) {
	case mentionmap.Region:
		p.ID, p.Replaces = g.ID(row), nil
	case mentionmap.Settlement:
		if p.Kind == mentionmap.Settlement {
			return
		}
	}
	if p.own {
		return
	}
	p.Kind, p.Lon, p.Lat = g.Kind(row), g.Lon(row), g.Lat(row)
	if f := g.Feature(row); f != "" {
		p.Feature = f
	}
}

// historic reports a district that is no more and only stood for a town.
func (p *draft) historic() bool {
	return p.Feature == "ADM2H" && (p.admin1 == "00" || strings.Contains(strings.ToLower(p.names.Main), "krada"))
}

// nameAll chooses each draft's names.
func (d *dump) nameAll() {
	for _, p := range d.drafts {
		if p.own {
			d.nameOwn(p)
		} else {
			d.nameListed(p)
		}
	}
}

// nameOwn keeps a user's names as they are, before those below.
func (d *dump) nameOwn(p *draft) {
	if p.below == gazetteer.None {
		return
	}
	for _, n := range d.below.Names(p.below) {
		n.Flags &^= gazetteer.NameMain
		p.Names = append(p.Names, n)
	}
	if p.Country == "" {
		p.Country = d.below.Country(p.below)
	}
	if p.Feature == "" {
		p.Feature = d.below.Feature(p.below)
	}
}

// nameListed takes the names below, the current main name first, and after
// them those of the list.
func (d *dump) nameListed(p *draft) {
	listed := p.names.Choose()
	var under []gazetteer.EntryName
	for _, row := range append([]gazetteer.Row{p.below}, p.also...) {
		if row != gazetteer.None {
			under = append(under, d.below.Names(row)...)
		}
	}
	switch p.Kind {
	case mentionmap.Region, mentionmap.District:
		listed = unitNames(listed, len(under) > 0)
	case mentionmap.Settlement:
		d.demote(p, listed)
		if len(under) == 0 && p.Country == "UA" {
			listed = name.Current(listed)
		}
	}
	if len(under) > 0 {
		for i := range listed {
			listed[i].Flags &^= gazetteer.NameMain
		}
		for i := range under[1:] {
			under[i+1].Flags &^= gazetteer.NameMain
		}
	}
	p.Names = append(under, listed...)
	name.Romanise(&p.Entry)
	if p.Kind == mentionmap.Settlement {
		name.Loosen(&p.Entry)
		name.Weaken(&p.Entry)
	}
	name.MarkWords(&p.Entry)
}

// unitWords tell a unit's full name from a bare one.
var unitWords = []string{"oblast", "region", "province", "krai", "kray", "republic", "raion", "rayon", "rajon", "district", "hromada", "gromada", "county",
	"область", "обл", "край", "район", "республ", "громада", "вобласць", "раён"}

// unitNames marks names without a word for the unit as bare; beside names
// that were looked at by people they are left out.
func unitNames(listed []gazetteer.EntryName, known bool) (out []gazetteer.EntryName) {
	for _, n := range listed {
		folded := gazetteer.Fold(n.Text)
		if !slices.ContainsFunc(unitWords, func(w string) bool { return strings.Contains(folded, w) }) && n.Flags&gazetteer.NameMain == 0 {
			if known {
				continue
			}
			n.Flags |= gazetteer.NameBare
		}
		out = append(out, n)
	}
	return out
}

// Alternates that are the main name of a much larger place elsewhere are weak.
const (
	namesakeTimes = 10
	namesakeFrom  = 100_000
)

func (d *dump) demote(p *draft, listed []gazetteer.EntryName) {
	for i := range listed {
		n := &listed[i]
		if n.Flags&gazetteer.NameMain == 0 && d.largest(n.Text) > max(namesakeFrom, namesakeTimes*(p.Population+1)) {
			n.Flags |= gazetteer.NameWeak
		}
	}
}

// largest is the population of the largest settlement below with that main name.
func (d *dump) largest(text string) (most int64) {
	for _, h := range d.below.Bearers(text) {
		if h.Flags&gazetteer.NameMain != 0 && d.below.Kind(h.Row) == mentionmap.Settlement {
			most = max(most, d.below.Population(h.Row))
		}
	}
	return most
}
