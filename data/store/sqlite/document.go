package sqlite

import (
	"strings"

	"mentionmap"
)

// documentRecord is a document that is read: its sections, and its mentions one
// after the other (next).
type documentRecord struct {
	shown
	seen   string
	others []int64 // sources of posts that name none, once asked for
	unpacker
	current  mentionRecord   // for those who go through them
	mentions []mentionRecord // all of them, once readAll was called
	kept     *shown          // that matches have in common, once there is one
}

// shown is what the mentions of a document are shown with.
type shown struct {
	id, story, source  int64
	gazetteer, locator int64
	public             string // as bytes
	title, url         string
}

// recordColumn is a document in one column: to read one costs a fraction of what
// a dozen do. Numbers end with a blank; texts follow, whose bytes are among them.
const recordColumn = `concat(d.id, ' ', d.story, ' ', d.source, ' ', d.gazetteer, ' ', d.locator, ' ', d.published, ' ', d.minute, ' ',
	octet_length(d.public), ' ', octet_length(d.zone), ' ', octet_length(d.title), ' ', octet_length(d.seen), ' ', d.public, d.zone, d.title, d.seen, d.packed)`

func (d *documentRecord) scan(scan scanner) error {
	var row string
	if err := scan(&row); err != nil {
		return err
	}
	r := fields{rest: row}
	d.shown = shown{id: r.number(), story: r.number(), source: r.number(), gazetteer: r.number(), locator: r.number()}
	stamp := mentionmap.Stamp{Day: r.day(), Minute: int16(r.number())}
	lengths := [...]int64{r.number(), r.number(), r.number(), r.number()}
	for i, to := range [...]*string{&d.public, &stamp.Zone, &d.title, &d.seen} {
		*to = r.text(lengths[i])
	}
	d.others, d.kept, d.mentions = nil, nil, d.mentions[:0]
	d.current.id = -1
	d.begin(r.rest, d.id, stamp)
	if r.bad || d.bad || len(d.public) != publicSize {
		return errDamagedDocument(d.id)
	}
	return nil
}

// readAll reads all mentions.
func (d *documentRecord) readAll() error {
	for d.next(&d.current) {
		d.mentions = append(d.mentions, d.current)
	}
	return d.err()
}

// err tells, after the last mention, whether the document was whole.
func (d *documentRecord) err() error {
	if d.bad {
		return errDamagedDocument(d.id)
	}
	return nil
}

// match is a mention with its document.
func (d *documentRecord) match(m *mentionRecord) match {
	if d.kept == nil {
		kept := d.shown
		for s := range eachSeen(d.seen) {
			if kept.url = s.url; s.url != "" {
				break
			}
		}
		d.kept = &kept
	}
	return match{shown: d.kept, mentionRecord: *m, in: d.sections[m.section]}
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

// document reads one document, with all its mentions.
func (w *writer) document(id int64) (*documentRecord, error) {
	st, err := w.prepare("SELECT " + recordColumn + " FROM document d WHERE d.id = ?")
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(id)
	if err != nil {
		return nil, err
	}
	d, err := scanAll(rows, func(scan scanner) (*documentRecord, error) {
		d := &documentRecord{}
		if err := d.scan(scan); err != nil {
			return nil, err
		}
		return d, d.readAll()
	})
	if err == nil && len(d) == 0 {
		err = errDamagedDocument(id)
	}
	if err != nil {
		return nil, err
	}
	return d[0], nil
}

// fields reads a row that is one text: numbers, each with a blank behind it, and
// texts of known lengths.
type fields struct {
	rest string
	bad  bool
}

// number reads a number; none, for NULL, is 0.
func (f *fields) number() (n int64) {
	digits, rest, found := strings.Cut(f.rest, " ")
	f.rest = rest
	negative := strings.HasPrefix(digits, "-")
	if negative {
		digits = digits[1:]
	}
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
		found = found && digits[i]-'0' <= 9
	}
	f.bad = f.bad || !found
	if negative {
		return -n
	}
	return n
}

// day reads a day; NULL is NoDay.
func (f *fields) day() mentionmap.Day {
	if strings.HasPrefix(f.rest, " ") {
		f.rest = f.rest[1:]
		return mentionmap.NoDay
	}
	return mentionmap.Day(f.number())
}

func (f *fields) text(length int64) string {
	if length < 0 || length > int64(len(f.rest)) {
		f.bad, f.rest = true, ""
		return ""
	}
	text := f.rest[:length]
	f.rest = f.rest[length:]
	return text
}
