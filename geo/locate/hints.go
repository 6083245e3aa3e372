package locate

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/resolve"
	"mentionmap/geo/toponym"
)

// hintDistance notes what is said of the name before name k: "Kurakhove, 32 km
// south of Pokrovsk", "Oleksiivka, a village north of Sumy".
func (w *worker) hintDistance(k int) {
	found := &w.findings[k]
	switch {
	case found.Relation == mentionmap.RelationOffset && found.Subject >= 0:
		w.hints = append(w.hints, resolve.Hint{Name: found.Subject, Anchor: k, KM: found.KM, Bearing: found.Bearing})
	case found.Relation == mentionmap.RelationNear && w.finder.Beside(k):
		w.hints = append(w.hints, resolve.Hint{Name: k - 1, Anchor: k, Says: resolve.SaysNear, Bearing: found.Bearing})
	}
}

// hintFronts notes, for the towns of a line, the part of the front that it speaks
// of: "In the Kupiansk direction the enemy attacked near Petropavlivka".
func (w *worker) hintFronts() {
	front, line := -1, int32(-1)
	for k := range w.findings {
		n := &w.finder.Names[k]
		if front >= 0 && (w.posts[k] != w.posts[front] || w.breaks(line, n.Sentence)) {
			front = -1
		}
		line = n.Sentence
		switch {
		case w.findings[k].Relation == mentionmap.RelationDirection:
			front = k
		case front >= 0 && w.townLike(k):
			w.hints = append(w.hints, resolve.Hint{Name: k, Anchor: front, Says: resolve.SaysFront})
		}
	}
}

// breaks reports a line break between two sentences.
func (w *worker) breaks(from, to int32) bool {
	t := &w.finder.Text
	for s := from + 1; s <= to; s++ {
		if t.Tokens[t.Sentences[s].From].Gap&(gazetteer.GapLine|gazetteer.GapParagraph) != 0 {
			return true
		}
	}
	return false
}

// townLike reports a name that may be a settlement's.
func (w *worker) townLike(k int) bool {
	n := &w.finder.Names[k]
	return n.Lo < n.Hi && (n.Kind == mentionmap.Settlement || n.Kind == mentionmap.KindUnknown)
}

// hintRoad notes, for the other towns of the sentence, the road that names k and
// k+1 are the ends of: "the road from Marinka to Vuhledar runs through Kostiantynivka";
// for those before it too where they are "on the road from …".
func (w *worker) hintRoad(k int) {
	names := w.finder.Names
	if k+1 >= len(names) || names[k].Sentence != names[k+1].Sentence {
		return
	}
	road, along := w.road(k)
	if !road {
		return
	}
	from := k + 2
	if along {
		for from = k; from > 0 && names[from-1].Sentence == names[k].Sentence; {
			from--
		}
	}
	for j := from; j < len(names) && names[j].Sentence == names[k].Sentence; j++ {
		if j != k && j != k+1 && w.townLike(j) {
			w.hints = append(w.hints, resolve.Hint{Name: j, Anchor: k, Other: k + 1, Says: resolve.SaysRoad})
		}
	}
}

// road reports that names k and k+1 are the ends of a road: "the road from A to B",
// "the A–B highway"; along tells that what stands before it is on it.
func (w *worker) road(k int) (road, along bool) {
	f, a, b := &w.finder, &w.finder.Names[k], &w.finder.Names[k+1]
	if b.Join == toponym.Hyphen {
		return w.findings[k].Relation == mentionmap.RelationBetween, false
	}
	t, i, to := &f.Text, f.LeftOf(a), int(a.To)
	if i < 1 || !isAny(t.Word(i), "from", "between") || !isAny(t.Word(i-1), "road", "roads", "highway", "route", "railway", "motorway", "way") ||
		int(b.From) != to+1 || !isAny(t.Word(to), "to", "and", "towards") {
		return false, false
	}
	return true, i > 2 && isAny(t.Word(i-2), "the", "a") && isAny(t.Word(i-3), "on", "along", "off", "via", "by")
}
