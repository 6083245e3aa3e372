package locate

import (
	"sort"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
	"mentionmap/text/when"
)

// dates binds names to the words that date them.
type dates struct {
	of       []mentionmap.Dates // of each name
	clauses  []clause
	found    []dated
	previous mentionmap.Dates
	order    when.Order
	text     *toponym.Text
	head     mentionmap.Dates // of the entry that the line is: "10 October 2023 — …"
	headEnd  int              // where the line ends
	entries  bool             // the posts have days of their own
	guessed  bool             // nothing but the text dates its only post
	off      rule             // switched off, to see what it is worth
}

// dated is an expression of a sentence, worked out.
type dated struct {
	mentionmap.Dates
	token   int32
	clause  int32
	vague   bool // names no day of the thing told
	weak    bool // the post's own day: "overnight"
	planned bool // of the future, and not of the thing told
}

// bind dates every name: by an expression of its clause, of its sentence, by
// its post, by its document.
func (d *dates) bind(w *worker, doc *mentionmap.Document, posts []mentionmap.Post, times []when.Expression) {
	t := &w.finder.Text
	d.text = t
	d.head, d.headEnd, d.entries = mentionmap.NoDates, 0, len(posts) > 1
	d.of, d.previous, d.order = d.of[:0], mentionmap.NoDates, when.OrderOf(times)
	if d.off == ruleOrder {
		d.order = when.DayFirst
	}
	e, sentence, post := 0, int32(-1), int32(-1)
	for k := range w.finder.Names {
		n := &w.finder.Names[k]
		if w.posts[k] != post {
			post, d.previous = w.posts[k], mentionmap.NoDates
		}
		d.guessed = guessed(doc, posts, int(post))
		day := d.anchorDay(doc, posts, int(post))
		if day != mentionmap.NoDay {
			day += d.more(posts, int(post))
		}
		if n.Sentence != sentence {
			sentence = n.Sentence
			e = d.read(t, sentence, times, e, day)
		}
		d.of = append(d.of, d.choose(w, n, doc, posts, int(post)))
	}
}

// guessed reports that only a day its text tells of dates a post: other days of
// the text may come after it and are none of the future.
func guessed(doc *mentionmap.Document, posts []mentionmap.Post, post int) bool {
	return len(posts) == 1 && post == 0 && !doc.Published.Known() && !posts[0].Published.Known()
}

// anchorDay is the day that "yesterday" is counted from.
func (d *dates) anchorDay(doc *mentionmap.Document, posts []mentionmap.Post, post int) mentionmap.Day {
	if post >= 0 && d.off != rulePost {
		if posts[post].Date != mentionmap.NoDay {
			return posts[post].Date
		}
		if posts[post].Published.Known() {
			return posts[post].Published.Day
		}
	}
	if d.off == ruleDocument {
		return mentionmap.NoDay
	}
	return doc.Published.Day
}

// more is how many days after its first a post tells of: in the digest of a
// week, "on Tuesday" is the week's.
func (d *dates) more(posts []mentionmap.Post, post int) mentionmap.Day {
	if post < 0 || d.off == ruleWeek || d.off == rulePost {
		return 0
	}
	return mentionmap.Day(posts[post].Days)
}

// fallback is the date of what no words date.
func (d *dates) fallback(doc *mentionmap.Document, posts []mentionmap.Post, post int) mentionmap.Dates {
	day := d.anchorDay(doc, posts, post)
	if day == mentionmap.NoDay {
		return mentionmap.NoDates
	}
	basis := mentionmap.BasisDocument
	if post >= 0 && (posts[post].Date != mentionmap.NoDay || posts[post].Published.Known()) {
		basis = mentionmap.BasisPost
	}
	more, precision := d.more(posts, post), mentionmap.PrecisionDay
	switch {
	case more >= 6:
		precision = mentionmap.PrecisionWeek
	case more > 0:
		precision = mentionmap.PrecisionDays
	}
	return mentionmap.Dates{From: day, To: day + more, Precision: precision, Basis: basis}
}

