package reader

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"mentionmap"
)

// utf16Of is text in UTF-16, without a byte order mark.
func utf16Of(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

const (
	tweets = "id,created_at,text,likes\n" +
		`101,2023-01-05 10:20:00,"Shelling near Bakhmut, say ""locals"".` + "\nTwo houses burn.\",12\n" +
		"102,2023-01-06 08:01:30,\"Kherson, Nikopol: quiet night\",3\n103,2023-01-07 09:30:00,Power is back in Odesa,7\n"
	page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>News</title><style>p{margin:0}</style></head>\n<body><nav><ul><li>Male</li><li>Female</li></ul></nav>\n" +
		"<p>Shelling hit <b>Bakhmut</b> on Friday.</p></body></html>\n"
	mail = "Received: from mx.example.org by mail.example.org;\n\tFri, 6 Jan 2023 10:20:30 +0200\nSubject: Daily summary\nFrom: Desk <desk@example.org>\n" +
		"Message-ID: <1@example.org>\nDate: Fri, 6 Jan 2023 10:20:30 +0200\nContent-Type: text/plain; charset=utf-8\n\nShelling hit Bakhmut on Friday.\n"
	feed = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- made by hand -->\n<rss version=\"2.0\"><channel><title>News</title>\n" +
		"<item><title>Bakhmut shelled</title><pubDate>Fri, 06 Jan 2023 10:00:00 GMT</pubDate></item></channel></rss>\n"
	program = "package main\n\nimport \"fmt\"\n\n// main greets a town.\nfunc main() {\n\ttown := \"Kherson\"\n\tfmt.Println(\"hello\", town)\n}\n"
)

// refused are samples of what is known and not read: the name of its format, and
// the ending that files of it have.
var refused = []struct{ format, ending, sample string }{
	{"CSV", ".csv", tweets},
	{"CSV", ".csv", "\xEF\xBB\xBF\r\n\r\n" + strings.ReplaceAll(tweets, "\n", "\r\n")},
	{"CSV", ".csv", "# exported on 5 January\n" + tweets},
	{"CSV", ".csv", "id,date,text\n1,2023-01-05,Shelling hit Bakhmut\n"},
	{"CSV", ".csv", "Kod,Oblasna,Anhliiska,Prymitka\n" + strings.Repeat("Ізюм,Харківська,Izium,held\nЛиман,Донецька,Lyman,lost\n", 5)},
	{"CSV", ".csv", "\"id\",\"date\",\"text\"\n\"1\",\"2023-01-05\",\"Shelling hit Bakhmut, and more.\"\n"},
	{"CSV", ".csv", "Bakhmut,48.59,38.00\nKherson,46.63,32.61\nOdesa,46.48,30.73\n"},
	{"CSV", ".csv", "date,text\n2023-01-05,Shelling\n"},
	{"CSV", ".csv", strings.ReplaceAll("id,text\n1,\"Обстріл біля Бахмута, двоє поранених\"\n2,Тихо\n", "\n", "\r")},
	{"CSV", ".csv", "id,date,text\n1,2023-01-05,\"never closed\n2,2023-01-06,quiet\n3,2023-01-07,quiet\n"},
	{"CSV", ".csv", "\xFF\xFE" + utf16Of(binary.LittleEndian, tweets)},
	{"CSV", ".csv", "id,text\n1,caf\xe9 in Kherson\n2,quiet\n3,quiet\n"},
	{"CSV", ".csv", "\"id\",\"source\",\"text\"\n\"1\",\"<a href=\"\"https://e.example/phone\"\" rel=\"\"nofollow\"\">an application</a>\",\"Bakhmut\"\n\"2\",\"<a href=\"\"https://e.example\"\">Web</a>\",\"Kherson\"\n"},
	{"CSV with semicolons", ".csv", "sep=;\nid;text\n1;Shelling, and more\n"},
	{"CSV with semicolons", ".csv", "Дата;Місто;Текст\n05.01.2023;Бахмут;Обстріл, двоє поранених\n06.01.2023;Херсон;Тихо\n"},
	{"CSV with vertical bars", ".psv", "id|date|text\n1|2023-01-05|Shelling, then quiet\n2|2023-01-06|Quiet\n"},
	{"TSV", ".tsv", "id\tdate\ttext\n1\t2023-01-05\tShelling hit Bakhmut, Donetsk region\n2\t2023-01-06\tQuiet\n"},
	{"TSV", ".tsv", "\xFF\xFE" + utf16Of(binary.LittleEndian, "дата\tтекст\n2023-01-05\tОбстріл\n2023-01-06\tТихо\n")},

	{"HTML", ".html", page},
	{"HTML", ".htm", "\n\n<!-- saved -->\n" + page},
	{"HTML", ".html", "<div class=\"post\"><p>Shelling hit Bakhmut.</p>\n<p>Kherson was quiet.</p></div>\n"},
	{"HTML", ".html", "<p>Shelling hit Bakhmut on Friday, officials said, and two houses burned.</p>\n"},
	{"HTML", ".html", "<table>\n<tr><td>Bakhmut</td><td>5 January</td></tr>\n<tr><td>Kherson</td><td>6 January</td></tr>\n</table>"},
	{"HTML", ".xhtml", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Kherson</p></body></html>"},
	{"RSS", ".rss", feed},
	{"RSS", ".xml", strings.SplitN(feed, "-->\n", 2)[1]},
	{"Atom", ".atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title><entry><title>Bakhmut</title></entry></feed>"},
	{"KML", ".kml", "<?xml version=\"1.0\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><name>Bakhmut</name></Placemark></kml>"},
	{"GPX", ".gpx", "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"x\"><wpt lat=\"48.5\" lon=\"38\"><name>Bakhmut</name></wpt></gpx>"},
	{"SVG", ".svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\"><text>Bakhmut</text></svg>"},
	{"a property list", ".plist", "<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict><key>Town</key><string>Bakhmut</string></dict></plist>"},
	{"XML", ".xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE news [\n<!ELEMENT news (item)*>\n]>\n<news><item>Bakhmut</item></news>"},
	{"XML", ".xml", "<news>\n  <item>Bakhmut</item>\n  <item>Kherson</item>\n</news>\n"},

	{"XML", ".xml", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<новини><новина>Бахмут</новина></новини>\n"},
	{"XML", ".xml", "<article xmlns=\"http://docbook.org/ns/docbook\" version=\"5.0\">\n<title>Bakhmut</title>\n<para>Shelling.</para>\n</article>\n"},
	{"a JSON array", ".json", "[\n  {\"text\": \"Shelling hit Bakhmut\", \"date\": \"2023-01-05\"},\n  {\"text\": \"Kherson\"}\n]\n"},
	{"a JSON array", ".json", `[{"text":"Shelling hit Bakhmut"},{"text":"Kherson"}]`},
	{"a JSON array", ".json", "\xEF\xBB\xBF[\"Bakhmut\",\n\"Kherson\"]"},
	{"a JSON array", ".json", "\xFF\xFE" + utf16Of(binary.LittleEndian, `[{"text":"Обстріл"},{"text":"Херсон"}]`)},
	{"a JSON object", ".json", "{\n  \"title\": \"News\",\n  \"posts\": [\n    {\"body\": \"Bakhmut\"}\n  ]\n}\n"},
	{"a JSON object", ".json", `{"posts":[{"body":"Bakhmut"},{"body":"Kherson"}]}`},
	{"a JSON object", ".json", "{\n  // a remark\n  \"posts\": [\"Bakhmut\"],\n}\n"},
	{"GeoJSON", ".geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Bakhmut"},"geometry":{"type":"Point","coordinates":[38,48.6]}}]}`},
	{"GeoJSON", ".geojson", "{\n  \"type\": \"FeatureCollection\",\n  \"features\": [\n"},
	{"a Telegram export in JSON", ".json", "{\n \"name\": \"Channel\",\n \"type\": \"public_channel\",\n \"id\": 1,\n \"messages\": [\n  {\n   \"id\": 1,\n   \"type\": \"message\",\n   \"date\": \"2023-01-05T10:20:30\",\n   \"text\": \"Bakhmut\",\n   \"text_entities\": [{\"type\": \"plain\", \"text\": \"Bakhmut\"}]\n  }\n ]\n}"},
	{"JSON Lines in UTF-16", ".jsonl", "\xFF\xFE" + utf16Of(binary.LittleEndian, `{"text":"Обстріл"}`+"\n"+`{"text":"Херсон"}`+"\n")},

	{"a mail", ".eml", mail},
	{"a mail", ".eml", "Date: Fri, 6 Jan 2023 10:20:30 +0200\nMIME-Version: 1.0\nTo: list@example.org\nSubject: =?utf-8?q?Summary?=\n\nBakhmut was shelled.\n"},
	{"a mail", ".eml", "From: Desk <desk@example.org>\nTo: list@example.org\nSubject: Summary\nDate: Fri, 6 Jan 2023 10:20:30 +0200\n\nBakhmut was shelled.\n"},
	{"mbox", ".mbox", "From desk@example.org Fri Jan  6 10:20:30 2023\n" + mail + "\nFrom desk@example.org Sat Jan  7 10:20:30 2023\n" + mail},
	{"MHTML", ".mhtml", "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/1\nSubject: News\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"----x\"\n\n------x\nContent-Type: text/html\n\n" + page},
	{"WARC", ".warc", "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + page},
	{"an HTTP response", ".http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page},
	{"a pointer of Git LFS", ".csv", "version https://git-lfs.github.com/spec/v1\noid sha256:09f8\nsize 145\n"},
	{"iCalendar", ".ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Visit to Kherson\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"},
	{"vCard", ".vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Desk\r\nADR:;;1 Street;Kherson;;;\r\nEND:VCARD\r\n"},

	{"SubRip subtitles (SRT)", ".srt", "\xEF\xBB\xBF1\r\n00:00:01,000 --> 00:00:04,000\r\nShelling hit Bakhmut.\r\n\r\n2\r\n00:00:05,000 --> 00:00:08,500\r\n<i>Kherson</i> was quiet.\r\n"},
	{"MicroDVD subtitles", ".sub", "{10}{60}Shelling hit Bakhmut.\n{70}{120}Kherson was quiet.\n"},
	{"SBV subtitles", ".sbv", "0:00:01.000,0:00:04.000\nShelling hit Bakhmut.\n\n0:00:05.000,0:00:08.000\nKherson was quiet.\n"},
	{"WebVTT subtitles", ".vtt", "WEBVTT - a film\n\n1\n00:01.000 --> 00:04.000\nShelling hit Bakhmut.\n"},
	{"SSA subtitles", ".ass", "[Script Info]\nTitle: A film\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,Shelling hit Bakhmut.\n"},

	{"source code", ".go", program},
	{"source code", ".c", "/* A greeting.\n   Nothing else. */\n#include <stdio.h>\n\nint main(void)\n{\n\tprintf(\"Kherson\\n\");\n\treturn 0;\n}\n"},
	{"source code", ".rs", "use std::fs;\n\nfn main() {\n    let town = \"Kherson\";\n    println!(\"{town}\");\n}\n"},
	{"source code", ".java", "package org.example;\n\npublic class Town {\n    private final String name;\n\n    public Town(String name) {\n        this.name = name;\n    }\n}\n"},
	{"source code", ".ts", "import { map } from './map.js'\n\nexport const towns: string[] = ['Kherson', 'Bakhmut']\nexport function show(at: number): void {\n  map.show(towns[at])\n}\n"},
	{"source code", ".js", "!function(e,t){var n=e.towns||{};for(var r in t){n[r]=function(a){return a?t[r]:null}}e.towns=n;" + strings.Repeat("n.x=function(a,b){if(a){return b(a)}};", 20) + "}(window,{a:1});"},
	{"source code", ".py", "#!/usr/bin/env python3\nprint('Kherson')\n"},
	{"source code", ".py", "import json\nfrom pathlib import Path\n\nTOWNS = ['Kherson', 'Bakhmut']\n\ndef show(path):\n    for line in path.open():\n        print(json.loads(line)['town'])\n"},
	{"source code", ".sh", "set -eu\nfor town in Kherson Bakhmut; do\n\techo \"$town\"\n\tmkdir -p \"out/$town\"\ndone\nif [ -d out ]; then\n\tls out\nfi\nexport OUT=out\nTOWN=$(head -1 list)\n"},
	{"source code", ".h", "#ifndef TOWN_H\n#define TOWN_H\n\n#define KHERSON\t1\n#define ODESA\t2\n\n#endif\n"},
	{"SQL", ".sql", "--\n-- a dump\n--\n\nSET client_encoding = 'UTF8';\n\nCREATE TABLE public.towns (\n    id integer,\n    name text\n);\n\nCOPY public.towns (id, name) FROM stdin;\n1\tБахмут\n\\.\n"},
	{"a JSON text sequence", ".json", "\x1e{\"text\":\"Bakhmut\"}\n\x1e{\"text\":\"Kherson\"}\n"},
	{"SQL", ".sql", "-- towns\nCREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO towns VALUES (1, 'Kherson');\nINSERT INTO towns VALUES (2, 'Bakhmut');\nSELECT name FROM towns WHERE id = 1;\n"},
	{"source code", ".css", "/* the page */\nbody {\n  margin: 0;\n  font: 16px/1.4 serif;\n}\n.town, .region {\n  color: #123;\n}\n"},
	{"source code", ".php", "<?php\n$town = 'Kherson';\necho \"<p>$town</p>\";\n"},
	{"source code", ".rb", "require 'json'\n\nclass Town\n  def initialize(name)\n    @name = name\n  end\nend\n\nputs Town.new('Kherson')\n"},
	{"source code", ".r", "library(dplyr)\ntowns <- read.csv(\"towns.csv\")\ntowns <- filter(towns, region == \"Kherson\")\nprint(head(towns))\n"},
	{"source code", ".pl", "use strict;\nmy $town = 'Kherson';\nforeach my $t (@towns) {\n    print \"$t\\n\" if $t eq $town;\n}\n"},
	{"a patch", ".patch", "diff --git a/town.txt b/town.txt\nindex 1..2 100644\n--- a/town.txt\n+++ b/town.txt\n@@ -1,3 +1,3 @@\n one\n-Artemivsk\n+Bakhmut\n three\n"},
	{"a patch", ".diff", "--- town.txt\t2023-01-05\n+++ town.txt\t2023-01-06\n@@ -1 +1 @@\n-Artemivsk\n+Bakhmut\n"},
	{"LaTeX", ".tex", "% a report\n\\documentclass{article}\n\\begin{document}\n\\section{Bakhmut}\nShelling went on.\n\\end{document}\n"},
	{"BibTeX", ".bib", "@article{one2023,\n  title = {The Battle of Bakhmut},\n  year = {2023},\n}\n"},
	{"a manual page (roff)", ".1", ".TH TOWN 1\n.SH NAME\ntown \\- shows a town\n.SH SYNOPSIS\n.B town\n[name]\n"},
	{"a log of a program", ".log", `10.0.0.1 - - [05/Jan/2023:10:20:30 +0200] "GET /kherson HTTP/1.1" 200 512 "-" "Mozilla/5.0"` + "\n" + `10.0.0.2 - - [05/Jan/2023:10:20:31 +0200] "POST /bakhmut HTTP/1.1" 404 0 "-" "curl"` + "\n"},
	{"a log of a program", ".log", "Jan  5 10:20:30 kherson sshd[12]: Accepted publickey for root\nJan  5 10:20:31 kherson cron[13]: (root) CMD (true)\n"},
	{"a log of a program", ".log", "2023-01-05 10:20:30,123 INFO  town - Kherson loaded\n2023-01-05 10:20:31,001 ERROR town - Bakhmut failed\n"},
	{"a log of a program", ".log", "2023-01-05T10:20:30+0200 town systemd[1]: Started Kherson.\n2023-01-05T10:20:31+0200 town systemd[1]: Stopped Kherson.\n"},
	{"TOML or INI", ".desktop", "[Desktop Entry]\nName=Kherson\nExec=town\n"},
	{"source code", ".jl", "using Towns\n\nfunction f(x)\n    return x + 1\nend\n\nprintln(f(2))\n"},
	{"YAML", ".yaml", "---\ntitle: towns\ntowns:\n  - name: Kherson\n    lat: 46.6\n  - name: Bakhmut\n    lat: 48.6\n"},
	{"YAML", ".yml", "# settings\nhost: example.org\nport: 80\nsource: kherson\nlang: uk\n"},
	{"TOML or INI", ".toml", "[town]\nname = \"Kherson\"\nlat = 46.6\n\n[region]\nname = \"Donetsk\"\n"},
	{"TOML or INI", ".ini", "; settings\n[town]\nname=Kherson\nregion=Kherson region\n"},

	{"a log of a program", ".log", "Traceback (most recent call last):\n  File \"town.py\", line 3, in <module>\n    main()\nValueError: Kherson\n"},
	{"a log of a program", ".log", "commit 0123456789abcdef0123456789abcdef01234567\nAuthor: A <a@b>\nDate:   Thu Dec 1 10:20:30 2022 +0200\n\n    Kherson is shown\n"},
	{"loose JSON", ".json", "// settings\n{\n  // a remark\n  \"a\": 1,\n  \"town\": \"Kherson\"\n}\n"},
	{"loose JSON", ".json5", "{\n  name: 'Kherson',\n  list: [1, 2],\n}\n"},
	{"loose JSON", ".json", "[{'id': 1, 'text': 'Обстріл Херсона, двоє поранених'}, {'id': 2, 'text': 'Тихо'}]"},
	{"loose JSON", ".js", "window.YTD.tweets.part0 = [\n  {\n    \"tweet\" : {\n      \"full_text\" : \"Bakhmut\"\n    }\n  }\n]\n"},
	{"loose JSON", ".js", "callback([{\"id\": \"1\", \"full_text\": \"Shelling of Bakhmut\"}]);\n"},
	{"LRC subtitles", ".lrc", "[ti:Song]\n[00:12.00]Shelling hit Bakhmut\n[00:17.20]and Kherson\n[00:20.00]more\n"},
	{"a table drawn with lines", ".txt", " id | day        | text\n----+------------+------\n  1 | 2023-01-05 | Shelling hit Bakhmut, and more.\n  2 | 2023-01-06 | Quiet\n"},
	{"a table drawn with lines", ".txt", "+----+---------+\n| id | town    |\n+----+---------+\n|  1 | Kherson |\n+----+---------+\n"},
	{"a list of checksums", ".sha256", strings.Repeat("b9f9911394fd734f0e11cceafe3475f0c0d9414ce96f6cbe90478028ef438a6a  kherson.txt\n", 2)},
	{"keys of SSH", ".pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsyFoc30IW2JigwP6JrJvJVwcUwoyCwg9ILI9z9DTj town\n"},
	{"keys of SSH", ".hosts", "example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsyFoc30IW2JigwP6JrJvJVwcUwoyCwg9ILI9z9DTj\n"},
	{"positions of a receiver (NMEA)", ".nmea", "$GPGGA,123519,4807.038,N,03131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\n"},
	{"WKT", ".wkt", "POINT (30.5 50.4)\nPOLYGON ((30 10, 40 40, 20 40, 30 10))\n"},
	{"robots.txt", ".txt", "User-agent: *\nDisallow: /kherson\n"},
	{"a playlist", ".m3u", "#EXTM3U\n#EXTINF:123,Kherson\nkherson.mp3\n"},
	{"a catalogue of translations (PO)", ".po", "msgid \"\"\nmsgstr \"\"\n\"Language: uk\\n\"\n\n#: a.c:1\nmsgid \"Kyiv\"\nmsgstr \"Київ\"\n"},
	{"RIS", ".ris", "TY  - JOUR\nTI  - War in Kherson\nPY  - 2022\nER  - \n"},
	{"quoted-printable text", ".qp", "=D0=A5=D0=B5=D1=80=D1=81=D0=BE=D0=BD =D1=82=D0=B8=D1=85=D0=BE=\n =D1=82=D0=B0 =D1=82=D0=B5=D0=BC=D0=BD=D0=BE.\n"},
	{"URL-encoded text", ".txt", "text=%D0%9A%D0%B8%D1%97%D0%B2+%D0%B2%D0%B8%D0%B1%D1%83%D1%85&date=2022-12-01\n"},
	{"CSV", ".csv", "text\n\"Shelling hit Bakhmut, and more.\"\n\"Kherson, Nikopol: quiet.\"\n"},
	{"CSV", ".csv", "text,label\nShelling hit Bakhmut, Soledar, and more.,1\nKherson, Nikopol: quiet.,0\nDrones, said the mayor, are in Odesa.,1\n"},
	{"PEM", ".pem", "-----BEGIN CERTIFICATE-----\n" + strings.Repeat("MIIBszCCAVmgAwIBAgIUQ2hlcnNvbkJha2htdXRPZGVzYUtoYXJraXYwCgYIKoZI\n", 4) + "-----END CERTIFICATE-----\n"},
	{"base64", ".b64", strings.Repeat("U2hlbGxpbmcgaGl0IEJha2htdXQgb24gRnJpZGF5LCBzYWlkIHRoZSBnb3Zlcm5vci4g\n", 5) + "S2hlcnNvbg==\n"},
	{"uuencoded data", ".uu", "begin 644 town.txt\n" + "M4VAE;&QI;F<@:&ET($)A:VAM=70@;VX@1G)I9&%Y+\"!S86ED('1H92!G;W9E\n" + "#;F]R\n`\nend\n"},
	{"a hex dump", ".hex", "00000000: 4b68 6572 736f 6e20 616e 6420 4261 6b68  Kherson and Bakh\n00000010: 6d75 7420 616e 6420 4f64 6573 6120 616e  mut and Odesa an\n"},
	{"a hex dump", ".hex", "00000000  4b 68 65 72 73 6f 6e 20  61 6e 64 20 42 61 6b 68  |Kherson and Bakh|\n00000010  6d 75 74 20 61 6e 64 20  4f 64 65 73 61 20 61 6e  |mut and Odesa an|\n"},
	{"RTF", ".rtf", `{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}} Shelling hit Bakhmut.\par}`},
	{"PostScript", ".ps", "%!PS-Adobe-3.0\n%%Title: Kherson\n/Times findfont 12 scalefont setfont\nshowpage\n"},
	{"PDF", ".pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"},

	{"a Word document", ".docx", "PK\x03\x04\x14\x00\x00\x00\x08\x00word/document.xml\x00\xff"},
	{"an Excel workbook", ".xlsx", "PK\x03\x04\x14\x00\x00\x00\x08\x00xl/workbook.xml\x00\xff"},
	{"a PowerPoint file", ".pptx", "PK\x03\x04\x14\x00\x00\x00\x08\x00ppt/presentation.xml\x00\xff"},
	{"an OpenDocument file", ".odt", "PK\x03\x04\x14\x00\x00\x00\x00\x00mimetypeapplication/vnd.oasis.opendocument.text\x00"},
	{"an EPUB book", ".epub", "PK\x03\x04\x14\x00\x00\x00\x00\x00mimetypeapplication/epub+zip\x00"},
	{"a zip archive", ".zip", "PK\x03\x04\x14\x00\x00\x00\x08\x00town.txt\x00\xff"},
	{"gzip", ".gz", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xf3"},
	{"xz", ".xz", "\xfd7zXZ\x00\x00\x04"},
	{"bzip2", ".bz2", "BZh91AY&SY\x00\xff"},
	{"zstd", ".zst", "\x28\xb5\x2f\xfd\x04\x00"},
	{"a 7z archive", ".7z", "7z\xbc\xaf\x27\x1c\x00\x04"},
	{"a RAR archive", ".rar", "Rar!\x1a\x07\x01\x00"},
	{"a tar archive", ".tar", "town.txt" + strings.Repeat("\x00", 249) + "ustar\x00"},
	{"an SQLite database", ".db", "SQLite format 3\x00\x10\x00"},
	{"Parquet", ".parquet", "PAR1\x15\x00\x15"},
	{"an old Office file (.doc, .xls, .ppt, .msg)", ".doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"},
	{"a picture", ".png", "\x89PNG\r\n\x1a\n\x00\x00"},
	{"a picture", ".jpg", "\xff\xd8\xff\xe0\x00\x10JFIF"},
	{"sound or video", ".mp4", "\x00\x00\x00\x18ftypmp42\x00"},
	{"sound or video", ".mp3", "ID3\x04\x00\x00"},
	{"a program", ".so", "\x7fELF\x02\x01\x01\x00"},
	{"UTF-32 text", ".utf32", "\xff\xfe\x00\x00K\x00\x00\x00"},
	{"UTF-16 text without a byte order mark", ".utf16", utf16Of(binary.LittleEndian, "Shelling hit Bakhmut on Friday.")},
	{"UTF-16 text without a byte order mark", ".utf16", utf16Of(binary.LittleEndian, "Обстріл Бахмута тривав усю ніч, 5 січня 2023 року.\n")},
	{"UTF-16 text (big-endian) without a byte order mark", ".utf16", utf16Of(binary.BigEndian, "Обстріл Бахмута тривав усю ніч, 5 січня 2023 року.\n")},
	{"a binary file", ".dat", "town\x00\x01\x02"},
	{"a binary file", ".dat", "\xff\xfe\x01\x00\x00\x00\x00\x00"},
}

// namesFor are the names under which a sample is given: its own ending, that of
// text, none, and standard input.
func namesFor(ending string) []string {
	return []string{"posts" + ending, "posts.txt", "posts", "standard input"}
}

func TestEveryKindIsRefusedByName(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range refused {
		tested[c.format] = true
		for _, name := range namesFor(c.ending) {
			documents := 0
			err := Options{}.ReadFrom(context.Background(), name, strings.NewReader(c.sample), func(mentionmap.Document) error { documents++; return nil })
			want := name + ": is " + c.format + ", not prose: "
			if err == nil || !strings.HasPrefix(err.Error(), want) || mentionmap.CodeOf(err) != mentionmap.Invalid || documents > 0 {
				t.Errorf("%.60q as %s: got %v, %d documents; want %s…", c.sample, name, err, documents, want)
				continue
			}
			if message := err.Error(); strings.Contains(message, "\n") || len(message) < len(want)+10 {
				t.Errorf("%s: not a line that says what to do: %q", name, message)
			}
		}
	}
	for _, f := range formats {
		if !tested[f.name] && f.name != "JSON Lines" && f.name != "text and Markdown" {
			t.Errorf("%s has no sample", f.name)
		}
	}
}

// TestTablesOfArticles: the cells hold prose with commas, and the last that is
// seen is cut by the end of the sample.
func TestTablesOfArticles(t *testing.T) {
	const sentence = "Обстріл Бахмута, Соледара та Авдіївки тривав усю ніч, сказав голова; у селі, що поряд, троє поранених. "
	article := func(size, row int) string {
		text := "У місті " + fmt.Sprint(row) + " тихо.\n\n" + strings.Repeat(sentence, 1+size/len(sentence))
		return `"` + text + `Він додав: ""тримаємось"", ""чекаємо""."`
	}
	for layout, header := range map[string]string{
		`DATE,BODY`: "date,body", `"Новина ROW","DATE",BODY`: "title,date,body", `ROW,Новина,BODY,канал`: "id,title,text,source",
		`BODY,ROW`: "text,label", `"DATE","Новина, рядок ROW",BODY,"https://example.org/ROW"`: `"date","title","body","url"`, `ROW;DATE;BODY`: "id;дата;текст",
	} {
		for _, size := range []int{300, 1 << 10, 3000, 8 << 10, 20 << 10, 50 << 10} {
			for _, head := range []string{"", header + "\n"} {
				for first := range 3 { // articles of other sizes: where in a row the sample ends
					var file strings.Builder
					file.WriteString(head)
					for row := 1; file.Len() < sniffBytes; row++ {
						body := article(size, row)
						if row == 1 {
							body = article(size*(1+first)/3, row)
						}
						file.WriteString(strings.NewReplacer("ROW", fmt.Sprint(row), "DATE", fmt.Sprintf("2022-12-%02d", 1+row%28), "BODY", body).Replace(layout) + "\n")
					}
					for _, name := range namesFor(".csv") {
						if f := formatOf(newSample(name, []byte(file.String()[:sniffBytes]), true)); !strings.HasPrefix(f.name, "CSV") {
							t.Errorf("%s, header %q, articles of %d bytes, %d, as %s: is taken for %s", layout, head, size, first, name, f.name)
						}
					}
				}
			}
		}
	}
}

// prose looks like another format here and there.
var prose = map[string]string{
	"quotes a tag":        "The page had a broken <title> tag and a stray </div>, the ministry of Kyiv said. It was <b>mended</b> by noon in Lviv.\n",
	"begins with a tag":   "<b>Bakhmut</b>: shelling went on all night, and in the morning drones were seen above Chasiv Yar, said the brigade that holds the line there.\nTwo houses burned.\n",
	"angle quotes":        "<<We hold Bakhmut>>, he said. <Ukraine> was the word on the wall.\n",
	"begins with a brace": "{Photo: the bridge at Kherson} The bridge was hit twice on Friday.\n",
	"begins with a list":  "[Update] Shelling of Nikopol, two wounded.\n[Photo] The market.\n",
	"footnotes":           "[1] Kyiv, 5 January. The first note.\n[2] Lviv, 6 January. The second note.\n",
	"clock in brackets":   "[08:10] Air raid alert in Kyiv\n[08:40] Explosions in Brovary\n[09:15] All clear\n",
	"quotes JSON":         "{\"town\":\"Kherson\"}\nThis is what the service answered on Friday, said the engineer in Odesa, who had asked it for the state of the bridge.\n",
	"markdown table":      "# Losses by town\n\n| town | day | houses |\n|---|---|---|\n| Bakhmut | 5 January | 3 |\n| Kherson | 6 January | 1 |\n",
	"bare table":          "| Bakhmut | 5 January | 3 |\n| Kherson | 6 January | 1 |\n| Odesa | 7 January | 0 |\n",
	"markdown code":       "# How we count\n\nEach report of Kherson is counted once:\n\n```go\nfunc main() {\n\tfmt.Println(\"x\")\n\treturn\n}\n```\n\nThe rest is left out.\n",
	"markdown with HTML":  "<p align=\"center\">\n  <img src=\"map.png\" alt=\"map\">\n</p>\n\n# Reports from Kherson\n\nRead the [first](a.md) and the [second](b.md). Shelling went on.\n",
	"front matter":        "---\ntitle: Shelling of Bakhmut\ndate: 2023-01-05\ntags:\n  - war\n---\n\nShelling hit Bakhmut on Friday.\n\nKherson was quiet.\n",
	"metadata":            "title: Shelling of Bakhmut\ndate: 2023-01-05\nsource: demo\nurl: https://example.org/1\n\nShelling hit Bakhmut on Friday, and two houses burned.\n",
	"facts":               "Location: Bakhmut\nDate: 5 January 2023\nWounded: two\nSource: the governor\n",
	"list with commas":    "Bakhmut, Donetsk region\nKherson, Kherson region\nOdesa, Odesa region\nKyiv, Ukraine\n",
	"enumeration":         "Bakhmut, Soledar, Siversk\nKherson, Beryslav, Oleshky\nOdesa, Izmail, Reni\n",
	"losses":              "personnel ‒ about 100000 (+800) persons,\ntanks ‒ 3000 (+10),\nguns ‒ 2000 (+5),\naircraft ‒ 280 (+1),\n",
	"losses, semicolons":  "танки — 3000;\nгармати — 2000;\nлітаки — 280;\nкораблі — 16;\n",
	"thousands":           "1,200 people left Kherson,\n3,400 left Bakhmut,\n12,000 are still in Nikopol.\n",
	"signature":           "From: the desk in Kyiv\nDate: 5 January 2023\n\nShelling hit Bakhmut on Friday.\n",
	"memo":                "From: the desk\nTo: all\nSubject: Kherson\nDate: 5 January 2023\n\nShelling went on all day.\n",
	"from":                "From Kyiv to Lviv at 10:20 on Friday\nNo train left Kherson: the line was hit.\n",
	"live blog":           "10:20 Shelling of Nikopol\nTwo houses burn.\n\n10:05 Alert in Kyiv\nAir defence is at work.\n\n09:40 Odesa\nThe port is closed.\n",
	"seconds":             "10:20:30 Shelling of Nikopol\n10:21:05 Alert in Kyiv\n10:40:00 Error in the alert for Odesa, says the city\n",
	"transcript":          "[00:00:01] Anna: We are in Kherson.\n[00:00:09] Ivan: I see the bridge.\n[00:00:15] Anna: It was hit at 5.\n",
	"transcript, tabs":    "00:00:01\tWe are in Kherson, and I see the bridge.\n00:00:09\tIt was hit at 5.\n00:00:15\tThen it was quiet.\n",
	"chat":                "[05.01.23, 10:20:11] Anna: I am in Kherson, no info yet\n[05.01.23, 10:21:40] Ivan: I see\n[05.01.23, 10:22:02] Anna: error, it was Beryslav\n",
	"dialogue":            "anna: where are you\nivan: in Kherson, near the bridge\nanna: stay there\nivan: ok\nanna: it is hit again\n",
	"irc":                 "<anna> I am in Kherson\n<ivan> and the bridge?\n<anna> hit again\n",
	"URLs":                "https://example.org/a?x=1&y=2;z=3\nShelling of Nikopol https://t.me/demo/1234 https://example.org/(b)\nhttps://example.org/c#d=e\nKherson: https://example.org/map?lat=46.6,lon=32.6\n",
	"digest":              "⚡️ KHARKIV | 3 WOUNDED | MISSILE HIT A SCHOOL\n• ODESA | PORT CLOSED | ALL CLEAR AT 10:20\n• UPDATE: NIKOPOL | SHELLING\n🇺🇦 KHERSON | QUIET\n",
	"capitals":            "UPDATE FROM DONETSK REGION\nWARNING: AIR RAID IN KYIV\nIMPORT OF GRAIN STOPS IN ODESA\nSELECT UNITS HOLD BAKHMUT\n",
	"poem":                "The river, grey\nthe bridge, no more;\nthe town, asleep\nand snow on the shore;\n",
	"poem, commas":        "Keeping time, time, time,\nas the river knells, knells, knells,\n",
	"thousands alone":     "Personnel: 263,000\nTanks: 36,000\nGuns: 14,000\nAll: 368,000\n",
	"in brackets":         "[\"If the bridge of Kherson is hit again, we leave by the river, and then by train to Odesa.\"]\n",
	"verse in italics":    "_\"Cowardy, cowardy-custard_\n_Stole a pot of mustard,_\n",
	"italics":             "Q. \"How are you?\" _(She laughs.)_\nA. \"Well.\" _(He does not.)_\n",
	"braces":              strings.Repeat("The word {kappa alpha} is long, and {omicron} is short; so they wrote it in Kherson and in Odesa, where both were read aloud. ", 6),
	"numbered list":       "1. Bakhmut: shelling\n2. Kherson: quiet\n3. Odesa: drones\n",
	"numbered, brackets":  "1) Bakhmut (Donetsk region);\n2) Kherson (Kherson region);\n3) village(s) near Odesa (Odesa region);\n",
	"quotes":              "“We hold”, said the mayor of Bakhmut; “we stay”, said his deputy; “it is quiet”, said Kherson.\n«Тримаємось», — сказав мер; «тихо», — додав він.\n",
	"straight quotes":     "\"We hold\", \"we stay\", she said in Bakhmut.\n\"It is quiet\", said Kherson.\n",
	"indented":            "\tShelling went on in Bakhmut.\n\tKherson was quiet.\n\tOdesa had drones.\n\tKyiv slept.\n",
	"wrapped keywords":    "The governor said that people should\nreturn to Kherson only\nif the road is open, and\nfor now\nuse of the bridge is banned\nfrom Monday\nimport of fuel goes on\nclass is out in Odesa\n",
	"signed message":      "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nShelling hit Bakhmut on Friday, and two houses burned down in the morning.\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCAAdFiEE\n-----END PGP SIGNATURE-----\n",
	"signature below":     "Shelling hit Bakhmut on Friday.\n\nKherson was quiet.\n\n-----BEGIN PGP SIGNATURE-----\n" + strings.Repeat("iQIzBAEBCAAdFiEEQ2hlcnNvbkJha2htdXRPZGVzYUtoYXJraXYFAmO2\n", 2) + "-----END PGP SIGNATURE-----\n",
	"numbers":             "5 January\n2023\n300\n12\n1,129\n",
	"one word":            "Kherson",
	"one letter":          "K",
	"arrows":              "Kyiv -> Lviv -> Przemyśl: three trains\nOdesa -> Chișinău: one bus\nKherson --> Mykolaiv: no trains\n",
	"colons":              "Kherson:\nquiet\nBakhmut:\nshelling all day\nOdesa:\ndrones at night\n",
	"day by day":          "2023-01-05: Shelling hit Bakhmut\n2023-01-06: Kherson was quiet\n2023-01-07: Drones over Odesa\n",
	"begins":              "WEBVTTs are a format of subtitles, said the station in Kyiv.\n",
	"patch of land":       "--- \n+++ Shelling of Bakhmut +++ Kherson quiet +++\n",
	"UTF-16":              "\xFF\xFE" + utf16Of(binary.LittleEndian, "Обстріл Бахмута тривав усю ніч.\nХерсон: тихо.\n"),
	"UTF-16, big":         "\xFE\xFF" + utf16Of(binary.BigEndian, "Shelling of Bakhmut.\nKherson: quiet.\n"),
	"rst":                 "Reports\n=======\n\n:date: 2023-01-05\n\n.. code-block:: python\n\n   print('x')\n\nShelling hit Bakhmut, and Kherson was quiet.\nOdesa had drones.\n",
	"losses, tight":       "Втрати противника з 24.02 по 05.01:\nособового складу ‒ близько 100000(+800) осіб,\nтанків ‒ 3000(+10) од,\nББМ ‒ 6000(+12) од,\nРСЗВ – 400(+0) од.\n",
	"losses, English":     "Losses near Bakhmut:\npersonnel 100000(+800)\ntanks 3000(+10)\nguns 2000(+5)\n",
	"villages, semicolon": "Удари по населених пунктах:\nБахмут;\nСоледар;\nКліщіївка.\n\nСлава Україні!\n",
	"villages, English":   "Kherson;\nBeryslav;\nOleshky;\n",
	"weapons":             "Iskander-M(SS-26) hit Kherson\nS-300(SA-10) hit Odesa\nШахед-136(5) на Суми\nСу-34(Морозовськ) на Харків\n",
	"names in brackets":   "Russian forces(RF) attacked Bakhmut.\nUkrainian forces(AFU) held Soledar\nKherson(Херсон) is quiet;\n",
	"tanks in brackets":   "tanks(T-72);\nguns(D-30);\nplanes(Su-34);\n",
	"counts in words":     "В Бахмуте 3(три) прилета\nВ Соледаре 2(два) прилета\nЗбито 5(п'ять) ракет\n",
	"dollars":             "Aid of $US5 billion goes to Kyiv\nAid of $CAD2 billion goes to Odesa\n",
	"equals":              "Київ = столиця\nОдеса = порт\nKherson = port\nKharkiv = second city.\n",
	"arrows, tight":       "Kyiv->Odesa;Lviv->Przemysl;\nKharkiv->Dnipro;\n",
	"words of code":       "package deal\nimport ban\nend\nfor now\ndone\nclass of 2022:\n",
	"what to do":          "Nobody in Kherson knew what to do\nin Odesa they do\n",
	"article on code":     "In Go a program begins with package main. The function main() is called first.\n\nfunc main() {\n\tfmt.Println(\"hi\")\n}\n\nAs you see, this prints hi. The author lives in Kyiv.\nHe wrote it in Lviv in 2022.\n",
	"article on SQL":      "SELECT committee meets in Kyiv (late)\nINSERT team landed at Hostomel;\n",
	"digest, small":       "kyiv: explosions at night\nodesa: drones, port damaged\nkharkiv: shelling\nkherson: quiet\n",
	"losses, small":       "personnel: 89440 near Bakhmut\ntanks: 2915\nartillery: 1904\nplanes: 280\n",
	"attacks, small":      "- bakhmut: 3 attacks\n- soledar: 2 attacks\n- avdiivka: 9 attacks\n",
	"head above a text":   "title: Explosions in Kyiv\ndate: 2022-12-01\nauthor: Ivan\nurl: https://x\nsource: y\nlang: en\nid: 1\nregion: Kyiv\ncity: Kyiv\nperson: no\n\nExplosions were heard in Kyiv on Thursday.\n",
	"villages, tight":     "Куп'янськ,Дворічна,Масютівка\nСиньківка,Петропавлівка,Берестове\nБілогорівка,Соледар,Бахмут\n",
	"alerts, tight":       "ТРИВОГА!Київ,Одеса,Львів\nВІДБІЙ!Харків,Суми,Полтава\nТРИВОГА!Дніпро,Кривий Ріг,Нікополь\n",
	"clocks, tight":       "12:30 Бахмут,Соледар,Кліщіївка\n13:40 Авдіївка,Первомайське,Невельське\n14:00 Вугледар,Павлівка,Микільське\n",
	"positions":           "Kyiv 50.45,30.52\nOdesa 46.48,30.72\nKharkiv 50.00,36.23\n",
	"alerts with levels":  "2022-12-01 10:20:33 WARNING: Air raid in Kyiv\n2022-12-01 10:45:12 WARNING: Air raid in Odesa\n10:50:01 Info: drones over Odesa\n",
	"bold":                "<b>Kyiv</b> — explosions\n<b>Odesa</b> — drones\n",
	"bold, italics":       "<i>Our correspondent in Kyiv</i>\n\n<b>Explosions</b> were heard.<br>\n",
	"on XML":              "<?xml is how every XML file begins, the developer from Kyiv said.\n",
	"hashtags":            "#Київ #Одеса\n#Бахмут\n#Kherson\n",
	"photos":              "[photo: the bridge]\n[video: the market]\n",
	"heading and quotes":  "Comment\n\"We hold, and we stay.\"\n\"It is quiet, said the city.\"\n",
	"mail quoted":         "> Where are you?\n> I am in Kyiv.\n> Good.\n",
	"rules":               "=====\nKherson =\n=====\nquiet\n",
	"hours":               "10:00 --> 12:00 meeting in Kyiv\nThen Odesa.\n",
	"letter":              "Dear all,\n\nI write from Kherson; the bridge, the port, the market: all closed.\n\nYours,\nAnna\n",
}

func TestProseThatLooksLikeMoreGoesIn(t *testing.T) {
	for what, text := range prose {
		for _, name := range []string{"posts.txt", "posts.md", "posts", "posts.html", "posts.text", "posts.2023", "standard input", "-"} {
			if name == "posts.html" && strings.Contains(text, "</") {
				continue
			}
			var got []string
			err := Options{}.ReadFrom(context.Background(), name, strings.NewReader(text), func(d mentionmap.Document) error { got = append(got, d.Text); return nil })
			if err != nil || len(got) != 1 {
				t.Errorf("%s as %s: %v, %d documents", what, name, err, len(got))
			}
		}
	}
}

// TestANameMakesItSure: under such a name only plain prose is prose.
func TestANameMakesItSure(t *testing.T) {
	for _, c := range []struct{ name, format, in string }{
		{"a.csv", "CSV", "повідомлення\nОбстріл Бахмута, двоє поранених.\nТихо.\n"},
		{"a.json", "loose JSON", `"Обстріл Бахмута"`},
		{"a.json", "loose JSON", "{town: Kherson}"},
		{"Makefile", "source code", "all: build\n\nbuild:\n\tgo build ./...\n\nclean:\n\trm -rf bin\n"},
		{"Dockerfile", "source code", "FROM golang:1.22\nWORKDIR /app\nCOPY . .\nRUN go build -o app\nCMD [\"./app\"]\n"},
		{"a.bat", "source code", "@echo off\nset X=1\necho Kherson %X%\npause\n"},
		{"a.clj", "source code", "(ns town.core)\n\n(defn f [x]\n  (+ x 1))\n"},
		{"a.el", "source code", ";;; a.el --- towns\n(defun f (x)\n  \"Doc.\"\n  (+ x 1))\n"},
		{"a.asm", "source code", "section .text\nglobal _start\n_start:\n  mov eax, 1\n  int 0x80\n"},
		{"a.py", "text and Markdown", "Shelling was heard in Kherson on Thursday.\nThe bridge (the old one) was hit twice, said the city.\n"},
	} {
		if f := formatOf(newSample(c.name, []byte(c.in), false)); f.name != c.format {
			t.Errorf("%s, %.40q: is %s, want %s", c.name, c.in, f.name, c.format)
		}
	}
}

// TestANameAloneMakesNoFormat: what stands in a file decides.
func TestANameAloneMakesNoFormat(t *testing.T) {
	const text = "Shelling hit Bakhmut on Friday, said the governor of Donetsk region. Two houses burned, and the road to Chasiv Yar, the only one, is closed.\n\nKherson was quiet.\n"
	for _, ending := range []string{".html", ".xml", ".csv", ".tsv", ".json", ".srt", ".eml", ".log", ".yaml", ".ini", ".rtf", ".pdf", ".tex", ".gz", ".pem"} {
		if f := formatOf(newSample("posts"+ending, []byte(text), false)); f.name != "text and Markdown" {
			t.Errorf("prose named %s is taken for %s", ending, f.name)
		}
	}
}

func TestJSONLinesWhateverTheName(t *testing.T) {
	const one = `{"id":"a","text":"Shelling hit Bakhmut"}` + "\n"
	for _, c := range []struct{ name, in, format string }{
		{"a.jsonl", one + one, "JSON Lines"},
		{"a.ndjson", "\n" + one, "JSON Lines"},
		{"a.json", one + one, "JSON Lines"},
		{"a.json", one, "JSON Lines"},
		{"standard input", "\xEF\xBB\xBF" + one + one, "JSON Lines"},
		{"a", one, "JSON Lines"},
		{"a.txt", one + one, "JSON Lines"},
		{"a.log", one, "JSON Lines"},
		{"a", `{"id":"a","text":` + "\n" + one, "JSON Lines"},
		{"a.jsonl", `{"id":"a"` + "\n" + one, "JSON Lines"},
		{"a.jsonl", `{"body":"Bakhmut"}` + "\n", "JSON Lines"},
		{"a.json", `{"body":"Bakhmut"}` + "\n" + one, "JSON Lines"},
		{"a.jsonl", "not JSON\n" + one, "JSON Lines"},
		{"a.jsonl", `["x"]` + "\n" + one, "JSON Lines"},
		{"a.jsonl", "[" + one + "]", "a JSON array"},
		{"a.jsonl", "[\n  {\"text\":\"x\"},\n  {\"text\":\"y\"}\n]", "a JSON array"},
		{"a.jsonl", "{\n  \"text\": \"Bakhmut\"\n}\n", "a JSON object"},
		{"a.txt", "{\n  \"text\": \"Bakhmut\"\n}\n", "a JSON object"},
		{"a.txt", `{"body":"Bakhmut"}` + "\n" + `{"body":"Kherson"}` + "\n", "a JSON object"},
		{"a.jsonl", `{"type":"Feature","properties":{}}` + "\n", "GeoJSON"},
		{"a.jsonl", `{"text":"Bakhmut","geo":{"type":"Feature","properties":{}}}` + "\n", "JSON Lines"},
		{"a.jsonl", `{"text":"about \"type\": \"Feature\""}` + "\n", "JSON Lines"},
		{"a", `{"text":"` + strings.Repeat("x", 2*sniffBytes), "JSON Lines"},
		{"a.json", `[{"text":"` + strings.Repeat("x", 2*sniffBytes), "a JSON array"},
	} {
		head := c.in[:min(len(c.in), sniffBytes)]
		if f := formatOf(newSample(c.name, []byte(head), len(head) < len(c.in))); f.name != c.format {
			t.Errorf("%s, %.50q: is %s, want %s", c.name, c.in, f.name, c.format)
		}
	}
}

func TestAMixedFolderNamesEach(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "Kherson", "b.csv": tweets, "c.html": page, "d.md": "# Odesa\n", "e.eml": mail, "f/g.json": "[\n{\"text\":\"x\"}\n]", "f/h.jsonl": `{"id":"h","text":"x"}`})
	docs, skipped, message := read(Options{}, dir, dir)
	var keys []string
	for _, d := range docs {
		keys = append(keys, d.Key)
	}
	if got := strings.Join(keys, " "); got != "a.txt d.md h" || message != "" {
		t.Errorf("read %s, %s", got, message)
	}
	want := []string{"b.csv: is CSV, not prose: ", "c.html: is HTML, not prose: ", "e.eml: is a mail, not prose: ", "f/g.json: is a JSON array, not prose: "}
	if len(skipped) != len(want) {
		t.Fatalf("skipped %q", skipped)
	}
	for i := range want {
		if !strings.HasPrefix(skipped[i], want[i]) {
			t.Errorf("skipped %q, want %s…", skipped[i], want[i])
		}
	}
}

