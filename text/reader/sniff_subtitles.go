package reader

import (
	"bytes"
	"strings"
)

func isVTT(s *sample) bool {
	return bytes.HasPrefix(s.text, []byte("WEBVTT")) && (len(s.text) == 6 || strings.IndexByte(" \t\r\n", s.text[6]) >= 0)
}

// isSubtitles knows subtitles by lines that say from when to when one is shown, among
// the first lines or many of them.
func isSubtitles(isCue func(line string) bool) func(*sample) bool {
	return func(s *sample) bool { return hasCues(s, isCue) }
}

func hasCues(s *sample, isCue func(string) bool) bool {
	first, cues := -1, 0
	for i, l := range s.lines {
		if isCue(strings.TrimSpace(l)) {
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

// isSRTCue knows "00:01:02,345 --> 00:01:04,000".
func isSRTCue(l string) bool {
	from, to, found := strings.Cut(l, "-->")
	words := strings.Fields(to)
	return found && isMoment(strings.TrimSpace(from)) && strings.ContainsAny(from, ".,") && len(words) > 0 && isMoment(words[0])
}

// isSBVCue knows "0:00:01.000,0:00:04.000".
func isSBVCue(l string) bool {
	from, to, found := strings.Cut(l, ",")
	return found && isMoment(from) && isMoment(to)
}

// isMicroDVDCue knows "{10}{25}Text", which counts pictures.
func isMicroDVDCue(l string) bool {
	if l == "" || l[0] != '{' {
		return false
	}
	from, rest, _ := strings.Cut(l[1:], "}{")
	to, _, found := strings.Cut(rest, "}")
	return found && isNumber(from) && isNumber(to)
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
