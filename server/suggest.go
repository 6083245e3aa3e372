package server

import (
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
)

const (
	maxSuggestBytes = 100
	suggestLimit    = 10
	mostSuggestions = 100
)

// suggestion is a place one of whose names begins as asked.
type suggestion struct {
	ID      mentionmap.PlaceID `json:"id"`
	Name    string             `json:"name"`
	Match   string             `json:"match"` // the name that begins so
	Kind    string             `json:"kind"`
	Country any                `json:"country"`
	Admin1  any                `json:"admin1"`
	Count   int64              `json:"count"` // reports in all
}

// suggest answers with the places mentioned that have a name, in any language
// and of any time, with a word that begins as asked; most reports first.
func (h *handlers) suggest(c *fiber.Ctx) error {
	v, err := onlyParams(c, "q", "limit")
	if err != nil {
		return err
	}
	asked := folded(v.Get("q"))
	if asked == "" || len(asked) > maxSuggestBytes {
		return mentionmap.ParamErrorf("q", "give the beginning of a name, at most %d bytes", maxSuggestBytes)
	}
	limit := mentionmap.NewQuery()
	if v.Has("limit") {
		if limit, err = mentionmap.ParseQuery(map[string][]string{"limit": v["limit"]}); err != nil {
			return err
		}
	}
	if limit.Limit == 0 {
		limit.Limit = suggestLimit
	}
	ctx, cancel := bounded()
	defer cancel()
	if _, had, err := h.fresh(ctx, c); had || err != nil {
		return err
	}
	all, err := h.spatial.All(ctx)
	if err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, fiber.Map{"places": suggestions(all, asked, min(limit.Limit, mostSuggestions))})
}

func suggestions(all []store.PlaceCount, asked string, most int) []suggestion {
	found := []suggestion{}
	for i := range all {
		if len(found) == most {
			break
		}
		p := &all[i]
		if match, ok := matching(&p.Place, asked); ok {
			found = append(found, suggestion{p.ID, p.Name, match, p.Kind.String(), orNull(p.Country), orNull(p.Admin1), p.N})
		}
	}
	return found
}

// matching gives the first name with a word that begins as asked.
func matching(p *mentionmap.Place, asked string) (string, bool) {
	if begins(p.Name, asked) {
		return p.Name, true
	}
	for _, n := range p.Names {
		if begins(n.Text, asked) {
			return n.Text, true
		}
	}
	return "", false
}

func begins(name, asked string) bool {
	name = folded(name)
	return strings.HasPrefix(name, asked) || strings.Contains(name, " "+asked)
}

// folded makes spellings alike: small letters, one blank for what is neither
// letter nor digit, nothing for apostrophes.
func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("'’ʼʹ`", r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
