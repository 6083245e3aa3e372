package toponym

// sureScore is what a name must reach to speak for its like elsewhere.
const sureScore = 2.5

// settle scores the names gathered and keeps the places.
func (f *Finder) settle() {
	f.join()
	if f.sure == nil {
		f.sure, f.counts = make(map[uint64]bool), make(map[uint64]int32)
	}
	clear(f.sure)
	clear(f.counts)
	for k := range f.Names {
		f.counts[f.key(&f.Names[k])]++
	}
	for k := range f.Names {
		f.rate(k)
	}
	kept := f.Names[:0]
	for k := range f.Names {
		n := f.Names[k]
		if n.Score <= 0 && n.Score > -2*weights[fSupported].weight && f.sure[f.key(&n)] && !n.Signs.Has(Ruled|Person) {
			n.Score += weights[fSupported].weight
		}
		if n.Score > 0 {
			kept = append(kept, n)
		}
	}
	f.Names = kept
	f.join()
	f.markSigns()
	f.decideKinds()
	f.decideUses()
}

// rate scores one name.
func (f *Finder) rate(k int) {
	n := &f.Names[k]
	f.prevTo = -1
	if k > 0 {
		f.prevTo = f.Names[k-1].To
	}
	f.afterShip = k > 0 && f.Names[k-1].Signs.Has(Ship)
	n.Score = f.score(n, k)
	if f.Watch != nil {
		f.Watch(n, f.feats.sum(), f.feats.hashed)
	}
	if n.Score > sureScore && (f.feats.named[fLocative] || f.feats.named[fHeadAfter] || f.feats.named[fContainer] || f.feats.named[fTownOf]) {
		f.sure[f.key(n)] = true
	}
	if f.feats.named[fPersonAround] {
		n.Signs |= Person
	}
}

func (f *Finder) key(n *Name) uint64 {
	return f.Text.Tokens[n.CoreFrom].Hash*31 + uint64(n.CoreTo-n.CoreFrom)
}

// join notes how each name hangs on the one before it.
func (f *Finder) join() {
	for k := range f.Names {
		n := &f.Names[k]
		n.Join = Apart
		if k > 0 && f.Names[k-1].Sentence == n.Sentence {
			n.Join = f.Text.joinOf(&f.Names[k-1], n)
		}
	}
}
