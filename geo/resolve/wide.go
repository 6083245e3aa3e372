package resolve

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

const (
	openMargin = 0.4  // up to which namesakes of one region are as likely as the best
	tieMargin  = 0.05 // up to which nothing speaks for either of two in different regions
	openKM     = 15   // from which on it matters which of them is meant
	wideKM     = 250  // beyond, their region says too little
	likely     = 0.7  // the most that a region can have that no words name
)

// widen gives up the point where several towns of the name are equally
// likely: for the region that holds them all, else for none.
func (r *Resolver) widen(c *Choice, e *entity) {
	g := r.Gazetteer
	if e.margin >= openMargin || g.Kind(c.Row) != mentionmap.Settlement {
		return
	}
	best, unit, apart := c.Row, g.Admin1(c.Row), false
	for i, p := range r.finder.Places[e.lo:e.hi] {
		if p.Row == best || r.scores[e.at+e.best]-r.scores[e.at+int32(i)] >= openMargin {
			continue
		}
		km := Distance(g.Lon(best), g.Lat(best), g.Lon(p.Row), g.Lat(p.Row))
		if km < openKM {
			continue
		}
		apart = true
		if km > wideKM || g.Kind(p.Row) != mentionmap.Settlement || g.Admin1(p.Row) != unit {
			unit = gazetteer.None
		}
	}
	if !apart || unit == gazetteer.None && e.margin > tieMargin {
		return
	}
	c.Row, c.RunnerUp, c.Wide = unit, best, unit != gazetteer.None
	switch {
	case !c.Wide:
		c.Confidence = min(c.Confidence, unplaced)
	case !r.toldRegion(e):
		c.Confidence = min(c.Confidence, likely)
	}
}

// elsewhere gives up a village that lies outside the region that the words
// right after it say holds it: the gazetteer lacks the one meant. The region
// stands for it; it returns whether it does.
func (r *Resolver) elsewhere(c *Choice, e *entity, k int) bool {
	const village = 20_000 // people; a town would be told of without its region
	g, names := r.Gazetteer, r.finder.Names
	if c.Row == gazetteer.None || e.holder != gazetteer.None || k+1 >= len(names) || names[k+1].Join != toponym.Within || names[k+1].Kind != mentionmap.Region {
		return false
	}
	outer := r.members[k+1]
	if outer < 0 || r.entities[outer].best < 0 || g.Kind(c.Row) != mentionmap.Settlement || g.Population(c.Row) >= village {
		return false
	}
	region := r.entities[outer].row
	if g.Kind(region) != mentionmap.Region || g.Contains(region, g.Lon(c.Row), g.Lat(c.Row)) {
		return false
	}
	c.Row, c.RunnerUp, c.Wide, c.Confidence = region, c.Row, true, min(c.Confidence, mentionmap.LikelyFrom)
	return true
}

// openReason says why there is a region, or no place, instead of a town.
func openReason(c *Choice) []mentionmap.Cue {
	switch {
	case c.Wide:
		return []mentionmap.Cue{{Name: "namesakes", Detail: "which place of this region is meant is open: the region stands for it", Weight: -openMargin}}
	case c.Row == gazetteer.None && c.Margin <= tieMargin:
		return []mentionmap.Cue{{Name: "namesakes", Detail: "places of several regions bear the name, and nothing says which is meant: no place", Weight: -tieMargin}}
	}
	return nil
}
