package lite

import "mentionmap/data/store/rows"

type stories struct{}

func (s *stories) lookUp(w *writer, docs []*rows.Document, known map[string]int64) error { return nil }

func (s *stories) of(w *writer, doc *rows.Document, number int64) (int64, error) {
	for _, b := range doc.Bands {
		if err := w.bands.add(int64(int32(b)), number); err != nil {
			return 0, err
		}
	}
	return number, nil
}
