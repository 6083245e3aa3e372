package main

import (
	"os"
	"strconv"
	"syscall"
)

// background is the niceness of commands that work for long (setpriority(2)).
const background = 10

// beNice lets other programs, such as a server beside, go first. On Linux
// niceness belongs to threads, and a new one has that of the thread that made
// it: the second round finds those that came during the first.
func beNice() {
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return
		}
		for _, t := range threads {
			id, err := strconv.Atoi(t.Name())
			if err != nil {
				continue
			}
			// The call gives 20 - niceness. One who is nicer stays so.
			if now, err := syscall.Getpriority(syscall.PRIO_PROCESS, id); err == nil && 20-now < background {
				_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, background) // what is refused changes nothing
			}
		}
	}
}
