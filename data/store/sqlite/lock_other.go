//go:build !linux && !darwin

package sqlite

import (
	"os"
	"time"
)

// lockDatabase cannot lock here: the system itself keeps a file that is open
// from being renamed.
func lockDatabase(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR, 0) }

// heldByOthers cannot tell here.
func heldByOthers(string) bool { return false }

// changeTime is when the content was changed: more is not told here.
func changeTime(i os.FileInfo) time.Time { return i.ModTime() }

// mayWrite cannot tell here.
func mayWrite(string) error { return nil }

// lockFile cannot lock here.
func lockFile(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) }

// keepOwner cannot tell here.
func keepOwner(string, os.FileInfo) {}
