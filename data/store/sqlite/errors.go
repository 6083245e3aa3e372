package sqlite

import (
	"context"
	"errors"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// explain turns an error of the driver into one line for people. Errors that
// are so already, and those of a context, pass.
func (d *Database) explain(err error) error { return explain(d.path, err) }

func explain(path string, err error) error {
	var known *mentionmap.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return mentionmap.Errorf(mentionmap.Internal, "%s: %w", path, err)
	}
	if x, ok := ofSystem[e.SystemErrno]; ok && e.Code == sqlite3.ErrIoErr {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s: "+x+": %w", path, err)
	}
	for _, x := range explanations {
		if e.Code == x.code {
			return mentionmap.Errorf(x.as, "%s: "+x.text+": %w", path, err)
		}
	}
	return mentionmap.Errorf(mentionmap.Internal, "%s: %w", path, err)
}

const diskFull = "the disk is full; what was stored before is safe: free some space and run it again"

// ofSystem is what is behind some errors of reading and writing.
var ofSystem = map[syscall.Errno]string{
	syscall.ENOSPC: diskFull,
	syscall.EFBIG:  "no file may grow so large here; what was stored before is safe: raise the limit (ulimit -f) and run it again",
}

var explanations = []struct {
	code sqlite3.ErrNo
	as   mentionmap.Code
	text string
}{
	{sqlite3.ErrFull, mentionmap.Unavailable, diskFull},
	{sqlite3.ErrBusy, mentionmap.Conflict, "another program is writing to the database: wait for it to end, or name another with --db"},
	{sqlite3.ErrLocked, mentionmap.Conflict, "the database is locked: wait for the other program to end, or name another with --db"},
	{sqlite3.ErrReadonly, mentionmap.Unavailable, "the database cannot be written: check the permissions of the file and of its folder"},
	{sqlite3.ErrCantOpen, mentionmap.Unavailable, "the database cannot be opened: check that the folder exists and may be written"},
	{sqlite3.ErrPerm, mentionmap.Unavailable, "the database may not be opened: check the permissions"},
	{sqlite3.ErrNotADB, mentionmap.Internal, "this is not a database, or it is damaged: name another file with --db"},
	{sqlite3.ErrCorrupt, mentionmap.Internal, "the database is damaged: go back to a backup with 'mentionmap restore', or ingest the documents into a new one"},
	{sqlite3.ErrIoErr, mentionmap.Unavailable, "the disk cannot be read or written"},
	{sqlite3.ErrTooBig, mentionmap.TooLarge, "a document is too large for the database"},
}

func isCode(err error, code sqlite3.ErrNo) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == code
}
