package postgres

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

// open opens a database, and makes its tables.
func open(t testing.TB, url string) *Backend {
	t.Helper()
	b, err := Open(context.Background(), Options{URL: url, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func put(t testing.TB, b *Backend, run int64, docs ...mentionmap.Located) store.Added {
	t.Helper()
	added, err := b.Put(t.Context(), run, docs)
	if err != nil {
		t.Fatal("Put:", err)
	}
	return added
}

// followedState is what Follow tells, put together.
type followedState struct {
	generation int64
	documents  map[int64]store.DocumentRow
	posts      map[int64][]store.PostRow
	mentions   map[store.Key]store.MentionRow
	gone       []int64
	order      []int64
}

func follow(t testing.TB, b *Backend, after int64) followedState {
	t.Helper()
	s := followedState{documents: map[int64]store.DocumentRow{}, posts: map[int64][]store.PostRow{}, mentions: map[store.Key]store.MentionRow{}}
	g, err := b.Follow(t.Context(), after, func(block *store.Block) error {
		posts, mentions := block.Posts, block.Mentions
		for _, d := range block.Documents {
			s.posts[d.Number] = slices.Clone(posts[:d.Posts])
			for _, m := range mentions[:d.Mentions] {
				s.mentions[store.Key{Document: d.Number, Start: int(m.Start)}] = m
			}
			posts, mentions = posts[d.Posts:], mentions[d.Mentions:]
			s.documents[d.Number], s.order = d, append(s.order, d.Number)
		}
		if len(posts)+len(mentions) > 0 {
			t.Fatalf("%d posts and %d mentions are of no document", len(posts), len(mentions))
		}
		s.gone = append(s.gone, block.Gone...)
		return nil
	})
	if err != nil {
		t.Fatal("Follow:", err)
	}
	if !slices.IsSorted(s.order) {
		t.Fatal("documents come out of order")
	}
	s.generation = g
	return s
}

func (s *followedState) keys() []store.Key {
	return slices.SortedFunc(maps.Keys(s.mentions), func(a, b store.Key) int { return cmp.Or(cmp.Compare(a.Document, b.Document), a.Start-b.Start) })
}

func fetch(t testing.TB, b *Backend, keys []store.Key) []store.Mention {
	t.Helper()
	list, err := b.Fetch(t.Context(), keys)
	if err != nil {
		t.Fatal("Fetch:", err)
	}
	return list
}

func info(t testing.TB, b *Backend) store.Info {
	t.Helper()
	i, err := b.Info(t.Context())
	if err != nil {
		t.Fatal("Info:", err)
	}
	return i
}

// found gives the sentences that hold a term.
func found(t testing.TB, b *Backend, term store.Term) (out []int64) {
	t.Helper()
	err := b.Words(t.Context(), term, 0, func(s int64) error {
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal("Words:", err)
	}
	return out
}

func wantCode(t testing.TB, err error, code mentionmap.Code, says string) {
	t.Helper()
	if err == nil || mentionmap.CodeOf(err) != code || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v (%v), want a %v error that says %q", err, mentionmap.CodeOf(err), code, says)
	}
	if err != nil && (strings.Contains(err.Error(), pgtest.Password) || strings.Contains(fmt.Sprintf("%+v", err), pgtest.Password)) {
		t.Errorf("the password is told: %v", err)
	}
}

func TestWhatIsPutComesBack(t *testing.T) {
	b := open(t, pgtest.URL(t))
	docs := storetest.Corpus(1, 150)
	for batch := range slices.Chunk(docs, 40) {
		put(t, b, 0, batch...)
	}
	all := follow(t, b, -1)
	i := info(t, b)
	if i.Generation != 4 || all.generation != 4 || i.Documents != 150 || len(all.documents) != 150 || i.Mentions != int64(len(all.mentions)) || i.Schema != 1 || i.ID == "" || i.Bytes == 0 {
		t.Fatalf("info %+v, followed %d documents with %d mentions up to %d", i, len(all.documents), len(all.mentions), all.generation)
	}
	keys := all.keys()
	got := fetch(t, b, keys)
	n := 0
	for _, l := range docs {
		id := mentionmap.DocumentID(l.Document.Text)
		for _, m := range l.Mentions {
			checkMention(t, &l, id, &m, &got[n], all.mentions[keys[n]])
			n++
		}
		d, err := b.Document(t.Context(), id)
		if err != nil || d.Text != l.Document.Text || d.Key != l.Document.Key || d.Published != l.Document.Published || d.Posts != len(l.Posts) || d.Mentions != len(l.Mentions) {
			t.Fatalf("document %s: %+v, %v", id, d, err)
		}
	}
	if n != len(got) {
		t.Errorf("%d mentions, want %d", len(got), n)
	}
	slices.Reverse(keys)
	for i, m := range fetch(t, b, append(keys, store.Key{Document: 99999, Start: 1}, keys[0])) {
		if want := got[len(keys)-1-i%len(keys)]; !reflect.DeepEqual(m, want) {
			t.Fatalf("asked for backwards, mention %d is %+v, want %+v", i, m, want)
		}
	}
}

// checkMention compares what was put with what Fetch and Follow give.
func checkMention(t *testing.T, l *mentionmap.Located, id string, put *mentionmap.Mention, got *store.Mention, row store.MentionRow) {
	t.Helper()
	want := *put
	if want.Place != nil {
		want.Kind = want.Place.Kind
	}
	have := got.Mention
	if want.Post >= 0 && have.Post != want.Post || have.Span != want.Span || have.Surface != want.Surface || have.Sentence != want.Sentence || have.Dates != want.Dates ||
		have.Confidence != want.Confidence || have.RadiusKM != want.RadiusKM || have.Use != want.Use || have.Relation != want.Relation || have.Kind != want.Kind || have.Repeat != want.Repeat ||
		!reflect.DeepEqual(have.Place, want.Place) {
		t.Fatalf("got  %+v\nwant %+v", have, want)
	}
	if got.DocumentID != id || got.Story == "" || got.Gazetteer != l.Gazetteer || got.Locator != l.Locator || got.Snippet != put.Sentence.Of(l.Document.Text) {
		t.Fatalf("around it: %+v", got)
	}
	if row.Kind != put.Kind && put.Place == nil || row.Use != put.Use || row.Relation != put.Relation || row.From != put.Dates.From || row.To != put.Dates.To || row.Precision != put.Dates.Precision ||
		(row.Place == 0) != (put.Place == nil) {
		t.Fatalf("followed as %+v, want %+v", row, put)
	}
}

func TestTextIsKeptByteForByte(t *testing.T) {
	b := open(t, pgtest.URL(t))
	for _, text := range []string{"", "a\u00a0b\u2028c", "tabs\tand\x00nul", strings.Repeat("ї", 10_001), strings.Repeat("line\r\n", 5000), strings.Repeat("Довгий рядок без кінця ", 3000), strings.Repeat("x", 10_000)} {
		put(t, b, 0, mentionmap.Located{Document: mentionmap.Document{Key: "k\x00", Text: text, Published: mentionmap.NoStamp}})
		d, err := b.Document(t.Context(), mentionmap.DocumentID(text))
		if err != nil || d.Text != text {
			t.Errorf("%.20q comes back as %.20q: %v", text, d.Text, err)
		}
	}
}
