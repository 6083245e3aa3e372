package resolve

import (
	"cmp"
	"slices"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// entity is a name meant one way: all its mentions in a post.
type entity struct {
	set       gazetteer.NameSet
	kind      mentionmap.Kind // as the text says; KindUnknown if it leaves that open
	holder    gazetteer.Row   // said to hold it: "Sudzha, Kursk region"; None if nothing is
	lo, hi    int32           // its places in Finder.Places
	at        int32           // its scores in Resolver.scores
	first     int32           // its first name
	last      int32           // its last
	hinted    bool            // a hint is about one of its names
	listed    bool            // the holder stands behind the list that the name is in
	told      bool            // words at the name tell which one is meant
	composite bool            // a facility named by a known place
	count     int32           // mentions
	literal   int32           // of them meant literally
	best      int32           // candidates, from lo; -1 none
	second    int32
	row       gazetteer.Row
	margin    float64
	counted   float64       // what the view has counted it for
	noted     gazetteer.Row // what the view has counted it as; None if it has not
}

type entityKey struct {
	set    gazetteer.NameSet
	kind   mentionmap.Kind
	holder gazetteer.Row
	near   gazetteer.NameSet // said to be near it; NoSet if nothing is said
	lone   int32             // the name itself where the gazetteer lacks it
}

// gather makes the entities of the names from..to.
func (r *Resolver) gather(from, to int) {
	if r.index == nil {
		r.index = make(map[entityKey]int32)
	}
	clear(r.index)
	r.entities, r.scores, r.fixed, r.order, r.told = r.entities[:0], r.scores[:0], r.fixed[:0], r.order[:0], r.told[:0]
	for k := from; k < to; k++ {
		r.members[k] = r.entityOf(k)
	}
	r.easiestFirst()
}

func (r *Resolver) entityOf(k int) int32 {
	n := &r.finder.Names[k]
	if n.Lo == n.Hi {
		return -1
	}
	held, listed := r.holderOf(k)
	key := entityKey{set: n.Set, kind: n.Kind, holder: held, near: r.nearOf(k), lone: -1}
	if n.Set == toponym.NoSet {
		key.lone = int32(k)
	}
	if id, ok := r.index[key]; ok {
		r.add(&r.entities[id], n, k)
		return id
	}
	id := int32(len(r.entities))
	r.index[key] = id
	e := entity{set: n.Set, kind: n.Kind, holder: key.holder, lo: n.Lo, hi: n.Hi, at: int32(len(r.scores)),
		first: int32(k), best: -1, second: -1, row: gazetteer.None, noted: gazetteer.None, composite: n.Signs.Has(toponym.Composite),
		listed: listed, told: key.near != toponym.NoSet}
	if e.told {
		r.told = append(r.told, id)
	}
	r.add(&e, n, k)
	r.entities = append(r.entities, e)
	for range n.Hi - n.Lo {
		r.scores, r.fixed = append(r.scores, 0), append(r.fixed, 0)
	}
	r.order = append(r.order, id)
	return id
}

// nearOf returns the name that name k is said to be near: two villages of a
// name can be told apart so.
func (r *Resolver) nearOf(k int) gazetteer.NameSet {
	if h := r.hintOf[k]; h >= 0 && r.hints[h].Says == SaysNear {
		return r.finder.Names[r.hints[h].Anchor].Set
	}
	return toponym.NoSet
}

// add counts a mention.
func (r *Resolver) add(e *entity, n *toponym.Name, k int) {
	e.hinted = e.hinted || r.hintOf[k] >= 0
	e.count++
	e.last = int32(k)
	if n.Use == mentionmap.Literal {
		e.literal++
	}
}

// weight is how much the entity says of where the post is: states that only
// act say little.
func (e *entity) weight(kind mentionmap.Kind) float64 {
	if kind != mentionmap.Country {
		return float64(e.count)
	}
	const acting = 0.4
	return float64(e.literal) + acting*float64(e.count-e.literal)
}

// holderOf returns the country, region or district that the words right at
// the name, or behind the list that it is in, say holds it.
func (r *Resolver) holderOf(k int) (row gazetteer.Row, listed bool) {
	names := r.finder.Names
	if k+1 < len(names) && (names[k+1].Join == toponym.Comma || names[k+1].Join == toponym.Within) {
		if row := r.holds(&names[k+1], &names[k]); row != gazetteer.None {
			return row, false
		}
	}
	if k > 0 && names[k].Join == toponym.Owner {
		if row := r.holds(&names[k-1], &names[k]); row != gazetteer.None {
			return row, false
		}
	}
	return r.listHolder(k), true
}

// listHolder returns what is said to hold all of a list: "Kamianske and Mali
// Shcherbaky in Zaporizhzhia region".
func (r *Resolver) listHolder(k int) gazetteer.Row {
	const most = 12 // names
	names := r.finder.Names
	for j := k + 1; j < min(len(names), k+most); j++ {
		switch names[j].Join {
		case toponym.Within:
			if j > k+1 && r.isUnit(&names[j]) {
				return r.holds(&names[j], &names[k])
			}
			return gazetteer.None
		case toponym.Comma, toponym.And:
		default:
			return gazetteer.None
		}
	}
	return gazetteer.None
}

// isUnit reports a name that the text calls a region or district.
func (r *Resolver) isUnit(n *toponym.Name) bool {
	return n.Kind == mentionmap.Region || n.Kind == mentionmap.District
}

// holds returns the place of outer that holds one of inner's places.
func (r *Resolver) holds(outer, inner *toponym.Name) gazetteer.Row {
	for _, o := range r.finder.Places[outer.Lo:outer.Hi] {
		if k := r.Gazetteer.Kind(o.Row); k != mentionmap.Country && k != mentionmap.Region && k != mentionmap.District {
			continue
		}
		for _, c := range r.finder.Places[inner.Lo:inner.Hi] {
			if toponym.Holds(r.Gazetteer, o.Row, c.Row) {
				return o.Row
			}
		}
	}
	return gazetteer.None
}

// easiestFirst orders the entities: countries, then regions, then those with
// the fewest places.
func (r *Resolver) easiestFirst() {
	slices.SortStableFunc(r.order, func(a, b int32) int { return cmp.Compare(r.ease(a), r.ease(b)) })
}

func (r *Resolver) ease(id int32) int {
	e := &r.entities[id]
	n := int(e.hi - e.lo)
	switch r.Gazetteer.Kind(r.finder.Places[e.lo].Row) {
	case mentionmap.Country:
		return n
	case mentionmap.Region:
		return 100 + n
	}
	return 1000 + n
}
