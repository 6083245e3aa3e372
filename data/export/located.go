package export

import (
	"io"

	"mentionmap"
)

// AppendLocated appends a located document as one line of JSON Lines, line end
// included: what `mentionmap locate --format jsonl` prints. Offsets are code
// points of the text, which must be UTF-8.
func AppendLocated(dst []byte, l *mentionmap.Located) []byte {
	out, err := writeLocated(dst, l, func(b []byte) ([]byte, error) { return b, nil })
	if err != nil {
		return dst // keeping never fails
	}
	return out
}

// WriteLocated writes what AppendLocated appends, piece by piece. Errors are
// the writer's.
func WriteLocated(w io.Writer, l *mentionmap.Located) error {
	const piece = 1 << 16 // bytes
	rest, err := writeLocated(make([]byte, 0, piece+piece/4), l, func(b []byte) ([]byte, error) {
		if len(b) < piece {
			return b, nil
		}
		_, err := w.Write(b)
		return b[:0], err
	})
	if err == nil {
		_, err = w.Write(rest)
	}
	return err
}

// writeLocated appends to dst; after each mention, empty may take what is
// there and return what is left.
func writeLocated(dst []byte, l *mentionmap.Located, empty func([]byte) ([]byte, error)) ([]byte, error) {
	x := newCodePoints(l.Document.Text)
	o := open(dst)
	o.text("id", l.Document.Key)
	o.key("posts")
	o.b = append(o.b, '[')
	for i := range l.Posts {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendPost(o.b, &l.Posts[i], x)
	}
	o.b = append(o.b, ']')
	o.key("toponyms")
	o.b = append(o.b, '[')
	for i, m := range inOrder(l) {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		var err error
		if o.b, err = empty(appendToponym(o.b, l.Document.Text, m, x)); err != nil {
			return nil, err
		}
	}
	o.b = append(o.b, ']')
	return append(o.close(), '\n'), nil
}

func appendPost(dst []byte, p *mentionmap.Post, x *codePoints) []byte {
	o := open(dst)
	at := x.span(p.Span)
	o.integer("start", int64(at[0]))
	o.integer("end", int64(at[1]))
	o.known("title", p.Title)
	o.known("source", p.Source)
	o.known("author", p.Author)
	o.known("published", p.Published.String())
	o.day("date", p.Date)
	o.yes("estimated", p.Estimated)
	o.yes("repeat", p.Repeat)
	return o.close()
}

func appendToponym(dst []byte, text string, m *mentionmap.Mention, x *codePoints) []byte {
	o := open(dst)
	at := x.span(m.Span)
	o.integer("start", int64(at[0]))
	o.integer("end", int64(at[1]))
	o.placeName(m.Place)
	o.whatAndWhen(m)
	o.dateWords(&m.Dates, text, x)
	o.yes("planned", m.Dates.Planned)
	o.position(m.Place)
	o.number("radius_km", m.RadiusKM, kmDecimals)
	o.placeIDs(m.Place)
	o.number("confidence", float64(m.Confidence), confidenceDecimals)
	o.yes("repeat", m.Repeat)
	o.pair("sentence", x.span(m.Sentence))
	if m.Demonym {
		o.yes("demonym", true)
	}
	if m.Why != nil {
		o.why(m.Why, x)
	}
	marks := make([][2]int, len(m.Derived))
	for i, d := range m.Derived {
		marks[i] = x.span(d.Words)
	}
	o.derived(m.Derived, marks)
	return o.close()
}

// dateWords appends the words that dated a mention and where they stand.
func (o *object) dateWords(d *mentionmap.Dates, text string, x *codePoints) {
	if !d.Known() || d.Words.Empty() || d.Words.Start < 0 || d.Words.End > len(text) {
		o.raw("date_words", "null")
		o.raw("date_mark", "null")
		return
	}
	o.text("date_words", d.Words.Of(text))
	o.pair("date_mark", x.span(d.Words))
}

// position appends lat and lon, or nulls.
func (o *object) position(p *mentionmap.Place) {
	if p == nil {
		o.raw("lat", "null")
		o.raw("lon", "null")
		return
	}
	o.number("lat", p.Lat, coordinateDecimals)
	o.number("lon", p.Lon, coordinateDecimals)
}

// why appends what decided for a place: the cues, the next best namesake and
// by how much it lost.
func (o *object) why(w *mentionmap.Why, x *codePoints) {
	o.key("why")
	o.b = append(o.b, '[')
	for i, c := range w.Cues {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendCue(o.b, &c, x)
	}
	o.b = append(o.b, ']')
	o.key("runner_up")
	o.b = appendRunnerUp(o.b, w.RunnerUp)
	o.number("margin", w.Margin, weightDecimals)
}

func appendCue(dst []byte, c *mentionmap.Cue, x *codePoints) []byte {
	o := open(dst)
	o.text("name", c.Name)
	o.text("detail", c.Detail)
	o.number("weight", c.Weight, weightDecimals)
	if !c.Words.Empty() {
		o.pair("words", x.span(c.Words))
		if c.Words.Start >= 0 && c.Words.End <= len(x.text) {
			o.text("quote", c.Words.Of(x.text))
		}
	}
	return o.close()
}

func appendRunnerUp(dst []byte, p *mentionmap.Place) []byte {
	if p == nil {
		return append(dst, "null"...)
	}
	o := open(dst)
	o.text("name", p.Name)
	o.text("kind", p.Kind.String())
	o.position(p)
	o.placeIDs(p)
	return o.close()
}
