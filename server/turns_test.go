package server

import (
	"context"
	"errors"
	"testing"

	"mentionmap"
)

func TestPagesAreMadeInTurn(t *testing.T) {
	h := &handlers{turns: newSlots(1)}
	made := make(chan int, 3)
	begin, began := make(chan bool), make(chan bool)
	go h.inTurn(t.Context(), func() error { began <- true; <-begin; made <- 1; return nil })
	<-began
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var refused *mentionmap.Error
	if err := h.inTurn(ended, func() error { made <- 2; return nil }); !errors.As(err, &refused) || refused.Code != mentionmap.Unavailable {
		t.Errorf("who cannot wait is told %v", err)
	}
	close(begin)
	if err := h.inTurn(t.Context(), func() error { made <- 3; return nil }); err != nil {
		t.Error(err)
	}
	if first, then := <-made, <-made; first != 1 || then != 3 {
		t.Errorf("made %d, then %d", first, then)
	}
}
