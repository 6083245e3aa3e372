package synthetic

import (
	"reflect"
	"testing"

	"mentionmap"
)

func TestTheSameSeedGivesTheSameCorpus(t *testing.T) {
	a, b, other := New(1, 5000), New(1, 5000), New(2, 5000)
	if a.Documents() != 500 {
		t.Fatalf("%d documents", a.Documents())
	}
	n := 0
	for batch := range a.Batches(64) {
		for i := range batch {
			if !reflect.DeepEqual(batch[i], b.Document(n)) {
				t.Fatalf("document %d differs", n)
			}
			if batch[i].Document.Text == other.Document(n).Document.Text {
				t.Fatalf("document %d is the same under another seed", n)
			}
			n++
		}
	}
	if n != 500 {
		t.Fatalf("%d documents in batches", n)
	}
}

func TestMentionsStandWhereTheySay(t *testing.T) {
	c := New(3, 10_000)
	placed, long, bytes, texts := 0, 0, 0, map[string]bool{}
	for n := range c.Documents() {
		l := c.Document(n)
		bytes += len(l.Document.Text)
		texts[l.Document.Text] = true
		if len(l.Mentions) != PerDocument {
			t.Fatalf("document %d has %d mentions", n, len(l.Mentions))
		}
		for _, m := range l.Mentions {
			if m.Of(l.Document.Text) != m.Surface || !m.Sentence.Contains(m.Span) || !l.Posts[m.Post].Contains(m.Span) {
				t.Fatalf("document %d: %+v is not where it says", n, m)
			}
			if m.Place != nil {
				placed++
			}
			if m.Dates.Known() && m.Dates.To > m.Dates.From {
				long++
			}
			if d := m.Dates; d.Known() && (d.From < FirstDay-400 || d.To > FirstDay+mentionmap.Day(Days)) {
				t.Fatalf("document %d is of %v", n, d)
			}
		}
	}
	if len(texts) != c.Documents() {
		t.Errorf("%d texts in %d documents", len(texts), c.Documents())
	}
	if placed < 9500 || placed == 10_000 || long < 1000 || long > 3000 || bytes < 900*1000 || bytes > 1200*1000 {
		t.Errorf("%d placed, %d of several days, %d bytes", placed, long, bytes)
	}
}

func BenchmarkDocument(b *testing.B) {
	c, n := New(1, 10_000_000), 0
	for b.Loop() {
		c.Document(n)
		n++
	}
}
