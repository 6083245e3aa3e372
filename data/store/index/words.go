package index

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// hits are the sentences that hold a term, in stored order, as far as they were
// looked for: documents do not change, so later only those that came since are
// asked for.
type hits struct {
	document  int64 // number of the last document that was looked through
	posts     []uint32
	sentences []uint16 // of each hit: number in its post
}

const bytesAHit = 6

// filter makes a query ready, for what is stored now.
func (s *Store) filter(ctx context.Context, q *mentionmap.Query) (*filter, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	return s.filterOn(ctx, v, q)
}

// filterOn makes a query ready for a view: it looks up the posts that it means.
func (s *Store) filterOn(ctx context.Context, v *view, q *mentionmap.Query) (*filter, error) {
	var posts []uint32
	var sentences []uint64
	if terms := rows.Terms(q.Text); len(terms) > 0 {
		found, err := s.allHits(ctx, v, terms)
		if err != nil {
			return nil, err
		}
		if q.Sentence {
			sentences = inAll(found, 0)
			posts = postsOf(sentences, store.SentenceBits)
		} else {
			posts = postsOf(inAll(found, store.SentenceBits), 0)
		}
	}
	if len(q.Documents) > 0 {
		numbers, err := s.backend.Numbers(ctx, q.Documents)
		if err != nil {
			return nil, err
		}
		if of := v.postsOf(numbers); posts == nil {
			posts = of
		} else {
			posts = slices.DeleteFunc(posts, func(p uint32) bool { _, ok := slices.BinarySearch(of, p); return !ok })
		}
	}
	if len(q.Sources) > 0 {
		posts = v.fromSources(posts, q.Sources)
	}
	return v.filter(q, posts, sentences), nil
}

// allHits looks up terms, fewest hits first.
func (s *Store) allHits(ctx context.Context, v *view, terms []store.Term) ([]*hits, error) {
	found := make([]*hits, len(terms))
	for i, t := range terms {
		h, err := s.words.use(ctx, fmt.Sprintf("%d %q %q", v.epoch, t.Words, t.Stems), func(old any) (any, int64, error) {
			h, _ := old.(*hits)
			if h == nil {
				h = &hits{}
			}
			h, err := s.moreHits(ctx, v, t, h)
			if err != nil {
				return nil, 0, err
			}
			return h, int64(bytesAHit * cap(h.posts)), nil
		})
		if err != nil {
			return nil, err
		}
		found[i] = h.(*hits).until(v)
	}
	slices.SortFunc(found, func(a, b *hits) int { return len(a.posts) - len(b.posts) })
	return found, nil
}

var errEnough = errors.New("enough")

// moreHits adds the hits of documents that came since. Those that the view does
// not hold yet are left for later.
func (s *Store) moreHits(ctx context.Context, v *view, t store.Term, had *hits) (*hits, error) {
	h := *had
	if h.document >= v.last() {
		return had, nil
	}
	d := v.from(h.document + 1)
	after := store.SentenceKey(store.PostKey(h.document+1, 0), 0) - 1
	err := s.backend.Words(ctx, t, after, func(sentence int64) error {
		number := sentence >> (store.PostBits + store.SentenceBits)
		if number > v.last() {
			return errEnough
		}
		if v.number(d) < number {
			d = v.fromOn(d, number)
		}
		post := v.firstPost(d) + uint32(sentence>>store.SentenceBits)&(1<<store.PostBits-1)
		if v.number(d) == number && post < v.firstPost(d+1) {
			h.posts = append(h.posts, post)
			h.sentences = append(h.sentences, uint16(sentence))
		}
		return nil
	})
	if err != nil && err != errEnough {
		return nil, err
	}
	h.document = v.last()
	return &h, nil
}

// until gives the hits in posts that a view holds: there may be some of later ones.
func (h *hits) until(v *view) *hits {
	n, _ := slices.BinarySearch(h.posts, uint32(v.posts))
	return &hits{posts: h.posts[:n:n], sentences: h.sentences[:n:n]}
}

// inAll gives the sentences that hold all terms, or, without so many of the
// lower bits, the posts that do.
func inAll(found []*hits, without int) []uint64 {
	out := make([]uint64, len(found[0].posts))
	for i := range out {
		out[i] = found[0].at(i) >> without
	}
	out = slices.Compact(out)
	for _, h := range found[1:] {
		at := 0
		out = slices.DeleteFunc(out, func(s uint64) bool {
			at += skip(len(h.posts)-at, func(i int) bool { return h.at(at+i)>>without < s })
			return at == len(h.posts) || h.at(at)>>without != s
		})
	}
	return out
}

func (h *hits) at(i int) uint64 { return sentenceOf(h.posts[i], h.sentences[i]) }

// postsOf lists the posts of sentences, or of posts, without so many of the lower bits.
func postsOf(sentences []uint64, without int) []uint32 {
	posts := make([]uint32, len(sentences))
	for i, s := range sentences {
		posts[i] = uint32(s >> without)
	}
	return slices.Compact(posts)
}

// skip gives how many of the first n things are below what is looked for, in
// time that grows with the logarithm of that.
func skip(n int, below func(int) bool) int {
	step := 1
	for step <= n && below(step-1) {
		step *= 2
	}
	lo, hi := step/2, min(step, n)
	for lo < hi {
		if mid := (lo + hi) / 2; below(mid) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// fromOn gives the first document with a number or a higher one, from one on.
func (v *view) fromOn(d uint32, number int64) uint32 {
	return d + uint32(skip(v.documents-int(d), func(i int) bool { return v.number(d+uint32(i)) < number }))
}
