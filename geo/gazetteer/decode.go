package gazetteer

import (
	"encoding/binary"
	"encoding/json"
	"sync"

	"mentionmap"
)

// unpackAll unpacks the named sections, all at once.
func unpackAll(sections map[string]section, names []string) (map[string][]byte, error) {
	out := make([][]byte, len(names))
	errs := make([]error, len(names))
	var wait sync.WaitGroup
	for i, name := range names {
		s, ok := sections[name]
		if !ok {
			return nil, damaged("section %q is missing", name)
		}
		wait.Go(func() { out[i], errs[i] = s.unpack() })
	}
	wait.Wait()
	content := make(map[string][]byte, len(names))
	for i, name := range names {
		if errs[i] != nil {
			return nil, errs[i]
		}
		content[name] = out[i]
	}
	return content, nil
}

// decode reads a file into a gazetteer of one layer.
func decode(data []byte) (*Gazetteer, error) {
	sections, err := readFile(data)
	if err != nil {
		return nil, err
	}
	eager := sectionOrder[:len(sectionOrder)-1] // polygons wait until they are asked for
	content, err := unpackAll(sections, eager)
	if err != nil {
		return nil, err
	}
	g := &Gazetteer{}
	d := &decoding{g: g, content: content}
	for _, step := range []func() error{d.meta, d.places, d.containers, d.codes, d.names, d.nodes, d.sets, d.polygons} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	g.parts = []rowRange{{0, len(g.id)}}
	g.shapes.source = []section{sections["POLY"]}
	return g, nil
}

type decoding struct {
	g       *Gazetteer
	content map[string][]byte
}

func (d *decoding) meta() error {
	var meta struct {
		Info
		tableSet
		Layers []Info `json:"layers"`
	}
	if err := json.Unmarshal(d.content["META"], &meta); err != nil {
		return damaged("its description is not JSON (%v)", err)
	}
	d.g.info, d.g.tables = []Info{meta.Info}, meta.tableSet
	if len(meta.Layers) > 0 {
		d.g.info = meta.Layers
	}
	for _, list := range [][]string{meta.Features, meta.Countries, meta.Langs} {
		if len(list) == 0 || len(list) > 256 {
			return damaged("a table of its description has %d entries", len(list))
		}
	}
	return nil
}

// uvarints reads all of a section.
func (d *decoding) uvarints(name string, count int, below uint64) ([]uint32, error) {
	b := d.content[name]
	if count > len(b) {
		return nil, damaged("section %q is too short", name)
	}
	out := make([]uint32, count)
	for i := range out {
		v, n := uint64(0), 1
		if len(b) > 0 && b[0] < 0x80 {
			v = uint64(b[0])
		} else {
			v, n = binary.Uvarint(b)
		}
		if n <= 0 || len(b) == 0 || v >= below {
			return nil, damaged("section %q, entry %d", name, i)
		}
		out[i] = uint32(v)
		b = b[n:]
	}
	if len(b) > 0 {
		return nil, damaged("section %q is too long", name)
	}
	return out, nil
}

func (d *decoding) places() error {
	g, n := d.g, len(d.content["KIND"])
	for _, name := range []string{"FEAT", "CTRY"} {
		if len(d.content[name]) != n {
			return damaged("section %q has %d entries, want %d", name, len(d.content[name]), n)
		}
	}
	for i := range n {
		if int(d.content["FEAT"][i]) >= len(g.tables.Features) || int(d.content["CTRY"][i]) >= len(g.tables.Countries) {
			return damaged("place %d points outside the tables", i)
		}
	}
	g.kind, g.feature, g.country = d.content["KIND"], d.content["FEAT"], d.content["CTRY"]
	var err error
	if g.id, err = d.ids(n); err != nil {
		return err
	}
	if g.population, err = d.uvarints("POPS", n, 1<<32); err != nil {
		return err
	}
	if g.lon, err = d.positions("LONS", n, 180); err != nil {
		return err
	}
	g.lat, err = d.positions("LATS", n, 90)
	return err
}

func (d *decoding) ids(n int) ([]mentionmap.PlaceID, error) {
	b := d.content["PIDS"]
	if n > len(b) {
		return nil, damaged("section %q is too short", "PIDS")
	}
	out := make([]mentionmap.PlaceID, n)
	var last int64
	for i := range out {
		step, size := binary.Varint(b)
		if size <= 0 || i > 0 && (step <= 0 || last > last+step) {
			return nil, damaged("ids are not in order at place %d", i)
		}
		b = b[size:]
		last += step
		out[i] = mentionmap.PlaceID(last)
	}
	return out, nil
}

func (d *decoding) positions(name string, n int, limit int32) ([]int32, error) {
	b := d.content[name]
	if len(b) != 4*n {
		return nil, damaged("section %q has %d bytes, want %d", name, len(b), 4*n)
	}
	out := make([]int32, n)
	limit *= 1 / positionUnit
	for i := range out {
		v := int32(binary.LittleEndian.Uint32(b[4*i:]))
		if v > limit || v < -limit {
			return nil, damaged("place %d is not on the globe", i)
		}
		out[i] = v
	}
	return out, nil
}

func (d *decoding) containers() error {
	n := len(d.g.id)
	if err := d.external(); err != nil {
		return err
	}
	for _, c := range []struct {
		name string
		to   *[]Row
	}{{"ADM1", &d.g.admin1}, {"ADM2", &d.g.admin2}} {
		plusOne, err := d.uvarints(c.name, n, uint64(n+len(d.g.external))+1)
		if err != nil {
			return err
		}
		rows := make([]Row, n)
		for i, v := range plusOne {
			rows[i] = Row(v) - 1
		}
		*c.to = rows
	}
	return nil
}

// external reads the ids of containers that only a lower layer has. Rows
// beyond the last stand for them until stack has found them.
func (d *decoding) external() error {
	for b := d.content["XIDS"]; len(b) > 0; {
		id, n := binary.Varint(b)
		if n <= 0 {
			return damaged("section %q is cut off", "XIDS")
		}
		d.g.external = append(d.g.external, mentionmap.PlaceID(id))
		b = b[n:]
	}
	return nil
}

func (d *decoding) codes() error {
	d.g.code, d.g.byCode = map[Row]string{}, map[string]Row{}
	for b := d.content["CODE"]; len(b) > 0; {
		row, n := binary.Uvarint(b)
		if n <= 0 || row >= uint64(len(d.g.id)) {
			return damaged("a code belongs to no place")
		}
		size, m := binary.Uvarint(b[n:])
		if m <= 0 || size > uint64(len(b)-n-m) {
			return damaged("a code is cut off")
		}
		b = b[n+m:]
		code := string(b[:size])
		d.g.code[Row(row)], d.g.byCode[code] = code, Row(row)
		b = b[size:]
	}
	return d.replaced()
}

func (d *decoding) replaced() error {
	d.g.replaces = map[mentionmap.PlaceID]Row{}
	for b := d.content["REPL"]; len(b) > 0; {
		row, n := binary.Uvarint(b)
		if n <= 0 || row >= uint64(len(d.g.id)) {
			return damaged("a replaced id belongs to no place")
		}
		old, m := binary.Varint(b[n:])
		if m <= 0 {
			return damaged("a replaced id is cut off")
		}
		d.g.replaces[mentionmap.PlaceID(old)] = Row(row)
		b = b[n+m:]
	}
	return nil
}
