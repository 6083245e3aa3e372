package places

import (
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// A supplement's draft has an id, names, and perhaps a code; what it adds to
// is found later.

func isAdmin1(head string) bool { return isAdmin(head, 1) }
func isAdmin2(head string) bool { return isAdmin(head, 2) }

// isAdmin knows lines such as "UA.05<tab>Donetska Oblast<tab>…<tab>709716".
func isAdmin(head string, dots int) bool {
	f := strings.Split(head, "\t")
	return len(f) == 4 && len(f[0]) > 3 && f[0][2] == '.' && strings.Count(f[0], ".") == dots
}

func readAdminCodes(in *input, d *dump) error {
	d.supplement = true
	return in.columns(4, 4, func(f []string) error {
		d.rows++
		id, err := strconv.ParseInt(f[3], 10, 64)
		if err != nil {
			return in.wrong("the id %.20q is no number", f[3])
		}
		p := d.addition(mentionmap.PlaceID(id), f[1], f[2])
		p.ID = d.known(p.ID, gazetteer.CodeID(f[0]))
		return nil
	})
}

// known returns the first of the ids that a place below has, else the first.
func (d *dump) known(ids ...mentionmap.PlaceID) mentionmap.PlaceID {
	for _, id := range ids {
		if _, ok := d.below.ByID(id); ok {
			return id
		}
	}
	return ids[0]
}

func (d *dump) addition(id mentionmap.PlaceID, texts ...string) *draft {
	p := &draft{Entry: gazetteer.Entry{ID: id}, below: gazetteer.None}
	for _, t := range texts {
		if t != "" {
			p.Names = append(p.Names, gazetteer.EntryName{Text: t, Lang: gazetteer.GuessLang(t)})
		}
	}
	d.drafts = append(d.drafts, p)
	return p
}

// isCountryInfo knows countryInfo.txt by its heading or its first row.
func isCountryInfo(head string) bool {
	f := strings.Split(head, "\t")
	return strings.HasPrefix(head, "#ISO\t") || len(f) == 19 && len(f[0]) == 2 && len(f[1]) == 3
}

func readCountryInfo(in *input, d *dump) error {
	d.supplement = true
	return in.columns(19, 19, func(f []string) error {
		d.rows++
		id, err := strconv.ParseInt(orZero(f[16]), 10, 64)
		if err != nil {
			return in.wrong("the id %.20q is no number", f[16])
		}
		d.addition(mentionmap.PlaceID(id), f[4])
		return nil
	})
}
