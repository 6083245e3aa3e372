package rows

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Near-copies are found with MinHash over shingles of three words and
// locality-sensitive hashing (A. Broder, "On the resemblance and containment
// of documents", 1997; J. Leskovec, A. Rajaraman, J. Ullman, "Mining of
// Massive Datasets", chapter 3), then measured exactly.
const (
	shingleWords = 3
	// sameStory is the share of common shingles (Jaccard) from which two texts
	// are copies of one another: an article under another header and footer
	// stays above it, a teaser and its article, two daily summaries of one form or
	// two reports of one event do not come near.
	sameStory = 0.6
	// Five bands of two rows bring two texts together with probability
	// 1-(1-s²)⁵: 0.89 at s = 0.6, 0.97 at 0.7, 0.99 at 0.8, but 0.18 at 0.2.
	storyBands  = 5
	rowsPerBand = 2
	// StoryBytes of a text, from its start, are compared.
	StoryBytes = 1 << 16
)

// Shingles returns the hashes of all runs of three words of a text's first
// StoryBytes, sorted, each once. Case and everything but letters and digits do
// not matter.
func Shingles(text string) []uint64 {
	words := wordHashes(storyHead(text))
	if len(words) < shingleWords {
		return nil
	}
	out := make([]uint64, len(words)-shingleWords+1)
	for i := range out {
		h := uint64(0)
		for _, w := range words[i : i+shingleWords] {
			h = mix(h + w)
		}
		out[i] = h
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func storyHead(text string) string {
	if len(text) <= StoryBytes {
		return text
	}
	n := StoryBytes
	for n > StoryBytes-utf8.UTFMax && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// bytesOfWord is about how long a word is with the blank after it.
const bytesOfWord = 6

// wordHashes hashes each word with FNV-1a over its lower-case code points. It
// is kept in databases: it must never change.
func wordHashes(text string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	out := make([]uint64, 0, len(text)/bytesOfWord)
	h, inWord := uint64(offset), false
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && plainLetter[r] != 0:
			h = (h ^ uint64(plainLetter[r])) * prime
			inWord = true
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			h = (h ^ uint64(unicode.ToLower(r))) * prime
			inWord = true
		case inWord:
			out = append(out, h)
			h, inWord = offset, false
		}
	}
	if inWord {
		out = append(out, h)
	}
	return out
}

// mix is the finaliser of SplitMix64 (S. Vigna).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Bands returns what near-copies of a set of shingles are found by, nil for the
// empty set.
func Bands(set []uint64) []uint32 {
	if len(set) == 0 {
		return nil
	}
	out := make([]uint32, storyBands)
	for b := range out {
		h := mix(uint64(b))
		for r := range rowsPerBand {
			h = mix(h + minHash(set, uint64(b*rowsPerBand+r)))
		}
		out[b] = uint32(h >> 32)
	}
	return out
}

func minHash(set []uint64, seed uint64) uint64 {
	least, salt := uint64(math.MaxUint64), mix(^seed)
	for _, s := range set {
		least = min(least, mix(s^salt))
	}
	return least
}

// Resemblance is the Jaccard coefficient of two sorted sets, such as Shingles.
func Resemblance(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
