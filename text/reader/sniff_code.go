package reader

import (
	"bytes"
	"math/bits"
	"regexp"
	"strings"
	"unicode/utf8"
)

// codeEndings are the endings of files of programs, without the point.
var codeEndings = func() map[string]bool {
	m := map[string]bool{}
	for _, e := range strings.Fields(`c h cc cpp cxx hh hpp hxx go rs java kt kts scala groovy gradle js mjs cjs jsx ts mts cts tsx vue svelte py pyi pyx rb
		php phtml pl pm t r jl lua sh bash zsh fish ksh ps1 bat cmd sql css scss sass less swift m mm cs fs vb d dart ex exs erl hrl hs ml mli
		clj cljs el lisp scm vim tcl awk asm s cmake mk make tf proto graphql f f90 f95 pas ada adb nim zig v sv vhd sol coffee elm pde inc`) {
		m["."+e] = true
	}
	return m
}()

// codeNames are files of programs that have no ending.
var codeNames = map[string]bool{"makefile": true, "gnumakefile": true, "dockerfile": true, "rakefile": true, "gemfile": true, "vagrantfile": true, "jenkinsfile": true, "cmakelists.txt": true}

// isCode knows programs by lines that no prose has. A name that says code makes
// it sure where a few lines show it; Markdown may hold code.
func isCode(s *sample) bool {
	first := s.first()
	switch {
	case strings.HasPrefix(first, "#!") && strings.Contains(first, "/"), strings.HasPrefix(first, "<?php"):
		return true
	case s.isMarkup():
		return false
	}
	if s.isCodeByName() {
		return !isPlainProse(s)
	}
	seen := codeSign(0)
	code, _, prose := countCode(s.lines, func(t string) bool {
		if isSentence(t) || hasForeign(t) {
			return false
		}
		signs := signsOf(t)
		seen |= signs
		return signs != 0
	})
	return code >= 2 && ratio(code, code+prose) > 0.5 && seen&sureSigns != 0 && bits.OnesCount16(uint16(seen)) >= 2 || isMinified(s)
}

// isCodeByName tells whether the name of the input says source code.
func (s *sample) isCodeByName() bool {
	return codeEndings[s.ext] || codeNames[strings.ToLower(s.base)]
}

// isPlainProse tells whether most lines that are no remarks are of many words and have
// no sign of code, as an article's are; it is asked of what is named as code.
func isPlainProse(s *sample) bool {
	words := 0
	code, comments, prose := countCode(s.lines, func(t string) bool {
		if signsOf(t) == 0 && strings.IndexByte("(:;@%!", t[0]) < 0 && (isSentence(t) || strings.Count(t, " ") >= 4) {
			words++
		}
		return signsOf(t) != 0
	})
	return 2*words > code+prose && 10*(code+comments) <= code+comments+prose && !isMinified(s)
}

// isSentence tells whether a line ends as a sentence does and has words enough.
func isSentence(t string) bool {
	return strings.HasSuffix(strings.TrimRight(t, `"')»”`), ".") && strings.Count(t, " ") >= 3
}

// hasForeign tells whether letters that are not ASCII stand outside of quotes and
// of a remark at the end. Programs are written in ASCII.
func hasForeign(t string) bool {
	quote := byte(0)
	for i := range len(t) {
		switch b := t[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'' || b == '`':
			quote = b
		case b == '#' && i > 0, strings.HasPrefix(t[i:], "//"), strings.HasPrefix(t[i:], "/*"), strings.HasPrefix(t[i:], "-- "):
			return false
		case b >= utf8.RuneSelf:
			return true
		}
	}
	return false
}

// mostCodeLine is how much of a line is looked at.
const mostCodeLine = 400

// countCode sorts lines; those of a long string count as comments.
func countCode(lines []string, isCode func(string) bool) (code, comments, prose int) {
	end := ""
	for _, l := range lines {
		t := strings.TrimSpace(l)
		t = t[:min(len(t), mostCodeLine)]
		switch {
		case end != "":
			comments++
			if strings.Contains(t, end) {
				end = ""
			}
		case strings.HasPrefix(t, "/*"):
			comments++
			if !strings.Contains(t, "*/") {
				end = "*/"
			}
		case strings.HasPrefix(t, `"""`) || strings.HasPrefix(t, "'''"):
			comments++
			if len(t) < 6 || !strings.HasSuffix(t, t[:3]) {
				end = t[:3]
			}
		case strings.HasPrefix(t, "//"), strings.HasPrefix(t, "-- "), t[0] == '#' && !isDirective(t):
			comments++
		case isCode(t):
			code++
		default:
			if prose++; prose > 40 && code == 0 {
				return code, comments, prose
			}
		}
	}
	return code, comments, prose
}

