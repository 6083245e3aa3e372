package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// slowly is an application at an address that takes 2 ms to locate a document.
func slowly(t *testing.T) (address string, located *atomic.Int64, stop func(time.Duration) error, send func(ctx context.Context, body string) (int, error)) {
	t.Helper()
	located = new(atomic.Int64)
	o := Options{Host: "127.0.0.1"}
	secrets := takes(t, &o, func() { time.Sleep(2 * time.Millisecond); located.Add(1) })
	app, address, _ := start(t, o)
	t.Cleanup(func() { app.ShutdownWithTimeout(time.Second) })
	client := &http.Client{Transport: &http.Transport{}}
	send = func(ctx context.Context, body string) (int, error) {
		r, err := http.NewRequestWithContext(ctx, "POST", address+"/api/documents", strings.NewReader(body))
		if err != nil {
			return 0, err
		}
		r.Header.Set("Content-Type", "application/x-ndjson")
		r.Header.Set("Authorization", "Bearer "+secrets["write"])
		res, err := client.Do(r)
		if err != nil {
			return 0, err
		}
		res.Body.Close()
		return res.StatusCode, nil
	}
	return address, located, app.ShutdownWithTimeout, send
}

// lines are so many documents, one a line.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"text":"Bakhmut, report %d of many"}`+"\n", i)
	}
	return b.String()
}

// reaches waits until a number is reached.
func reaches(t *testing.T, n *atomic.Int64, least int64) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); n.Load() < least; time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("%d after 20 s, want %d", n.Load(), least)
		}
	}
}

func TestALongWriteLetsOthersInAndEndsWithItsClient(t *testing.T) {
	address, located, _, send := slowly(t)
	ctx, hangUp := context.WithCancel(t.Context())
	long := make(chan error, 1)
	go func() {
		_, err := send(ctx, lines(9000)) // takes 18 s and more
		long <- err
	}()
	reaches(t, located, 300)
	if status, err := send(t.Context(), `{"text":"Bakhmut, one"}`); status != 201 || err != nil {
		t.Errorf("a small one beside it: %d %v", status, err)
	}
	select {
	case err := <-long:
		t.Fatalf("the long one ended before the small one: %v", err)
	default:
	}
	hangUp()
	<-long
	var before int64 = -1
	for limit := time.Now().Add(20 * time.Second); before != located.Load(); time.Sleep(200 * time.Millisecond) {
		if before = located.Load(); time.Now().After(limit) || before >= 8000 {
			t.Fatalf("%d were located for a client that has gone", before)
		}
	}
	res, err := http.Get(address + "/api/collections/documents/items?resultType=hits")
	if err != nil || res.StatusCode != 200 {
		t.Fatal(err)
	}
	res.Body.Close()
}

func TestAStopEndsALongWrite(t *testing.T) {
	_, located, stop, send := slowly(t)
	answered := make(chan int, 1)
	go func() {
		status, err := send(context.Background(), lines(9000))
		if err != nil {
			status = -1
		}
		answered <- status
	}()
	reaches(t, located, 300)
	began := time.Now()
	if err := stop(15 * time.Second); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("stopped after %v: %v", time.Since(began), err)
	}
	if status := <-answered; status != 503 {
		t.Errorf("the client got %d, want 503", status)
	}
}
