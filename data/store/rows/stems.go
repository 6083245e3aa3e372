package rows

// stemmer gives the stems of words.
type stemmer struct{}

func (s *stemmer) stems(text, lang string) string { return "" }
