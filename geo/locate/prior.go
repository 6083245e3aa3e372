package locate

import (
	"bufio"
	_ "embed" // prior.tsv
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/resolve"
)

// Expectation is how much a country, region or district is expected in the
// texts of some months.
type Expectation struct {
	Code     string         // ISO 3166 of a country or region, or GeoNames id of a district
	From, To mentionmap.Day // first and last; NoDay: open
	Weight   float64        // 0 to about 2
}

//go:embed prior.tsv
var defaultPrior string

// DefaultPrior expects news of the Russia–Ukraine war, most of all of the
// regions where there was fighting in a text's month (prior.tsv).
var DefaultPrior = sync.OnceValue(func() []Expectation {
	list, _ := ReadPrior(strings.NewReader(defaultPrior), "prior.tsv") // a test reads it
	return list
})

// ReadPrior reads a table of expectations, as the head of prior.tsv describes
// it; name is that of the file, for errors. Errors: Invalid, with the line.
func ReadPrior(in io.Reader, name string) (list []Expectation, err error) {
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		e, ok := parseExpectation(strings.Split(line, "\t"))
		if !ok {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "%s:%d: want code, first month, last month and weight, parted by tabs: UA-14, 2022-02, (open), 0.8", name, n)
		}
		list = append(list, e)
	}
	if err := lines.Err(); err != nil {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: %w", name, err)
	}
	return list, nil
}

func parseExpectation(f []string) (e Expectation, ok bool) {
	if len(f) != 4 || f[0] == "" {
		return e, false
	}
	e.Code = f[0]
	from, ok1 := month(f[1])
	to, ok2 := month(f[2])
	if to != mentionmap.NoDay {
		to = to.MonthEnd()
	}
	weight, err := strconv.ParseFloat(f[3], 64)
	e.From, e.To, e.Weight = from, to, weight
	return e, ok1 && ok2 && err == nil && !math.IsNaN(weight) && math.Abs(weight) <= 10
}

// month reads YYYY-MM; nothing is NoDay.
func month(s string) (mentionmap.Day, bool) {
	if s == "" {
		return mentionmap.NoDay, true
	}
	day, err := mentionmap.ParseDay(s + "-01")
	return day, err == nil
}

// holds reports that the expectation is for texts of a day; NoDay: texts
// without one.
func (e *Expectation) holds(day mentionmap.Day) bool {
	if day == mentionmap.NoDay {
		return e.From == mentionmap.NoDay && e.To == mentionmap.NoDay
	}
	return (e.From == mentionmap.NoDay || day >= e.From) && (e.To == mentionmap.NoDay || day <= e.To)
}

// priors are the expectations month by month, made when first needed.
type priors struct {
	list []Expectation
	mu   sync.RWMutex
	of   map[mentionmap.Day]*resolve.Prior // by the month's first day
}

func (p *priors) on(g *gazetteer.Gazetteer, day mentionmap.Day) *resolve.Prior {
	if day != mentionmap.NoDay {
		day = day.MonthStart()
	}
	p.mu.RLock()
	found := p.of[day]
	p.mu.RUnlock()
	if found != nil {
		return found
	}
	weights := map[string]float64{}
	for i := range p.list {
		if e := &p.list[i]; e.holds(day) {
			weights[e.Code] = e.Weight
		}
	}
	found = resolve.NewPrior(g, weights)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[mentionmap.Day]*resolve.Prior{}
	}
	p.of[day] = found
	return found
}

// expect tells the resolver what is expected of each post of a document.
func (w *worker) expect(p *priors, g *gazetteer.Gazetteer, published mentionmap.Day, posts []mentionmap.Post) {
	w.resolver.Prior, w.resolver.OfPost = p.on(g, published), w.resolver.OfPost[:0]
	for i := range posts {
		day := posts[i].Date
		if day == mentionmap.NoDay {
			day = published
		}
		w.resolver.OfPost = append(w.resolver.OfPost, p.on(g, day))
	}
}
