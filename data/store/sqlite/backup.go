package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"os"
	"path/filepath"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// backupPages is how many pages are copied between two looks at the context.
const backupPages = 2048

// Backup copies the database to a new file while others read and write: what
// it held at one moment, whose generation is returned. It is opened like any
// other. progress, if set, is told how many of how many bytes are copied.
// Errors: Conflict, if the file is there already; Unavailable, if it cannot be
// written. Nothing is left behind of a backup that failed.
func (d *Database) Backup(ctx context.Context, path string, progress func(done, total int64)) (generation int64, err error) {
	if exists(path) {
		return 0, mentionmap.Errorf(mentionmap.Conflict, "%s is there already: name a new file", path)
	}
	if err := checkFolder(path); err != nil {
		return 0, err
	}
	part := path + ".part"
	defer Remove(part)
	if generation, err = d.copyTo(ctx, part, progress); err != nil {
		return 0, explain(path, err)
	}
	if err := os.Rename(part, path); err != nil {
		return 0, mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", path, plain(err))
	}
	return generation, syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	f.Sync() // not every file system can
	return nil
}

// copyTo copies the database to a new file with its permissions; what was left
// there by a copy that was cut off is removed.
func (d *Database) copyTo(ctx context.Context, path string, progress func(done, total int64)) (generation int64, err error) {
	Remove(path)
	made, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, d.file.Mode().Perm()|0o200)
	if err != nil {
		return 0, cannotWrite(path, err)
	}
	made.Close()
	to, err := sql.Open("sqlite3", dsn(path, nil))
	if err != nil {
		return 0, err
	}
	defer to.Close()
	dst, err := to.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer dst.Close()
	read, _, err := d.reader()
	if err != nil {
		return 0, err
	}
	src, err := read.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	// A read transaction holds what is copied as it is, whatever others write.
	tx, err := src.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	var pageSize int64
	if err := tx.QueryRowContext(ctx, "SELECT generation, (SELECT page_size FROM pragma_page_size) FROM state").Scan(&generation, &pageSize); err != nil {
		return 0, err
	}
	return generation, dst.Raw(func(d any) error {
		return src.Raw(func(s any) error {
			return copyPages(ctx, d.(*sqlite3.SQLiteConn), s.(*sqlite3.SQLiteConn), func(done, total int64) {
				if progress != nil {
					progress(done*pageSize, total*pageSize)
				}
			})
		})
	})
}

// copyPages tells progress how many of how many pages are copied.
func copyPages(ctx context.Context, dst, src *sqlite3.SQLiteConn, progress func(done, total int64)) error {
	b, err := dst.Backup("main", src, "main")
	if err != nil {
		return err
	}
	for {
		done, err := b.Step(backupPages)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || done {
			ended := b.Finish()
			return cmp.Or(err, ended) // the second repeats the first
		}
		total := int64(b.PageCount())
		progress(total-int64(b.Remaining()), total)
	}
}
