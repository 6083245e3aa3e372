package reader

import (
	"bytes"
	"strings"
)

// field is a header field of a mail: its name in small letters, and its first line.
type field struct{ name, value string }

// headerOf reads the fields that text begins with, up to the first blank line or
// the first line that is none.
func headerOf(text []byte) (fields []field) {
	for len(text) > 0 && len(fields) < 100 {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		l := strings.TrimRight(asString(line), "\r")
		text = rest
		if strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t") {
			if len(fields) > 0 && strings.TrimSpace(l) != "" {
				continue // folded
			}
			return fields
		}
		name, value, found := strings.Cut(l, ":")
		if name = strings.TrimRight(name, " "); !found || !isFieldName(name) {
			return fields
		}
		fields = append(fields, field{strings.ToLower(name), strings.TrimSpace(value)})
	}
	return fields
}

func isFieldName(s string) bool {
	return 0 < len(s) && len(s) <= 60 && !strings.ContainsFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
	})
}

// people write these above a text too, programs write all of them.
var mailFields = map[string]bool{"from": true, "to": true, "cc": true, "subject": true, "date": true, "sender": true, "reply-to": true, "organization": true}

// only programs write these.
var machineFields = map[string]bool{
	"message-id": true, "mime-version": true, "received": true, "return-path": true, "content-transfer-encoding": true, "content-type": true,
	"delivered-to": true, "dkim-signature": true, "authentication-results": true, "in-reply-to": true, "references": true, "user-agent": true,
	"list-id": true, "list-unsubscribe": true, "newsgroups": true, "nntp-posting-host": true, "received-spf": true, "arc-seal": true, "envelope-to": true,
}

// mailHeader counts the fields of a mail that an input begins with: those that
// people write too, and those of programs alone.
func mailHeader(fields []field) (people, machine int) {
	for _, f := range fields {
		switch {
		case mailFields[f.name]:
			people++
		case machineFields[f.name] || strings.HasPrefix(f.name, "x-"):
			machine++
		}
	}
	return people, machine
}

// isMail knows a mail by what only programs write, or by an address and the date
// as mails have it. "From: … Date: …" above a text is a signature.
func isMail(s *sample) bool {
	if !bytes.Contains(s.text[:min(len(s.text), 80)], []byte(":")) {
		return false
	}
	fields := headerOf(s.text)
	people, machine := mailHeader(fields)
	switch {
	case s.named(".eml", ".emlx", ".mail"):
		return people+machine > 0
	case people+machine < len(fields)/3:
		return false
	case machine > 0:
		return people+machine >= 3
	}
	return people >= 3 && hasAddress(fields)
}

func hasAddress(fields []field) bool {
	for _, f := range fields {
		if (f.name == "from" || f.name == "to") && strings.Contains(f.value, "@") {
			return true
		}
	}
	return false
}

func isMHTML(s *sample) bool {
	if !bytes.Contains(s.text[:min(len(s.text), 4096)], []byte("multipart/related")) {
		return false
	}
	people, machine := mailHeader(headerOf(s.text))
	return people+machine >= 2
}

// isMbox knows a box by its first line, "From sender Thu Jan  5 10:20:30 2023",
// and the header below it.
func isMbox(s *sample) bool {
	if !bytes.HasPrefix(s.text, []byte("From ")) {
		return false
	}
	line, rest, _ := bytes.Cut(s.text, []byte{'\n'})
	people, machine := mailHeader(headerOf(rest))
	return people+machine >= 2 && (machine > 0 || hasClock(asString(line))) || s.named(".mbox", ".mbx") && people+machine > 0
}

// hasClock tells whether a line holds a time of day, 10:20.
func hasClock(line string) bool {
	for i := 2; i+2 < len(line); i++ {
		if line[i] == ':' && isDigit(line[i-1]) && isDigit(line[i-2]) && isDigit(line[i+1]) && isDigit(line[i+2]) {
			return true
		}
	}
	return false
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isHTTP(s *sample) bool {
	return strings.HasPrefix(s.first(), "HTTP/") && len(s.lines) > 1 && len(headerOf([]byte(s.lines[1]))) > 0
}

// isPatch knows a patch by the head of a hunk, "@@ -1,4 +1,5 @@", below the names of two files.
func isPatch(s *sample) bool {
	if !bytes.Contains(s.text, []byte("\n@@ -")) && !bytes.HasPrefix(s.text, []byte("diff ")) {
		return false
	}
	names, hunks, marked := 0, 0, 0
	for i, l := range s.lines {
		switch {
		case strings.HasPrefix(l, "diff --git "), strings.HasPrefix(l, "--- ") && i+1 < len(s.lines) && strings.HasPrefix(s.lines[i+1], "+++ "):
			names++
		case strings.HasPrefix(l, "@@ -"):
			hunks++
		}
		if l[0] == '+' || l[0] == '-' || l[0] == ' ' || l[0] == '@' {
			marked++
		}
	}
	return names > 0 && hunks > 0 && (ratio(marked, len(s.lines)) > 0.4 || s.named(".diff", ".patch"))
}
