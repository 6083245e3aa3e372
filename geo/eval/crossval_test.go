package eval

import (
	"io/fs"
	"testing"

	"mentionmap"
	"mentionmap/seeds"
	"mentionmap/text/reader"
)

// gather weighs what the committed weights are fitted to.
func (g *ground) gather(t testing.TB) *Training {
	var corpora []Corpus
	for _, name := range newsCorpora {
		corpora = append(corpora, Corpus{Name: name, Documents: corpus(t, name+".jsonl.gz")})
	}
	return Gather(g.Gazetteer, corpora, own(t), demoTexts(t))
}

// demoTexts are the texts of the demo corpus.
func demoTexts(t testing.TB) (texts []string) {
	names, err := fs.Glob(seeds.Corpus, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := seeds.Corpus.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		err = reader.Options{}.ReadFrom(t.Context(), name, f, func(d mentionmap.Document) error {
			texts = append(texts, d.Text)
			return nil
		})
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

// crossValidated are the figures of what the weights are trained on.
func (g *ground) crossValidated(t *testing.T) (out []figure) {
	s := g.gather(t)
	got := s.CrossValidate(nil)
	for c, name := range newsCorpora {
		out = append(out, newsFigures(name+", cross-validated,", &got.Corpora[c])...)
	}
	writeJudged(t, got.Judged)
	return append(out,
		figure{name: "expected calibration error, held-out news", value: ExpectedError(got.Judged)},
		figure{name: "own sentences, cross-validated, F1", value: got.Own.F1()},
		figure{name: "own sentences kind right", value: got.Own.KindRight()},
		figure{name: "own sentences use right", value: got.Own.UseRight()},
		figure{name: "own uk and ru sentences, cross-validated, F1", value: got.Slavic.F1()},
		figure{name: "own uk and ru sentences kind right", value: got.Slavic.KindRight()},
		figure{name: "own uk and ru sentences use right", value: got.Slavic.UseRight()})
}
