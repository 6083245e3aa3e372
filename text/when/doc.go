// Package when finds time expressions in text and works out which days they
// mean. Scan says where they stand and what they say; Resolve turns what one
// says into days, given the day of the post it stands in.
//
// The words and patterns of a language are a table (english.go is one); the
// scanner knows only classes of words. Values are intervals of civil days with
// a precision; nothing is converted between time zones.
package when
