package eval

import (
	"slices"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// Figures are counts of recognition and of places put right, by overlap.
type Figures struct {
	Documents, Gold, GoldPlaced, Predicted, PredictedPlaced, Found int
	Judged, Near161, Near25                                        int
}

// RecognitionF1 is the F1 of spans that overlap.
func (f *Figures) RecognitionF1() float64 { return f1(f.Found, f.Predicted, f.Gold) }

// EndToEnd161 is the F1 of mentions found and put within 161 km.
func (f *Figures) EndToEnd161() float64 { return f1(f.Near161, f.PredictedPlaced, f.GoldPlaced) }

// EndToEnd25 is the F1 of mentions found and put within 25 km.
func (f *Figures) EndToEnd25() float64 { return f1(f.Near25, f.PredictedPlaced, f.GoldPlaced) }

// Accuracy161 is the share of the mentions found that lie within 161 km.
func (f *Figures) Accuracy161() float64 { return ratio(f.Near161, f.Judged) }

// Add scores one document; keep says which gold mentions count (nil: all).
// Predictions on mentions left out count neither way.
func (f *Figures) Add(d *Document, pred []mentionmap.Mention, keep func(*Gold) bool) {
	var kept, left []Gold
	for _, g := range d.Toponyms {
		if keep == nil || keep(&g) {
			kept = append(kept, g)
		} else {
			left = append(left, g)
		}
	}
	f.Documents++
	f.Gold += len(kept)
	for i := range kept {
		if kept[i].Lon != nil {
			f.GoldPlaced++
		}
	}
	pairs := pairUp(kept, pred)
	for p := range pred {
		f.addPrediction(d, &pred[p], kept, left, pairs.ofPred[p])
	}
}

func (f *Figures) addPrediction(d *Document, m *mentionmap.Mention, kept, left []Gold, g int) {
	if g < 0 && !touches(kept, m.Span) && (d.Complete != nil && !*d.Complete || touches(left, m.Span)) {
		return
	}
	f.Predicted++
	if g < 0 {
		if m.Place != nil {
			f.PredictedPlaced++
		}
		return
	}
	f.Found++
	gold := &kept[g]
	if gold.Lon == nil {
		return
	}
	f.Judged++
	if m.Place == nil {
		return
	}
	f.PredictedPlaced++
	km := resolve.Distance(m.Place.Lon, m.Place.Lat, *gold.Lon, *gold.Lat)
	if km <= 161 {
		f.Near161++
	}
	if km <= 25 {
		f.Near25++
	}
}

// Merge puts mentions and demonyms in the order of the text.
func Merge(l *mentionmap.Located) []mentionmap.Mention {
	all := append(slices.Clone(l.Mentions), l.Demonyms...)
	slices.SortStableFunc(all, func(a, b mentionmap.Mention) int { return a.Start - b.Start })
	return all
}
