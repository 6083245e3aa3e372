package eval

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym"
	"mentionmap/geo/toponym/train"
)

const folds = 5

// Corpus is a gold corpus with its name.
type Corpus struct {
	Name      string
	Documents []Document
}

// Training is what the trained part of recognition is fitted to, by fold.
type Training struct {
	gazetteer *gazetteer.Gazetteer
	corpora   []Corpus
	own       []Own
	examples  [folds][]train.Example
}

// Gather weighs the names of the corpora, of our own sentences and of plain
// texts. The last have no gold: there the named weights are taken for right,
// so that training does not unlearn them. The order of the corpora is part of
// the recipe.
func Gather(g *gazetteer.Gazetteer, corpora []Corpus, own []Own, plain []string) *Training {
	finder := locate.NewFinder(g, locate.Options{})
	s := &Training{gazetteer: g, corpora: corpora, own: own}
	for c := range corpora {
		docs := corpora[c].Documents
		for i := range docs {
			d := train.Document{Text: docs[i].Text, Corpus: c, Places: goldSpans(docs[i].Toponyms)}
			s.add(foldOf(&docs[i], i), train.Collect(finder, []train.Document{d}))
		}
	}
	for o := range own {
		for i, a := range own[o].Texts {
			d := train.Document{Text: a.Text, Corpus: len(corpora)}
			for _, p := range a.Places {
				d.Places = append(d.Places, p.Span)
			}
			s.add(i%folds, train.Collect(finder, []train.Document{d}))
		}
	}
	for i, text := range plain {
		examples := train.Collect(finder, []train.Document{{Text: text, Corpus: len(corpora) + 1}})
		for j := range examples {
			examples[j].Place = examples[j].Named > 0
		}
		s.add(i%folds, examples)
	}
	return s
}

func (s *Training) add(fold int, examples []train.Example) {
	s.examples[fold] = append(s.examples[fold], examples...)
}

// Fit fits the weights to everything.
func (s *Training) Fit() *toponym.Model { return s.fit(-1) }

// fit fits the weights to all folds but one; -1 leaves none out.
func (s *Training) fit(without int) *toponym.Model {
	var list []train.Example
	for i := range s.examples {
		if i != without {
			list = append(list, s.examples[i]...)
		}
	}
	return toponym.NewModel(train.Fit(list, train.Defaults()))
}

func goldSpans(list []Gold) (out []mentionmap.Span) {
	for i := range list {
		out = append(out, list[i].Span())
	}
	return out
}

// foldOf keeps the documents of one newspaper together.
func foldOf(d *Document, i int) int {
	_, rest, _ := strings.Cut(d.URL, "//")
	host, _, _ := strings.Cut(rest, "/")
	if host == "" {
		return i % folds
	}
	h := uint32(0)
	for _, b := range []byte(host) {
		h = h*31 + uint32(b)
	}
	return int(h % folds)
}

// CrossValidated are figures of texts that the weights have not seen.
type CrossValidated struct {
	Corpora []Figures // in the order of the corpora
	Own     Tally     // of our own sentences in English
	Slavic  Tally     // in Ukrainian and Russian
	Judged  []Judged  // mentions of the corpora
}

// CrossValidate measures each document with weights that have not seen its
// newspaper. progress, which may be nil, is called after each of the folds.
func (s *Training) CrossValidate(progress func(done, of int)) CrossValidated {
	out := CrossValidated{Corpora: make([]Figures, len(s.corpora))}
	for fold := range folds {
		l := locate.New(s.gazetteer, locate.Options{Model: s.fit(fold)})
		for c := range s.corpora {
			s.scoreCorpus(l, fold, c, &out)
		}
		s.scoreOwn(l, fold, &out)
		if progress != nil {
			progress(fold+1, folds)
		}
	}
	return out
}

func (s *Training) scoreCorpus(l *locate.Locator, fold, c int, out *CrossValidated) {
	docs := s.corpora[c].Documents
	homes := learn(l, docs, func(i int) bool { return foldOf(&docs[i], i) == fold })
	for i := range docs {
		if d := &docs[i]; foldOf(d, i) == fold {
			doc := d.Plain()
			got := l.Locate(doc, nil, locate.Want{Demonyms: true, Home: homes.Of(&doc)})
			out.Corpora[c].Add(d, Merge(&got), nil)
			out.Judged = append(out.Judged, Judge(d, got.Mentions)...)
		}
	}
}

// learn reads the documents that are kept for where their sources are at home.
func learn(l *locate.Locator, docs []Document, keep func(i int) bool) *locate.Homes {
	homes := &locate.Homes{}
	var list []mentionmap.Document
	for i := range docs {
		if keep(i) {
			list = append(list, docs[i].Plain())
		}
	}
	l.Learn(homes, list)
	return homes
}

func (s *Training) scoreOwn(l *locate.Locator, fold int, out *CrossValidated) {
	for o := range s.own {
		ours := &out.Own
		if s.own[o].Slavic() {
			ours = &out.Slavic
		}
		for i := range s.own[o].Texts {
			if a := &s.own[o].Texts[i]; i%folds == fold {
				doc := mentionmap.Document{Text: a.Text, Published: mentionmap.NoStamp}
				ours.Add(a, l.Locate(doc, nil, locate.Want{}).Mentions, nil)
			}
		}
	}
}

// Plain is the document as the locator takes it.
func (d *Document) Plain() mentionmap.Document {
	published, err := mentionmap.ParseStamp(d.Date)
	if err != nil {
		published = mentionmap.NoStamp
	}
	return mentionmap.Document{Text: d.Text, Published: published, Seen: []mentionmap.Seen{{Source: d.Source, URL: d.URL}}}
}
