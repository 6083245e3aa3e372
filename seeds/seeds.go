// Package seeds holds the demo corpus: short reports in our own words, one
// file for each way in which news is written down.
package seeds

import "embed"

// Source is the source of every report of the demo.
const Source = "mentionmap demo"

// Corpus is the files of the demo: plain text, Markdown and JSON Lines.
//
//go:embed *.txt *.md *.jsonl
var Corpus embed.FS
