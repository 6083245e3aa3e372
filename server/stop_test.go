package server

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
)

// TestAStopEndsDownloadsVisibly stops the server in the middle of a download.
func TestAStopEndsDownloadsVisibly(t *testing.T) {
	db := filetest.Open(t, t.TempDir()+"/x.db", sqlite.Options{})
	if _, err := db.Put(t.Context(), fixture(t)); err != nil {
		t.Fatal(err)
	}
	app, address, done := start(t, Options{Store: endless{db}, Host: "127.0.0.1"})
	res, err := http.Get(address + "/api/export")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.CopyN(io.Discard, res.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, res.Body)
		read <- err
	}()
	began := time.Now()
	if err := app.ShutdownWithTimeout(300 * time.Millisecond); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("an endless download was waited for: %v after %v", err, time.Since(began))
	}
	if err := <-done; err != nil {
		t.Errorf("listening ended with %v", err)
	}
	db.Close() // as the program does before it ends
	if err := <-read; err == nil {
		t.Error("the client took a part for the whole")
	}
}

// TestSlowHeadersHoldNobodyUp opens many connections that never finish a request.
func TestSlowHeadersHoldNobodyUp(t *testing.T) {
	address, _ := serveMany(t)
	for range 500 {
		c, err := net.Dial("tcp", address[len("http://"):])
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: loc"); err != nil {
			t.Fatal(err)
		}
	}
	client := http.Client{Timeout: 2 * time.Second}
	res, err := client.Get(address + "/healthz")
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("%v %v", res, err)
	}
	res.Body.Close()
}
