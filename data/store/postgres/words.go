package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Limits of a tsvector: what lies beyond is not found, or not in phrases.
const (
	lexemeBytes     = 2046    // of a word
	lexemePositions = 255     // of a word in a sentence
	lastPosition    = 16383   // in a sentence
	vectorBytes     = 1 << 19 // of all words of a sentence
)

// stemMark begins a stem, so that a phrase, which means what is written, does not find it.
const stemMark = "/"

// wordsOf gives the words of a document's sentences and titles, each as a tsvector
// that COPY takes, in the order of their rows.
func wordsOf(d *rows.Document) (out [][]byte) {
	var v vector
	for i := range d.Posts {
		p := &d.Posts[i]
		for j := range p.Sentences {
			out = append(out, v.pack(p.Sentences[j].Text, p.Sentences[j].Stems))
		}
		if p.Heading != "" {
			out = append(out, v.pack(p.Heading, p.HeadingStems))
		}
	}
	return out
}

// vector packs words; it is used again and again.
type vector struct {
	list []lexeme
	b    []byte
}

type lexeme struct {
	word     string
	position int // from 1; 0: a stem
}

// pack makes a tsvector of the words of a text and of stems parted by blanks.
func (v *vector) pack(text, stems string) []byte {
	v.list = v.list[:0]
	for _, word := range rows.Words(text) {
		v.list = append(v.list, lexeme{clipWord(word), len(v.list) + 1})
	}
	for stem := range strings.FieldsSeq(stems) {
		v.list = append(v.list, lexeme{stemMark + clipWord(stem), 0})
	}
	slices.SortFunc(v.list, func(a, b lexeme) int {
		if c := strings.Compare(a.word, b.word); c != 0 {
			return c
		}
		return a.position - b.position
	})
	v.b = append(v.b[:0], 0, 0, 0, 0)
	n := 0
	for i := 0; i < len(v.list) && len(v.b) < vectorBytes; n++ {
		i = v.add(i)
	}
	binary.BigEndian.PutUint32(v.b, uint32(n))
	return bytes.Clone(v.b)
}

// add packs the word at i with all its positions, and gives where the next word is.
func (v *vector) add(i int) int {
	word := v.list[i].word
	v.b = append(append(v.b, word...), 0)
	at, n := len(v.b), 0
	v.b = append(v.b, 0, 0)
	for ; i < len(v.list) && v.list[i].word == word; i++ {
		if p := v.list[i].position; p > 0 && p <= lastPosition && n < lexemePositions {
			v.b = binary.BigEndian.AppendUint16(v.b, uint16(p))
			n++
		}
	}
	binary.BigEndian.PutUint16(v.b[at:], uint16(n))
	return i
}

// clipWord shortens a word that is too long for the search; its hash keeps it
// apart from others that begin alike.
func clipWord(w string) string {
	const hashBytes = 17
	n := lexemeBytes - len(stemMark) - hashBytes
	if len(w) <= n {
		return w
	}
	h := fnv.New64a()
	h.Write([]byte(w))
	for !utf8.RuneStart(w[n]) {
		n--
	}
	return fmt.Sprintf("%s#%016x", w[:n], h.Sum64())
}

// tsquery writes a term as PostgreSQL reads it; "" for one that no sentence can hold.
func tsquery(t store.Term) string {
	var phrase []string
	for _, w := range t.Words {
		phrase = append(phrase, quoteLexeme(w))
	}
	var any []string
	if len(phrase) > 0 {
		any = append(any, "("+strings.Join(phrase, " <-> ")+")")
	}
	for _, s := range t.Stems { // a stem stands only where the word is another
		any = append(any, quoteLexeme(stemMark+s), quoteLexeme(s))
	}
	return strings.Join(any, " | ")
}

func quoteLexeme(w string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(storable(clipWord(w))) + "'"
}

// Words implements store.Backend.
func (b *Backend) Words(ctx context.Context, t store.Term, after int64, fn func(sentence int64) error) error {
	query := tsquery(t)
	if query == "" {
		return ctx.Err()
	}
	var stop error // fn's, returned as it is
	err := b.view(ctx, func(tx pgx.Tx) error {
		sql := fmt.Sprintf("SELECT id FROM sentence WHERE words @@ %s::tsquery AND id > %d ORDER BY id", quote(query), after)
		return copyTo(ctx, tx, sql, func(v fields) error {
			stop = fn(v.int())
			return stop
		})
	})
	if stop != nil {
		return stop
	}
	return err
}

// inParallel runs fn for each number below n, on all processors; the error is
// one of those that it returns.
func inParallel(n int, fn func(i int) error) error {
	var next atomic.Int64
	var all sync.WaitGroup
	var once sync.Once
	var failed error
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := safely(func() error { return fn(i) }); err != nil {
					once.Do(func() { failed = err })
					next.Store(int64(n))
				}
			}
		})
	}
	all.Wait()
	return failed
}
