package server

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
)

const (
	cubeMagic = "MMC1"
	mediaCube = "application/octet-stream"
	firmBit   = 1 << 5
)

// cube answers with all counts that match, as docs/formats.md writes them. The
// window, kind, use and precision filters are applied by whoever asks.
func (h *handlers) cube(c *fiber.Ctx) error {
	q, v, err := query(c)
	if err == nil {
		err = refuse(v, whole, "sortby", "limit", "after")
	}
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	rows, err := h.counts(ctx, q)
	if err != nil {
		return err
	}
	body, err := h.encodeCube(ctx, q, info.Generation, rows)
	if err != nil {
		return err
	}
	return send(c, mediaCube, body)
}

func (h *handlers) counts(ctx context.Context, q mentionmap.Query) ([]store.Count, error) {
	var rows []store.Count
	err := h.Store.Counts(ctx, q, func(n store.Count) error {
		rows = append(rows, n)
		return nil
	})
	return rows, err
}

// cubeHeader is the JSON part of the cube; its lists are parallel.
type cubeHeader struct {
	Generation string          `json:"generation"`
	By         string          `json:"by"`
	Count      string          `json:"count"`
	First      *mentionmap.Day `json:"first"`
	Last       *mentionmap.Day `json:"last"`
	Places     cubePlaces      `json:"places"`
}

type cubePlaces struct {
	ID      []mentionmap.PlaceID `json:"id"`
	Name    []string             `json:"name"`
	UK      []string             `json:"uk"`
	RU      []string             `json:"ru"`
	Kind    []int                `json:"kind"`
	Country []string             `json:"country"`
	Admin1  []string             `json:"admin1"`
	Lon     []*float64           `json:"lon"`
	Lat     []*float64           `json:"lat"`
}

// noPlaces is empty lists: a column is a list even where nothing matches.
func noPlaces() cubePlaces {
	return cubePlaces{
		ID: []mentionmap.PlaceID{}, Name: []string{}, UK: []string{}, RU: []string{}, Kind: []int{},
		Country: []string{}, Admin1: []string{}, Lon: []*float64{}, Lat: []*float64{},
	}
}

func (p *cubePlaces) add(place *mentionmap.Place) {
	p.ID = append(p.ID, place.ID)
	p.Name = append(p.Name, place.Name)
	p.UK = append(p.UK, nameOnlyIn(place, "uk"))
	p.RU = append(p.RU, nameOnlyIn(place, "ru"))
	p.Kind = append(p.Kind, int(place.Kind))
	p.Country = append(p.Country, place.Country)
	p.Admin1 = append(p.Admin1, place.Admin1)
	var lon, lat *float64
	if place.ID != 0 {
		lon, lat = &place.Lon, &place.Lat
	}
	p.Lon, p.Lat = append(p.Lon, lon), append(p.Lat, lat)
}

func nameOnlyIn(place *mentionmap.Place, lang string) string {
	for _, n := range place.Names {
		if n.Lang == lang && !n.Former {
			return n.Text
		}
	}
	return ""
}

// encodeCube writes the rows, which must come ordered by place and first day.
func (h *handlers) encodeCube(ctx context.Context, q mentionmap.Query, generation int64, rows []store.Count) ([]byte, error) {
	header := cubeHeader{Generation: strconv.FormatInt(generation, 10), By: q.By.String(), Count: q.Count.String(), Places: noPlaces()}
	first, last := span(rows)
	if first != mentionmap.NoDay {
		header.First, header.Last = &first, &last
	}
	known, err := h.placesOf(ctx, q)
	if err != nil {
		return nil, err
	}
	var body []byte
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Place == rows[0].Place && (rows[0].Place != 0 || rows[n].Kind == rows[0].Kind) {
			n++
		}
		place := known[rows[0].Place]
		if place == nil {
			place = &mentionmap.Place{Kind: rows[0].Kind}
		}
		header.Places.add(place)
		body = appendBlock(body, rows[:n], first)
		rows = rows[n:]
	}
	head, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, 8+len(head)+len(body)), cubeMagic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(head)))
	return append(append(out, head...), body...), nil
}

func (h *handlers) placesOf(ctx context.Context, q mentionmap.Query) (map[mentionmap.PlaceID]*mentionmap.Place, error) {
	known := map[mentionmap.PlaceID]*mentionmap.Place{}
	err := h.Store.Places(ctx, q, func(p *store.PlaceCount) error {
		place := p.Place
		known[place.ID] = &place
		return nil
	})
	return known, err
}

// appendBlock writes the rows of one place.
func appendBlock(dst []byte, rows []store.Count, first mentionmap.Day) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(rows)))
	before := first
	for _, r := range rows {
		flags := r.Uses&3 | uint8(r.Precision)<<2
		if r.Firm {
			flags |= firmBit
		}
		dst = append(dst, flags)
		if r.From != mentionmap.NoDay {
			dst = binary.AppendUvarint(dst, uint64(r.From-before))
			dst = binary.AppendUvarint(dst, uint64(r.To-r.From))
			before = r.From
		}
		dst = binary.AppendUvarint(dst, uint64(r.N))
	}
	return dst
}

// span returns the first and last day of the rows, NoDay if none is dated.
func span(rows []store.Count) (first, last mentionmap.Day) {
	first, last = mentionmap.NoDay, mentionmap.NoDay
	for _, r := range rows {
		if r.From == mentionmap.NoDay {
			continue
		}
		if first == mentionmap.NoDay || r.From < first {
			first = r.From
		}
		last = max(last, r.To)
	}
	return first, last
}