// read works out the expressions of a sentence; e is the first that may lie
// in it, and the first behind it is returned.
func (d *dates) read(t *toponym.Text, sentence int32, all []when.Expression, e int, day mentionmap.Day) int {
	s := &t.Sentences[sentence]
	d.found, d.clauses = d.found[:0], d.clauses[:0]
	for e < len(all) && all[e].End <= s.Start {
		if d.heads(&all[e], day) {
			e++
			continue
		}
		d.remember(&all[e], day, when.Unknown)
		e++
	}
	for ; e < len(all) && all[e].Start < s.End; e++ {
		if len(d.clauses) == 0 {
			d.clauses = d.cut(t, s)
		}
		if d.heads(&all[e], day) {
			continue
		}
		d.add(t, s, &all[e], day)
	}
	return e
}

// remember keeps the day that the text spoke of last.
func (d *dates) remember(x *when.Expression, day mentionmap.Day, tense when.Tense) mentionmap.Dates {
	got := x.Resolve(when.Anchor{Day: day, Previous: d.previous, Order: d.order, Tense: tense})
	if got.Known() && !x.Vague && d.off != rulePrevious {
		d.previous = got
	}
	return got
}

// cut cuts a sentence into clauses.
func (d *dates) cut(t *toponym.Text, s *toponym.Sentence) []clause {
	if d.off == ruleBoundaries {
		return append(d.clauses, clause{from: s.From})
	}
	return clauses(t, s, d.clauses)
}

func (d *dates) add(t *toponym.Text, s *toponym.Sentence, x *when.Expression, day mentionmap.Day) {
	at := tokenAt(t, s, x.Start)
	if x.Follows && len(d.found) == 0 || d.off != ruleBeside && d.ofSomethingElse(t, s, x, int(at)) {
		return
	}
	c := clauseOf(d.clauses, at)
	promised := d.off != rulePromise && (x.Tense == when.Future && x.Kind == when.Weekday || d.promised(t, s, c))
	tense := when.Unknown
	if promised {
		tense = when.Future
	}
	got := d.remember(x, day, tense)
	vague := x.Vague && d.off != ruleVague && !d.elsewhere(x, got, day) || !got.Known()
	if vague && x.Kind == when.Clock {
		return
	}
	if x.Follows && int(c)+1 < len(d.clauses) && d.clauses[c+1].from <= at+4 {
		c++ // "a day after" and what follows are one
	}
	d.found = append(d.found, dated{Dates: got, token: at, clause: c, vague: vague,
		weak:    d.off != ruleWeak && x.Kind == when.Relative && got.From == day && got.To == day,
		planned: got.Planned && !(d.guessed && x.Kind == when.Absolute) && (!promised || got.Precision > mentionmap.PrecisionMonth)})
}

// elsewhere reports a stretch counted from an event that tells of another time
// than its post's: of the first months of the war, years later, or in a text
// without a day.
func (d *dates) elsewhere(x *when.Expression, got mentionmap.Dates, day mentionmap.Day) bool {
	const slack = 31
	return d.off != ruleEvents && x.Counted && got.Known() && (day == mentionmap.NoDay || !got.Overlaps(day-slack, day+slack))
}

// ofSomethingElse reports an expression that dates a noun beside the clause:
// "Trump's November victory", "a June 2022 report".
func (d *dates) ofSomethingElse(t *toponym.Text, s *toponym.Sentence, x *when.Expression, at int) bool {
	if at <= int(s.From) || at >= len(t.Tokens) {
		return false
	}
	if t.Tokens[at-1].Flags&gazetteer.Clitic != 0 && x.Kind != when.Absolute {
		return true
	}
	next := int(tokenAt(t, s, x.End))
	return isAny(t.Word(at-1), "a", "an", "the") && next < int(s.To) &&
		isAny(t.Word(next), "report", "study", "survey", "poll", "interview", "article", "paper", "statement", "election", "elections", "agreement", "accord")
}

