package copying_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/copying"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

func open(t *testing.T, url string) *postgres.Backend {
	t.Helper()
	b, err := postgres.Open(t.Context(), postgres.Options{URL: url, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// content is what a database holds, under names that do not depend on its numbers.
type content struct {
	documents []store.Document
	mentions  []store.Mention
	sentences map[string][]string // documents that hold a word
}

func contentOf(t *testing.T, b store.Backend) (c content) {
	t.Helper()
	var numbers []int64
	var keys []store.Key
	_, err := b.Follow(t.Context(), -1, func(block *store.Block) error {
		at := 0
		for _, d := range block.Documents {
			numbers = append(numbers, d.Number)
			for _, m := range block.Mentions[at : at+d.Mentions] {
				keys = append(keys, store.Key{Document: d.Number, Start: int(m.Start)})
			}
			at += d.Mentions
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.documents, err = b.Documents(t.Context(), numbers); err != nil {
		t.Fatal(err)
	}
	for i := range c.documents {
		d, err := b.Document(t.Context(), c.documents[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		c.documents[i] = *d
	}
	if c.mentions, err = b.Fetch(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	c.sentences = map[string][]string{}
	for _, word := range []string{"bridge", "title", "post", "харків"} {
		err := b.Words(t.Context(), store.Term{Words: []string{word}}, 0, func(s int64) error {
			i, _ := slices.BinarySearch(numbers, s>>(store.PostBits+store.SentenceBits))
			c.sentences[word] = append(c.sentences[word], c.documents[i].ID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func corpus() []mentionmap.Located {
	docs := storetest.Corpus(1, 700)
	for i := 0; i < 40; i += 2 { // near-copies
		d := docs[i]
		d.Document.Text += "Share this."
		docs = append(docs, d)
	}
	docs = append(docs, mentionmap.Located{Document: mentionmap.Document{Key: "nul", Text: "a\x00b", Published: mentionmap.NoStamp}, Gazetteer: "g2", Locator: "l9"})
	return docs
}

func TestACopyIsTheSame(t *testing.T) {
	from, to := open(t, pgtest.URL(t)), open(t, pgtest.URL(t))
	docs := corpus()
	for batch := range slices.Chunk(docs, 300) {
		if _, err := from.Put(t.Context(), 0, batch); err != nil {
			t.Fatal(err)
		}
	}
	deleted := mentionmap.DocumentID(docs[20].Document.Text)
	if err := from.Delete(t.Context(), deleted); err != nil {
		t.Fatal(err)
	}
	// It is broken off, and goes on where it ended.
	ctx, cancel := context.WithCancel(t.Context())
	var told []int64
	first, err := copying.Copy(ctx, from, to, copying.Options{Name: "source", Progress: func(done, left int64) {
		told = append(told, done, left)
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || first.Documents != 256 || first.Run == 0 || !slices.Equal(told, []int64{256, int64(len(docs)) - 1 - 256}) {
		t.Fatalf("broken off: %+v, %v, told %v", first, err, told)
	}
	second, err := copying.Copy(t.Context(), from, to, copying.Options{Name: "source"})
	if err != nil || second.Documents+first.Documents != len(docs)-1 || second.Known != 256 {
		t.Fatalf("gone on: %+v, %v", second, err)
	}
	want, got := contentOf(t, from), contentOf(t, to)
	if len(want.mentions) < 1000 || len(want.sentences["bridge"]) < 50 {
		t.Fatalf("the test is too weak: %d mentions, %d sentences", len(want.mentions), len(want.sentences["bridge"]))
	}
	if !reflect.DeepEqual(got.documents, want.documents) {
		t.Errorf("documents differ")
	}
	if !reflect.DeepEqual(got.mentions, want.mentions) {
		t.Errorf("mentions differ")
	}
	if !reflect.DeepEqual(got.sentences, want.sentences) {
		t.Errorf("words differ")
	}
	// Once more it does nothing, and back it does nothing.
	before, _ := to.Info(t.Context())
	for _, way := range [][2]*postgres.Backend{{from, to}, {to, from}} {
		sum, err := copying.Copy(t.Context(), way[0], way[1], copying.Options{Name: "again"})
		if err != nil || sum.Documents != 0 || sum.Run != 0 || sum.Known != len(docs)-1 {
			t.Errorf("again: %+v, %v", sum, err)
		}
	}
	if after, _ := to.Info(t.Context()); after.Generation != before.Generation {
		t.Errorf("nothing was new, yet the generation is %d after %d", after.Generation, before.Generation)
	}
	// What is seen elsewhere meanwhile is told, too.
	elsewhere := docs[5]
	elsewhere.Document.Seen = append(slices.Clone(elsewhere.Document.Seen), mentionmap.Seen{Source: "Late", URL: "u"})
	if _, err := from.Put(t.Context(), 0, []mentionmap.Located{elsewhere}); err != nil {
		t.Fatal(err)
	}
	if sum, err := copying.Copy(t.Context(), from, to, copying.Options{Name: "seen"}); err != nil || sum.Documents != 0 || sum.Run == 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if d, err := to.Document(t.Context(), mentionmap.DocumentID(elsewhere.Document.Text)); err != nil || !slices.Contains(d.Seen, mentionmap.Seen{Source: "Late", URL: "u"}) {
		t.Errorf("%+v, %v", d, err)
	}
	// The copy can be taken back.
	for _, run := range []int64{first.Run, second.Run} {
		if _, err := to.Undo(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	if i, err := to.Info(t.Context()); err != nil || i.Documents != 1 { // that one was seen by the last
		t.Errorf("%+v, %v", i, err)
	}
}

func TestADatabaseIsNotCopiedToItself(t *testing.T) {
	url := pgtest.URL(t)
	_, err := copying.Copy(t.Context(), open(t, url), open(t, url), copying.Options{Name: "x"})
	if mentionmap.CodeOf(err) != mentionmap.Invalid {
		t.Error(err)
	}
}
