package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/geo/eval"
	"mentionmap/geo/toponym/sentences"
	"mentionmap/seeds"
	"mentionmap/text/reader"
)

func newTrain() *cobra.Command {
	c := &cobra.Command{
		Use:   "train CORPUS…",
		Short: "Fit the weights of recognition to annotated corpora",
		Long: "Reads gold corpora (JSON Lines, perhaps gzipped: id, text, url, toponyms with start and end in code points, lon, lat), adds the\n" +
			"project's own annotated sentences and the demo corpus, prints the figures of a cross-validation by document (by newspaper\n" +
			"where documents have a url), and writes the weights fitted to all of it. The order of the corpora is part of the recipe.\n" +
			"The program takes its weights from geo/toponym/model.bin when it is built.",
		Example: "  mentionmap train --out geo/toponym/model.bin geowebnews.jsonl.gz lgl-first.jsonl.gz trnews-first.jsonl.gz",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE:    runTrain,
	}
	c.Flags().String("out", "", "file that the weights are written to; without it, figures only")
	settingGazetteer.add(c)
	return c
}

func runTrain(c *cobra.Command, args []string) error {
	corpora, err := readCorpora(args)
	if err != nil {
		return err
	}
	own, err := eval.ReadOwn(sentences.Files)
	if err != nil {
		return err
	}
	plain, err := demoTexts(c)
	if err != nil {
		return err
	}
	g, err := openGazetteer(c)
	if err != nil {
		return err
	}
	training := eval.Gather(g, corpora, own, plain)
	result := training.CrossValidate(func(done, of int) {
		fmt.Fprintf(c.ErrOrStderr(), "cross-validation: %d of %d\n", done, of)
	})
	printTraining(c.OutOrStdout(), corpora, &result)
	if out, _ := c.Flags().GetString("out"); out != "" {
		return writeWhole(out, training.Fit().Bytes())
	}
	return nil
}

// readCorpora reads the gold corpora, named as their files.
func readCorpora(paths []string) (list []eval.Corpus, err error) {
	for _, path := range paths {
		docs, err := eval.Read(path)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "%v", err)
		}
		if len(docs) == 0 {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "%s holds no document", path)
		}
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		list = append(list, eval.Corpus{Name: name, Documents: docs})
	}
	return list, nil
}

// demoTexts are the texts of the demo corpus, in the order of its files.
func demoTexts(c *cobra.Command) (texts []string, err error) {
	names, err := fs.Glob(seeds.Corpus, "*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Corpus, name)
		if err != nil {
			return nil, err
		}
		err = reader.Options{}.ReadFrom(c.Context(), name, bytes.NewReader(data), func(d mentionmap.Document) error {
			texts = append(texts, d.Text)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func printTraining(out io.Writer, corpora []eval.Corpus, r *eval.CrossValidated) {
	fmt.Fprintf(out, "%-20s %9s %11s %9s %9s %9s\n", "cross-validated", "documents", "recognition", "161 km", "F1 161", "F1 25 km")
	for i := range corpora {
		f := &r.Corpora[i]
		fmt.Fprintf(out, "%-20s %9d %11.4f %9.4f %9.4f %9.4f\n", corpora[i].Name, f.Documents, f.RecognitionF1(), f.Accuracy161(), f.EndToEnd161(), f.EndToEnd25())
	}
	fmt.Fprintf(out, "own sentences: recognition F1 %.4f, kind right %.4f, use right %.4f\n", r.Own.F1(), r.Own.KindRight(), r.Own.UseRight())
	fmt.Fprintf(out, "in Ukrainian and Russian: recognition F1 %.4f, kind right %.4f, use right %.4f\n", r.Slavic.F1(), r.Slavic.KindRight(), r.Slavic.UseRight())
	fmt.Fprintf(out, "expected calibration error: %.4f\n", eval.ExpectedError(r.Judged))
}

// writeWhole writes a file so that a stop leaves the old one.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".weights-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
