package when

// lexNumber reads a run of digits and what makes it a date, a clock time or an
// ordinal.
func lexNumber(text string, i int) token {
	t := token{start: i, minute: -1, glued: glues(text, i)}
	n, j := readDigits(text, i)
	t.n, t.end = n, j
	switch width := j - i; {
	case width > 9:
		return t
	case width <= 2 || width == 4:
		if t.numericDate(text, width) || t.clock(text, width) {
			return t
		}
	}
	if t.ordinal(text) || t.thousands(text) {
		return t
	}
	if j < len(text) && kindOf[text[j]] == byteLetter || decimalAt(text, j) {
		return token{start: i, end: j, glued: true}
	}
	t.is = numberClasses(n, j-i)
	return t
}

func numberClasses(n int32, width int) class {
	is := cNum
	switch {
	case width <= 2 && n >= 1 && n <= 31:
		is |= cDay
	case width == 4 && n >= 1000 && n <= 2999:
		is |= cYear
	}
	if width == 2 {
		is |= cYear2
	}
	return is
}

// glues reports whether what stands right before i makes the number there part
// of something else: a name, a sum, a decimal.
func glues(text string, i int) bool {
	if i == 0 {
		return false
	}
	switch text[i-1] {
	case '-', '.', ',', '$', '/', '%', ':', '#', '+':
		return true
	}
	return kindOf[text[i-1]] == byteDigit || letterBefore(text, i)
}

// readDigits reads at most nine digits' worth of number; more are passed over.
func readDigits(text string, i int) (n int32, end int) {
	for end = i; end < len(text) && kindOf[text[end]] == byteDigit; end++ {
		if end-i < 9 {
			n = n*10 + int32(text[end]-'0')
		}
	}
	return n, end
}

func decimalAt(text string, j int) bool {
	return j+1 < len(text) && (text[j] == '.' || text[j] == ',' || text[j] == '/' || text[j] == ':') && kindOf[text[j+1]] == byteDigit
}

func (t *token) ordinal(text string) bool {
	j := t.end
	if j+1 >= len(text) || j+2 < len(text) && kindOf[text[j+2]] != byteOther {
		return false
	}
	switch string([]byte{fold[text[j]], fold[text[j+1]]}) {
	case "st", "nd", "rd", "th":
	default:
		return false
	}
	t.is, t.end = cOrd, j+2
	return true
}

// thousands reads "2,300" as one number that is no year.
func (t *token) thousands(text string) bool {
	j, n := t.end, t.n
	for j+3 < len(text) && text[j] == ',' {
		m, end := readDigits(text, j+1)
		if end-j != 4 || n > 999_999 {
			break
		}
		n, j = n*1000+m, end
	}
	if j == t.end {
		return false
	}
	t.is, t.n, t.end = cNum, n, j
	return true
}

// numericDate reads 24.02.2022, 24.02.22, 24/02/2022, 02/24/22, 2022-02-24,
// 2022/02/24 and 2022.02.24; t.end stands behind the first number.
func (t *token) numericDate(text string, width int) bool {
	j := t.end
	if j >= len(text) || text[j] != '.' && text[j] != '/' && text[j] != '-' {
		return false
	}
	sep := text[j]
	second, e2 := readDigits(text, j+1)
	if e2 == j+1 || e2-j > 3 || e2 >= len(text) || text[e2] != sep {
		return false
	}
	third, e3 := readDigits(text, e2+1)
	w3 := e3 - e2 - 1
	ok := false
	switch {
	case width == 4 && w3 >= 1 && w3 <= 2:
		ok = t.setDate(t.n, second, third)
	case width <= 2 && w3 == 4:
		ok = t.setDayMonth(third, second, sep)
	case width <= 2 && w3 == 2 && sep != '-':
		ok = t.setDayMonth(century(third), second, sep)
	}
	if !ok || e3 < len(text) && (kindOf[text[e3]] == byteDigit || text[e3] == sep && decimalAt(text, e3)) {
		return false
	}
	t.is, t.end = cDate, e3
	return true
}

// century reads two digits of a year as one of 1970…2069.
func century(n int32) int32 {
	if n < 70 {
		return 2000 + n
	}
	return 1900 + n
}

