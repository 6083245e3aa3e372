package rows

import (
	"strings"

	"mentionmap"
	"mentionmap/data/store"
)

// Located is the inverse of Prepare, as far as rows go: what it gives makes the
// same rows. Of posts it takes what the table has; what is not kept (days that a
// post is filed under, posts without text) does not come back. Mentions are those
// of the document in the order of the text; versions are of what made them.
func Located(d *store.Document, posts []Post, mentions []store.Mention, gazetteer, locator string) mentionmap.Located {
	l := mentionmap.Located{Document: d.Document, Gazetteer: gazetteer, Locator: locator}
	var text strings.Builder
	for i := range posts {
		p := &posts[i]
		text.WriteString(p.Text)
		for p.Post >= 0 && len(l.Posts) <= p.Post { // numbers that are left out are of posts without text
			l.Posts = append(l.Posts, mentionmap.Post{Span: mentionmap.Span{Start: p.Byte, End: p.Byte}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay})
		}
		if p.Post >= 0 {
			l.Posts[p.Post] = p.post()
		}
	}
	l.Document.Text = text.String()
	l.Mentions = make([]mentionmap.Mention, len(mentions))
	for i := range mentions {
		l.Mentions[i] = mentions[i].Mention
	}
	return l
}

// post is a row as it was put.
func (p *Post) post() mentionmap.Post {
	span := mentionmap.Span{Start: p.Byte, End: p.Byte + len(p.Text)}
	out := mentionmap.Post{Span: span, Title: p.Title, Source: p.Source, Author: p.Author, Lang: p.Lang, ReplyTo: p.ReplyTo, Forwarded: p.Forwarded,
		Published: p.Published, Date: mentionmap.NoDay, Repeat: p.Repeat}
	if p.Title != "" && p.Heading == "" { // the text holds it, somewhere
		out.TitleSpan = span
		if at := strings.Index(p.Text, p.Title); at >= 0 {
			out.TitleSpan = mentionmap.Span{Start: p.Byte + at, End: p.Byte + at + len(p.Title)}
		}
	}
	return out
}
