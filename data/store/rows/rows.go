// Package rows is what every backend has in common: it makes the rows of a
// located document, finds the story that it belongs to, and puts together what
// a reader sees from rows. SQL is the backends' own.
package rows

import "mentionmap"

// Document is a located document as rows, ready to be stored. Starts and
// lengths are code points; starts of posts and mentions are those of the
// document. Numbers of the document, its story, places, sources and versions
// are filled in by the writer.
type Document struct {
	*mentionmap.Located
	ID          string
	Posts       []Post // they cover the whole text, stretches between posts among them
	Mentions    []Mention
	First, Last mentionmap.Day // event days; NoDay if there are none
	Shingles    []uint64       // see Bands
	Bands       []uint32       // what a near-copy is found by
}

// Post is a row of the table post.
type Post struct {
	Post         int // number in Located.Posts; -1: a stretch between posts
	Start        int // in the document
	Length       int
	Byte         int    // Start in bytes
	Text         string // all of it, so that the posts of a document make up its text
	Title        string
	Heading      string // title whose words the text does not hold: its sentence is number store.TitleSentence
	HeadingStems string // as Sentence.Stems
	Source       string // "": it names none
	Author       string
	Lang         string           // "": that of the document
	ReplyTo      string           // "": it answers none
	Forwarded    string           // "": it was not forwarded
	Published    mentionmap.Stamp // its own, else the day it is filed under, else the document's
	Repeat       bool
	Sentences    []Sentence // they cover the whole post
}

// Sentence is a row of the tables sentence and sentence_words: a sentence with
// the white space behind it.
type Sentence struct {
	Start, Length int    // in the post
	Text          string // all of it
	Stems         string // of its words, where they differ from the words, each once, parted by blanks
}

// Mention is a row of the table mention.
type Mention struct {
	*mentionmap.Mention // as it was located
	Post, Sentence      int
	Start, Length       int
	SentenceStart       int // of the sentence that is shown, in the document
	SentenceLength      int
	Confidence          int64 // thousandths
	Radius              int64 // hundreds of metres
	WordsStart          int   // the words that dated it, in the document; -1: none
	WordsLength         int
	Derived             []Derived
}

// Derived is a row of the table derived.
type Derived struct {
	mentionmap.Derived
	WordsStart, WordsLength int // in the document; -1: none
}

// Row is what a backend reads of a mention to show it. Rows may share what they
// point to; those of a document belong one after the other.
type Row struct {
	Document *DocumentRow
	Post     *PostRow
	Others   []*PostRow // that hold what Elsewhere lists, in the order of the text
	Mention  Mention    // Mention.Mention filled but for Span, Sentence, Surface, Dates.Words and Place
	Place    *mentionmap.Place
}

// DocumentRow is what mentions of a document are shown with.
type DocumentRow struct {
	Number             int64
	ID, Story          string
	Title, Source, URL string // see Document.Source and Document.URL
	Gazetteer, Locator string
}

// PostRow is a post that mentions are read from. Starts and lengths are those
// of Post.
type PostRow struct {
	Number              int // in the document
	Post                int // number in Located.Posts; -1
	Start, Length, Byte int
	Text                string
	Title               string
	Source              string
	Author              string
	Published           mentionmap.Stamp
}
