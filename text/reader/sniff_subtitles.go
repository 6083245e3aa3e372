package reader

import (
	"bytes"
	"strings"
)

func isVTT(s *sample) bool {
	return bytes.HasPrefix(s.text, []byte("WEBVTT")) && (len(s.text) == 6 || strings.IndexByte(" \t\r\n", s.text[6]) >= 0)
}

// isSRT knows subtitles by lines that say from when to when one is shown, among
// the first lines or many of them. MicroDVD's {1}{25} and SBV's are among them.
func isSRT(s *sample) bool {
	first, cues := -1, 0
	for i, l := range s.lines {
		if isCue(l) {
			if cues++; first < 0 {
				first = i
			}
		}
		if i >= 20 && cues == 0 {
			return false
		}
	}
	switch {
	case cues == 0:
		return false
	case s.named(".srt", ".vtt", ".sub", ".sbv"):
		return true
	}
	return first <= 2 && (cues > 1 || len(s.lines) < 10) || cues > 2 && ratio(cues, len(s.lines)) > 0.15
}

// isCue knows "00:01:02,345 --> 00:01:04,000", "0:00:01.000,0:00:04.000" and "{10}{25}Text".
func isCue(l string) bool {
	if l = strings.TrimSpace(l); l == "" {
		return false
	}
	if from, to, found := strings.Cut(l, "-->"); found {
		words := strings.Fields(to)
		return isMoment(strings.TrimSpace(from)) && strings.ContainsAny(from, ".,") && len(words) > 0 && isMoment(words[0])
	}
	if from, to, found := strings.Cut(l, ","); found && isDigit(l[0]) && isMoment(from) && isMoment(to) {
		return true
	}
	if l[0] == '{' {
		from, rest, _ := strings.Cut(l[1:], "}{")
		to, _, found := strings.Cut(rest, "}")
		return found && isNumber(from) && isNumber(to)
	}
	return false
}

// isMoment knows 00:01:02,345 and 01:02.345.
func isMoment(s string) bool {
	colons := 0
	for i := range len(s) {
		switch {
		case s[i] == ':':
			colons++
		case !isDigit(s[i]) && s[i] != ',' && s[i] != '.':
			return false
		}
	}
	return colons > 0 && colons < 4 && len(s) >= 5 && isDigit(s[0])
}

func isNumber(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func isASS(s *sample) bool {
	if bytes.HasPrefix(s.text, []byte("[Script Info]")) {
		return true
	}
	_, n := s.share(func(l string) bool { return strings.HasPrefix(l, "Dialogue: ") && strings.Count(l, ",") >= 9 })
	return n > 1
}
