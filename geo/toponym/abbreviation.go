package toponym

import (
	"strings"

	"mentionmap/geo/gazetteer"
)

// abbreviationTable: the ISO 3166-2 code of a state or province, and how
// newspapers shorten it after a town's name. Postal codes are the code's own
// letters.
const abbreviationTable = `
US-AL Ala.
US-AK Alaska
US-AZ Ariz.
US-AR Ark.
US-CA Calif. Cal.
US-CO Colo.
US-CT Conn.
US-DE Del.
US-FL Fla.
US-GA Ga.
US-ID Idaho
US-IL Ill.
US-IN Ind.
US-IA Iowa
US-KS Kan. Kans.
US-KY Ky.
US-LA La.
US-ME Maine
US-MD Md.
US-MA Mass.
US-MI Mich.
US-MN Minn.
US-MS Miss.
US-MO Mo.
US-MT Mont.
US-NE Neb. Nebr.
US-NV Nev.
US-NH N.H.
US-NJ N.J.
US-NM N.M.
US-NY N.Y.
US-NC N.C.
US-ND N.D.
US-OH Ohio
US-OK Okla.
US-OR Ore.
US-PA Pa. Penn.
US-RI R.I.
US-SC S.C.
US-SD S.D.
US-TN Tenn.
US-TX Tex.
US-UT Utah
US-VT Vt.
US-VA Va.
US-WA Wash.
US-WV W.Va. W.V.
US-WI Wis. Wisc.
US-WY Wyo.
US-DC D.C.
CA-AB Alta.
CA-BC B.C.
CA-MB Man.
CA-NB N.B.
CA-NL Nfld.
CA-NS N.S.
CA-ON Ont.
CA-PE P.E.I.
CA-QC Que.
CA-SK Sask.
`

// Abbreviations maps shortened names of states and provinces to their rows.
type Abbreviations struct {
	rows map[uint64]abbreviation
}

type abbreviation struct {
	row    gazetteer.Row
	postal bool // two capitals without full stops
	tokens int32
}

// NewAbbreviations looks up the regions of the table.
func NewAbbreviations(g *gazetteer.Gazetteer) *Abbreviations {
	a := &Abbreviations{rows: map[uint64]abbreviation{}}
	for _, line := range strings.Split(strings.TrimSpace(abbreviationTable), "\n") {
		fields := strings.Fields(line)
		row, ok := g.ByCode(fields[0])
		if !ok {
			continue
		}
		for _, short := range fields[1:] {
			a.add(strings.ReplaceAll(strings.TrimSuffix(short, "."), ".", ". "), abbreviation{row: row})
		}
		a.add(fields[0][3:], abbreviation{row: row, postal: true})
	}
	return a
}

func (a *Abbreviations) add(phrase string, v abbreviation) {
	v.tokens = int32(len(strings.Fields(phrase)))
	if _, ok := a.rows[phraseHash(phrase)]; !ok {
		a.rows[phraseHash(phrase)] = v
	}
}

// abbreviation looks for a state's short name at token i, "Ky." after a town's
// name and a comma, "D-N.D.", and leaves it in current.
func (f *Finder) abbreviation(i, end int32) bool {
	t := &f.Text
	if f.Short == nil || !t.Capital(int(i)) || t.Tokens[i].End-t.Tokens[i].Start > 6 || !f.afterTown(int(i)) {
		return false
	}
	h := uint64(0)
	for n := int32(1); n <= 3 && i+n <= end; n++ {
		h = h*31 + t.Tokens[i+n-1].Hash
		a, ok := f.Short.rows[h]
		if !ok || a.tokens != n || n > 1 && t.gap(int(i+n-1))&^(gazetteer.GapDot|gazetteer.GapSpace) != 0 {
			continue
		}
		caps := t.Tokens[i].Flags&gazetteer.AllCaps != 0
		if a.postal && n == 1 && caps || !a.postal && (n > 1 || !caps) && (t.dotAfter(int(i+n-1)) || t.Tokens[i+n-1].Flags&gazetteer.Initial != 0) {
			f.current = f.people(i, i+n, a.row)
			f.current.Signs, f.current.Score = Short, 1
			return true
		}
	}
	return false
}

// afterTown reports a name and a comma, or a party's letter and a hyphen,
// before token i.
func (f *Finder) afterTown(i int) bool {
	t := &f.Text
	if n := len(f.Names); n > 0 && int(f.Names[n-1].To) == i {
		return t.gap(i)&gazetteer.GapComma != 0 || t.gap(i)&gazetteer.GapOther != 0
	}
	return i > 0 && t.gap(i) == gazetteer.GapHyphen && (t.Word(i-1) == "D" || t.Word(i-1) == "R" || t.Word(i-1) == "I")
}
