package locate

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/seeds"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// TestVersion fails when answers or weights have changed and the version has
// not.
func TestVersion(t *testing.T) {
	sum := sha256.New()
	weights, err := os.ReadFile("../toponym/model.bin")
	if err != nil {
		t.Fatal(err)
	}
	sum.Write(weights)
	l := locator(t)
	for _, doc := range fingerprinted(t) {
		times := when.Scan(nil, doc.Text)
		located := l.Locate(doc, post.Split(&doc, times), Want{Demonyms: true, Times: times})
		for i := range located.Mentions {
			writeAnswer(sum, &located.Mentions[i])
		}
		for i := range located.Demonyms {
			writeAnswer(sum, &located.Demonyms[i])
		}
	}
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	want := base32.NewEncoding(letters).EncodeToString(sum.Sum(nil))[:8]
	if *update {
		if err := os.WriteFile("version.txt", []byte(want+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if Version != want {
		t.Errorf("answers or weights have changed: the version is %s, not %s any more; run go test ./geo/locate -run Version -update", want, Version)
	}
}

// fingerprinted lists the documents whose answers make the version.
func fingerprinted(t *testing.T) (docs []mentionmap.Document) {
	names, err := fs.Glob(seeds.Corpus, "*")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d files of the demo corpus: %v", len(names), err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Corpus, name)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, document(string(data), ""))
	}
	data, err := os.ReadFile("../eval/testdata/hardcases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if _, text, ok := strings.Cut(line, "\t"); ok {
			docs = append(docs, document(marked.ReplaceAllString(text, "$1"), ""))
		}
	}
	for _, c := range goldDates(t) {
		docs = append(docs, c.Document)
	}
	return docs
}

// marked is a place of the hard cases: {Nadiia|=810714}.
var marked = regexp.MustCompile(`\{([^|}]*)(?:\|[^}]*)?\}`)

// writeAnswer writes what a mention says, but for figures that may differ in
// their last digit from machine to machine.
func writeAnswer(sum hash.Hash, m *mentionmap.Mention) {
	place := mentionmap.PlaceID(0)
	if m.Place != nil {
		place = m.Place.ID
	}
	fmt.Fprintln(sum, m.Start, m.End, m.Kind, m.Use, m.Relation, place, m.Dates.From, m.Dates.To, m.Dates.Precision, m.Dates.Basis, m.Certainty(), len(m.Derived))
}
