package counts

import (
	"container/list"
	"context"
	"slices"
	"sync"
)

// storyParts is into how many parts stories are divided, by their number, to be
// counted at the same time.
const storyParts = 64

// eachStory gives workers what all of them collected of one story after the other.
func eachStory[T any](ctx context.Context, collected []*[storyParts][]T, byStory func(a, b T) int, fn func(worker int, of []T)) error {
	return Parallel(ctx, len(collected), storyParts, func(w, part int) error {
		var all []T
		for _, parts := range collected {
			all = append(all, parts[part]...)
		}
		slices.SortFunc(all, byStory)
		for i := 0; i < len(all); {
			j := i + 1
			for j < len(all) && byStory(all[i], all[j]) == 0 {
				j++
			}
			fn(w, all[i:j])
			i = j
		}
		return nil
	})
}

// naming counts the documents of a story that name a key, one number for each
// bit of the uses and firmness that they name it with. So a document joins or
// leaves without the others being read.
type naming [4]int32

// plus adds n documents of certain uses.
func (n naming) plus(uses facet, documents int32) naming {
	for bit := range n {
		n[bit] += documents * int32(uses>>bit&1)
	}
	return n
}

func (n naming) minus(o naming) naming {
	for bit := range n {
		n[bit] -= o[bit]
	}
	return n
}

// uses are those that any document has.
func (n naming) uses() (out facet) {
	for bit, documents := range n {
		if documents > 0 {
			out |= 1 << bit
		}
	}
	return out
}

// members is what the documents of a story name.
type members map[key]naming

// add adds n documents that name a key.
func (m members) add(k key, uses facet, n int32) {
	if m[k] = m[k].plus(uses, n); m[k] == (naming{}) {
		delete(m, k)
	}
}

// membersOf reads what the documents of a story name.
func membersOf(s Source) members {
	m := members{}
	var names []named
	var room []Mention
	for n := range ranges(s) {
		room = eachDocument(s, n, room, func(document []Mention) {
			names = eachKey(names, document, func(same []named) {
				uses := facet(0)
				for _, x := range same {
					uses |= x.uses
				}
				m.add(same[0].key, uses, 1)
			})
		})
	}
	return m
}

// stories remembers what stories name, those used last, as they are in one cube.
type stories struct {
	changing sync.Mutex // held by With
	of       *Cube

	mu    sync.Mutex
	known map[uint32]*list.Element // of *story
	order list.List                // used last first
	keys  int
}

type story struct {
	number uint32
	members
}

func (s *stories) forget() {
	s.known, s.keys = nil, 0
	s.order.Init()
}

// get takes out what is remembered of a story.
func (s *stories) get(number uint32) (members, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.known[number]
	if !ok {
		return nil, false
	}
	return s.take(e), true
}

func (s *stories) take(e *list.Element) members {
	out := s.order.Remove(e).(*story)
	delete(s.known, out.number)
	s.keys -= 1 + len(out.members)
	return out.members
}

// put remembers a story; those not used for longest go where there are more keys
// than most.
func (s *stories) put(number uint32, m members, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[uint32]*list.Element{}
	}
	if e, ok := s.known[number]; ok {
		s.take(e)
	}
	s.known[number] = s.order.PushFront(&story{number, m})
	s.keys += 1 + len(m)
	for s.keys > most && s.order.Len() > 1 {
		s.take(s.order.Back())
	}
}

// rename gives stories other numbers.
func (s *stories) rename(numbers map[uint32]uint32) {
	renamed := map[uint32]members{}
	for from, to := range numbers {
		if m, ok := s.get(from); ok {
			renamed[to] = m
		}
	}
	for to, m := range renamed {
		s.put(to, m, s.keys+len(m)+1)
	}
}
