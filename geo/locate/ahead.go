package locate

import "mentionmap"

// Ahead hands documents on in their order, the first of them only when it has
// learned from them where their sources are at home.
type Ahead struct {
	Learn func([]mentionmap.Document) // once, of the first documents
	Next  func(mentionmap.Document) error

	held  []mentionmap.Document
	bytes int
	done  bool
}

// aheadBytes is how much text is read ahead.
const aheadBytes = 8 << 20

// Take is given each document.
func (a *Ahead) Take(doc mentionmap.Document) error {
	if a.done || a.Learn == nil {
		return a.Next(doc)
	}
	a.held = append(a.held, doc)
	if a.bytes += len(doc.Text); a.bytes < aheadBytes {
		return nil
	}
	return a.Flush()
}

// Flush hands on what is held; call it at the end.
func (a *Ahead) Flush() error {
	if a.done || a.Learn == nil {
		return nil
	}
	a.done = true
	a.Learn(a.held)
	for i := range a.held {
		if err := a.Next(a.held[i]); err != nil {
			return err
		}
		a.held[i] = mentionmap.Document{}
	}
	a.held = nil
	return nil
}
