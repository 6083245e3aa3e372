package server

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/server/cubefile"
)

// weeksFrom is the number of rows from which weeks are given before days:
// fewer days are read as quickly.
const weeksFrom = 200_000

// cubeSet is all counts of one unit, in parts that keep their names while
// nothing in them changes.
type cubeSet struct {
	Generation int64           `json:"generation,string"`
	By         string          `json:"by"`
	Count      string          `json:"count"`
	First      *mentionmap.Day `json:"first"`
	Last       *mentionmap.Day `json:"last"`
	Places     []cubefile.Part `json:"places"` // Rows: places
	Weeks      []cubefile.Part `json:"weeks"`
	Days       []cubefile.Part `json:"days"`
	byName     map[string][]cubefile.Piece
}

// cubeParts lists the parts of all counts of a unit.
func (h *handlers) cubeParts(c *fiber.Ctx) error {
	v, err := onlyParams(c, "by", "count")
	if err != nil {
		return err
	}
	v.Del("f")
	q, err := mentionmap.ParseQuery(v)
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	key := "parts " + q.By.String() + " " + q.Count.String()
	return h.sendKept(c, mediaJSON, key, info.Generation, func() ([]cubefile.Piece, error) {
		set, err := h.cubeSet(ctx, info.Generation, q)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(set)
		return []cubefile.Piece{{Bytes: text}}, err
	})
}

// cubePart answers with one part, which is the same for ever.
func (h *handlers) cubePart(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	part := strings.Clone(c.Params("id"))
	q, err := queryOfPart(part)
	if err != nil {
		return err
	}
	media := mediaCube
	if strings.Contains(part, placesMark) {
		media = mediaJSON
	}
	ctx, cancel := bounded()
	defer cancel()
	err = h.sendKept(c, media, part, always, func() ([]cubefile.Piece, error) {
		info, err := h.Store.Info(ctx)
		if err != nil {
			return nil, err
		}
		set, err := h.cubeSet(ctx, info.Generation, q)
		if err == nil && set.byName[part] == nil {
			err = mentionmap.Errorf(mentionmap.NotFound, "there is no part %s any more: the counts have changed, read /api/cube/parts again", shown(part))
		}
		if err != nil {
			return nil, err
		}
		return set.byName[part], nil
	})
	if err == nil {
		c.Set(fiber.HeaderCacheControl, "private, max-age=31536000, immutable")
	}
	return err
}

const placesMark = ".places."

// queryOfPart reads what a part's name says it counts.
func queryOfPart(part string) (mentionmap.Query, error) {
	q := mentionmap.NewQuery()
	words := strings.Split(part, ".")
	var ok, known bool
	if len(words) == 5 {
		q.By, ok = mentionmap.ParseBy(words[0])
		q.Count, known = mentionmap.ParseUnit(words[1])
	}
	if !ok || !known {
		return q, mentionmap.Errorf(mentionmap.NotFound, "%q is no name of a part: /api/cube/parts lists them", shown(part))
	}
	return q, nil
}

// cubeSet returns all counts by the day and in the unit of a query.
func (h *handlers) cubeSet(ctx context.Context, generation int64, q mentionmap.Query) (*cubeSet, error) {
	return keep(h.kept, "set "+q.By.String()+" "+q.Count.String(), generation, func() (*cubeSet, int, error) {
		counts, err := h.counted(ctx, q, false)
		if err != nil {
			return nil, 0, err
		}
		return h.makeSet(counts, q)
	})
}

// makeSet writes counts in parts, and tells how many bytes they are.
func (h *handlers) makeSet(counts *counted, q mentionmap.Query) (set *cubeSet, size int, err error) {
	built, err := cubefile.Build(counts, true, h.written.of(&q))
	if err != nil {
		return nil, 0, err
	}
	set = &cubeSet{Generation: counts.generation, By: q.By.String(), Count: q.Count.String(), Weeks: []cubefile.Part{}, byName: map[string][]cubefile.Piece{}}
	set.First, set.Last = built.Span()
	prefix := set.By + "." + set.Count + "."
	places, err := h.placeParts(counts, built.Groups)
	if err != nil {
		return nil, 0, err
	}
	set.Places = asParts(prefix, places)
	if set.Days, err = cubefile.Parts(prefix+"days.", cubefile.Days, built.Days); err != nil {
		return nil, 0, err
	}
	if built.Rows() >= weeksFrom {
		if set.Weeks, err = cubefile.Parts(prefix+"weeks.", cubefile.Weeks, built.Weeks); err != nil {
			return nil, 0, err
		}
	}
	for _, list := range [][]cubefile.Part{set.Places, set.Weeks, set.Days} {
		for _, p := range list {
			set.byName[p.Name] = p.Pieces
			size += p.Size()
		}
	}
	return set, size, nil
}
