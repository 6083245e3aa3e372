package reader

import (
	"bytes"
	"strings"
)

// isPEM knows keys and certificates; a signed message is prose, and one may end
// with a signature or a key.
func isPEM(s *sample) bool {
	if !bytes.Contains(s.text, []byte("-----BEGIN ")) {
		return false
	}
	for i, l := range s.lines {
		if strings.HasPrefix(l, "-----BEGIN ") && strings.HasSuffix(l, "-----") {
			if strings.Contains(l, " PGP ") {
				return i == 0 && !strings.Contains(l, "SIGNED MESSAGE")
			}
			return i == 0 || packed(s.lines[i+1:]) > 0.5
		}
	}
	return false
}

// packed is the share of lines that are one word of base64 of 40 letters or more.
func packed(lines []string) float64 {
	n := 0
	for _, l := range lines {
		if len(l) >= 40 && inBase64(l) {
			n++
		}
	}
	return ratio(n, len(lines))
}

func inBase64(l string) bool {
	for i := range len(l) {
		if b := l[i]; !isLetter(b) && !isDigit(b) && b != '+' && b != '/' && b != '=' && b != '-' && b != '_' {
			return false
		}
	}
	return true
}

// isBase64 knows lines of one word each that are of one length, but for the last.
func isBase64(s *sample) bool {
	first := s.first()
	if len(first) < 40 || !inBase64(first) || !mixed(first) {
		return false
	}
	same := 0
	for _, l := range s.lines {
		if len(l) == len(first) && inBase64(l) {
			same++
		}
	}
	return same >= len(s.lines)-1 && inBase64(s.lines[len(s.lines)-1]) && (same > 1 || len(s.lines) == 2 || len(first) >= 80 || s.named(".b64", ".base64"))
}

// mixed tells whether a word has large and small letters and digits, as no word of prose has.
func mixed(l string) bool {
	return strings.ContainsAny(l, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && strings.ContainsAny(l, "abcdefghijklmnopqrstuvwxyz") && strings.ContainsAny(l, "0123456789+/")
}

// isUU knows "begin 644 name" and the full lines below it.
func isUU(s *sample) bool {
	for i, l := range s.lines[:min(len(s.lines), 40)] {
		if !strings.HasPrefix(l, "begin ") {
			continue
		}
		if words := strings.Fields(l); len(words) == 3 && len(words[1]) <= 4 && isNumber(words[1]) {
			return i+1 < len(s.lines) && (len(s.lines[i+1]) == 61 || len(s.lines) < i+5) && !strings.Contains(strings.TrimSpace(s.lines[i+1]), ". ")
		}
	}
	return false
}

// isHexDump knows what xxd, hexdump and od write, and lines of hexadecimal digits alone.
func isHexDump(s *sample) bool {
	share, n := s.share(func(l string) bool {
		if l[0] != ' ' && !isHex(l[0]) {
			return false
		}
		l, _, _ = strings.Cut(l, "  |")
		digits, marks := 0, 0
		for i := range len(l) {
			switch b := l[i]; {
			case isHex(b):
				digits++
			case b != ' ' && b != ':' && b != '\t':
				if marks++; digits < 24 {
					return false
				}
			}
		}
		return digits >= 24 && strings.ContainsAny(l, "0123456789") && (marks == 0 || isDigit(l[0]) && marks <= 16)
	})
	return share > 0.8 && (n > 1 || len(s.first()) >= 64)
}

func isHex(b byte) bool { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }
