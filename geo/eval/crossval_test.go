package eval

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym"
	"mentionmap/geo/toponym/train"
	"mentionmap/seeds"
)

const folds = 5

// trainingSet is what the weights are fitted to, by fold.
type trainingSet struct {
	examples [folds][]train.Example
	news     [][]Document
	own      map[string][]train.Annotated
	names    []string
}

// gather weighs the names of the news corpora, of our own sentences and of
// the demo corpus; the last has no gold: there the named weights are taken for
// right, so that training does not unlearn them.
func gather(t testing.TB) *trainingSet {
	finder := locate.NewFinder(openWorld(t), locate.Options{})
	s := &trainingSet{}
	for c, name := range newsCorpora {
		docs := corpus(t, name+".jsonl.gz")
		s.news = append(s.news, docs)
		for i := range docs {
			s.add(foldOf(&docs[i], i), train.Collect(finder, []train.Document{{Text: docs[i].Text, Corpus: c, Places: spans(docs[i].Toponyms)}}))
		}
	}
	s.names, s.own = own(t)
	for _, name := range s.names {
		for i, a := range s.own[name] {
			d := train.Document{Text: a.Text, Corpus: len(newsCorpora)}
			for _, p := range a.Places {
				d.Places = append(d.Places, p.Span)
			}
			s.add(i%folds, train.Collect(finder, []train.Document{d}))
		}
	}
	for i, text := range demoTexts(t) {
		examples := train.Collect(finder, []train.Document{{Text: text, Corpus: len(newsCorpora) + 1}})
		for j := range examples {
			examples[j].Place = examples[j].Named > 0
		}
		s.add(i%folds, examples)
	}
	return s
}

func (s *trainingSet) add(fold int, examples []train.Example) {
	s.examples[fold] = append(s.examples[fold], examples...)
}

// without returns the examples of all folds but one; -1 leaves none out.
func (s *trainingSet) without(fold int) (out []train.Example) {
	for i := range s.examples {
		if i != fold {
			out = append(out, s.examples[i]...)
		}
	}
	return out
}

func spans(list []Gold) (out []mentionmap.Span) {
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

// demoTexts are the reports of the demo corpus that stand in plain files.
func demoTexts(t testing.TB) (texts []string) {
	names, err := fs.Glob(seeds.Corpus, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Corpus, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range strings.Split(string(data), "\n{") {
			texts = append(texts, textOf(text))
		}
	}
	return texts
}

// textOf takes the text out of a line of JSON, as far as training minds.
func textOf(s string) string {
	_, rest, ok := strings.Cut(s, `"text": "`)
	if !ok {
		return s
	}
	text, _, _ := strings.Cut(rest, `", "date"`)
	return strings.ReplaceAll(text, `\"`, `"`)
}

// crossValidated measures each document with weights that have not seen its
// newspaper, and fits the weights anew to everything.
func crossValidated(t *testing.T) (out []figure) {
	s := gather(t)
	news := make([]Figures, len(newsCorpora))
	var ours tally
	var held []judged
	for fold := range folds {
		model := toponym.NewModel(train.Fit(s.without(fold), train.Defaults()))
		l := locate.New(openWorld(t), locate.Options{Model: model})
		for c := range s.news {
			for i := range s.news[c] {
				if d := &s.news[c][i]; foldOf(d, i) == fold {
					got := l.Locate(datedText(d), nil, locate.Want{Demonyms: true})
					news[c].Add(d, Merge(&got), nil)
					held = append(held, judge(d, got.Mentions)...)
				}
			}
		}
		s.scoreOwn(l, fold, &ours)
	}
	for c, name := range newsCorpora {
		out = append(out, newsFigures(name+", cross-validated,", &news[c])...)
	}
	writeJudged(t, held)
	return append(out,
		figure{name: "expected calibration error, held-out news", value: expectedError(held)},
		figure{name: "own sentences, cross-validated, F1", value: f1(ours.found, ours.predicted, ours.gold)},
		figure{name: "own sentences kind right", value: ratio(ours.kind, ours.found)},
		figure{name: "own sentences use right", value: ratio(ours.use, ours.found)})
}

func (s *trainingSet) scoreOwn(l *locate.Locator, fold int, ours *tally) {
	for _, name := range s.names {
		if name == "uk" || name == "ru" {
			continue
		}
		for i := range s.own[name] {
			if a := &s.own[name][i]; i%folds == fold {
				ours.add(a, l.Locate(plain(a.Text), nil, locate.Want{}).Mentions, ignore)
			}
		}
	}
}

// TestTrain writes the trained weights where TRAIN_TO says.
func TestTrain(t *testing.T) {
	path := os.Getenv("TRAIN_TO")
	if path == "" {
		t.Skip("fits the weights anew: TRAIN_TO=../toponym/model.bin go test ./geo/eval -run TestTrain")
	}
	model := toponym.NewModel(train.Fit(gather(t).without(-1), train.Defaults()))
	if err := os.WriteFile(path, model.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