// promised reports that a clause says that something will be.
func (d *dates) promised(t *toponym.Text, s *toponym.Sentence, c int32) bool {
	end := s.To
	if int(c)+1 < len(d.clauses) {
		end = d.clauses[c+1].from
	}
	for i := d.clauses[c].from; i < end; i++ {
		switch t.Word(int(i)) {
		case "will", "due", "scheduled", "slated", "shall", "planned", "expected":
			return true
		}
	}
	return false
}

// tokenAt returns the token at or after a byte of the sentence.
func tokenAt(t *toponym.Text, s *toponym.Sentence, at int) int32 {
	n := sort.Search(int(s.To-s.From), func(i int) bool { return int(t.Tokens[int(s.From)+i].End) > at })
	return s.From + int32(n)
}

func clauseOf(list []clause, token int32) int32 {
	c := int32(0)
	for i := range list {
		if list[i].from <= token {
			c = int32(i)
		}
	}
	return c
}

// choose picks the date of one name.
func (d *dates) choose(w *worker, n *toponym.Name, doc *mentionmap.Document, posts []mentionmap.Post, post int) mentionmap.Dates {
	if len(d.found) > 0 {
		own, today := clauseOf(d.clauses, n.From), false
		if i, ok := d.inClause(own, n.From); ok && d.off != ruleClause {
			if d.found[i].vague {
				return d.fallback(doc, posts, post)
			}
			if !d.found[i].weak {
				return d.take(i, mentionmap.BasisClause)
			}
			today = true
		}
		if i := d.inSentence(own, n.From); i >= 0 && d.off != ruleSentence && (!today || d.found[i].Precision == mentionmap.PrecisionDay) {
			return d.take(i, mentionmap.BasisSentence)
		}
	}
	if d.head.Known() && int(d.text.Tokens[n.From].Start) < d.headEnd {
		return d.head
	}
	return d.fallback(doc, posts, post)
}

func (d *dates) take(i int, basis mentionmap.Basis) mentionmap.Dates {
	got := d.found[i].Dates
	got.Basis = basis
	return got
}

// inClause returns the expression nearest to the name in its own clause; a
// vague one only if there is no other.
func (d *dates) inClause(own, at int32) (best int, ok bool) {
	best = -1
	for i := range d.found {
		if d.found[i].clause == own && !d.found[i].planned && (best < 0 || d.better(i, best, at)) {
			best = i
		}
	}
	return best, best >= 0
}

func (d *dates) better(i, best int, at int32) bool {
	a, b := &d.found[i], &d.found[best]
	if a.vague != b.vague {
		return b.vague
	}
	if a.weak != b.weak {
		return b.weak
	}
	return d.far(a.token, at) < d.far(b.token, at)
}

// listReach is how many words a list is looked at.
const listReach = 40

// far is how far words of time are from a name, in words. In a list ("left
// Irpin on Monday and Hostomel on Friday") the words behind a name are nearer
// than those before it, and an "and" between lies in the way.
func (d *dates) far(token, name int32) int32 {
	const and = 3
	from, to, far := name, token, 2*(token-name)
	if token < name {
		from, to, far = token, name, 2*(name-token)+1
	}
	for i := from; i < min(to, from+listReach); i++ {
		if d.text.Word(int(i)) == "and" {
			far += and
		}
	}
	return far
}

// inSentence returns an expression of another clause that also dates the
// name's: one of the clause it hangs on, or of a clause of time that hangs on
// it; -1 if there is none.
func (d *dates) inSentence(own, at int32) int {
	best := -1
	for i := range d.found {
		x := &d.found[i]
		if x.vague || x.Planned || !d.reaches(x.clause, own) || d.off == ruleClause && x.clause == own {
			continue
		}
		if best < 0 || d.better(i, best, at) {
			best = i
		}
	}
	return best
}

// reaches reports whether a date in one clause is also that of another.
func (d *dates) reaches(from, to int32) bool {
	if from < to { // from the clause before
		for c := from + 1; c <= to; c++ {
			if d.clauses[c].bond == joined {
				return false
			}
		}
		return d.clauses[from].bond != describes
	}
	for c := to + 1; c <= from; c++ {
		if b := d.clauses[c].bond; b != temporal && b != reported && b != speech {
			return false
		}
	}
	return true
}
