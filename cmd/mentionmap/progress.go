package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows how far a long job is: a bar on a terminal, a line every four
// seconds elsewhere, nothing at all for a job that is quick.
type progress struct {
	out      io.Writer
	terminal bool
	what     string
	every    time.Duration
	last     time.Time
}

func newProgress(what string, out io.Writer) *progress {
	p := &progress{out: out, what: what, terminal: isTerminal(out), every: 4 * time.Second}
	if p.terminal {
		p.every = 100 * time.Millisecond
	}
	p.last = time.Now()
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// say tells what is done, where nothing is counted.
func (p *progress) say(detail string) {
	if time.Since(p.last) < p.every && !p.terminal {
		return
	}
	p.last = time.Now()
	if !p.terminal {
		fmt.Fprintf(p.out, "%s: %s\n", p.what, detail)
		return
	}
	fmt.Fprintf(p.out, "\r\033[K%s %s", p.what, detail)
}

// show tells that done of total bytes are done; total 0 means it is not known.
func (p *progress) show(done, total int64, detail string) {
	if time.Since(p.last) < p.every {
		return
	}
	p.last = time.Now()
	if !p.terminal {
		fmt.Fprintf(p.out, "%s: %s, %s\n", p.what, share(done, total), detail)
		return
	}
	fmt.Fprintf(p.out, "\r\033[K%s %s %s", p.what, bar(done, total, 24), detail)
}

// done ends the bar.
func (p *progress) done() {
	if p.terminal {
		fmt.Fprint(p.out, "\r\033[K")
	}
}

func share(done, total int64) string {
	if total <= 0 {
		return size(done)
	}
	return fmt.Sprintf("%d %% of %s", min(100, done*100/total), size(total))
}

func bar(done, total int64, width int) string {
	if total <= 0 {
		return size(done)
	}
	full := int(min(done, total) * int64(width) / total)
	return fmt.Sprintf("[%s%s] %3d %%", strings.Repeat("█", full), strings.Repeat("·", width-full), min(100, done*100/total))
}

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1_000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
