package server

import (
	"slices"
	"sort"
	"strings"
	"sync"
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
	return sendJSON(c, mediaJSON, fiber.Map{"places": h.suggester.of(all).find(asked, min(limit.Limit, mostSuggestions))})
}

// nameList is the folded names of a list of places, made ready for searches. It
// must not be changed.
type nameList struct {
	places []store.PlaceCount
	text   string // of each place a line a name, main name first, each with a blank before it
	ends   []int  // of each place in text
}

// lines are the names of a place.
func (l *nameList) lines(i int) string {
	if i == 0 {
		return l.text[:l.ends[0]]
	}
	return l.text[l.ends[i-1]:l.ends[i]]
}

// newNameList folds the names of places; of those that have the names they had
// before it takes what was folded then.
func newNameList(places []store.PlaceCount, before *nameList) *nameList {
	known := make(map[mentionmap.PlaceID]int, len(before.places))
	for i := range before.places {
		known[before.places[i].ID] = i
	}
	l := &nameList{places: places, ends: make([]int, len(places))}
	var text strings.Builder
	text.Grow(len(before.text))
	for i := range places {
		p := &places[i].Place
		if was, ok := known[p.ID]; ok && sameNames(p, &before.places[was].Place) {
			text.WriteString(before.lines(was))
		} else {
			text.WriteString(foldedNames(p))
		}
		l.ends[i] = text.Len()
	}
	l.text = text.String()
	return l
}

func sameNames(a, b *mentionmap.Place) bool {
	return a.Name == b.Name && slices.Equal(a.Names, b.Names)
}

// foldedNames gives a line for each name of a place, an empty one for a name that
// was folded to the same before: then the first is the one that is found.
func foldedNames(p *mentionmap.Place) string {
	var out strings.Builder
	add := func(name string) {
		if line := " " + folded(name) + "\n"; !strings.Contains(out.String(), line) {
			out.WriteString(line)
		} else {
			out.WriteByte('\n')
		}
	}
	add(p.Name)
	for _, n := range p.Names {
		add(n.Text)
	}
	return out.String()
}

// find lists the first places that have a name with a word that begins as asked,
// with the first such name. What is asked must be folded.
func (l *nameList) find(asked string, most int) []suggestion {
	found := []suggestion{}
	asked = " " + asked
	for from := 0; len(found) < most; {
		at := strings.Index(l.text[from:], asked)
		if at < 0 {
			break
		}
		at += from
		i := sort.SearchInts(l.ends, at+1) // the place whose names end behind it
		from = l.ends[i]
		p := &l.places[i]
		match := p.Name
		if n := strings.Count(l.text[from-len(l.lines(i)):at], "\n"); n > 0 {
			match = p.Names[n-1].Text
		}
		found = append(found, suggestion{p.ID, p.Name, match, p.Kind.String(), orNull(p.Country), orNull(p.Admin1), p.N})
	}
	return found
}

// suggester keeps the folded names of all places, for as long as the list of
// places is the same. The zero value is ready for use.
type suggester struct {
	mu   sync.Mutex
	list nameList
}

// of returns the names of a list of places.
func (s *suggester) of(places []store.PlaceCount) *nameList {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.list.places; len(known) != len(places) || len(places) > 0 && &known[0] != &places[0] {
		s.list = *newNameList(places, &s.list)
	}
	list := s.list
	return &list
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
