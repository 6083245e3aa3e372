package sqlite

import (
	"os"
	"syscall"
	"time"
)

// changeTime is when a file was last written, moved or given other permissions.
func changeTime(i os.FileInfo) time.Time {
	if s, ok := i.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctimespec.Unix())
	}
	return i.ModTime()
}
