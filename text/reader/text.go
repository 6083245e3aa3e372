package reader

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"mentionmap"
)

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
)

func hasUTF16BOM(head []byte) bool {
	return bytes.HasPrefix(head, bomUTF16LE) || bytes.HasPrefix(head, bomUTF16BE)
}

// readText reads the whole input as one document, Markdown as it stands.
func readText(in *input, fn func(mentionmap.Document) error) error {
	raw, err := io.ReadAll(io.LimitReader(in.r, in.MaxBytes+1))
	if err != nil {
		return fileError(in.name, err)
	}
	if int64(len(raw)) > in.MaxBytes {
		return mentionmap.Errorf(mentionmap.TooLarge, "%s: is larger than %s, the most a document may have; split it", in.name, size(in.MaxBytes))
	}
	text, err := decode(in.name, raw)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: holds only blanks; there is nothing to read", in.name)
	}
	doc := in.document(in.base(), asString(text))
	if in.Source != "" {
		doc.Seen = []mentionmap.Seen{{Source: in.Source}}
	}
	return fn(doc)
}

// decode gives UTF-8 without a byte order mark, nothing else changed.
func decode(name string, raw []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(raw, bomUTF16LE):
		return decodeUTF16(raw[2:], func(a, b byte) uint16 { return uint16(b)<<8 | uint16(a) }), nil
	case bytes.HasPrefix(raw, bomUTF16BE):
		return decodeUTF16(raw[2:], func(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) }), nil
	}
	text := bytes.TrimPrefix(raw, bomUTF8)
	if bad := firstInvalid(text); bad >= 0 {
		line := 1 + bytes.Count(text[:bad], []byte{'\n'})
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: byte %d (line %d) is not UTF-8; convert the file to UTF-8", name, bad+len(raw)-len(text), line)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: is a binary file, not prose: give text, Markdown or JSON Lines", name)
	}
	return text, nil
}

// decodeUTF16 drops an odd last byte; lone surrogates become U+FFFD.
func decodeUTF16(raw []byte, unit func(a, b byte) uint16) []byte {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, unit(raw[i], raw[i+1]))
	}
	out := make([]byte, 0, len(units)*2)
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}

// firstInvalid is the offset of the first byte that is not UTF-8, -1 if all is.
func firstInvalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

// asString makes a string of bytes that nobody will write to again.
func asString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
