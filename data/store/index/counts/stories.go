package counts

import (
	"container/list"
	"sync"
)

// naming counts the documents of a story that name a key, one number for each
// bit of the uses and firmness that they name it with. So a document joins or
// leaves without the others being read.
type naming [4]int32

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
	var more naming
	for bit := range more {
		more[bit] = n * int32(uses>>bit&1)
	}
	m.addAll(members{k: more})
}

func (m members) addAll(o members) {
	for k, more := range o {
		now := m[k]
		for bit := range now {
			now[bit] += more[bit]
		}
		if m[k] = now; now == (naming{}) {
			delete(m, k)
		}
	}
}

// membersOf reads what the documents of a story name.
func membersOf(s Source) members {
	m := members{}
	if s == nil {
		return m
	}
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

// edit is what a change adds to a story, and takes away.
type edit struct {
	keys      members
	last      uint32 // document
	documents int    // added and removed
	began     bool   // the document that begins it was added
	had       bool   // it was there before: that document was removed, or it had another number
}

// note takes note of a document, which may begin the story.
func (e *edit) note(document uint32, begins bool, sign int32) {
	if e.documents == 0 || e.last != document {
		e.documents++
	}
	e.last = document
	e.began = e.began || begins && sign > 0
	e.had = e.had || begins && sign < 0
}

// begins reports whether nothing was of the story before.
func (e *edit) begins() bool { return e.began && !e.had }

// stories remembers what stories name, those used last, as they are in one cube.
type stories struct {
	mu    sync.Mutex
	of    *Cube
	known map[uint32]*list.Element // of *story
	order list.List                // used last first
	keys  int
}

type story struct {
	number uint32
	members
}

func (s *stories) forget() {
	s.of, s.known, s.keys = nil, map[uint32]*list.Element{}, 0
	s.order.Init()
}

func (s *stories) get(number uint32) (members, bool) {
	e, ok := s.known[number]
	if !ok {
		return nil, false
	}
	known := s.take(e)
	return known.members, true
}

// take takes a story out.
func (s *stories) take(e *list.Element) *story {
	out := s.order.Remove(e).(*story)
	delete(s.known, out.number)
	s.keys -= 1 + len(out.members)
	return out
}

// put remembers a story; those not used for longest go where there are more keys
// than most.
func (s *stories) put(number uint32, m members, most int) {
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
		s.known[to] = s.order.PushFront(&story{to, m})
		s.keys += 1 + len(m)
	}
}
