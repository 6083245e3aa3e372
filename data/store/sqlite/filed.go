package sqlite

import (
	"slices"

	"mentionmap/data/store/postings"
)

// bandFilter tells of most bands that no document was filed under them, so that
// these need not be looked up. It is made when the first document is stored,
// and kept current; another program's writing makes it out of date.
type bandFilter struct {
	generation int64 // that it is of
	bits       []uint64
	entries    int
}

const (
	bitsPerBand    = 16 // then about one in 16 of the bands not there is looked up
	leastFilterLog = 16
)

func newBandFilter(entries int) *bandFilter {
	log := leastFilterLog
	for 1<<log < entries*bitsPerBand && log < 32 {
		log++
	}
	return &bandFilter{bits: make([]uint64, 1<<(log-6))}
}

// add files a band; bands are hashes, so their own bits will do.
func (f *bandFilter) add(band uint32) {
	at := band & uint32(len(f.bits)<<6-1)
	f.bits[at>>6] |= 1 << (at & 63)
	f.entries++
}

func (f *bandFilter) has(band uint32) bool {
	at := band & uint32(len(f.bits)<<6-1)
	return f.bits[at>>6]>>(at&63)&1 == 1
}

// full reports whether the filter has become too small.
func (f *bandFilter) full() bool { return f.entries*bitsPerBand > 2*len(f.bits)<<6 }

// follow keeps a filter that is of the transaction before up to date with it.
func (f *bandFilter) follow(generation int64) {
	if f != nil && f.generation == generation {
		f.generation++
	}
}

// bandFilter gives the filter of all that was stored before.
func (w *writer) bandFilter() (*bandFilter, error) {
	if f := w.known.bands; f != nil && f.generation == w.generation && !f.full() {
		return f, nil
	}
	var bands []uint32
	err := visitRuns(w, byBand, func(d *runDirectory) error {
		return d.visitRange(w, 0, d.last, func(g *postings.Groups) { bands = append(bands, uint32(g.Key)) })
	})
	if err != nil {
		return nil, err
	}
	for band := range w.bands {
		bands = append(bands, band)
	}
	f := newBandFilter(2 * len(bands))
	for _, b := range bands {
		f.add(b)
	}
	f.generation = w.generation
	w.known.bands = f
	return f, nil
}

// filing gives the documents that began a story by their bands.
type filing map[uint32][]int64

// filed looks up the bands of documents, all at once: each chunk is read once.
// Of a band that many share it gives no more than are looked at.
func (w *writer) filed(docs []*prepared) (filing, error) {
	filter, err := w.bandFilter()
	if err != nil {
		return nil, err
	}
	var bands []uint64
	for _, d := range docs {
		for _, b := range d.bands {
			if filter.has(b) {
				bands = append(bands, uint64(b))
			}
		}
	}
	slices.Sort(bands)
	out := filing{}
	var list []postings.Posting
	err = lookUp(w, byBand, slices.Compact(bands), func(g *postings.Groups) {
		documents := out[uint32(g.Key)]
		if len(documents) >= storyCrowd {
			return
		}
		list = g.Postings(list[:0])
		for i := range list[:min(len(list), storyCrowd-len(documents))] {
			documents = append(documents, list[i].Section)
		}
		out[uint32(g.Key)] = documents
	})
	return out, err
}
