package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mentionmap"
	"mentionmap/data/store"
)

// RestoreOptions say how Restore goes about it. The zero value is what is usual.
type RestoreOptions struct {
	// Checking, if set, is told how far the backup is checked, and Copying how many
	// of how many bytes are copied.
	Checking func(what string)
	Copying  func(done, total int64)
	// Now is the time that the name of the old database tells; zero is the clock's.
	Now time.Time

	step func(string) // is told after each step
}

// Restored says what Restore did.
type Restored struct {
	Info  store.Info // of what was restored
	Kept  string     // the old database; "" if there was none, nor a log of one
	Older bool       // of an older schema, which serving or storing brings up to date
	// Mending are the checks whose faults Mend puts right.
	Mending []string
}

// patienceForOthers is how long a program that is just ending may take to close
// the database.
const patienceForOthers = time.Second

// Restore puts a copy of a backup in the place of a database, which may be
// missing, damaged, or no database at all. The backup is checked before, as by
// Check, and not changed; it may be in use. The old database is kept under a name
// of its own, path.before-restore-<time>, with its log if that could not be
// written back. Its owner and permissions stay. Generations count on from
// both, if that of the old one can be read. It is done all or not at all, whenever the program is killed.
// Errors: NotFound (no such backup, no such folder); Invalid (not a backup;
// the database itself); Conflict (another program has the database open, or
// replaces it; written by a newer program); Internal (the backup is damaged);
// Unavailable (cannot be read or written; disk full).
func Restore(ctx context.Context, backup, path string, o RestoreOptions) (Restored, error) {
	if o.Checking == nil {
		o.Checking = func(string) {}
	}
	if o.step == nil {
		o.step = func(string) {}
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if err := checkBackup(backup); err != nil {
		return Restored{}, err
	}
	if real, err := filepath.EvalSymlinks(backup); err == nil {
		backup = real
	}
	path, old, err := checkTarget(backup, path)
	if err != nil {
		return Restored{}, err
	}
	free, err := LockWork(path)
	if err != nil {
		return Restored{}, err
	}
	defer free()
	r := restoring{backup: backup, path: path, part: path + ".restoring", RestoreOptions: o}
	if old {
		if r.old, err = LockExclusive(ctx, path, patienceForOthers); err != nil {
			return Restored{}, err
		}
		defer r.old.Close()
	}
	r.step("locked")
	return r.run(ctx)
}

// checkBackup refuses what is plainly no backup, in the words of this command.
func checkBackup(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return mentionmap.Errorf(mentionmap.NotFound, "%s: there is no such backup; nothing was changed", path)
	case err != nil:
		return mentionmap.Errorf(mentionmap.Unavailable, "%s: the backup cannot be read: %w; nothing was changed", path, plain(err))
	case info.IsDir():
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is a folder: name the file of a backup; nothing was changed", path)
	case info.Size() == 0:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: the file is empty, it is no backup; nothing was changed", path)
	}
	return nil
}

// checkTarget follows links to the file that will be replaced, and tells whether
// it is there.
func checkTarget(backup, path string) (real string, old bool, err error) {
	if real, err = filepath.EvalSymlinks(path); err != nil {
		real = path
	}
	info, err := os.Stat(real)
	if errors.Is(err, fs.ErrNotExist) {
		if target, err := os.Readlink(path); err == nil {
			return "", false, mentionmap.Errorf(mentionmap.NotFound, "%s leads to %s, which is not there: make or remove the link; nothing was changed", path, target)
		}
		return path, false, checkFolder(path)
	}
	if err != nil {
		return "", false, mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be replaced: %w; nothing was changed", path, plain(err))
	}
	if !info.Mode().IsRegular() {
		return "", false, mentionmap.Errorf(mentionmap.Invalid, "%s is not a file: name a database file with --db; nothing was changed", path)
	}
	if from, err := os.Stat(backup); err == nil && os.SameFile(from, info) {
		return "", false, mentionmap.Errorf(mentionmap.Invalid, "%s is the database itself: name the file of a backup; nothing was changed", backup)
	}
	return real, true, nil
}

// restoring is one Restore.
type restoring struct {
	backup, path, part string
	old                *Exclusive // nil: there is none
	RestoreOptions
}

