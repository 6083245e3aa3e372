// Package store says what keeping mentions means. Backends live in folders of
// their own (sqlite); every one of them must pass storetest.
package store

import (
	"context"

	"mentionmap"
)

// Store keeps documents, posts and mentions. It has one writer and any number
// of readers; every method may be called from any goroutine. Callbacks run
// while no lock and no read transaction is held, so they may take their time
// (write to a slow client) and may call the store again; an error from a
// callback ends the call and is returned as it is. A pointer handed to a
// callback is the callback's to keep.
//
// What is kept is what was put, with these roundings: confidence to a
// thousandth, radius to 100 m, a sentence to 2,000 code points around its
// mention. A placed mention has the kind of its place. Repeated lists of a
// query are sets; an id or a name that is not stored matches nothing.
//
// With Query.By ByPublished a mention is dated by the day its post was
// published, with precision day: the window, the precisions, the order and the
// dates of Counts and Places all mean that day.
//
// Errors are *mentionmap.Error: Invalid for a wrong cursor or a malformed
// document, NotFound, Conflict when another program holds the store,
// Unavailable when it cannot be written (disk full, read-only).
type Store interface {
	// Put stores documents with all their mentions, each whole or not at all,
	// the batch in one transaction. A document that is there already gains the
	// new Seen entries and nothing else. One that is Located.Known is left out if
	// it is not there: nothing is stored that was not located.
	Put(ctx context.Context, batch []mentionmap.Located) (Added, error)

	// Delete takes out a document with its posts and mentions, or returns a
	// NotFound error. The oldest of its near-copies that are left begins their
	// story; places and sources stay known. Who reads page by page meanwhile
	// misses what was not read yet.
	Delete(ctx context.Context, documentID string) error

	// Known reports whether a document of that id is there.
	Known(ctx context.Context, documentID string) (bool, error)

	// Mentions gives the mentions that match, in q.Order, after q.After, at
	// most q.Limit of them: those that the store held when the call began.
	Mentions(ctx context.Context, q mentionmap.Query, fn func(*Mention) error) error
	// Mention gives one mention by its public id, or a NotFound error.
	Mention(ctx context.Context, id string) (*Mention, error)
	// Total counts the mentions that match; Limit and After do not matter.
	Total(ctx context.Context, q mentionmap.Query) (int64, error)

	// Counts gives the counts that match per place, dates, uses, and whether
	// any of the mentions is firm, in the unit q.Count: ordered by place, then
	// by first day. It is the one source of every number on the page.
	Counts(ctx context.Context, q mentionmap.Query, fn func(Count) error) error

	// Places gives the places that have a mention that matches, with their
	// counts in the unit q.Count, most first, at most q.Limit; q.After is not used.
	Places(ctx context.Context, q mentionmap.Query, fn func(*PlaceCount) error) error
	// Place gives one place that is mentioned, or a NotFound error.
	Place(ctx context.Context, id mentionmap.PlaceID) (*mentionmap.Place, error)

	// Documents gives the documents that have a mention that matches (all of
	// them, if the query means everything), in stored order, without text,
	// after q.After, at most q.Limit.
	Documents(ctx context.Context, q mentionmap.Query, fn func(*Document) error) error
	// Document gives one document with its text, or a NotFound error.
	Document(ctx context.Context, id string) (*Document, error)

	// Sources gives the sources of the mentions that match with their number,
	// most first. A post that names no source has all that its document was seen at.
	Sources(ctx context.Context, q mentionmap.Query) ([]SourceCount, error)
	// Summary says how much matches: of the query that means everything what
	// Info says, else the documents and posts that have a mention that matches.
	Summary(ctx context.Context, q mentionmap.Query) (Summary, error)
	// Info describes what the store holds now.
	Info(ctx context.Context) (Info, error)
	Close() error
}

// Added says what a Put did.
type Added struct {
	Documents int // new
	Known     int // there already
	Posts     int
	Mentions  int
	Missing   int // Located.Known, but not there (any more): left out
}

// Mention is a stored mention with what a reader needs around it. Its Post
// is the number of the post in the document, -1 if it stands in none.
type Mention struct {
	mentionmap.Mention        // Span, Sentence and Dates.Words in bytes of the document, as they were put
	ID                 string // public id
	DocumentID         string
	Start, End         int    // code points of the document
	Title              string // of the post, else of the document
	Source             string // of the post, else where the document was seen first, else its key
	Author             string
	URL                string           // the first the document was seen at; not trusted
	Published          mentionmap.Stamp // of the post, else the day it is filed under, else of the document
	PostStart          int              // code points; with DocumentID it names the post
	Snippet            string           // the sentence
	SnippetMark        [2]int           // the mention in Snippet, code points
	DateMark           [2]int           // the words that dated it in Snippet, code points; both 0 if they stand elsewhere
	DateWords          string           // the words that dated it, wherever they stand
	DerivedMarks       [][2]int         // the words of each Derived, code points of the document
	Story              string           // id of the story: the oldest of the near-copies
	Gazetteer, Locator string           // versions
	Cursor             string           // for Query.After
}

// Count is a number of units of one place under the same dates.
type Count struct {
	Place     mentionmap.PlaceID // 0: mentions that were not placed
	Kind      mentionmap.Kind    // of the mention: for the unplaced ones, too
	From, To  mentionmap.Day     // NoDay: undated
	Precision mentionmap.Precision
	Uses      uint8 // bit 1<<Use for each use that the unit's mentions have
	Firm      bool  // at least one of them is neither unsure nor a mere direction
	N         int64
}

// PlaceCount is a place and its number of units.
type PlaceCount struct {
	mentionmap.Place
	N           int64
	First, Last mentionmap.Day // NoDay if all are undated
}

// Document is a stored document.
type Document struct {
	mentionmap.Document // Text only from Store.Document
	ID                  string
	Story               string
	Posts, Mentions     int
	First, Last         mentionmap.Day // event days of its mentions; NoDay if there are none
	Cursor              string         // for Query.After
}

// SourceCount is a source and its number of mentions.
type SourceCount struct {
	Source string
	N      int64
}

// Summary says how much of a store a query means.
type Summary struct {
	Documents, Posts, Mentions int64
	Stories                    int64          // of the documents: near-copies are one
	First, Last                mentionmap.Day // event days; NoDay if there are none
}

// Info describes a store.
type Info struct {
	ID                   string // of the database, made at random with it
	Generation           int64  // grows with every change of what is stored
	Documents, Posts     int64
	Mentions             int64
	First, Last          mentionmap.Day // event days; NoDay if there are none
	Schema               int
	Demo                 bool     // holds the demo corpus
	Gazetteers, Locators []string // versions that placed the mentions
	Bytes                int64
}
