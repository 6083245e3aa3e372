package postgres

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/rows"
	"mentionmap/data/store/storetest"
)

// TestWordsAreThoseOfRows compares what is found with what rows.Holds says of
// every sentence and title.
func TestWordsAreThoseOfRows(t *testing.T) {
	b := open(t, pgtest.URL(t))
	docs := storetest.Corpus(4, 60)
	for _, words := range []string{
		"Обстріл мостів тривав. Мости було пошкоджено; міст стоїть.", "Бригады наступали ночью на мосту. Мост взорван.", "Strikes struck; striking the bridges' piers. A strike's bridge.",
		"O'Neill’s café – naïve\\back 'quoted' :* & | ! <-> (odd) 12.5km", "tabs\tand\x00nul words", strings.Repeat("long ", 3000) + "tail end.", strings.Repeat("ж", 5000) + " beside", "same same same other same",
	} {
		docs = append(docs, text(words))
	}
	docs[61].Document.Title = "Міст і café"
	docs[62].Posts[0].Title = "Strike upon Kherson"
	put(t, b, 0, docs...)
	type sentence struct {
		key        int64
		text, lang string
	}
	var all []sentence
	for i := range docs {
		d, err := rows.Prepare(&docs[i])
		if err != nil {
			t.Fatal(err)
		}
		for n := range d.Posts {
			id := store.PostKey(int64(i+1), n)
			lang := d.Located.Document.Lang
			for j, s := range d.Posts[n].Sentences {
				all = append(all, sentence{store.SentenceKey(id, j), s.Text, lang})
			}
			if h := d.Posts[n].Heading; h != "" {
				all = append(all, sentence{store.SentenceKey(id, store.TitleSentence), h, lang})
			}
		}
	}
	hits := 0
	for _, typed := range []string{
		"bridge", "bridges", "strike", "striking", `"strike"`, `"strikes struck"`, `"struck strikes"`, "мост", "міст", "мости", "обстріл", "бригада", "бригады", "ночь", "café", "cafe", "o'neill", "O’Neill",
		`back\`, `naive\back`, "12.5km", "nul", "long", `"long long long"`, `"long tail end"`, "tail", `"same other same"`, `"same same same other"`, `"other other"`, "kherson", "title", "counter-offensive", "nothing-of-this",
		strings.Repeat("ж", 5000), strings.Repeat("ж", 3000), `"ж beside"`, "Nowhere", "grain corridor",
	} {
		for _, term := range rows.Terms(typed) {
			var want []int64
			for _, s := range all {
				if rows.Holds(s.text, s.lang, term) {
					want = append(want, s.key)
				}
			}
			got := found(t, b, term)
			if !slices.Equal(got, want) {
				t.Errorf("%.40q: found %d in %v, want %d in %v", typed, len(got), got, len(want), want)
			}
			hits += len(want)
			if len(want) > 1 {
				var after []int64
				b.Words(t.Context(), term, want[0], func(s int64) error {
					after = append(after, s)
					return nil
				})
				if !slices.Equal(after, want[1:]) {
					t.Errorf("%.40q: after the first %v, want %v", typed, after, want[1:])
				}
			}
		}
	}
	if hits < 100 {
		t.Errorf("only %d hits: the test is too weak", hits)
	}
	stop := errors.New("enough")
	calls := 0
	err := b.Words(t.Context(), store.Term{Words: []string{"long"}}, 0, func(int64) error {
		calls++
		return stop
	})
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%d calls after an error, %v", calls, err)
	}
	if err := b.Words(t.Context(), store.Term{}, 0, func(int64) error { return stop }); err != nil {
		t.Error(err)
	}
	put(t, b, 0, text("a connection that was stopped in the middle of a COPY is not used again"))
	if err := b.Delete(t.Context(), mentionmap.DocumentID(docs[62].Document.Text)); err != nil {
		t.Fatal(err)
	}
	if got := found(t, b, store.Term{Words: []string{"kherson"}}); len(got) != 0 {
		t.Errorf("deleted, yet found in %v", got)
	}
}
