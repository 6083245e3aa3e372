//go:build sqlite_fts5

package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"syscall"
	"testing"
)

// BenchmarkServeReady is the time from the start of the program to the first
// answer of /healthz, on the demo.
func BenchmarkServeReady(b *testing.B) {
	db := filepath.Join(b.TempDir(), "demo.db")
	if out, err := program("ingest", "--demo", "--db", db).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for b.Loop() {
		c := program("serve", "--db", db, "--addr", "127.0.0.1:0")
		said, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			b.Fatal(err)
		}
		line, _ := bufio.NewReader(said).ReadString('\n')
		_, address, _ := strings.Cut(line, " is at ")
		address, _, _ = strings.Cut(address, " ")
		answer, err := http.Get(address + "/healthz")
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatalf("%q: %v", line, err)
		}
		answer.Body.Close()
		b.StopTimer()
		c.Process.Kill()
		c.Wait()
		b.StartTimer()
	}
}

// profileVariable names the file that a program of tests writes a profile of its
// processor time to, between two signals SIGUSR1.
const profileVariable = "MENTIONMAP_TEST_PROFILE"

// profileOnSignal takes the profile, where one is wanted.
func profileOnSignal() {
	path := os.Getenv(profileVariable)
	if path == "" {
		return
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGUSR1)
	go func() {
		<-signals
		to, err := os.Create(path)
		if err == nil {
			err = pprof.StartCPUProfile(to)
		}
		<-signals
		pprof.StopCPUProfile()
		if err = errors.Join(err, to.Close()); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
}

// program is the test binary run as the program itself.
func program(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), argsVariable+"="+strings.Join(args, "\n"))
	return c
}
