package reader

import (
	"bytes"
	"unicode/utf8"
)

// magic knows a binary format by its first bytes.
func magic(starts ...string) func(*sample) bool {
	return func(s *sample) bool { return s.starts(starts...) && s.isBytes() }
}

// magicText knows a format whose first bytes are letters that no prose begins with.
func magicText(start string) func(*sample) bool {
	return func(s *sample) bool { return bytes.HasPrefix(s.text, []byte(start)) }
}

func (s *sample) starts(with ...string) bool {
	for _, w := range with {
		if len(s.raw) >= len(w) && string(s.raw[:len(w)]) == w {
			return true
		}
	}
	return false
}

// isBytes tells whether an input is not UTF-8 text.
func (s *sample) isBytes() bool {
	if bytes.IndexByte(s.raw, 0) >= 0 {
		return true
	}
	whole := s.raw
	if s.cut { // the last letter may be cut in two
		whole = whole[:max(0, len(whole)-utf8.UTFMax)]
	}
	return !utf8.Valid(whole)
}

// zipOf knows a zip archive by the name of a member.
func zipOf(member string) func(*sample) bool {
	return func(s *sample) bool { return s.starts("PK\x03\x04") && bytes.Contains(s.raw, []byte(member)) }
}

func isTar(s *sample) bool {
	return len(s.raw) > 262 && string(s.raw[257:262]) == "ustar" && s.isBytes()
}

func isPicture(s *sample) bool {
	return (s.starts("\x89PNG\r\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\x00", "MM\x00*", "BM", "\x00\x00\x01\x00") ||
		s.starts("RIFF") && s.has(8, "WEBP") || s.has(4, "ftyp") && (s.has(8, "heic") || s.has(8, "avif") || s.has(8, "mif1"))) && s.isBytes()
}

func isMedia(s *sample) bool {
	return (s.starts("ID3", "OggS", "fLaC", "\xff\xfb", "\xff\xf3", "\xff\xf2", "\x1aE\xdf\xa3", "FORM", ".snd", "FLV\x01") ||
		s.starts("RIFF") || s.has(4, "ftyp")) && s.isBytes()
}

func (s *sample) has(at int, word string) bool {
	return len(s.raw) >= at+len(word) && string(s.raw[at:at+len(word)]) == word
}

func isUTF32(s *sample) bool { return s.starts("\xff\xfe\x00\x00", "\x00\x00\xfe\xff") }

// isBareUTF16 knows UTF-16 by its zero bytes: those of blanks, digits and Latin
// letters stand on one side only, those of Cyrillic letters are 4.
func isBareUTF16(order string) func(*sample) bool {
	high := 1
	if order == "BE" {
		high = 0
	}
	return func(s *sample) bool {
		if len(s.raw) < 4 || hasUTF16BOM(s.raw) || bytes.IndexByte(s.raw[:min(len(s.raw), 256)], 0) < 0 {
			return false
		}
		units, zeros, fit, wrong := len(s.raw)/2, 0, 0, 0
		for i := 0; i < units; i++ {
			hi, lo := s.raw[2*i+high], s.raw[2*i+1-high]
			switch {
			case hi == 0 && lo == 0, hi == 0 && lo < ' ' && lo != '\n' && lo != '\r' && lo != '\t':
				wrong++
			case hi == 0:
				zeros, fit = zeros+1, fit+1
			case hi == 4 || hi == 0x20:
				fit++
			}
		}
		return wrong == 0 && ratio(fit, units) > 0.9 && ratio(zeros, units) > 0.05
	}
}

// isBinary knows what holds a zero, as a byte or as a letter of UTF-16.
func isBinary(s *sample) bool {
	if hasUTF16BOM(s.raw) {
		return bytes.IndexByte(s.text, 0) >= 0
	}
	return bytes.IndexByte(s.raw, 0) >= 0
}
