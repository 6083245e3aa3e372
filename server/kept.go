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
// for it. Of a key only the newest value is kept: what an older generation of
// the store held is never asked for again.
type kept struct {
	mu    sync.Mutex
	most  int                      // bytes
	room  int                      // bytes that are left of them
	known map[string]*list.Element // of keptValue
	used  *list.List               // last asked for first
	doing map[makingKey]*making
}

// keptValue is a value and what it weighs.
type keptValue struct {
	key        string
	generation int64
	value      any
	bytes      int
}

type makingKey struct {
	key        string
	generation int64
}

// making is a value that is not there yet.
type making struct {
	done  chan struct{}
	value any
	err   error
}

func newKept(most int) *kept {
	return &kept{most: most, room: most, known: map[string]*list.Element{}, used: list.New(), doing: map[makingKey]*making{}}
}

// always is the generation of what never changes.
const always = -1

// keep returns the value of a key at a generation, made by produce if it is not
// there, which tells its size in bytes. An error is not kept.
func keep[T any](k *kept, key string, generation int64, produce func() (T, int, error)) (T, error) {
	v, err := k.get(makingKey{key, generation}, func() (any, int, error) { return produce() })
	if err != nil {
		var none T
		return none, err
	}
	return v.(T), nil
}

func (k *kept) get(key makingKey, produce func() (any, int, error)) (any, error) {
	k.mu.Lock()
	if e := k.known[key.key]; e != nil && e.Value.(keptValue).generation == key.generation {
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
func (k *kept) finish(key makingKey, m *making, bytes int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.doing, key)
	close(m.done)
	if m.err != nil || bytes > k.most {
		return
	}
	if e := k.known[key.key]; e != nil {
		if e.Value.(keptValue).generation > key.generation {
			return
		}
		k.drop(e)
	}
	k.known[key.key] = k.used.PushFront(keptValue{key.key, key.generation, m.value, bytes})
	k.room -= bytes
	for k.room < 0 {
		k.drop(k.used.Back())
	}
}

func (k *kept) drop(e *list.Element) {
	old := k.used.Remove(e).(keptValue)
	delete(k.known, old.key)
	k.room += old.bytes
}
