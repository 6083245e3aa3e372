package server

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/server/cubefile"
)

const (
	// weeksFrom is the number of rows from which weeks are given before days:
	// fewer days are read as quickly.
	weeksFrom = 200_000
	// placesOfPart is how many references a part of the places has.
	placesOfPart = 1 << 12
)

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
	byName     map[string][][]byte
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
	set, err := h.cubeSet(ctx, info.Generation, q)
	if err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, set)
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
	err = h.sendKept(c, media, part, func() ([][]byte, error) {
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
	return keep(h.kept, fmt.Sprint("set ", generation, " ", q.By, " ", q.Count), func() (*cubeSet, int, error) {
		counts, err := h.counted(ctx, q, false)
		if err != nil {
			return nil, 0, err
		}
		return h.makeSet(counts, q)
	})
}

// makeSet writes counts in parts, and tells how many bytes they are.
func (h *handlers) makeSet(counts counted, q mentionmap.Query) (set *cubeSet, size int, err error) {
	built := cubefile.Build(counts, true)
	set = &cubeSet{Generation: counts.generation(), By: q.By.String(), Count: q.Count.String(), Weeks: []cubefile.Part{}, byName: map[string][][]byte{}}
	set.First, set.Last = built.Span()
	prefix := set.By + "." + set.Count + "."
	if set.Places, err = h.placeParts(prefix, counts, built.Groups); err != nil {
		return nil, 0, err
	}
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

// placeParts describes the groups, so many references together: those of new
// places are the largest, and change the last part alone.
func (h *handlers) placeParts(prefix string, counts counted, groups []int) ([]cubefile.Part, error) {
	out := []cubefile.Part{}
	for len(groups) > 0 {
		chunk := counts.Ref(groups[0]) / placesOfPart
		n := 1
		for n < len(groups) && counts.Ref(groups[n])/placesOfPart == chunk {
			n++
		}
		places, err := h.describeGroups(counts, groups[:n])
		if err != nil {
			return nil, err
		}
		groups = groups[n:]
		text, err := places.AppendJSON(nil)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprint(strings.TrimSuffix(prefix, "."), placesMark, chunk, ".", cubefile.Hash(text))
		out = append(out, cubefile.Part{Name: name, Rows: len(places.ID), Pieces: [][]byte{text}})
	}
	return out, nil
}
