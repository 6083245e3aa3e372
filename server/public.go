package server

import (
	"context"
	"math"

	"mentionmap"
	"mentionmap/data/store"
)

// publicSnippet is how much of a sentence all the world may read, code points.
const publicSnippet = 300

// publicStore is a store as a public server shows it: short snippets, no whole
// texts, no authors, derived points no finer than what is known of them.
type publicStore struct{ Store }

func (s publicStore) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	return s.Store.Mentions(ctx, q, func(m *store.Mention) error { return fn(publicMention(m)) })
}

func (s publicStore) Mention(ctx context.Context, id string) (*store.Mention, error) {
	m, err := s.Store.Mention(ctx, id)
	if err != nil {
		return nil, err
	}
	return publicMention(m), nil
}

func (s publicStore) Document(ctx context.Context, id string) (*store.Document, error) {
	d, err := s.Store.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	short := *d
	short.Text = ""
	return &short, nil
}

func publicMention(m *store.Mention) *store.Mention {
	p := *m
	p.Author = ""
	shorten(&p)
	p.Derived = nil
	for _, d := range m.Derived {
		p.Derived = append(p.Derived, coarsened(d))
	}
	return &p
}

// shorten cuts the snippet to a stretch around the mention, at code points,
// and moves the marks with it; a mark that is cut away is dropped.
func shorten(m *store.Mention) {
	runes := []rune(m.Snippet)
	if len(runes) <= publicSnippet {
		return
	}
	room := publicSnippet - 2 // for the ellipses
	from := min(max(0, (m.SnippetMark[0]+m.SnippetMark[1]-room)/2), len(runes)-room)
	to := from + room
	cut := runes[from:to:to]
	shift := -from
	if from > 0 {
		cut = append([]rune{'…'}, cut...)
		shift++
	}
	if to < len(runes) {
		cut = append(cut, '…')
	}
	m.Snippet = string(cut)
	m.SnippetMark = moved(m.SnippetMark, shift, len(cut))
	m.DateMark = moved(m.DateMark, shift, len(cut))
}

func moved(mark [2]int, shift, length int) [2]int {
	mark = [2]int{mark[0] + shift, mark[1] + shift}
	if mark[0] < 0 || mark[1] > length {
		return [2]int{}
	}
	return mark
}

// coarsened puts a point on a grid as wide as its radius, at least 1 km.
func coarsened(d mentionmap.Derived) mentionmap.Derived {
	const kmPerDegree = 111.2
	step := max(1, d.RadiusKM) / kmPerDegree
	d.Lat = max(-90, min(90, math.Round(d.Lat/step)*step))
	wide := step / max(0.01, math.Cos(d.Lat*math.Pi/180))
	d.Lon = max(-180, min(180, math.Round(d.Lon/wide)*wide))
	return d
}
