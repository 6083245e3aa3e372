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
	p.Population = max(p.Population, g.Population(row))
	if p.own { // where the user says, under the id that is known
		p.ID = g.ID(row)
		return
	}
	for _, r := range append([]gazetteer.Row{row}, p.also...) {
		if id := g.ID(r); id != p.ID && !slices.Contains(p.Replaces, id) {
			p.Replaces = append(p.Replaces, id)
		}
	}
	switch g.Kind(row) {
	case mentionmap.Region:
		p.ID, p.Replaces = g.ID(row), nil
	case mentionmap.Settlement:
		if p.Kind == mentionmap.Settlement {
			return
		}
	}
	p.Kind, p.Lon, p.Lat = g.Kind(row), g.Lon(row), g.Lat(row)
	if f := g.Feature(row); f != "" {
		p.Feature = f
	}
}

// historic reports a district that is no more and only stood for a town.
func (p *draft) historic() bool {
	main := strings.ToLower(p.names.Main)
	return p.Feature == "ADM2H" && (p.admin1 == "00" || strings.Contains(main, "krada") || strings.Contains(main, "council"))
}

// nameAll chooses each draft's names.
func (d *dump) nameAll() {
	d.towns = map[string]bool{}
	for _, p := range d.drafts {
		if p.Kind == mentionmap.Settlement {
			d.towns[gazetteer.Fold(p.names.Main)] = true
		}
	}
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
	default:
		d.yield(listed)
	}
	p.Names = append(under, listed...)
	for i := range p.Names[1:] {
		p.Names[i+1].Flags &^= gazetteer.NameMain
	}
	if p.Country == "UA" && p.Kind == mentionmap.Settlement {
		p.Names = name.Current(p.Names)
	}
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

// yield makes weak the names of facilities, waters and areas that a town
// bears: the port of Odesa is not meant by "Odesa".
func (d *dump) yield(listed []gazetteer.EntryName) {
	for i := range listed {
		if n := &listed[i]; d.towns[gazetteer.Fold(n.Text)] || d.largest(n.Text) > 0 {
			n.Flags |= gazetteer.NameWeak
		}
	}
}

// Alternates that are the name of a much larger place elsewhere, or of a
// city, are weak; a part of a town has no claim on one.
const (
	namesakeTimes = 10
	namesakeFrom  = 20_000
	namesakeCity  = 100_000 // Dnipro was Novorossiysk once, but that is elsewhere
	namesakeKM    = 50      // nearer, it is the place itself or a part of it
)

func (d *dump) demote(p *draft, listed []gazetteer.EntryName) {
	least := int64(namesakeFrom)
	if p.Feature != "PPLX" {
		least = max(least, namesakeTimes*(p.Population+1))
	}
	for i := range listed {
		n := &listed[i]
		if n.Flags&gazetteer.NameMain == 0 && (d.largest(n.Text) > least || d.cityElsewhere(p, n.Text)) {
			n.Flags |= gazetteer.NameWeak
		}
	}
}

// cityElsewhere reports that a city bears the name, as its own.
func (d *dump) cityElsewhere(p *draft, text string) bool {
	const own = gazetteer.NameMain | gazetteer.NameAlias
	for _, h := range d.below.Bearers(text) {
		if h.Flags&own != 0 && h.Flags&gazetteer.NameFormer == 0 && d.below.Kind(h.Row) == mentionmap.Settlement &&
			d.below.Population(h.Row) >= namesakeCity && kilometres(p, d.below, h.Row) > namesakeKM {
			return true
		}
	}
	return false
}

// largest is the population of the largest settlement below with that name as
// its main one or an alias.
func (d *dump) largest(text string) (most int64) {
	for _, h := range d.below.Bearers(text) {
		if h.Flags&(gazetteer.NameMain|gazetteer.NameAlias) != 0 && d.below.Kind(h.Row) == mentionmap.Settlement {
			most = max(most, d.below.Population(h.Row))
		}
	}
	return most
}
