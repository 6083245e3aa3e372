package places

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// contain says which region and district each draft lies in: by the source's
// own rows of these, by where most of a code's places below lie, and for
// regions by the outlines below.
func (d *dump) contain() {
	regions, districts := votes{}, votes{}
	for _, p := range d.drafts {
		first, second := p.Country+"."+p.admin1, p.Country+"."+p.admin1+"."+p.admin2
		switch {
		case p.Feature == "ADM1":
			regions.add(first, p.ID, decisive)
		case p.Feature == "ADM2":
			districts.add(second, p.ID, decisive)
		case p.below != gazetteer.None && p.Kind == mentionmap.Settlement:
			regions.add(first, d.idOf(d.below.Admin1(p.below)), 1)
			districts.add(second, d.idOf(d.below.Admin2(p.below)), 1)
		}
	}
	for _, p := range d.drafts {
		first, second := p.Country+"."+p.admin1, p.Country+"."+p.admin1+"."+p.admin2
		if p.Kind != mentionmap.Region && p.Kind != mentionmap.Country {
			p.Admin1 = regions.most(first)
			if p.Admin1 == 0 && (p.Kind == mentionmap.Settlement || p.Kind == mentionmap.District) {
				p.Admin1 = d.idOf(d.below.RegionAt(p.Lon, p.Lat))
			}
		}
		if p.Feature != "ADM2" && p.Admin1 != 0 && p.admin2 != "" {
			p.Admin2 = districts.most(second)
		}
		d.inherit(p)
	}
}

// inherit takes the containers below where the source says nothing.
func (d *dump) inherit(p *draft) {
	if p.below == gazetteer.None {
		return
	}
	if p.Admin1 == 0 {
		p.Admin1 = d.idOf(d.below.Admin1(p.below))
	}
	if p.Admin2 == 0 {
		p.Admin2 = d.idOf(d.below.Admin2(p.below))
	}
	if p.Admin2 == p.ID || p.Admin1 == p.ID {
		p.Admin2 = 0
	}
}

func (d *dump) idOf(row gazetteer.Row) mentionmap.PlaceID {
	if row == gazetteer.None {
		return 0
	}
	return d.below.ID(row)
}

// decisive is the weight of a source's own row of a unit.
const decisive = 1 << 30

// votes counts which unit a code stands for.
type votes map[string]map[mentionmap.PlaceID]int

func (v votes) add(code string, id mentionmap.PlaceID, weight int) {
	if id == 0 {
		return
	}
	if v[code] == nil {
		v[code] = map[mentionmap.PlaceID]int{}
	}
	v[code][id] += weight
}

func (v votes) most(code string) (best mentionmap.PlaceID) {
	for id, n := range v[code] {
		if m := v[code][best]; n > m || n == m && id < best {
			best = id
		}
	}
	return best
}
