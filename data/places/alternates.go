package places

import (
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// alternateLangs are the languages of alternateNamesV2 that are taken; the
// others are names for readers of languages that mentionmap does not read.
var alternateLangs = map[string]bool{"": true, "en": true, "uk": true, "ru": true, "be": true}

func isAlternates(head string) bool {
	f := strings.Split(head, "\t")
	if len(f) < 8 || len(f) > 10 {
		return false
	}
	_, err1 := strconv.ParseInt(f[0], 10, 64)
	_, err2 := strconv.ParseInt(f[1], 10, 64)
	return err1 == nil && err2 == nil
}

// readAlternates takes the names of places that the layers below know.
func readAlternates(in *input, d *dump) error {
	d.supplement = true
	byID := map[mentionmap.PlaceID]*draft{}
	return in.columns(8, 10, func(f []string) error {
		d.rows++
		id, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil {
			return in.wrong("the id %.20q is no number", f[1])
		}
		row, ok := d.below.ByID(mentionmap.PlaceID(id))
		if !ok || !alternateLangs[f[2]] {
			return nil
		}
		p := byID[mentionmap.PlaceID(id)]
		if p == nil {
			p = d.addition(mentionmap.PlaceID(id))
			p.names = name.Place{Main: d.below.Name(row), Country: d.below.Country(row), Population: d.below.Population(row)}
			byID[p.ID] = p
		}
		p.addAlternate(f)
		return nil
	})
}

// addAlternate adds a row of alternateNamesV2: 2 language, 3 name, 6
// colloquial, 7 historic.
func (p *draft) addAlternate(f []string) {
	n, ok := p.names.Alternate(f[3])
	if !ok {
		return
	}
	if f[2] != "" {
		n.Lang = f[2]
	}
	if f[6] == "1" {
		n.Flags |= gazetteer.NameWeak
	}
	if f[7] == "1" {
		n.Flags |= gazetteer.NameFormer
	}
	p.Names = append(p.Names, n)
}
