//go:build linux || darwin

package sqlite

import (
	"errors"
	"os"
	"syscall"
)

// SQLite's locks of a database file (https://www.sqlite.org/src/file/src/os.h):
// a program that has it open holds some of these bytes.
const (
	lockStart = 0x40000000
	lockBytes = 512
)

// lockDatabase takes SQLite's lock of a file that SQLite cannot read; errLocked
// if another program has it open. Programs lock, not connections: one of this
// program is not noticed.
func lockDatabase(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: lockStart, Len: lockBytes}
	return locked(f, path, syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock))
}

// heldByOthers reports whether another program has a file open by SQLite and has
// read from it; false where that cannot be told.
func heldByOthers(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: lockStart, Len: lockBytes}
	return syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock) == nil && lock.Type != syscall.F_UNLCK
}

// mayWrite asks the system without opening the file: closing it would give up the
// locks that this program has on it.
func mayWrite(path string) error { return syscall.Access(path, writable) }

const writable = 2 // W_OK

// lockFile makes a file, or takes one that is there, and locks it until it is
// closed or the program ends; errLocked if another has. To lock it takes no right
// to write: one that another user's program left behind is locked like any other.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o644)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	return locked(f, path, syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB))
}

func locked(f *os.File, path string, err error) (*os.File, error) {
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return nil, errLocked
	}
	return nil, cannotWrite(path, err)
}

// keepOwner gives a file the owner of another, as far as this user may.
func keepOwner(path string, like os.FileInfo) {
	if s, ok := like.Sys().(*syscall.Stat_t); ok {
		os.Lchown(path, int(s.Uid), int(s.Gid))
	}
}
