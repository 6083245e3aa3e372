package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// kindOfHead tells what a generic word makes of a name.
func kindOfHead(h Class) mentionmap.Kind {
	switch {
	case h&RegionHead != 0:
		return mentionmap.Region
	case h&DistrictHead != 0:
		return mentionmap.District
	case h&StreetHead != 0 && h&FacilityHead == 0:
		return mentionmap.Street
	case h&WaterHead != 0:
		return mentionmap.Water
	case h&FacilityHead != 0:
		return mentionmap.Facility
	case h&AreaHead != 0:
		return mentionmap.Area
	case h&TownHead != 0:
		return mentionmap.Settlement
	}
	return mentionmap.KindUnknown
}

// decideKinds gives each name the kind that the text says it is. What the text
// leaves open stays KindUnknown: then the place chosen decides.
func (f *Finder) decideKinds() {
	for k := range f.Names {
		n := &f.Names[k]
		n.Kind = f.kindByWords(n)
	}
	f.spreadHeads()
	f.regions.collect(f)
	defer f.findUnits()
	for k := range f.Names {
		n := &f.Names[k]
		if n.Kind != mentionmap.KindUnknown {
			continue
		}
		n.Kind = f.kindByPlaces(n)
		if n.Kind == mentionmap.Settlement && f.hasBareRegion(n) && f.regions.sense(f, k) > 0 {
			n.Kind = mentionmap.Region
		}
	}
}

// kindByWords reads the generic word.
func (f *Finder) kindByWords(n *Name) mentionmap.Kind {
	switch {
	case n.Signs.Has(Number):
		return mentionmap.Facility
	case n.Signs.Has(Composite):
		return mentionmap.Facility
	case n.Signs.Has(InList|SlavicTown) && n.Head == 0:
		return mentionmap.Settlement
	case f.isRiver(n):
		return mentionmap.Water
	case n.Head&(RegionHead|DistrictHead) != 0 && f.isCountry(n):
		return mentionmap.Country
	case n.Signs.Has(PluralHead) && !n.Signs.Has(HeadBefore) && n.Head&DistrictHead != 0:
		return mentionmap.District
	case n.Head == 0 || n.Set != NoSet && n.To == n.CoreTo && n.From == n.CoreFrom && !n.Signs.Has(HeadBefore|PluralHead):
		return mentionmap.KindUnknown // the gazetteer knows the whole name
	}
	return kindOfHead(n.Head)
}

// isRiver reports "across the Dnipro", "on the banks of the Donets": rivers
// take an article, towns do not.
func (f *Finder) isRiver(n *Name) bool {
	t := &f.Text
	i := int(n.From) - 1
	if n.Head != 0 || n.CoreTo-n.CoreFrom != 1 || i < 0 || t.Word(i) != "the" && t.Word(i) != "The" || !t.spaced(i+1) {
		return false
	}
	if next := int(n.To); next < len(t.Tokens) && t.tight(next) && t.Class[next]&(Stop|Verb|Say|Locative|Motion|WaterHead) == 0 && !flows(t.Word(next)) {
		return false
	}
	if f.hasKind(n, mentionmap.Water) {
		return true
	}
	if i < 1 || !t.spaced(i) {
		return false
	}
	switch t.Word(i - 1) {
	case "across", "along", "crossed", "crossing", "over", "down", "up", "into":
		return !f.hasKind(n, mentionmap.Country) && !f.hasKind(n, mentionmap.Area) && !f.hasKind(n, mentionmap.Facility)
	case "of":
		return i > 1 && (t.Word(i-2) == "bank" || t.Word(i-2) == "banks" || t.Word(i-2) == "shore" || t.Word(i-2) == "mouth")
	}
	return false
}

// flows reports what rivers do, or is theirs.
func flows(w string) bool {
	switch w {
	case "froze", "freezes", "flows", "flowed", "flooded", "floods", "burst", "rose", "rises", "swelled", "swells", "runs", "ran", "divides", "divided",
		"separates", "separated", "parts", "thawed", "thaws", "winds", "bends", "overflowed", "dried", "banks", "bank", "crossing", "crossings", "riverbed",
		"delta", "estuary", "basin", "shore", "shores", "tributary", "islands", "cascade":
		return true
	}
	return false
}

// spreadHeads carries a plural generic word over its list: "regions of A, B
// and C", "A and B regions".
func (f *Finder) spreadHeads() {
	for k := range f.Names {
		n := &f.Names[k]
		if !n.Signs.Has(PluralHead) || n.Kind == mentionmap.KindUnknown {
			continue
		}
		if n.Signs.Has(HeadBefore) {
			for j := k + 1; j < len(f.Names) && f.goesOn(j, &f.Names[j]); j++ {
				f.Names[j].Kind = n.Kind
			}
			continue
		}
		for j := k; j > 0 && f.goesOn(j, &f.Names[j-1]); j-- {
			f.Names[j-1].Kind = n.Kind
		}
	}
}

// goesOn reports that name j hangs on the one before it in a list, and that
// the name of the two not yet reached can be of the list's kind.
func (f *Finder) goesOn(j int, reached *Name) bool {
	join := f.Names[j].Join
	return (join == Comma || join == And) && reached.Head == 0 && !f.isCountry(reached)
}

// kindByPlaces tells what the places of the name leave no doubt about.
func (f *Finder) kindByPlaces(n *Name) mentionmap.Kind {
	if n.Lo == n.Hi {
		return mentionmap.KindUnknown
	}
	p := f.profile(n)
	town, region := p.has(mentionmap.Settlement), p.has(mentionmap.Region)
	switch {
	case n.Set == NoSet || n.Signs.Has(DemonymName):
		return f.Gazetteer.Kind(f.Places[n.Lo].Row)
	case p.kinds&(p.kinds-1) == 0:
		return f.Gazetteer.Kind(f.Places[p.lo].Row)
	case town && p.has(mentionmap.Water) && n.CoreTo-n.CoreFrom == 1 && !p.has(mentionmap.Area) && !p.has(mentionmap.Facility) && !p.has(mentionmap.Country):
		return mentionmap.Settlement // without an article it is the town
	case p.has(mentionmap.Country) && region || p.has(mentionmap.Area) || p.has(mentionmap.Water) || p.has(mentionmap.Facility):
		return mentionmap.KindUnknown // Georgia, Dnipro: the resolver weighs
	case p.has(mentionmap.Country):
		return mentionmap.Country
	case town && region && f.bareOnly(n):
		return mentionmap.Settlement
	}
	return mentionmap.KindUnknown
}

// bareOnly reports that every region of the name bears it only as its bare
// name: "Kursk" of Kursk oblast.
func (f *Finder) bareOnly(n *Name) bool {
	for _, c := range f.Places[n.Lo:n.Hi] {
		if k := f.Gazetteer.Kind(c.Row); k == mentionmap.Region && c.Flags&gazetteer.NameBare == 0 && c.Flags&(gazetteer.NameMain|gazetteer.NameAlias) != 0 {
			return false
		}
	}
	return true
}

func (f *Finder) hasBareRegion(n *Name) bool {
	for _, c := range f.Places[n.Lo:n.Hi] {
		if f.Gazetteer.Kind(c.Row) == mentionmap.Region && f.Home(f.Gazetteer.Country(c.Row)) {
			return true
		}
	}
	return false
}
