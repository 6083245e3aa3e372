package reader

import (
	"bytes"

	"mentionmap"
)

// sniffBytes is how much of an input a format may look at.
const sniffBytes = 64 << 10

// format is a row of the table. sniff sees the name and the first bytes; the
// first format that says yes reads.
type format struct {
	name  string
	sniff func(name string, head []byte) bool
	read  func(in *input, fn func(mentionmap.Document) error) error
}

var formats = []format{
	{"JSON Lines", isJSONLines, readJSONLines},
	{"text and Markdown", isText, readText},
}

func isJSONLines(name string, head []byte) bool {
	switch extension(name) {
	case ".jsonl", ".ndjson":
		return true
	case "", ".json":
		head = bytes.TrimLeft(bytes.TrimPrefix(head, bomUTF8), " \t\r\n")
		return bytes.HasPrefix(head, []byte("{")) && bytes.HasPrefix(bytes.TrimLeft(head[1:], " \t"), []byte(`"`))
	}
	return false
}

// isText says no to what holds a zero byte, unless its byte order mark says UTF-16.
func isText(_ string, head []byte) bool {
	return hasUTF16BOM(head) || bytes.IndexByte(head, 0) < 0
}
