package toponym

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"

	"mentionmap"
)

// Model is the trained part of the score: a weight for each of 2^16 slots into
// which features are hashed.
type Model struct {
	weights [ModelSize]float32
}

// ModelSize is the number of slots.
const ModelSize = 1 << 16

const (
	modelMagic  = "MMTW"
	modelHeader = 8
)

// NewModel makes a model of its weights.
func NewModel(weights []float64) *Model {
	m := &Model{}
	for i := range min(len(weights), ModelSize) {
		m.weights[i] = float32(weights[i])
	}
	return m
}

// Bytes returns the model as a file: magic, the largest weight as a float32,
// and each weight as a signed byte in 127ths of it.
func (m *Model) Bytes() []byte {
	var most float32
	for _, w := range m.weights {
		most = max(most, w, -w)
	}
	out := append([]byte(modelMagic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[4:], math.Float32bits(most))
	for _, w := range m.weights {
		q := 0.0
		if most > 0 {
			q = math.Round(float64(w / most * 127))
		}
		out = append(out, byte(int8(q)))
	}
	return out
}

// ReadModel is the inverse of Bytes, to a 254th of the largest weight. Errors
// have code Invalid.
func ReadModel(data []byte) (*Model, error) {
	if len(data) != modelHeader+ModelSize || string(data[:4]) != modelMagic {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "these are no trained weights: %d bytes, want %d that begin with %s", len(data), modelHeader+ModelSize, modelMagic)
	}
	most := math.Float32frombits(binary.LittleEndian.Uint32(data[4:]))
	if most != most || most < 0 || most > 1e6 {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "these trained weights are damaged: largest weight %v", most)
	}
	m := &Model{}
	for i, q := range data[modelHeader:] {
		m.weights[i] = float32(int8(q)) / 127 * most
	}
	return m, nil
}

//go:embed model.bin
var trained []byte

// Trained returns the weights that come with the program; nil if they cannot
// be read, which a test excludes.
var Trained = sync.OnceValue(func() *Model {
	m, err := ReadModel(trained)
	if err != nil {
		return nil
	}
	return m
})

// sum adds up the weights of hashed features.
func (m *Model) sum(hashed []uint32) float32 {
	var s float32
	for _, h := range hashed {
		s += m.weights[h]
	}
	return s
}
