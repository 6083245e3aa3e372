package toponym

// Model is a linear model over hashed features.
type Model struct {
	weights []float32
}

// score adds up the trained weights of a name's features.
func (m *Model) score(f *Finder, n *Name) float32 {
	return 0
}
