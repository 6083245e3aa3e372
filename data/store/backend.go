package store

import (
	"context"

	"mentionmap"
)

// Backend keeps the rows of a database and answers nothing but by their keys:
// filters, counts and orders are those of the index (data/store/index) that
// stands before it. It has one writer at a time and any number of readers;
// every method may be called from any goroutine, and ends with the context's
// error when that is done. Errors are those of Store.
//
// A document has a number, in the order in which documents were stored; numbers
// grow and are never given twice. A post, a sentence and a mention have numbers
// that lead with that of their document (PostKey, SentenceKey, MentionKey).
// Every change makes the generation grow by one, in the same transaction.
type Backend interface {
	// Put is that of Store, for a run of BeginRun; run 0 is none. For one that was
	// taken back it returns ErrUndone.
	Put(ctx context.Context, run int64, batch []mentionmap.Located) (Added, error)
	// Delete is that of Store.
	Delete(ctx context.Context, documentID string) error
	// Known is that of Store.
	Known(ctx context.Context, documentID string) (bool, error)
	// Info is that of Store. It is asked before every answer, and must be cheap.
	Info(ctx context.Context) (Info, error)

	// Stamp gives a random number that a generation was given when it was made; 0
	// if there is no such generation. Two databases that went on from one copy
	// have the same generations with other stamps.
	Stamp(ctx context.Context, generation int64) (int64, error)

	// Follow gives what was stored, changed or deleted after a generation; after
	// -1 it gives all. It returns the generation whose state is complete when all
	// blocks have been taken. Documents come in the order of their numbers; of one
	// that was known before only Story and Sources can have changed. A document
	// may come though it did not change, and a number may be gone that never came.
	// A block is good until fn returns.
	Follow(ctx context.Context, after int64, fn func(*Block) error) (generation int64, err error)

	// Fetch gives mentions with what a reader needs around them, in the order of
	// the keys, without Cursor. Those that are not there (any more) are left out.
	Fetch(ctx context.Context, keys []Key) ([]Mention, error)
	// Documents gives documents by their numbers, in that order, without text and
	// Cursor. Those that are not there (any more) are left out.
	Documents(ctx context.Context, numbers []int64) ([]Document, error)
	// Document gives one document with its text, or a NotFound error.
	Document(ctx context.Context, id string) (*Document, error)
	// Numbers gives the numbers of documents by their ids; 0 where there is none.
	Numbers(ctx context.Context, ids []string) ([]int64, error)

	// Words gives the sentences, and titles, that hold a term, in the order of
	// their keys, of those after a key; 0 gives all. Sentences of documents that
	// were deleted meanwhile may be among them.
	Words(ctx context.Context, t Term, after int64, fn func(sentence int64) error) error

	// Places gives the places stored or changed after a generation; -1: all.
	Places(ctx context.Context, after int64) ([]PlaceRow, error)
	// Sources gives the sources whose numbers are above one, in their order; 0: all.
	Sources(ctx context.Context, after int64) ([]SourceRow, error)

	Runs
	Close() error
}

// Exporter is a Backend whose documents can be put into another.
type Exporter interface {
	Backend
	// Located gives documents by their numbers, in that order, as far as they were
	// kept, so that they are the same rows when they are put. Those that are not
	// there (any more) are left out.
	Located(ctx context.Context, numbers []int64) ([]mentionmap.Located, error)
}

// ErrUndone ends a Put of a run that was taken back meanwhile.
var ErrUndone = mentionmap.Errorf(mentionmap.Conflict, "this run was taken back while it went on: nothing more is stored")

// Runs records what was taken in, so that it can be taken back.
type Runs interface {
	// BeginRun records the begin of a run that reads paths.
	BeginRun(ctx context.Context, paths []string) (run int64, err error)
	// EndRun records its end.
	EndRun(ctx context.Context, run int64) error
	// ListRuns gives the runs, newest first.
	ListRuns(ctx context.Context) ([]Run, error)
	// Undo deletes the documents that a run stored and takes back where it saw
	// others, or returns a NotFound error. Documents that a later run saw, too,
	// stay. It returns the number of documents deleted.
	Undo(ctx context.Context, run int64) (documents int, err error)
}

// Run is one reading of files or requests.
type Run struct {
	ID        int64
	Begun     string // RFC 3339, UTC
	Ended     string // the same; "" if it did not end
	Paths     []string
	Documents int64 // that it stored and that are there still
	Mentions  int64 // of these
	Undone    bool
}

// Key names a mention in a backend: the number of its document, and where it
// starts there in code points.
type Key struct {
	Document int64
	Start    int
}

// Bits of the numbers that lead with a document's. A document holds at most
// 1<<PostBits posts, a post 1<<SentenceBits-1 sentences; where there are more,
// the last sentence goes on to the end of its post.
const (
	StartBits    = 28 // of a mention's start
	PostBits     = 16
	SentenceBits = 16
	// TitleSentence is the number of the sentence that is the title of a post.
	TitleSentence = 1<<SentenceBits - 1
)

// MentionKey is the number of a mention.
func MentionKey(document int64, start int) int64 { return document<<StartBits | int64(start) }

// PostKey is the number of a post, which is the n-th of its document.
func PostKey(document int64, n int) int64 { return document<<PostBits | int64(n) }

// SentenceKey is the number of a sentence, which is the n-th of its post.
func SentenceKey(post int64, n int) int64 { return post<<SentenceBits | int64(n) }

// Block is some documents as Follow gives them, one after the other.
type Block struct {
	Documents []DocumentRow
	Posts     []PostRow    // of all documents
	Mentions  []MentionRow // of all documents, in the order of the text
	Gone      []int64      // numbers of documents that were deleted
	Left      int64        // about how many documents come after this block
}

// DocumentRow is what an index holds of a document.
type DocumentRow struct {
	Number          int64
	Story           int64   // number of the document that began its story, its own if it did
	Posts, Mentions int     // how many of the block's are its
	Sources         []int64 // those of its posts that name none, at least one
}

// PostRow is a post, or a stretch of text between posts that holds mentions or
// words. The posts of a document are numbered from 0 in the order of the text.
type PostRow struct {
	Published mentionmap.Day // NoDay: not known
	Source    int64          // 0: it names none
	Stretch   bool           // no post
}

// MentionRow is what an index holds of a mention.
type MentionRow struct {
	Start      int32  // code points of the document
	Post       uint16 // number in the document
	Sentence   uint16 // number in the post
	Confidence int16  // thousandths
	Kind       mentionmap.Kind
	Use        mentionmap.Use
	Relation   mentionmap.Relation
	Precision  mentionmap.Precision
	Place      int64          // number of the PlaceRow; 0: not placed
	From, To   mentionmap.Day // NoDay: undated
}

// PlaceRow is a place under the number that a backend gave it, for good. Numbers
// are above 0 and leave no wide gaps, for an index makes arrays of them.
type PlaceRow struct {
	Number int64
	mentionmap.Place
}

// SourceRow is a source under the number that a backend gave it, for good, as
// with places.
type SourceRow struct {
	Number int64
	Name   string
}

// Term is a word or a phrase that is looked for. A sentence holds it if it
// holds the words as written (folded as rows.Words does it), one after the other,
// or one of the stems, be it as a word or among its rows.Stems: those that equal
// their word are not kept. rows.Holds is the exact meaning.
type Term struct {
	Words []string
	Stems []string // none for a phrase: only what is written counts
}