// codeWords begin lines of code that hold a sign of code too.
var codeWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`if for while switch else elif elsif return import export from package func function fn def class struct enum interface type
		const let var val public private protected static final void int char long double float bool string auto unsigned extern typedef using
		namespace template use pub impl mod match trait local my our sub require module echo print printf puts raise throw try catch except
		finally async await yield with do end begin assert unless until case default break continue goto new delete foreach select insert create
		update alter drop include set unset source alias declare @ defer go`) {
		m[w] = true
	}
	return m
}()

// alone are words that stand on a line of their own in code alone.
var alone = map[string]bool{"end": true, "fi": true, "done": true, "esac": true, "else": true, "pass": true, "then": true, "do": true, "try:": true, "else:": true, "finally:": true, "begin": true, "BEGIN": true, "END;": true}

// codeSign is a set of what tells that a line is one of a program.
type codeSign uint16

const (
	signBrace   codeSign = 1 << iota // a line that opens or ends a block
	signDeclare                      // a word that begins a statement, with its signs
	signCallOf                       // a call whose name or argument no prose has
	signShell                        // then or do at the end of a line
	signCall                         // a bracket right behind a name
	signAssign
	signCompare
	signSemicolon
	signImport
	signVariable
	signAlone // end, else, done
	// sureSigns are those that prose does not have. One must be seen where the
	// name of a file does not say code, and one of another sort.
	sureSigns = signBrace | signDeclare | signCallOf | signShell
)

// signsOf gives the signs of code of a line, its blanks trimmed; 0: it is prose.
func signsOf(t string) (found codeSign) {
	last := t[len(t)-1]
	signs := byte(0)
	for i := range len(t) {
		signs |= codeSigns[t[i]]
	}
	if alone[t] || strings.HasSuffix(t, " do") {
		found |= signAlone
	}
	if isImport(t) {
		found |= signImport
	}
	if signs == 0 {
		return found
	}
	if t[0] == '#' {
		if isDirective(t) {
			found |= signImport
			if word := strings.TrimLeft(t[1:], " "); last != '.' && (strings.HasPrefix(word, "define ") || strings.HasPrefix(word, "ifndef ") || strings.HasPrefix(word, "include ")) {
				found |= signDeclare
			}
		}
		return found
	}
	if last == '{' || last == '}' && strings.IndexByte(t, '{') > 0 || isBrackets(t) && strings.ContainsAny(t, "{})") {
		found |= signBrace
	} else if isBrackets(t) {
		found |= signSemicolon
	}
	if t[0] == '@' && strings.IndexByte(t, ' ') < 0 && strings.IndexByte(t, '.') < 0 && last == ')' || hasVariable(t) {
		found |= signVariable
	}
	if strings.HasSuffix(t, "; then") || strings.HasSuffix(t, "; do") {
		found |= signShell
	}
	word, rest, _ := strings.Cut(t, " ")
	rest = strings.TrimLeft(rest, " \t")
	call := callIn(t)
	found |= call
	assigns := strings.HasPrefix(rest, "= ") || strings.HasPrefix(rest, ":= ") || strings.HasPrefix(rest, "+= ") || strings.HasPrefix(rest, "<- ")
	if assigns || isAssignment(t) {
		found |= signAssign
	}
	isWord := isCodeWord(strings.TrimRight(word, ":(,"))
	if last == ';' && (word == t || call != 0 || strings.Contains(t, " = ") || word[len(word)-1] == ':' || isCodeWord(word) || hasScope(t) || strings.Contains(t, "->")) {
		found |= signSemicolon
		if word[len(word)-1] == ':' || hasScope(t) {
			found |= signCompare
		}
	}
	if strings.Contains(t, " == ") || strings.Contains(t, " != ") || strings.Contains(t, " && ") || strings.Contains(t, " := ") || strings.Contains(t, "=> ") || hasScope(t) {
		found |= signCompare
	}
	if isWord {
		switch {
		case isStatementOfSQL(t), strings.Contains(t, " = ") && !assigns, call != 0 && (functions[word] || last == ':' && blocks[word]), last == '{' || last == '(':
			found |= signDeclare
		case last == ':' && blocks[word] && strings.Count(t, " ") < 8:
			found |= signAlone
		}
	}
	return found
}

