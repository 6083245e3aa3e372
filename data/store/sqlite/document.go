package sqlite

import (
	"database/sql"

	"mentionmap"
)

// documentRecord is what is needed of a document to look through its mentions,
// and, if it was read in full, to show them.
type documentRecord struct {
	id, story, source int64
	seen              []byte
	others            []int64 // sources of posts that name none, once asked for
	kept              bool    // by the one who asked for it
	unpacked

	public             []byte
	title              string
	gazetteer, locator int64
}

const (
	recordColumns = "d.id, d.story, d.source, d.published, d.seen, d.packed"
	fullColumns   = ", d.minute, d.zone, d.public, d.title, d.gazetteer, d.locator"
)

func (d *documentRecord) scan(scan scanner, full bool) error {
	var packed sql.RawBytes
	stamp := mentionmap.NoStamp
	to := []any{&d.id, &d.story, &d.source, nullDay{&stamp.Day}, &d.seen, &packed}
	if full {
		to = append(to, &stamp.Minute, &stamp.Zone, &d.public, &d.title, &d.gazetteer, &d.locator)
	}
	if err := scan(to...); err != nil {
		return err
	}
	d.others = nil
	if !d.unpack(packed, d.id, stamp, full) {
		return errDamagedDocument(d.id)
	}
	return nil
}

func errDamagedDocument(id int64) error {
	return mentionmap.Errorf(mentionmap.Internal, "the database is damaged, document %d cannot be read: 'mentionmap doctor' tells more", id)
}

// sources lists those of posts that name none.
func (d *documentRecord) sources() []int64 {
	if d.others == nil {
		d.others = sourcesOf(unpackSeen(d.seen), d.source)
	}
	return d.others
}

// document reads one document.
func (w *writer) document(id int64) (*documentRecord, error) {
	st, err := w.prepare("SELECT " + recordColumns + " FROM document d WHERE d.id = ?")
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(id)
	if err != nil {
		return nil, err
	}
	d, err := scanAll(rows, func(scan scanner) (*documentRecord, error) {
		d := &documentRecord{}
		return d, d.scan(scan, false)
	})
	if err == nil && len(d) == 0 {
		err = errDamagedDocument(id)
	}
	if err != nil {
		return nil, err
	}
	return d[0], nil
}
