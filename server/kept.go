package server

import (
	"container/list"
	"sync"

	"mentionmap"
)

// errInterrupted is what those get who waited for a value whose maker fell.
var errInterrupted = mentionmap.Errorf(mentionmap.Internal, "what another request was working out came to nothing: ask again")

// kept remembers what is dear to make, up to a number of bytes; what was not
// asked for longest goes first. Whoever asks for what another is making waits
// for it.
type kept struct {
	mu    sync.Mutex
	most  int                      // bytes
	room  int                      // bytes that are left of them
	known map[string]*list.Element // of keptValue
	used  *list.List               // last asked for first
	doing map[string]*making
}

// keptValue is a value and what it weighs.
type keptValue struct {
	key   string
	value any
	bytes int
}

// making is a value that is not there yet.
type making struct {
	done  chan struct{}
	value any
	err   error
}

func newKept(most int) *kept {
	return &kept{most: most, room: most, known: map[string]*list.Element{}, used: list.New(), doing: map[string]*making{}}
}

// keep returns the value of a key, made by produce if it is not there, which tells
// its size in bytes. An error is not kept.
func keep[T any](k *kept, key string, produce func() (T, int, error)) (T, error) {
	v, err := k.get(key, func() (any, int, error) { return produce() })
	if err != nil {
		var none T
		return none, err
	}
	return v.(T), nil
}

func (k *kept) get(key string, produce func() (any, int, error)) (any, error) {
	k.mu.Lock()
	if e := k.known[key]; e != nil {
		k.used.MoveToFront(e)
		k.mu.Unlock()
		return e.Value.(keptValue).value, nil
	}
	if m := k.doing[key]; m != nil {
		k.mu.Unlock()
		<-m.done
		return m.value, m.err
	}
	m := &making{done: make(chan struct{}), err: errInterrupted}
	k.doing[key] = m
	k.mu.Unlock()
	bytes := 0
	defer func() { k.finish(key, m, bytes) }()
	m.value, bytes, m.err = produce()
	return m.value, m.err
}

// finish lets the others have the value and makes room for it.
func (k *kept) finish(key string, m *making, bytes int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.doing, key)
	close(m.done)
	if m.err != nil || bytes > k.most {
		return
	}
	k.known[key] = k.used.PushFront(keptValue{key, m.value, bytes})
	k.room -= bytes
	for k.room < 0 {
		last := k.used.Back()
		old := k.used.Remove(last).(keptValue)
		delete(k.known, old.key)
		k.room += old.bytes
	}
}