// isStatementOfSQL knows the statements that dumps and queries consist of.
func isStatementOfSQL(t string) bool {
	for _, begin := range [...]string{"INSERT INTO ", "CREATE TABLE ", "DROP TABLE ", "ALTER TABLE ", "CREATE INDEX ", "CREATE UNIQUE "} {
		if len(t) > len(begin) && strings.EqualFold(t[:len(begin)], begin) {
			return true
		}
	}
	return strings.HasPrefix(t, "SELECT ") && (strings.Contains(t, " FROM ") || strings.HasPrefix(t, "SELECT *"))
}

// codeSigns has a bit for the letters without one of which only isImport knows code.
var codeSigns = func() (m [256]byte) {
	for _, b := range []byte("=(){}[];:<>$&#@|%\\") {
		m[b] = 1
	}
	return m
}()

// isImport knows "import x", "package x" and their like.
func isImport(t string) bool {
	word, rest, _ := strings.Cut(t, " ")
	switch word {
	case "package", "import", "export", "from", "use", "module", "require", "mod":
		last := t[len(t)-1]
		return strings.Count(rest, " ") == 0 && rest != "" && last != '.' && last != ',' || strings.Contains(rest, " import ") ||
			strings.ContainsAny(rest, `"'`) && strings.Count(rest, " ") < 3 || strings.Contains(rest, " from '") || strings.Contains(rest, ` from "`)
	}
	return false
}

// blocks are words that open a block of Python.
var blocks = map[string]bool{"def": true, "class": true, "if": true, "elif": true, "for": true, "while": true, "except": true}

// functions are words that begin a function.
var functions = map[string]bool{"def": true, "function": true, "func": true, "fn": true, "sub": true, "Sub": true, "local": true}

// isCodeWord knows a word of codeWords in small letters, or in capitals alone as in SQL.
func isCodeWord(w string) bool {
	return codeWords[w] || w == strings.ToUpper(w) && codeWords[strings.ToLower(w)]
}

// isBrackets knows lines such as "});" and "],".
func isBrackets(t string) bool {
	for i := range len(t) {
		if strings.IndexByte("{}[]();,", t[i]) < 0 {
			return false
		}
	}
	return true
}

// isDirective knows #include and its sisters.
func isDirective(t string) bool {
	t = strings.TrimLeft(t[1:], " ")
	for _, w := range [...]string{"include", "define ", "ifdef ", "ifndef ", "if ", "endif", "else", "undef ", "pragma ", "error "} {
		if strings.HasPrefix(t, w) {
			return true
		}
	}
	return strings.HasPrefix(t, "[") && strings.HasSuffix(t, "]")
}

// callIn finds a bracket right behind a name, as in f(x). "(s)" as in "village(s)"
// is none, nor are 2915(+1) and SS-26(A).
func callIn(t string) (found codeSign) {
	for i := 1; i < len(t); i++ {
		if t[i] != '(' || strings.HasPrefix(t[i:], "(s)") || strings.HasPrefix(t[i:], "(es)") || isLink(t, i) {
			continue
		}
		from := i
		for from > 0 && (isLetter(t[from-1]) || isDigit(t[from-1]) || t[from-1] == '_' || t[from-1] == '.' || t[from-1] == '$') {
			from--
		}
		name := t[from:i]
		if name == "" || !isLetter(name[0]) && name[0] != '_' && name[0] != '.' && name[0] != '$' || from > 0 && (t[from-1] == '-' || t[from-1] >= utf8.RuneSelf) {
			continue
		}
		found |= signCall
		if i+1 < len(t) && strings.IndexByte(")\"'`{[$&", t[i+1]) >= 0 || strings.ContainsAny(name[1:], "._$") {
			found |= signCallOf
		}
	}
	return found
}

// hasScope tells whether two colons join two names, as in std::string.
func hasScope(t string) bool {
	i := strings.Index(t, "::")
	return i > 0 && i+2 < len(t) && isLetter(t[i-1]) && isLetter(t[i+2])
}

// hasVariable tells whether a line has a $name or a $(…) of a shell.
func hasVariable(t string) bool {
	i := strings.IndexByte(t, '$')
	return i >= 0 && i+1 < len(t) && (isLetter(t[i+1]) || t[i+1] == '(' || t[i+1] == '{')
}

