//go:build sqlite_fts5 && unix

package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

// naive is what one would write without much thought: a row for each mention
// with its words, three indexes, full-text search over the texts; one prepared
// statement each, one transaction a batch. It is what Put is held against.
type naive struct{ db *sql.DB }

func openNaive(b *testing.B, path string) naive {
	b.Helper()
	db, err := sql.Open("sqlite3", path+"?_journal_mode=WAL&_synchronous=NORMAL&_cache_size=-65536")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`CREATE TABLE document (id INTEGER PRIMARY KEY, public TEXT UNIQUE, text TEXT);
		CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lon REAL, lat REAL);
		CREATE TABLE mention (id INTEGER PRIMARY KEY, document INTEGER, start INTEGER, length INTEGER, surface TEXT, place INTEGER, kind INTEGER, use INTEGER,
			relation INTEGER, day INTEGER, last INTEGER, precision INTEGER, confidence REAL, radius REAL, published INTEGER);
		CREATE INDEX by_place ON mention (place, day);
		CREATE INDEX by_day ON mention (day);
		CREATE INDEX by_document ON mention (document);
		CREATE VIRTUAL TABLE words USING fts5 (text, content = '')`)
	if err != nil {
		b.Fatal(err)
	}
	return naive{db}
}

func (n naive) put(ctx context.Context, first int, batch []mentionmap.Located) error {
	tx, err := n.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var statements [4]*sql.Stmt
	for i, query := range []string{
		"INSERT INTO document VALUES (?, ?, ?)", "INSERT INTO words (rowid, text) VALUES (?, ?)", "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?)",
		"INSERT INTO mention (document, start, length, surface, place, kind, use, relation, day, last, precision, confidence, radius, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	} {
		if statements[i], err = tx.Prepare(query); err != nil {
			return err
		}
	}
	for i := range batch {
		if err := naiveDocument(statements, first+i, &batch[i]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func naiveDocument(statements [4]*sql.Stmt, id int, l *mentionmap.Located) error {
	text := l.Document.Text
	if _, err := statements[0].Exec(id, mentionmap.DocumentID(text), text); err != nil {
		return err
	}
	if _, err := statements[1].Exec(id, text); err != nil {
		return err
	}
	for i := range l.Mentions {
		m := &l.Mentions[i]
		place := int64(0)
		if m.Place != nil {
			place = int64(m.Place.ID)
			if _, err := statements[2].Exec(place, m.Place.Name, m.Place.Lon, m.Place.Lat); err != nil {
				return err
			}
		}
		_, err := statements[3].Exec(id, m.Start, m.Len(), m.Surface, place, int(m.Kind), int(m.Use), int(m.Relation),
			day(m.Dates.From), day(m.Dates.To), int(m.Dates.Precision), m.Confidence, m.RadiusKM, day(l.Document.Published.Day))
		if err != nil {
			return err
		}
	}
	return nil
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPutAndNaive stores the same corpus with Put and with the naive
// writer, in turns, so that both meet the same machine.
func BenchmarkPutAndNaive(b *testing.B) {
	ours := openAt(b, filepath.Join(b.TempDir(), "put.db"), Options{})
	theirs := openNaive(b, filepath.Join(b.TempDir(), "naive.db"))
	defer theirs.db.Close()
	corpus := synthetic.New(1, 100_000_000)
	at, stored, text := 0, 0, 0
	run := func(name string, put func(first int, batch []mentionmap.Located) error) {
		b.Run(name, func(b *testing.B) {
			n, spent := 0, time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				batch := make([]mentionmap.Located, 5000)
				for i := range batch {
					batch[i] = corpus.Document(at + i)
				}
				before := processorTime()
				b.StartTimer()
				if err := put(at, batch); err != nil {
					b.Fatal(err)
				}
				spent += processorTime() - before
				at += len(batch)
				n += len(batch) * synthetic.PerDocument
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mentions/s")
			b.ReportMetric(float64(n)/spent.Seconds(), "mentions/cpu-s") // which a busy machine changes less
		})
	}
	for _, round := range []string{"1", "2", "3"} {
		run(round+"/put", func(_ int, batch []mentionmap.Located) error {
			added, err := ours.Put(b.Context(), 0, batch)
			stored += added.Mentions
			for i := range batch {
				text += len(batch[i].Document.Text)
			}
			return err
		})
		run(round+"/naive", func(first int, batch []mentionmap.Located) error { return theirs.put(b.Context(), first, batch) })
	}
	b.Run("bytes of a mention", func(b *testing.B) {
		for b.Loop() {
		}
		reportSizes(b, ours, stored, text)
	})
}

// reportSizes tells how many bytes a mention takes: for its text, table by table
// (if SQLite was built with dbstat), and for all but the text.
func reportSizes(b *testing.B, d *Database, mentions, text int) {
	if _, err := d.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
	info, err := d.Info(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	per := func(bytes int) float64 { return float64(bytes) / float64(mentions) }
	b.ReportMetric(per(text), "B-text")
	b.ReportMetric(per(int(info.Bytes)-text), "B-besides-text")
	b.ReportMetric(0, "ns/op")
	r, err := d.write.Query("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")
	if err != nil {
		return
	}
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var name string
		var bytes int
		err = scan(&name, &bytes)
		if per(bytes) >= 1 {
			b.ReportMetric(per(bytes), "B-"+name)
		}
		return none, err
	})
	if err != nil {
		b.Fatal(err)
	}
}
