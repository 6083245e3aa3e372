package sqlite

import (
	"errors"
	"os"

	"mentionmap"
)

// errLocked means that another program holds a lock.
var errLocked = errors.New("locked by another program")

func cannotWrite(path string, err error) error {
	return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", path, plain(err))
}

// LockWork keeps others from replacing the database at a path, whether it is
// there or not, until free is called; a program that is killed frees it, too.
// Errors: Conflict if another program is at it, Unavailable if the file path.lock
// cannot be made.
func LockWork(path string) (free func(), err error) {
	name := path + ".lock"
	for {
		f, err := lockFile(name)
		if errors.Is(err, errLocked) {
			return nil, mentionmap.Errorf(mentionmap.Conflict, "%s: another 'mentionmap relocate' or 'restore' is at work on it: wait for that to end; nothing was changed", path)
		}
		if err != nil {
			return nil, err
		}
		if info, err := f.Stat(); err == nil && sameFile(name, info) {
			return func() { os.Remove(name); f.Close() }, nil
		}
		f.Close() // another had it, and removed it before this one locked it
	}
}
