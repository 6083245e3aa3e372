package rows_test

import (
	"reflect"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
	"mentionmap/data/store/storetest"
)

// TestLocatedMakesTheSameRows takes rows apart and makes them again.
func TestLocatedMakesTheSameRows(t *testing.T) {
	docs := storetest.Corpus(3, 100)
	titled := docs[0]
	titled.Posts[0].Title = titled.Document.Text[titled.Posts[0].Start : titled.Posts[0].Start+4]
	titled.Posts[0].TitleSpan = mentionmap.Span{Start: titled.Posts[0].Start, End: titled.Posts[0].Start + 4}
	titled.Posts[0].Lang, titled.Posts[0].ReplyTo, titled.Posts[0].Forwarded = "uk", "a", "b"
	empty := docs[1]
	empty.Posts = append([]mentionmap.Post{{Published: mentionmap.NoStamp, Date: mentionmap.NoDay}}, empty.Posts...)
	for i := range empty.Mentions {
		if empty.Mentions[i].Post >= 0 {
			empty.Mentions[i].Post++
		}
	}
	docs[1] = empty
	for i := range docs {
		want, err := rows.Prepare(&docs[i])
		if err != nil {
			t.Fatal(err)
		}
		var list []rows.Row
		for j := range want.Mentions {
			m := &want.Mentions[j]
			p := &want.Posts[m.Post]
			list = append(list, rows.Row{Document: &rows.DocumentRow{ID: want.ID}, Place: m.Place, Mention: *m,
				Post: &rows.PostRow{Post: p.Post, Start: p.Start, Length: p.Length, Byte: p.Byte, Text: p.Text}, Others: otherPosts(want)})
		}
		l := rows.Located(&store.Document{Document: docs[i].Document}, want.Posts, rows.Compose(list), docs[i].Gazetteer, docs[i].Locator)
		got, err := rows.Prepare(&l)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []*rows.Document{want, got} {
			for j := range d.Mentions {
				d.Mentions[j].Mention = nil // its parts are compared as rows
			}
			d.Located = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("document %d: got\n%+v, want\n%+v", i, got, want)
		}
	}
}

func otherPosts(d *rows.Document) (out []*rows.PostRow) {
	for i := range d.Posts {
		p := &d.Posts[i]
		out = append(out, &rows.PostRow{Post: p.Post, Start: p.Start, Length: p.Length, Byte: p.Byte, Text: p.Text})
	}
	return out
}
