package gazetteer

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"testing"

	"mentionmap"
)

func TestOpenRefusesForeignFiles(t *testing.T) {
	good := small(t)
	newer := slices.Clone(good)
	binary.LittleEndian.PutUint16(newer[4:], version+1)
	flipped := slices.Clone(good)
	flipped[len(flipped)-9] ^= 1
	table := slices.Clone(good)
	table[headerSize+5] ^= 1
	huge := slices.Clone(good)
	binary.LittleEndian.PutUint32(huge[headerSize+4:], 1<<31)
	count := int(binary.LittleEndian.Uint16(huge[6:]))
	binary.LittleEndian.PutUint32(huge[8:], crc32.Checksum(huge[headerSize:headerSize+count*tableRow], castagnoli))
	for _, c := range []struct {
		name string
		data []byte
		code mentionmap.Code
		says string
	}{
		{"empty", nil, mentionmap.Invalid, "not a gazetteer file"},
		{"foreign", []byte(strings.Repeat("PK\x03\x04 a zip", 9)), mentionmap.Invalid, "not a gazetteer file"},
		{"newer", newer, mentionmap.Conflict, "format 2"},
		{"cut off", good[:len(good)/2], mentionmap.Invalid, "damaged"},
		{"cut off in the table", good[:headerSize+30], mentionmap.Invalid, "damaged"},
		{"flipped bit", flipped, mentionmap.Invalid, "checksum"},
		{"flipped bit in the table", table, mentionmap.Invalid, "checksum"},
		{"2 GiB claimed", huge, mentionmap.Invalid, "claims"},
	} {
		_, err := Open(c.data)
		if err == nil || mentionmap.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAddRefusesWhatIsNoPlace(t *testing.T) {
	names := []EntryName{{Text: "Kyiv"}}
	for _, c := range []struct {
		name  string
		entry Entry
	}{
		{"no id", Entry{Names: names}},
		{"no names", Entry{ID: 1}},
		{"names of nothing but signs", Entry{ID: 1, Names: []EntryName{{Text: "—"}, {Text: " "}}}},
		{"a name without end", Entry{ID: 1, Names: []EntryName{{Text: strings.Repeat("long ", 99)}}}},
		{"off the globe", Entry{ID: 1, Names: names, Lat: 91}},
		{"NaN", Entry{ID: 1, Names: names, Lon: math.NaN()}},
	} {
		var b Builder
		if err := b.Add(c.entry); mentionmap.CodeOf(err) != mentionmap.Invalid {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestBytesAreTheSameInAnyOrder(t *testing.T) {
	a, b := Builder{}, Builder{}
	entries := []Entry{
		{ID: 3, Names: []EntryName{{Text: "Lyman"}}, Population: 20000}, {ID: -4, Names: []EntryName{{Text: "Lyman"}}},
		{ID: 9, Names: []EntryName{{Text: "Nadiia"}}}, {ID: 5, Names: []EntryName{{Text: "Lyman"}}},
	}
	for i := range entries {
		if err := a.Add(entries[i]); err != nil {
			t.Fatal(err)
		}
		if err := b.Add(entries[len(entries)-1-i]); err != nil {
			t.Fatal(err)
		}
	}
	x, err1 := a.Bytes()
	y, err2 := b.Bytes()
	if err1 != nil || err2 != nil || string(x) != string(y) {
		t.Errorf("the files differ (%v, %v)", err1, err2)
	}
}

func TestGuessLang(t *testing.T) {
	for name, want := range map[string]string{"Київ": "uk", "Донецьк": "uk", "Сумы": "ru", "Курская": "ru", "Магілёў": "be", "Бахмут": "", "Kyiv": "en", "Łódź": ""} {
		if got := GuessLang(name); got != want {
			t.Errorf("GuessLang(%q) = %q, want %q", name, got, want)
		}
	}
}

// walk asks an opened gazetteer everything, so that a file that is wrong
// inside shows itself.
func walk(g *Gazetteer) {
	for r := range Row(g.Len()) {
		p := g.Place(r)
		g.Label(r, "uk")
		g.CapitalRank(r)
		g.Polygon(r)
		g.ByID(p.ID)
		text := p.Name
		tokens := Tokenize(text, nil)
		for _, m := range g.Match(text, tokens, nil) {
			g.Candidates(m.Set, text, nil)
			g.AllCandidates(m.Set, nil)
		}
	}
	g.RegionAt(37, 48)
	g.Lookup("Do", 5)
}

// FuzzOpen feeds Open with sections of any content behind good checksums, so
// that the fuzzer gets past them.
func FuzzOpen(f *testing.F) {
	good := small(f)
	sections, err := readFile(good)
	if err != nil {
		f.Fatal(err)
	}
	for i, name := range sectionOrder {
		raw, err := sections[name].unpack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), raw)
	}
	content, err := unpackAll(sections, sectionOrder)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		changed := map[string][]byte{}
		for name, b := range content {
			changed[name] = b
		}
		changed[sectionOrder[int(which)%len(sectionOrder)]] = raw
		data, err := writeFile(sectionOrder, changed)
		if err != nil {
			t.Fatal(err)
		}
		if g, err := Open(data, good); err == nil {
			walk(g)
		}
		if g, err := Open(data); err == nil {
			walk(g)
		}
	})
}

// FuzzOpenBytes feeds Open with any bytes at all.
func FuzzOpenBytes(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if g, err := Open(data); err == nil {
			walk(g)
		}
	})
}