// setDayMonth takes t.n and second as day and month; with slashes also as month
// and day, where the order is the document's to decide.
func (t *token) setDayMonth(year, second int32, sep byte) bool {
	switch {
	case sep == '/' && t.n <= 12 && second > 12:
		t.digits = monthLeads
		return t.setDate(year, t.n, second)
	case sep == '/' && t.n <= 12 && t.n != second:
		t.digits = eitherLead
	case sep == '/' && t.n > 12:
		t.digits = dayLeads
	}
	return t.setDate(year, second, t.n)
}

func (t *token) setDate(year, month, day int32) bool {
	if month < 1 || month > 12 || day < 1 || day > 31 || year < 1 || year > 9999 {
		return false
	}
	t.year, t.month, t.day = int16(year), int8(month), int8(day)
	return validDay(t.year, t.month, t.day)
}

// clock reads 06:00, 06:00:15, 9am, 9:00am, 8.15pm, 0600 GMT and 18h30.
func (t *token) clock(text string, width int) bool {
	j := t.end
	hour, minute := t.n, int32(0)
	separated, dotted := false, false
	switch {
	case width == 4:
		hour, minute = t.n/100, t.n%100
	case j+2 < len(text) && (text[j] == ':' || text[j] == '.' || text[j] == 'h'):
		m, end := readDigits(text, j+1)
		if end-j == 3 && m <= 59 {
			dotted = text[j] == '.'
			separated = !dotted
			minute, j = m, end
			j = skipSeconds(text, j)
		}
	}
	half, j2 := halfOfDay(text, j)
	if half == 0 && !separated {
		if _, end := zoneAt(text, j); end == 0 || width != 4 && !dotted {
			return false
		}
	}
	hour = hour24(hour, half)
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return false
	}
	t.is, t.minute, t.end = cClock, int16((hour%24)*60+minute), j2
	return true
}

func skipSeconds(text string, j int) int {
	if j+2 < len(text) && text[j] == ':' {
		if s, end := readDigits(text, j+1); end-j == 3 && s <= 59 {
			return end
		}
	}
	return j
}

func hour24(hour int32, half byte) int32 {
	switch {
	case half == 0:
		return hour
	case hour < 1 || hour > 12:
		return 99
	case half == 'a':
		return hour % 12
	}
	return hour%12 + 12
}

// halfOfDay reads am, pm, a.m. and p.m. behind j; half is 'a', 'p' or 0.
func halfOfDay(text string, j int) (half byte, end int) {
	k := skipBlanks(text, j)
	if k+1 >= len(text) {
		return 0, j
	}
	half = fold[text[k]]
	if half != 'a' && half != 'p' {
		return 0, j
	}
	switch {
	case fold[text[k+1]] == 'm' && (k+2 >= len(text) || kindOf[text[k+2]] != byteLetter):
		return half, k + 2
	case k+3 < len(text) && text[k+1] == '.' && fold[text[k+2]] == 'm' && text[k+3] == '.':
		return half, k + 4
	}
	return 0, j
}

// zones are the names of time zones that news writes behind a clock time.
var zones = []string{"GMT", "UTC", "BST", "EST", "EDT", "ET", "CET", "CEST", "EET", "EEST", "MSK", "PST", "PDT", "Z"}

// zoneAt reads the name of a zone behind j, "local time" and "Kyiv time"
// included; end is 0 if there is none.
func zoneAt(text string, j int) (start, end int) {
	k := skipBlanks(text, j)
	if end := offsetEnd(text, k); end > k {
		return k, end
	}
	e := wordEnd(text, k)
	if e == k {
		return 0, 0
	}
	w := text[k:e]
	for _, z := range zones {
		if w == z {
			return k, offsetEnd(text, e)
		}
	}
	t := skipBlanks(text, e)
	if te := wordEnd(text, t); text[t:te] == "time" && (w == "local" || w[0] >= 'A' && w[0] <= 'Z') {
		return k, te
	}
	return 0, 0
}

// offsetEnd returns the end of an offset such as +3 or +03:00 at i; i if there
// is none. A minus there is rather the dash of a range.
func offsetEnd(text string, i int) int {
	if i >= len(text) || text[i] != '+' {
		return i
	}
	j := i + 1
	for j < len(text) && j < i+6 && (kindOf[text[j]] == byteDigit || text[j] == ':') {
		j++
	}
	if j == i+1 {
		return i
	}
	return j
}
