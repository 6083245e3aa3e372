// Package post finds where the posts of a document begin and end, who
// published them, and when.
//
// A page is read line by line. A table of patterns marks the lines that date a
// post: signatures, datelines, "Published :", time stamps, clocks, headers of
// channels and forums. What a mark dates, the text above it or below it, is
// decided by the document as a whole. Posts that no mark dates get their day
// from their neighbours, from weekdays and from expressions in them, where
// these leave only one answer; else they stay undated.
package post