func (r *restoring) run(ctx context.Context) (done Restored, err error) {
	defer Remove(r.part)
	if done.Mending, err = r.copy(ctx); err != nil {
		return done, err
	}
	r.step("copied")
	if done.Info, err = infoOf(ctx, r.part); err != nil {
		return done, err
	}
	done.Older = done.Info.Schema < newestSchema()
	if done.Kept, err = r.freeName(); err != nil {
		return done, err
	}
	if r.old == nil {
		err = r.place(ctx, done.Kept)
	} else {
		if of, err := r.old.Generation(ctx); err == nil {
			done.Info.Generation = max(done.Info.Generation, of+1)
		}
		err = r.old.replace(ctx, r.part, done.Kept, done.Info.Generation, r.step)
	}
	if err != nil {
		return done, err
	}
	if r.old == nil {
		if done.Kept += "-wal"; !exists(done.Kept) {
			done.Kept = ""
		}
		return done, nil
	}
	return done, explain(r.path, r.old.Close())
}

func infoOf(ctx context.Context, path string) (store.Info, error) {
	d, err := Open(path, Options{ReadOnly: true, AnyContent: true, AnySchema: true})
	if err != nil {
		return store.Info{}, err
	}
	defer d.Close()
	return d.Info(ctx)
}

// copy checks the backup and copies it beside the database.
func (r *restoring) copy(ctx context.Context) (mending []string, err error) {
	defer removeEmptyLog(ctx, r.backup)()
	d, err := Open(r.backup, Options{ReadOnly: true, AnyContent: true, AnySchema: true})
	if err != nil {
		return nil, r.notABackup(err)
	}
	defer d.Close()
	if mending, err = r.check(ctx, d); err != nil {
		return mending, err
	}
	r.step("checked")
	_, err = d.copyTo(ctx, r.part, r.Copying)
	return mending, explain(r.path, err)
}

func (r *restoring) notABackup(err error) error {
	switch mentionmap.CodeOf(err) {
	case mentionmap.Invalid:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is not a backup of a mentionmap database; nothing was changed", r.backup)
	case mentionmap.Internal:
		return mentionmap.Errorf(mentionmap.Internal, "%s: the backup is damaged: take another; nothing was changed", r.backup)
	}
	return err
}

// check refuses a damaged backup.
func (r *restoring) check(ctx context.Context, d *Database) (mending []string, err error) {
	r.Checking("the file")
	damaged := false
	err = d.Check(ctx, func(f Finding) {
		r.Checking(f.Check + " done")
		switch {
		case len(f.Faults) == 0:
		case f.Mending:
			mending = append(mending, f.Check)
		default:
			damaged = true
		}
	})
	if err == nil && damaged {
		err = mentionmap.Errorf(mentionmap.Internal, "%s: the backup is damaged: take another ('mentionmap doctor --db %s' tells more); nothing was changed", r.backup, r.backup)
	}
	return mending, err
}

// removeEmptyLog removes, when it is called, the empty log that SQLite leaves
// beside a database that was only read, unless something lay there before.
func removeEmptyLog(ctx context.Context, path string) func() {
	for _, ending := range beside {
		if exists(path + ending) {
			return func() {}
		}
	}
	return func() {
		ctx := context.WithoutCancel(ctx)
		if x, err := LockExclusive(ctx, path, 0); err == nil {
			_ = x.settle(ctx)
			if x.conn == nil { // SQLite cannot read it, so what lies beside is empty
				os.Remove(path + "-shm")
				os.Remove(path + "-wal")
			}
			x.Close()
		}
	}
}

// freeName is a name for the old database that nothing has, nor any log.
func (r *restoring) freeName() (string, error) {
	name := r.path + ".before-restore-" + r.Now.Format("20060102-150405")
	for n := 1; n < 1000; n++ {
		free := name
		if n > 1 {
			free = fmt.Sprintf("%s.%d", name, n)
		}
		if !exists(free) && !exists(free+"-wal") && !exists(free+"-journal") && !exists(free+"-shm") {
			return free, nil
		}
	}
	return "", mentionmap.Errorf(mentionmap.Conflict, "%s is there already: move it away; nothing was changed", name)
}

// place puts the copy where no database is. A log that lies there all the same,
// of one that was taken away, is kept under another name.
func (r *restoring) place(ctx context.Context, kept string) error {
	if err := finish(ctx, r.part, 0, nil); err != nil {
		return err
	}
	r.step("finished")
	undo, err := setAside(r.path, kept, r.step)
	if err == nil {
		// A link, unlike a name, never takes the place of a file that came meanwhile.
		if err = os.Link(r.part, r.path); err != nil && !exists(r.path) {
			err = os.Rename(r.part, r.path)
		}
	}
	if err != nil {
		undo()
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w; nothing was changed", r.path, plain(err))
	}
	r.step("replaced")
	return syncFolder(filepath.Dir(r.path))
}
