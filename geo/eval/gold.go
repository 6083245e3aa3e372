package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"mentionmap"
)

// Document is a document of a gold corpus.
type Document struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Date     string `json:"date"` // YYYY-MM-DD or ""
	URL      string `json:"url"`
	Source   string `json:"source"`
	Toponyms []Gold `json:"toponyms"`
	Demonyms []Gold `json:"demonyms"`
	Traps    []Gold `json:"traps"`
	Complete *bool  `json:"complete"`
}

// Gold is a place mention, a demonym or a trap, as people annotated it.
type Gold struct {
	Start       int      `json:"start"` // code points until Read makes them bytes
	End         int      `json:"end"`
	Surface     string   `json:"surface"`
	Name        string   `json:"name"`
	Kind        string   `json:"kind"`
	Country     string   `json:"country"`
	Lon         *float64 `json:"lon"` // degrees; nil if the corpus does not say where it is
	Lat         *float64 `json:"lat"`
	Use         string   `json:"use"`
	Date        *string  `json:"date"`
	DateAlt     []string `json:"date_alt"` // "" stands for no date
	Note        string   `json:"note"`
	Class       string   `json:"class"`
	Granularity string   `json:"granularity"`
}

// Span is where the mention stands, in bytes once Read has read it.
func (g *Gold) Span() mentionmap.Span { return mentionmap.Span{Start: g.Start, End: g.End} }

// Read reads a gold corpus, JSON Lines, perhaps gzipped. A file that does not exist gives
// an error that errors.Is takes for fs.ErrNotExist.
func Read(path string) ([]Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err == nil {
			data, err = io.ReadAll(z)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: damaged gzip data: %w", path, err)
		}
	}
	return parse(path, data)
}

func parse(path string, data []byte) ([]Document, error) {
	var docs []Document
	lines := bufio.NewReader(bytes.NewReader(data))
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var d Document
			if err := json.Unmarshal(line, &d); err != nil {
				return nil, fmt.Errorf("%s:%d: not a gold document: %w", path, n, err)
			}
			if err := d.toBytes(); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			docs = append(docs, d)
		}
		if err != nil {
			return docs, nil
		}
	}
}

// toBytes turns the offsets into bytes.
func (d *Document) toBytes() error {
	at := make([]int, 0, len(d.Text)+1)
	for i := range d.Text {
		at = append(at, i)
	}
	at = append(at, len(d.Text))
	for _, list := range [][]Gold{d.Toponyms, d.Demonyms, d.Traps} {
		for i := range list {
			g := &list[i]
			if g.Start < 0 || g.End < g.Start || g.End >= len(at) {
				return fmt.Errorf("span %d..%d does not fit the text", g.Start, g.End)
			}
			g.Start, g.End = at[g.Start], at[g.End]
		}
	}
	return nil
}

func overlap(a, b mentionmap.Span) int { return min(a.End, b.End) - max(a.Start, b.Start) }
