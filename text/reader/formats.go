package reader

import (
	"strings"

	"mentionmap"
)

// format is a row of the table: sniff tells whether an input is of the format,
// read makes documents of it. A format that is known but not read has
// refuse(…) in place of a reader.
type format struct {
	name  string // as it stands in "x.csv: is …, not prose"
	sniff func(s *sample) bool
	read  func(in *input, fn func(mentionmap.Document) error) error
}

// What to do with files of more than one format. FILE becomes the name of the
// input where a shell takes it as it stands.
const (
	rowsToLines  = `save its column of text as text, or turn each row into a line of JSON, {"text","date",…}`
	itemsToLines = `turn each item into a line of JSON, {"text","date",…}`
	saveAsText   = `save it as text`
	noText       = `it holds no prose; leave it out`
	cuesToText   = `save what is spoken as text: grep -vE '^(WEBVTT.*|Kind: .*|Language: .*|[0-9]*)[[:space:]]*$|-->' FILE > FILE.txt`
	onALine      = `and put one object with a "text" on each line`
	keyOfText    = `make a line of JSON, {"text","date",…}, of each text; put the name of its key in place of KEY`
	whereTexts   = `where it holds texts, save them as text or as lines of JSON, {"text","date",…}`
	toUTF8       = `convert it to UTF-8 and name what comes out; from Windows-1251: iconv -f WINDOWS-1251 -t UTF-8 FILE > FILE.utf8`
	unpack       = `unpack it and name the folder`
	decodeIt     = `decode it and read what comes out`
	convertIt    = `convert it from UTF-16 and name what comes out: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8`
)

