package train

import (
	"strconv"
	"strings"

	"mentionmap"
)

// Annotated is a text with its places, as our own sentences mark them.
type Annotated struct {
	Text     string
	Places   []Annotation
	Demonyms []mentionmap.Span
}

// Annotation is one place of an annotated text. Span is in bytes.
type Annotation struct {
	mentionmap.Span
	Kind mentionmap.Kind
	Use  mentionmap.Use
	ID   mentionmap.PlaceID // the place meant; 0 if the annotation does not say

	Optional bool     // neither finding it nor missing it is wrong
	Notes    []string // what stands after the tags, for those who ask for more
}

// kindLetters are the letters of the markup; a place without one is a
// settlement.
var kindLetters = map[byte]mentionmap.Kind{
	'c': mentionmap.Country, 'r': mentionmap.Region, 'd': mentionmap.District, 'f': mentionmap.Facility,
	'h': mentionmap.Water, 'w': mentionmap.Area, 't': mentionmap.Street,
}

// Parse reads annotated texts, parted by empty lines: {Kyiv} is a settlement,
// {Kursk|r} a region (c country, d district, f facility, h water, w wide area,
// t street), {Moscow|a} stands for a government, army or dateline, {Russians|m}
// is a demonym, {Nadiia|=810714} is the place with this id, {EU|w?} may be
// found or not. A bracket that is not closed is an error.
func Parse(data string) ([]Annotated, error) {
	var out []Annotated
	for n, block := range strings.Split(strings.ReplaceAll(data, "\r\n", "\n"), "\n\n") {
		if block = strings.TrimSpace(block); block == "" {
			continue
		}
		a, ok := parseBlock(block)
		if !ok {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "text %d has a bracket that is not closed: %.40q", n+1, block)
		}
		out = append(out, a)
	}
	return out, nil
}

func parseBlock(block string) (a Annotated, ok bool) {
	var text strings.Builder
	for {
		before, rest, found := strings.Cut(block, "{")
		text.WriteString(before)
		if !found {
			a.Text = text.String()
			return a, true
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed {
			return a, false
		}
		surface, codes, _ := strings.Cut(inside, "|")
		start := text.Len()
		text.WriteString(surface)
		a.add(mentionmap.Span{Start: start, End: text.Len()}, codes)
		block = after
	}
}

func (a *Annotated) add(s mentionmap.Span, codes string) {
	codes, notes, _ := strings.Cut(codes, " ")
	codes, id, _ := strings.Cut(codes, "=")
	if strings.Contains(codes, "m") {
		a.Demonyms = append(a.Demonyms, s)
		return
	}
	p := Annotation{Span: s, Kind: mentionmap.Settlement, Optional: strings.Contains(codes, "?"), Notes: strings.Fields(notes)}
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		p.ID = mentionmap.PlaceID(n)
	}
	for i := 0; i < len(codes); i++ {
		if k, ok := kindLetters[codes[i]]; ok {
			p.Kind = k
		}
		if codes[i] == 'a' {
			p.Use = mentionmap.Associative
		}
	}
	a.Places = append(a.Places, p)
}
