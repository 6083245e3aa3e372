package postgres

import (
	"fmt"
	"testing"

	"mentionmap"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

// TestViewsShowWhatFetchGives reads the views as a stranger does.
func TestViewsShowWhatFetchGives(t *testing.T) {
	b := open(t, pgtest.URL(t))
	docs := storetest.Corpus(9, 80)
	docs[0].Posts[0].Lang, docs[0].Posts[0].ReplyTo, docs[0].Posts[0].Forwarded = "uk", "that", "them"
	put(t, b, 0, docs...)
	s := follow(t, b, -1)
	type shown struct{ name, surface, kind, use, relation, date, dateTo, precision, basis, published, snippet, title, source, author, url, document, story, place, country string }
	got := map[string]shown{}
	rows, err := b.pool.Query(t.Context(), `SELECT id, coalesce(name, ''), surface, kind, use, relation, coalesce(date::text, ''), coalesce(date_to::text, ''), coalesce(date_precision, ''),
		coalesce(date_basis, 'none'), coalesce(published, ''), snippet, coalesce(title, ''), coalesce(source, ''), coalesce(author, ''), coalesce(url, ''), document, story,
		coalesce(place::text, '0'), coalesce(country, '') FROM mentions`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id string
		var v shown
		if err := rows.Scan(&id, &v.name, &v.surface, &v.kind, &v.use, &v.relation, &v.date, &v.dateTo, &v.precision, &v.basis, &v.published, &v.snippet, &v.title, &v.source, &v.author, &v.url,
			&v.document, &v.story, &v.place, &v.country); err != nil {
			t.Fatal(err)
		}
		got[id] = v
	}
	if rows.Err() != nil || len(got) != len(s.mentions) {
		t.Fatalf("%d mentions, want %d: %v", len(got), len(s.mentions), rows.Err())
	}
	for _, m := range fetch(t, b, s.keys()) {
		want := shown{surface: m.Surface, kind: m.Kind.String(), use: m.Use.String(), relation: m.Relation.String(), date: m.Dates.From.String(), dateTo: m.Dates.To.String(),
			precision: m.Dates.Precision.String(), basis: m.Dates.Basis.String(), published: m.Published.String(), snippet: m.Snippet, title: m.Title, source: m.Source, author: m.Author, url: m.URL,
			document: m.DocumentID, story: m.Story, place: "0"}
		if m.Place != nil {
			want.name, want.place, want.country = m.Place.Name, m.Place.ID.String(), m.Place.Country
		}
		if got[m.ID] != want {
			t.Fatalf("%s: got\n%+v, want\n%+v", m.ID, got[m.ID], want)
		}
	}
	i := info(t, b)
	for view, want := range map[string]int64{"documents": i.Documents, "posts": i.Posts, "places": int64(countPlaces(docs)), "reports": int64(countReports(&s))} {
		var n int64
		if err := b.pool.QueryRow(t.Context(), "SELECT count(*) FROM "+view).Scan(&n); err != nil || n != want {
			t.Errorf("%s has %d rows, want %d (%v)", view, n, want, err)
		}
	}
	var lang, reply, from, text string
	err = b.pool.QueryRow(t.Context(), "SELECT p.lang, p.reply_to, p.forwarded, (SELECT string_agg(text, ' ' ORDER BY sentence) FROM sentences s WHERE s.post = p.post AND NOT s.title) FROM posts p WHERE reply_to IS NOT NULL").
		Scan(&lang, &reply, &from, &text)
	if err != nil || lang != "uk" || reply != "that" || from != "them" || text == "" {
		t.Errorf("post: %q %q %q %q %v", lang, reply, from, text, err)
	}
}

func countPlaces(docs []mentionmap.Located) int {
	seen := map[mentionmap.PlaceID]bool{}
	for _, d := range docs {
		for _, m := range d.Mentions {
			if m.Place != nil {
				seen[m.Place.ID] = true
			}
		}
	}
	return len(seen)
}

// countReports counts posts, places and dates that belong together.
func countReports(s *followedState) int {
	seen := map[string]bool{}
	for k, m := range s.mentions {
		kind := m.Kind
		if m.Place != 0 {
			kind = 0
		}
		seen[fmt.Sprint(k.Document, m.Post, m.Place, m.From, m.To, m.Precision, kind)] = true
	}
	return len(seen)
}