// isLink tells whether the bracket at i is within an address.
func isLink(t string, i int) bool {
	start := strings.LastIndexByte(t[:i], ' ') + 1
	return strings.Contains(t[start:i], "://")
}

// isAssignment knows NAME=value, without blanks.
func isAssignment(t string) bool {
	name, _, found := strings.Cut(t, "=")
	if !found || name == "" || len(name) > 60 {
		return false
	}
	for i := range len(name) {
		if b := name[i]; !isLetter(b) && b != '_' && b != '.' && b != '-' && (i == 0 || !isDigit(b)) {
			return false
		}
	}
	return true
}

// isMinified knows a program without line breaks by its many signs and few blanks.
func isMinified(s *sample) bool {
	first := s.first()
	if len(first) < 500 && (len(s.lines) < 2 || len(s.lines[1]) < 500) {
		return false
	}
	head := s.text[:min(len(s.text), 4096)]
	var signs [256]int
	for _, b := range head {
		signs[b]++
	}
	return ratio(signs[';']+signs['{']+signs['}'], len(head)) > 0.015 && ratio(signs[' '], len(head)) < 0.1
}

// isSQL knows dumps and scripts by their statements, the first of them near the top.
func isSQL(s *sample) bool {
	if s.isMarkup() {
		return false
	}
	statements, at := 0, 0
	for i, l := range s.lines {
		if isStatementOfSQL(l) && (strings.ContainsAny(l, "(;") || i+1 < len(s.lines) && s.lines[i+1][0] == '(') || strings.HasPrefix(l, "COPY ") && strings.HasSuffix(l, " FROM stdin;") {
			if statements++; statements == 1 {
				at = i
			}
		}
	}
	if s.named(".sql") {
		return statements > 0
	}
	for _, l := range s.lines[:at] {
		if !strings.HasPrefix(l, "--") && !strings.HasPrefix(l, "/*") && l[len(l)-1] != ';' {
			return false
		}
	}
	return statements > 1 || statements == 1 && (at > 0 || len(s.lines) == 1)
}

// isLaTeX knows documents of TeX by the commands they begin with.
func isLaTeX(s *sample) bool {
	if s.isMarkup() || bytes.IndexByte(s.text, '\\') < 0 {
		return false
	}
	share, n := s.share(func(l string) bool {
		l = strings.TrimLeft(l, " \t")
		return len(l) > 2 && l[0] == '\\' && isLetter(l[1]) && strings.ContainsAny(l, "{[") || l[0] == '%'
	})
	if s.named(".tex", ".ltx", ".sty", ".cls") {
		return n > 0
	}
	return n > 0 && bytes.Contains(s.text, []byte(`\documentclass`)) || n > 3 && share > 0.3 && (bytes.Contains(s.text, []byte(`\begin{`)) || bytes.Contains(s.text, []byte(`\section`)))
}

func isBibTeX(s *sample) bool {
	_, n := s.share(func(l string) bool {
		open := strings.IndexByte(l, '{')
		return l[0] == '@' && open > 3 && inBase64(l[1:open]) && strings.HasSuffix(l, ",")
	})
	return n > 0 && (s.named(".bib") || strings.HasPrefix(s.first(), "@") || strings.HasPrefix(s.first(), "%"))
}

// isPO knows catalogues of translations by their pairs.
func isPO(s *sample) bool {
	first := s.first()
	return (first[:min(1, len(first))] == "#" || strings.HasPrefix(first, "msgid ")) && bytes.Contains(s.text, []byte("msgid \"")) && bytes.Contains(s.text, []byte("\nmsgstr \""))
}

// isRoff knows the source of a manual page by its requests.
func isRoff(s *sample) bool {
	titles := 0
	share, n := s.share(func(l string) bool {
		if strings.HasPrefix(l, ".TH ") || strings.HasPrefix(l, ".Dd ") || strings.HasPrefix(l, ".so ") || strings.HasPrefix(l, ".SH ") {
			titles++
		}
		return len(l) > 2 && (l[0] == '.' || l[0] == '\'') && (isLetter(l[1]) && (len(l) == 3 || l[3] == ' ' || l[2] == ' ') || l[1] == '\\')
	})
	return titles > 0 && (share > 0.15 || n == len(s.lines))
}