func TestAdviceNamesTheFileWhereAShellMay(t *testing.T) {
	for name, want := range map[string]string{
		"in/posts.json":  "jq -c '.[]' in/posts.json > in/posts.json.jsonl",
		"my posts.json":  "jq -c '.[]' FILE > FILE.jsonl",
		"standard input": "jq -c '.[]' FILE > FILE.jsonl",
		"-":              "jq -c '.[]' FILE > FILE.jsonl",
		"-x.json":        "jq -c '.[]' FILE > FILE.jsonl",
		"a;b.json":       "jq -c '.[]' FILE > FILE.jsonl",
	} {
		err := Options{}.ReadFrom(context.Background(), name, strings.NewReader("[\n{\"text\":\"x\"}]"), nil)
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, c := range refused {
		f.Add("a"+c.ending, []byte(c.sample), false)
		f.Add("a", []byte(c.sample), true)
	}
	for _, text := range prose {
		f.Add("a.txt", []byte(text), false)
	}
	f.Fuzz(func(t *testing.T, name string, head []byte, cut bool) {
		before := bytes.Clone(head)
		format := formatOf(newSample(name, head, cut))
		if format.read == nil || !bytes.Equal(before, head) {
			t.Errorf("%s: reads nothing, or wrote to the input", format.name)
		}
		if again := formatOf(newSample(name, head, cut)); again != format {
			t.Errorf("is %s and %s", format.name, again.name)
		}
		if format.name == "text and Markdown" && bytes.IndexByte(head, 0) >= 0 && !hasUTF16BOM(head) {
			t.Error("zero bytes are taken for text")
		}
	})
}

// TestNoCorpusIsRefused gives every text of the corpora in ../shared as a file
// of text, of Markdown and on standard input.
func TestNoCorpusIsRefused(t *testing.T) {
	const shared = "../../../shared"
	files, _ := filepath.Glob(shared + "/eval/*.jsonl*")
	seeds, _ := filepath.Glob(shared + "/seeds/*")
	if len(files) == 0 || len(seeds) == 0 {
		t.Skip("needs the corpora of ../shared")
	}
	texts := 0
	for _, path := range files {
		for _, text := range textsOf(t, path) {
			texts++
			mustBeProse(t, path, text)
		}
	}
	for _, path := range seeds {
		mustBeProse(t, path, readAll(t, path))
	}
	if texts < 1000 {
		t.Errorf("only %d texts", texts)
	}
}

// TestNoTextOfOursIsRefused does the same with the demo corpus and the test texts in this tree.
func TestNoTextOfOursIsRefused(t *testing.T) {
	texts := 0
	for _, pattern := range []string{"../../seeds/*.txt", "../../seeds/*.md", "../post/testdata/gold/*", "../../docs/*.md", "../../*.md"} {
		paths, _ := filepath.Glob(pattern)
		if len(paths) == 0 {
			t.Errorf("%s: nothing there", pattern)
		}
		for _, path := range paths {
			texts++
			mustBeProse(t, path, readAll(t, path))
		}
	}
	paths, _ := filepath.Glob("../../seeds/*.jsonl")
	for _, path := range paths {
		for _, text := range textsOf(t, path) {
			texts++
			mustBeProse(t, path, text)
		}
	}
	if texts < 200 {
		t.Errorf("only %d texts", texts)
	}
}

func mustBeProse(t *testing.T, where, text string) {
	t.Helper()
	head := text[:min(len(text), sniffBytes)]
	for _, name := range []string{"a.txt", "a.md", "-"} {
		if f := formatOf(newSample(name, []byte(head), len(head) < len(text))); f.name != "text and Markdown" {
			t.Errorf("%s: %.80q… as %s is taken for %s", where, text, name, f.name)
		}
	}
}

func readAll(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return string(b)
}

func textsOf(t *testing.T, path string) (texts []string) {
	t.Helper()
	for line := range strings.SplitSeq(readAll(t, path), "\n") {
		var doc struct{ Text string }
		if json.Unmarshal([]byte(line), &doc) == nil && doc.Text != "" {
			texts = append(texts, doc.Text)
		}
	}
	return texts
}

// BenchmarkSniff looks at 64 KiB of prose, and of what is made to be slow.
func BenchmarkSniff(b *testing.B) {
	for name, unit := range map[string]string{
		"prose":  "Shelling went on near Bakhmut, said the governor; two houses burned (no one was hurt). Kherson: quiet.\n",
		"commas": ",", "quotes": `,"`, "tags": "<a <", "open tags": "<a x", "brackets": "[", "calls": "a(b", "keys": `{"a":`, "colons": "a: b\n", "links": "://a(", "comments": "<!--",
	} {
		head := []byte(strings.Repeat(unit, sniffBytes/len(unit)+1)[:sniffBytes])
		b.Run(name, func(b *testing.B) {
			b.SetBytes(sniffBytes)
			for b.Loop() {
				formatOf(newSample("a.txt", head, true))
			}
		})
	}
}

// BenchmarkSmallTexts reads a folder of texts as short as those of a channel.
func BenchmarkSmallTexts(b *testing.B) {
	dir := b.TempDir()
	for i := range 500 {
		text := strings.Repeat(fmt.Sprintf("Shelling went on near Bakhmut, said report %d.\n", i), 1+i%40)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", i)), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := Read(b.Context(), dir, func(mentionmap.Document) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
