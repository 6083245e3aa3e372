package storetest

import (
	"slices"
	"strings"
	"unicode"

	"mentionmap"
	"mentionmap/data/store"
)

// fact is a mention with all that a query can ask of it, worked out from what
// was put, without any database.
type fact struct {
	*mentionmap.Mention
	id, document, post, story string
	filed                     [2]mentionmap.Dates // by mentionmap.By
	sources                   []string
	words                     []string // of its post
	sentence                  []string // the words of its sentence
}

// model answers queries by looking at every fact.
type model struct {
	facts     []fact
	documents []string // ids in stored order
}

func newModel(docs []mentionmap.Located) *model {
	m := &model{}
	for i := range docs {
		id := mentionmap.DocumentID(docs[i].Document.Text)
		if slices.Contains(m.documents, id) {
			continue
		}
		m.documents = append(m.documents, id)
		for j := range docs[i].Mentions {
			m.facts = append(m.facts, newFact(&docs[i], id, &docs[i].Mentions[j]))
		}
	}
	return m
}

func newFact(l *mentionmap.Located, document string, m *mentionmap.Mention) fact {
	x := mentionmap.NewRuneIndex(l.Document.Text)
	f := fact{Mention: m, document: document, story: document, id: mentionmap.MentionID(document, x.At(m.Start))}
	post := stretch(l, m.Start)
	title := post.Title
	if m.Post >= 0 {
		post, title = l.Posts[m.Post], l.Posts[m.Post].Title
		if title == "" && len(l.Posts) == 1 {
			title = l.Document.Title
		}
	}
	f.post = mentionmap.MentionID(document, x.At(post.Start))
	f.words, f.sentence = wordsOf(post.Of(l.Document.Text)), wordsOf(m.Sentence.Of(l.Document.Text))
	if title != "" {
		f.words = append(append(wordsOf(title), ""), f.words...)
	}
	f.filed[mentionmap.ByEvent], f.filed[mentionmap.ByPublished] = m.Dates, mentionmap.NoDates
	if day := published(l, &post).Day; day != mentionmap.NoDay {
		f.filed[mentionmap.ByPublished] = mentionmap.Dates{From: day, To: day, Precision: mentionmap.PrecisionDay}
	}
	f.sources = sourcesOf(l, &post)
	return f
}

// stretch is the text between posts that a byte stands in.
func stretch(l *mentionmap.Located, at int) mentionmap.Post {
	p := mentionmap.Post{Span: mentionmap.Span{End: len(l.Document.Text)}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}
	for _, post := range l.Posts {
		if post.End <= at {
			p.Start = max(p.Start, post.End)
		} else {
			p.End = min(p.End, post.Start)
		}
	}
	return p
}

func published(l *mentionmap.Located, p *mentionmap.Post) mentionmap.Stamp {
	switch {
	case p.Published.Known():
		return p.Published
	case p.Date != mentionmap.NoDay:
		return mentionmap.Stamp{Day: p.Date, Minute: -1}
	}
	return l.Document.Published
}

func sourcesOf(l *mentionmap.Located, p *mentionmap.Post) (out []string) {
	if p.Source != "" {
		return []string{p.Source}
	}
	for _, s := range l.Document.Seen {
		if s.Source != "" && !slices.Contains(out, s.Source) {
			out = append(out, s.Source)
		}
	}
	if len(out) == 0 {
		out = []string{l.Document.Key}
	}
	return out
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// find gives the facts that match, in stored order.
func (m *model) find(q *mentionmap.Query) (out []*fact) {
	for i := range m.facts {
		if f := &m.facts[i]; f.matches(q) {
			out = append(out, f)
		}
	}
	return out
}

func in[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func (f *fact) matches(q *mentionmap.Query) bool {
	place := mentionmap.PlaceID(0)
	if f.Place != nil {
		place = f.Place.ID
	}
	return in(q.Places, place) && in(q.Kinds, f.Kind) && in(q.Uses, f.Use) && in(q.Relations, f.Relation) && in(q.Documents, f.document) &&
		f.Confidence >= q.MinConfidence && !q.Embargoed(f.filed[mentionmap.ByPublished].From, f.Dates) && f.inBox(q) && f.inWindow(q) && f.fromSources(q.Sources) && f.says(q)
}

func (f *fact) inBox(q *mentionmap.Query) bool {
	if q.BBox == nil {
		return true
	}
	if f.Place == nil || f.Place.Lat < q.BBox.Min.Lat() || f.Place.Lat > q.BBox.Max.Lat() {
		return false
	}
	west, east := q.BBox.Min.Lon(), q.BBox.Max.Lon()
	if west > east {
		return f.Place.Lon >= west || f.Place.Lon <= east
	}
	return west <= f.Place.Lon && f.Place.Lon <= east
}

func (f *fact) inWindow(q *mentionmap.Query) bool {
	d := f.filed[q.By]
	if !in(q.Precisions, d.Precision) {
		return false
	}
	return !q.Windowed() || d.Overlaps(q.From, q.To) || !d.Known() && slices.Contains(q.Precisions, mentionmap.Undated)
}

func (f *fact) fromSources(names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(f.sources, func(s string) bool { return slices.Contains(names, s) })
}

// says reports whether the post, or the sentence, holds all words and all
// phrases in quotes.
func (f *fact) says(q *mentionmap.Query) bool {
	words := f.words
	if q.Sentence {
		words = f.sentence
	}
	for i, part := range strings.Split(q.Text, `"`) {
		if i%2 == 1 {
			if !hasPhrase(words, wordsOf(part)) {
				return false
			}
			continue
		}
		for _, field := range strings.Fields(part) {
			if !hasPhrase(words, wordsOf(field)) {
				return false
			}
		}
	}
	return true
}

func hasPhrase(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return len(phrase) == 0
}

// unit is what a query counts a fact as.
func (f *fact) unit(u mentionmap.Unit) string {
	return [...]string{mentionmap.CountReports: f.post, mentionmap.CountMentions: f.id, mentionmap.CountDocuments: f.document, mentionmap.CountStories: f.story}[u]
}

// counts is what Store.Counts must give: rows to numbers.
func counts(q *mentionmap.Query, facts []*fact) map[store.Count]int64 {
	type key struct {
		unit string
		row  store.Count
	}
	units := map[key]store.Count{}
	for _, f := range facts {
		d := f.filed[q.By]
		row := store.Count{Kind: f.Kind, From: d.From, To: d.To, Precision: d.Precision}
		if f.Place != nil {
			row.Place = f.Place.ID
		}
		k := key{f.unit(q.Count), row}
		had := units[k]
		row.Uses = had.Uses | 1<<f.Use
		row.Firm = had.Firm || f.Certainty() != "unsure" && f.Relation != mentionmap.RelationDirection
		units[k] = row
	}
	out := map[store.Count]int64{}
	for _, row := range units {
		out[row]++
	}
	return out
}
