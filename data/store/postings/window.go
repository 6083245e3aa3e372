package postings

// Window says which postings are wanted: those that have a day from one to
// another, both included, and perhaps those that have undated mentions.
type Window struct {
	All      bool // any posting is wanted
	From, To int32
	Undated  bool
}

func (w *Window) has(p *Posting) bool {
	return w.All || p.Overlaps(w.From, w.To) || w.Undated && p.HasUndated()
}

// AddTo adds the sections of the key's postings that a window wants to a set.
func (g *Groups) AddTo(set Set, w *Window) {
	var p Posting
	day, ok := int64(0), true
	for b := g.group; len(b) > 0; {
		var delta uint64
		if delta, b, ok = uvarint(b); ok && g.days {
			b, ok = p.days(b, &day)
		}
		if !ok {
			g.err = errDamaged()
			return
		}
		p.Section += int64(delta)
		if w.has(&p) {
			set.Add(p.Section)
		}
	}
}