// formats is the table: the first row whose sniff says yes reads. Rows that are
// surer, a magic number or the first word, come before those that count lines;
// text and Markdown is what no other row knows.
var formats = []format{
	// sniff_binary.go
	{"PDF", magicText("%PDF-"), refuse(`save its text: pdftotext FILE FILE.txt`)},
	{"PostScript", magicText("%!PS"), refuse(saveAsText)},
	{"RTF", magicText(`{\rtf`), refuse(`save it as text: pandoc -f rtf -t plain --wrap=none -o FILE.txt FILE`)},
	{"a Word document", zipOf("word/"), refuse(`save it as text: pandoc -f docx -t plain --wrap=none -o FILE.txt FILE`)},
	{"an Excel workbook", zipOf("xl/"), refuse(rowsToLines)},
	{"a PowerPoint file", zipOf("ppt/"), refuse(saveAsText)},
	{"an OpenDocument file", zipOf("mimetypeapplication/vnd.oasis"), refuse(`save it as text: pandoc -f odt -t plain --wrap=none -o FILE.txt FILE`)},
	{"an EPUB book", zipOf("mimetypeapplication/epub"), refuse(`save it as text: pandoc -f epub -t plain --wrap=none -o FILE.txt FILE`)},
	{"a zip archive", magic("PK\x03\x04", "PK\x05\x06"), refuse(unpack + `: unzip -d FILE.files FILE`)},
	{"gzip", magic("\x1f\x8b"), refuse(`unpack it: gunzip -c FILE | mentionmap ingest -`)},
	{"xz", magic("\xfd7zXZ\x00"), refuse(`unpack it: xz -dc FILE | mentionmap ingest -`)},
	{"bzip2", magic("BZh"), refuse(`unpack it: bzip2 -dc FILE | mentionmap ingest -`)},
	{"zstd", magic("\x28\xb5\x2f\xfd"), refuse(`unpack it: zstd -dc FILE | mentionmap ingest -`)},
	{"a 7z archive", magic("7z\xbc\xaf\x27\x1c"), refuse(unpack)},
	{"a RAR archive", magic("Rar!\x1a\x07"), refuse(unpack)},
	{"a tar archive", isTar, refuse(unpack + `: mkdir FILE.files && tar -xf FILE -C FILE.files`)},
	{"an SQLite database", magic("SQLite format 3\x00"), refuse(`save its texts as lines of JSON, {"text","date",…}`)},
	{"Parquet", magic("PAR1"), refuse(rowsToLines)},
	{"an old Office file (.doc, .xls, .ppt, .msg)", magic("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), refuse(saveAsText)},
	{"a picture", isPicture, refuse(`give the words on it as text`)},
	{"sound or video", isMedia, refuse(`give a transcript as text`)},
	{"a program", magic("\x7fELF", "MZ", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xca\xfe\xba\xbe", "!<arch>\n"), refuse(noText)},
	{"UTF-32 text", isUTF32, refuse(`convert it: iconv -f UTF-32 -t UTF-8 FILE > FILE.txt`)},
	{"UTF-16 text without a byte order mark", isBareUTF16("LE"), refuse(`convert it: iconv -f UTF-16LE -t UTF-8 FILE > FILE.txt`)},
	{"UTF-16 text (big-endian) without a byte order mark", isBareUTF16("BE"), refuse(`convert it: iconv -f UTF-16BE -t UTF-8 FILE > FILE.txt`)},
	{"a binary file", isBinary, refuse(`give text, Markdown or JSON Lines`)},

	// sniff_json.go
	{"GeoJSON", isGeoJSON, refuse(`give the texts behind it; those in its properties: jq -c '.features[].properties' FILE > FILE.jsonl`)},
	{"a Telegram export in JSON", isTelegram, refuse(telegramToLines)},
	{"JSON Lines in UTF-16", isUTF16(isJSONLines), refuse(convertIt)},
	{"JSON Lines", isJSONLines, readJSONLines},
	{"a JSON text sequence", begins("\x1e{"), refuse(`make lines of JSON of it: tr -d '\036' < FILE > FILE.jsonl; the text of each must be called "text"`)},
	{"a JSON array", isArrayOf(`{`, true), refuse(`put one object with a "text" on a line: jq -c '.[]' FILE > FILE.jsonl`)},
	{"a JSON array", isArrayOf(`{`, false), refuse(keyOfText + `: jq -c '.[] | {text: .KEY}' FILE > FILE.jsonl`)},
	{"a JSON array", isArrayOf(`"`, false), refuse(`where its strings are texts, make a line of JSON of each: jq -c '.[] | select(type == "string") | {text: .}' FILE > FILE.jsonl`)},
	{"a JSON array", isJSONArray, refuse(itemsToLines)},
	{"a JSON object", isObjectWithText, refuse(`put one object with a "text" on a line: jq -c . FILE > FILE.jsonl`)},
	{"a JSON object", isJSONObject, refuse(keyOfText + `; where each object is one: jq -c '{text: .KEY}' FILE > FILE.jsonl`)},
	{"loose JSON", isLooseJSON, refuse(`make plain JSON of it, ` + onALine)},

	// sniff_mail.go
	{"a patch", isPatch, refuse(whereTexts)},
	{"mbox", isMbox, refuse(`save the text of each mail as text, or as a line of JSON, {"text","date",…}`)},
	{"MHTML", isMHTML, refuse(`save the article without menus as text; a browser's reader view shows it`)},
	{"a mail", isMail, refuse(`save its text as text`)},
	{"WARC", begins("WARC/"), refuse(`save the text of each page as text, or as a line of JSON, {"text","url",…}`)},
	{"an HTTP response", isHTTP, refuse(`save its body, as text`)},
	{"a pointer of Git LFS", begins("version https://git-lfs"), refuse(`get the file itself: git lfs pull`)},
	{"iCalendar", begins("BEGIN:VCALENDAR"), refuse(itemsToLines)},
	{"vCard", begins("BEGIN:VCARD"), refuse(noText)},

	// sniff_subtitles.go
	{"WebVTT subtitles", isVTT, refuse(cuesToText)},
	{"SubRip subtitles (SRT)", isSubtitles(isSRTCue), refuse(cuesToText)},
	{"SBV subtitles", isSubtitles(isSBVCue), refuse(`save what is spoken as text: grep -vE '^[0-9:.]+,[0-9:.]+[[:space:]]*$' FILE > FILE.txt`)},
	{"MicroDVD subtitles", isSubtitles(isMicroDVDCue), refuse(`save what is spoken as text: sed 's/^{[0-9]*}{[0-9]*}//; s/|/ /g' FILE > FILE.txt`)},
	{"LRC subtitles", everyLine(false, `^\[(\d+:\d\d\.\d+\]|(ti|ar|al|au|by|re|ve|la|offset|length):.*\]$)`), refuse(`save what is spoken as text: sed '/^\[[a-z]*:/d; s/^\[[^]]*\]//' FILE > FILE.txt`)},
	{"SSA subtitles", isASS, refuse(`save what is spoken as text: grep '^Dialogue:' FILE | cut -d, -f10- > FILE.txt`)},

	// sniff_table.go
	{"a table drawn with lines", isDrawn, refuse(rowsToLines)},
	{"TSV", isTable('\t'), refuse(rowsToLines + `: mlr --itsv --ojsonl cat FILE > FILE.jsonl`)},
	{"CSV", isTable(','), refuse(rowsToLines + `: mlr --icsv --ojsonl cat FILE > FILE.jsonl`)},
	{"CSV with semicolons", isTable(';'), refuse(rowsToLines + `: mlr --icsv --ifs ';' --ojsonl cat FILE > FILE.jsonl`)},
	{"CSV with vertical bars", isTable('|'), refuse(rowsToLines + `: mlr --icsv --ifs '|' --ojsonl cat FILE > FILE.jsonl`)},

	// sniff_markup.go
	{"HTML", isHTML, refuse(`save the article without menus as text; a browser's reader view shows it`)},
	{"RSS", isXML("rss", "RDF"), refuse(itemsToLines)},
	{"Atom", isXML("feed"), refuse(itemsToLines)},
	{"KML", isXML("kml"), refuse(itemsToLines)},
	{"GPX", isXML("gpx"), refuse(whereTexts)},
	{"SVG", isXML("svg"), refuse(`give the words on it as text`)},
	{"a property list", isXML("plist"), refuse(whereTexts)},
	{"XML", isXML(), refuse(`save its text as text, or each item as a line of JSON, {"text","date",…}`)},

	// sniff_encoded.go
	{"PEM", isPEM, refuse(noText)},
	{"uuencoded data", isUU, refuse(decodeIt)},
	{"a hex dump", isHexDump, refuse(decodeIt)},
	{"base64", isBase64, refuse(decodeIt + `: base64 -d FILE > FILE.out`)},

	// known by the form of their lines
	{"a list of checksums", everyLine(true, `^[0-9a-f]{32,128} [ *]\S`), refuse(noText)},
	{"keys of SSH", everyLine(true, `^(\S+ )?(ssh-|ecdsa-|sk-)[\w@.-]+ [\w+/]{40,}`), refuse(noText)},
	{"positions of a receiver (NMEA)", everyLine(true, `^[$!][A-Z]{5},.*\*[0-9A-F]{2}$`), refuse(noText)},
	{"WKT", everyLine(true, `^(SRID=\d+;)?(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)( ?Z?M?) ?\(+[-\d(A-Z]`), refuse(noText)},
	{"robots.txt", everyLine(false, `^(User-agent|Disallow|Allow|Sitemap|Crawl-delay|Host):`), refuse(noText)},
	{"a playlist", begins("#EXTM3U"), refuse(noText)},
	{"a catalogue of translations (PO)", isPO, refuse(whereTexts)},
	{"RIS", everyLine(true, `^[A-Z][A-Z0-9]  - ?`), refuse(itemsToLines)},
	{"quoted-printable text", everyLine(false, `(=[0-9A-F]{2}){2}|[^=]=$`), refuse(decodeIt + `: perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)' FILE > FILE.txt`)},
	{"URL-encoded text", everyLine(true, `^(\w+=)?[^ :]*(%[0-9A-F]{2}){4}[^ ]*$`), refuse(decodeIt)},

	// sniff_code.go
	{"LaTeX", isLaTeX, refuse(`save it as text: pandoc -f latex -t plain --wrap=none -o FILE.txt FILE`)},
	{"BibTeX", isBibTeX, refuse(whereTexts)},
	{"a manual page (roff)", isRoff, refuse(`save it as text: man -l FILE | col -b > FILE.txt`)},
	{"a log of a program", isLog, refuse(whereTexts)},
	{"TOML or INI", isINI, refuse(whereTexts)},
	{"SQL", isSQL, refuse(whereTexts)},
	{"source code", isCode, refuse(whereTexts)},
	{"YAML", isYAML, refuse(whereTexts)},

	{"text and Markdown", isText, readText},
}

// refuse reads nothing and says what the input is and what to do with it. The
// commands that are named read UTF-8, so what is not is converted before.
func refuse(todo string) func(*input, func(mentionmap.Document) error) error {
	return func(in *input, _ func(mentionmap.Document) error) error {
		todo := todo
		switch {
		case in.utf16:
			todo = convertIt
		case in.notUTF8 && (strings.Contains(todo, ": jq ") || strings.Contains(todo, ": mlr ")):
			todo = toUTF8
		}
		return mentionmap.Errorf(mentionmap.Invalid, "%s: is %s, not prose: %s", in.name, in.format, withName(todo, in.name))
	}
}

// withName puts the input's name in place of FILE, unless a shell would need it
// quoted or it is not a file's.
func withName(todo, name string) string {
	plain := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("._-/", r))
	}
	if name == "" || name[0] == '-' || strings.ContainsFunc(name, plain) {
		return todo
	}
	return strings.ReplaceAll(todo, "FILE", name)
}

func isText(*sample) bool { return true }
