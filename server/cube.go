package server

import (
	"strconv"
	"sync"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/server/cubefile"
)

const mediaCube = "application/octet-stream"

// keptBytes bounds the answers about counts that are kept to be given again.
const keptBytes = 96 << 20

// cube answers with all counts that match in one piece, as docs/formats.md
// writes them. The window, kind, use and precision filters are as a rule left
// to whoever asks.
func (h *handlers) cube(c *fiber.Ctx) error {
	q, v, err := query(c, "grain", "facets")
	if err == nil {
		err = refuse(v, whole, "sortby", "limit", "after")
	}
	if err != nil {
		return err
	}
	grain, err := choice(v, "grain", "day", "week")
	if err != nil {
		return err
	}
	facets, err := choice(v, "facets", "none", "source")
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	key := "cube " + grain + " " + facets + " " + q.Values().Encode()
	return h.sendKept(c, mediaCube, key, info.Generation, func() ([]cubefile.Piece, error) {
		counts, err := h.counted(ctx, q, facets == "source")
		if err != nil {
			return nil, err
		}
		return h.wholeCube(counts, q, grain == "week")
	})
}

// wholeCube writes all counts of a query as one file.
func (h *handlers) wholeCube(counts *counted, q mentionmap.Query, weeks bool) ([]cubefile.Piece, error) {
	built, err := cubefile.Build(counts, weeks, h.written.of(&q))
	if err != nil {
		return nil, err
	}
	places, err := h.placeParts(counts, built.Groups)
	if err != nil {
		return nil, err
	}
	head := cubefile.Header{
		Generation: strconv.FormatInt(counts.generation, 10), By: q.By.String(), Count: q.Count.String(), Grain: cubefile.Days, Sources: counts.sources, Places: h.places.join(places),
	}
	head.First, head.Last = built.Span()
	if weeks {
		head.Grain = cubefile.Weeks
		return head.File(built.Weeks)
	}
	return head.File(built.Days)
}

// sendKept answers with pieces that are packed once for each compression and
// generation, and kept under the key.
func (h *handlers) sendKept(c *fiber.Ctx, mediaType, key string, generation int64, pieces func() ([]cubefile.Piece, error)) error {
	c.Set(fiber.HeaderContentType, mediaType)
	encoding := encodingFor(c.Get(fiber.HeaderAcceptEncoding))
	body, err := keep(h.kept, key+" "+strconv.Itoa(encoding), generation, func() ([]byte, int, error) {
		list, err := pieces()
		if err != nil {
			return nil, 0, err
		}
		body, err := packAll(encoding, list)
		return body, len(body), err
	})
	if err != nil {
		return err
	}
	if encoding >= 0 {
		c.Set(fiber.HeaderContentEncoding, encodings[encoding].name)
	}
	c.Response().SetBodyRaw(body)
	return nil
}

// memories keep what was written of the counts of all that is stored, by the
// day and the unit that they count.
type memories struct {
	mu sync.Mutex
	by map[[2]uint8]*cubefile.Memory
}

func (m *memories) of(q *mentionmap.Query) *cubefile.Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]uint8{uint8(q.By), uint8(q.Count)}
	if m.by[key] == nil {
		if m.by == nil {
			m.by = map[[2]uint8]*cubefile.Memory{}
		}
		m.by[key] = &cubefile.Memory{}
	}
	return m.by[key]
}