// levels are what logs call how bad it is.
var levels = map[string]bool{"INFO": true, "WARN": true, "WARNING": true, "ERROR": true, "DEBUG": true, "TRACE": true, "FATAL": true, "NOTICE": true, "CRITICAL": true, "VERBOSE": true,
	"Info": true, "Warning": true, "Error": true, "[info]": true, "[warn]": true, "[error]": true, "[debug]": true, "[notice]": true}

// isLog knows the logs of programs by lines that each have a time and a level, a
// process, or a request. The times of a live blog have none of these.
func isLog(s *sample) bool {
	if s.isMarkup() {
		return false
	}
	if gitLog.MatchString(s.first()) || strings.HasPrefix(s.first(), "Traceback (most recent call last):") {
		return true
	}
	named := s.named(".log")
	share, n := s.share(func(l string) bool { return isLogLine(l, named) })
	if named && share < 0.3 {
		share, n = s.share(func(l string) bool { return hasSeconds(l[:min(len(l), 80)]) })
	}
	return n >= 2 && (share > 0.7 || share > 0.3 && named) || n == 1 && len(s.lines) == 1
}

var gitLog = regexp.MustCompile(`^commit [0-9a-f]{40}( \(.*\))?$`)

func isLogLine(l string, named bool) bool {
	switch {
	case isSyslog(l), isJournal(l):
		return true
	case strings.HasPrefix(l, "level="), strings.HasPrefix(l, "time="), strings.HasPrefix(l, "ts="):
		return strings.Contains(l, "msg=")
	case !isDigit(l[0]) && l[0] != '[' && l[0] != '-':
		return strings.Contains(l[:min(len(l), 100)], " - - [")
	case hasSeconds(l[:min(len(l), 160)]) && hasLevel(l[:min(len(l), 160)], named):
		return true
	}
	i := strings.Index(l, ` HTTP/`)
	return i > 0 && strings.Contains(l[:i], `"`)
}

// hasLevel tells whether a word of a line is a level. A digest may have "Info:"
// or "WARNING:" before a text; programs put more between the level and what they say,
// or leave the colon out.
func hasLevel(l string, named bool) bool {
	for _, w := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(" |/\t(,", r) }) {
		if levels[w] || levels[strings.Trim(w, "[]-")] || named && levels[strings.Trim(w, "[]-:")] {
			return true
		}
	}
	return strings.Contains(l, ":INFO:") || strings.Contains(l, ":ERROR:") || strings.Contains(l, ":WARNING:") || strings.Contains(l, ":DEBUG:")
}

// hasSeconds tells whether a line has a time with seconds, or a number of six
// digits or more.
func hasSeconds(l string) bool {
	digits, colons := 0, 0
	for i := range len(l) {
		switch {
		case isDigit(l[i]):
			if digits++; digits == 2 && colons == 2 || digits >= 6 {
				return true
			}
		case l[i] == ':' && digits == 2:
			colons++
			digits = 0
		default:
			digits, colons = 0, 0
		}
	}
	return false
}

// isSyslog knows "Jan  5 10:20:30 host program[12]: …".
func isSyslog(l string) bool {
	if len(l) < 20 || strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", l[:3])%3 != 0 || l[3] != ' ' || l[6] != ' ' || l[9] != ':' || l[12] != ':' {
		return false
	}
	words := strings.Fields(l[15:min(len(l), 120)])
	return len(words) > 1 && strings.HasSuffix(words[1], ":")
}

// isJournal knows "2023-01-05T10:20:30+0200 host program[12]: …".
func isJournal(l string) bool {
	words := strings.SplitN(l[:min(len(l), 160)], " ", 4)
	return len(words) == 4 && strings.Index(words[0], "T") == 10 && hasSeconds(words[0]) && strings.HasSuffix(words[2], "]:")
}

