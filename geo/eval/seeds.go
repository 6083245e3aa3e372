package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// War counts what is right of the war-news gold: places, kinds, uses, dates.
type War struct {
	Gold, Found, Predicted, False, Traps                      int
	Place, Kind, UseJudged, Use, Date, DateNear, Literal, All int
	Log                                                       io.Writer // errors go there, a line each; nil: nowhere
}

// F1 is the F1 of recognition.
func (w *War) F1() float64 {
	p, r := ratio(w.Predicted-w.False, w.Predicted), ratio(w.Found, w.Gold)
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func optional(g *Gold) bool { return strings.Contains(g.Note, "optional") }

// Add scores one document.
func (w *War) Add(d *Document, pred []mentionmap.Mention) {
	pairs := pairUp(d.Toponyms, pred)
	for i := range d.Toponyms {
		g := &d.Toponyms[i]
		if optional(g) {
			continue
		}
		w.Gold++
		if p := pairs.ofGold[i]; p >= 0 {
			w.judge(d, g, &pred[p])
		} else {
			w.log(d, g.Span(), "missed", g.Name)
		}
	}
	for p := range pred {
		w.addPrediction(d, &pred[p], pairs.ofPred[p])
	}
}

func (w *War) addPrediction(d *Document, m *mentionmap.Mention, g int) {
	if g >= 0 && !optional(&d.Toponyms[g]) {
		w.Predicted++
		return
	}
	if g >= 0 || touches(d.Demonyms, m.Span) || touches(d.Toponyms, m.Span) {
		return
	}
	w.Predicted++
	w.False++
	sort := "false"
	if touches(d.Traps, m.Span) {
		w.Traps++
		sort = "trap"
	}
	w.log(d, m.Span, sort, placeName(m))
}

func placeName(m *mentionmap.Mention) string {
	if m.Place == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s %s %s %.2f,%.2f", m.Place.Name, m.Kind, m.Place.Country, m.Place.Lat, m.Place.Lon)
}

// judge scores a mention that was found.
func (w *War) judge(d *Document, g *Gold, m *mentionmap.Mention) {
	w.Found++
	w.check(d, g, PlaceRight(g, m), &w.Place, "place", fmt.Sprintf("want %s %s; got %s", g.Name, g.Kind, placeName(m)))
	w.check(d, g, m.Kind.String() == g.Kind, &w.Kind, "kind", "want "+g.Kind+", got "+m.Kind.String())
	if !strings.Contains(g.Note, "borderline use") {
		w.UseJudged++
		w.check(d, g, m.Use.String() == g.Use, &w.Use, "use", "want "+g.Use)
	}
	hit, near := dateRight(g, m.Dates.From)
	w.check(d, g, hit, &w.Date, "date", fmt.Sprintf("want %s %v; got %s by %s %q", deref(g.Date), g.DateAlt, m.Dates.From, m.Dates.Basis, m.Dates.Words.Of(d.Text)))
	if near {
		w.DateNear++
	}
	if hit && PlaceRight(g, m) {
		w.All++
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (w *War) check(d *Document, g *Gold, right bool, count *int, sort, detail string) {
	if right {
		*count++
		return
	}
	w.log(d, g.Span(), sort, detail)
}

func (w *War) log(d *Document, s mentionmap.Span, sort, detail string) {
	if w.Log == nil {
		return
	}
	from, to := max(0, s.Start-50), min(len(d.Text), s.End+50)
	around := strings.ToValidUTF8(d.Text[from:s.Start]+"["+d.Text[s.Start:s.End]+"]"+d.Text[s.End:to], "")
	fmt.Fprintf(w.Log, "%s\t%.3s:%d\t%q\t%s\n", sort, d.ID, s.Start, around, detail)
}

// PlaceRight reports whether the place is the one meant: a country by its
// code, a region or district within 150 km, an area within 1,500, else within 10.
func PlaceRight(g *Gold, m *mentionmap.Mention) bool {
	if g.Kind == mentionmap.Country.String() {
		return m.Kind == mentionmap.Country && m.Place != nil && m.Place.Country == g.Country
	}
	if m.Place == nil || g.Lon == nil {
		return false
	}
	km := resolve.Distance(m.Place.Lon, m.Place.Lat, *g.Lon, *g.Lat)
	switch g.Kind {
	case "region", "district":
		return (m.Kind == mentionmap.Region || m.Kind == mentionmap.District) && m.Place.Country == g.Country && km <= 150
	case "area":
		return km <= 1500
	}
	return km <= 10
}

func dateRight(g *Gold, day mentionmap.Day) (hit, near bool) {
	allowed := append([]string{deref(g.Date)}, g.DateAlt...)
	if slices.Contains(allowed, day.String()) {
		return true, true
	}
	for _, a := range allowed {
		if want, err := mentionmap.ParseDay(a); err == nil && day != mentionmap.NoDay && abs(int(want-day)) <= 1 {
			return false, true
		}
	}
	return false, false
}