// isYAML knows mappings and lists of plain keys. Front matter above a text ends
// with a second ---.
func isYAML(s *sample) bool {
	first := s.first()
	if s.isMarkup() || !strings.HasPrefix(first, "---") && !strings.HasPrefix(first, "%YAML") && !strings.Contains(first, ":") && first[:min(1, len(first))] != "#" && !s.named(".yaml", ".yml") {
		return false
	}
	keys, nested, typed, other := 0, 0, 0, 0
	prose, seen := false, map[string]bool{}
	for i, l := range s.lines {
		t := strings.TrimLeft(l, " ")
		for strings.HasPrefix(t, "- ") {
			t = strings.TrimLeft(t[2:], " ")
		}
		switch {
		case t == "---" && i > 0 && len(s.lines) > i+1 && keys > 0 && !isYAMLKey(strings.TrimLeft(s.lines[i+1], " -")):
			return false // front matter
		case t == "-" || t == "---" || t == "..." || t[0] == '#' || strings.HasPrefix(t, "%YAML"):
		case isYAMLKey(t):
			key, value, _ := strings.Cut(t, ":")
			seen[key] = true
			if keys++; l[0] == ' ' || t[len(t)-1] == ':' {
				nested++
			}
			if isSetting(key, strings.TrimSpace(value)) {
				typed++
			}
		default:
			if len(t) < len(l) && keys > 0 {
				continue // a list's item or a long string
			}
			prose = prose || isSentence(t)
			if other++; other > 20 && keys == 0 {
				return false
			}
		}
	}
	if s.named(".yaml", ".yml") {
		return keys > 0 && other <= 2*keys || strings.HasPrefix(first, "---") || strings.HasPrefix(first, "- ")
	}
	if keys < 3 || other*10 > keys || prose {
		return false
	}
	flat := keys >= 4 && other == 0 && len(seen) == keys && 4*typed >= keys
	return flat || nested > 0 && 2*(typed+nested) >= keys || strings.HasPrefix(first, "---")
}

// isSetting tells whether a key or its value is one of a program's settings rather than
// of a list that people wrote.
func isSetting(key, value string) bool {
	switch value {
	case "true", "false", "null", "~", "yes", "no", "on", "off", "[]", "{}", "|", ">":
		return true
	}
	isWord := value != "" && value == strings.ToLower(value) && isLetter(value[0]) && strings.IndexByte(value, ' ') < 0
	return strings.ContainsAny(key, "_/") || isWord && strings.ContainsAny(value[:len(value)-1], ".:/_") || value != "" && strings.IndexByte("\"'[{&*!", value[0]) >= 0
}

// isYAMLKey knows "key:" and "key: value" where the key is one word in small letters.
func isYAMLKey(t string) bool {
	key, value, found := strings.Cut(t, ":")
	if !found || key == "" || len(key) > 60 || value != "" && value[0] != ' ' {
		return false
	}
	key = strings.Trim(key, `"'`)
	if key == "" || !('a' <= key[0] && key[0] <= 'z' || key[0] == '_') {
		return false
	}
	return isFieldName(strings.NewReplacer(".", "-", "/", "-").Replace(key))
}

// isINI knows sections and settings: "[section]", "key = value".
func isINI(s *sample) bool {
	if s.isMarkup() {
		return false
	}
	if codeEndings[s.ext] {
		return false
	}
	sections, pairs, tight, other := 0, 0, 0, 0
	for _, l := range s.lines {
		t := strings.TrimLeft(l, " \t")
		switch {
		case t[0] == '#' || t[0] == ';' || t[0] == '!':
		case t[0] == '[' && t[len(t)-1] == ']' && !strings.Contains(t, " "):
			sections++
		case isPair(t):
			if pairs++; isAssignment(t) || isLiteral(t[strings.IndexByte(t, '=')+1:]) {
				tight++
			}
		case len(t) < len(l) && pairs > 0, isBrackets(t):
		default:
			if other++; other > 20 && pairs == 0 {
				return false
			}
		}
	}
	if s.named(".ini", ".toml", ".cfg", ".conf", ".properties", ".env", ".desktop", ".service") {
		return pairs > 0 && other <= 2*pairs
	}
	if strings.HasPrefix(s.first(), "[") && strings.HasSuffix(s.first(), "]") && sections == 0 && other == 1 && tight == pairs {
		sections, other = 1, 0 // [Desktop Entry]
	}
	return pairs >= 2 && other*5 <= pairs && (sections > 0 || 2*tight >= pairs && (pairs >= 4 || other == 0))
}

// isLiteral knows a number, a text in quotes, a list, and yes and no, as settings have them.
func isLiteral(value string) bool {
	value = strings.TrimSpace(value)
	return value == "true" || value == "false" || value != "" && (strings.IndexByte(`"'[{`, value[0]) >= 0 || isDigit(value[0]) && strings.IndexByte(value, ' ') < 0)
}

func isPair(t string) bool {
	key, _, found := strings.Cut(t, "=")
	key = strings.TrimSpace(key)
	return found && key != "" && len(key) <= 60 && !strings.Contains(key, " ")
}
