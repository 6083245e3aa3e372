package reader

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mentionmap"
)

// TestAdviceWorks runs the command that a refusal names and reads what it made.
// It passes over commands that this machine does not have.
func TestAdviceWorks(t *testing.T) {
	const text = "Shelling hit Bakhmut, and Kherson was quiet.\n"
	const line = `{"text":"Shelling hit Bakhmut"}` + "\n"
	const srt = "1\n00:00:01,000 --> 00:00:04,000\nShelling hit Bakhmut.\n\n2\n00:00:05,000 --> 00:00:08,000\nKherson.\n"
	for _, c := range []struct{ file, content, made, text string }{
		{"a.json", "[\n{\"text\":\"Shelling hit Bakhmut\"},\n{\"text\":\"Kherson\"}\n]", "a.json.jsonl", "Shelling hit Bakhmut|Kherson"},
		{"o.json", "{\n \"text\": \"Shelling hit Bakhmut\"\n}", "o.json.jsonl", "Shelling hit Bakhmut"},
		{"g.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"text":"Bakhmut"},"geometry":null}]}`, "g.geojson.jsonl", "Bakhmut"},
		{"result.json", `{"name":"C","messages":[{"id":1,"type":"service","date":"2023-01-05T10:20:30","text":"","text_entities":[]},` +
			`{"id":2,"type":"message","date":"2023-01-05T10:20:30","text_entities":[{"type":"plain","text":"Shelling of "},{"type":"bold","text":"Bakhmut"}]},` +
			`{"id":3,"type":"message","date":"2023-01-05T10:20:30"}]}`, "result.json.jsonl", "Shelling of Bakhmut"},
		{"all.json", `{"about":"x","chats":{"list":[{"name":"C","messages":[{"id":1,"type":"message","date":"2023-01-05T10:20:30","text_entities":[{"type":"plain","text":"Shelling of Bakhmut"}]}]},` +
			`{"name":"D","messages":[{"id":1,"type":"message","date":"2023-01-05T10:20:30","text_entities":[{"type":"plain","text":"Kherson"}]}]}]}}`, "all.json.jsonl", "Shelling of Bakhmut|Kherson"},
		{"body.txt", `{"id":1,"KEY":"Shelling hit Bakhmut"}` + "\n" + `{"id":2,"KEY":"Kherson"}` + "\n", "body.txt.jsonl", "Shelling hit Bakhmut|Kherson"},
		{"k.json", `[{"id":1,"KEY":"Shelling hit Bakhmut"},{"id":2,"KEY":"Kherson"}]`, "k.json.jsonl", "Shelling hit Bakhmut|Kherson"},
		{"strings.json", "[\"Shelling hit Bakhmut\",\n\"Kherson\"]", "strings.json.jsonl", "Shelling hit Bakhmut|Kherson"},
		{"seq.json", "\x1e{\"text\":\"Bakhmut\"}\n\x1e{\"text\":\"Kherson\"}\n", "seq.json.jsonl", "Bakhmut|Kherson"},
		{"a.sbv", "0:00:01.000,0:00:04.000\nShelling hit Bakhmut.\n\n0:00:05.000,0:00:08.000\nKherson.\n", "a.sbv.txt", "Shelling hit Bakhmut.\n\nKherson.\n"},
		{"a.sub", "{0}{25}Shelling hit Bakhmut.|And then?\n{30}{60}Kherson.\n", "a.sub.txt", "Shelling hit Bakhmut. And then?\nKherson.\n"},
		{"k.vtt", "WEBVTT\nKind: captions\nLanguage: en\n\n00:01.000 --> 00:04.000\nShelling hit Bakhmut.\n", "k.vtt.txt", "Shelling hit Bakhmut.\n"},
		{"a.lrc", "[ti:Song]\n[00:12.00]Shelling hit Bakhmut.\n[00:17.20]Kherson.\n", "a.lrc.txt", "Shelling hit Bakhmut.\nKherson.\n"},
		{"q.txt", "=D0=A5=D0=B5=D1=80=D1=81=D0=BE=D0=BD =D1=82=D0=B8=D1=85=D0=BE=\n =D1=82=D0=B0 =D1=82=D0=B5=D0=BC=D0=BD=D0=BE.\n", "q.txt.txt", "Херсон тихо та темно.\n"},
		{"u.jsonl", "\xFF\xFE" + utf16Of(binary.LittleEndian, line), "u.jsonl.utf8", "Shelling hit Bakhmut"},
		{"le.txt", utf16Of(binary.LittleEndian, text), "le.txt.txt", text},
		{"be.txt", utf16Of(binary.BigEndian, text), "be.txt.txt", text},
		{"utf32.txt", "\xff\xfe\x00\x00K\x00\x00\x00", "utf32.txt.txt", "K"},
		{"s.srt", srt, "s.srt.txt", "Shelling hit Bakhmut.\nKherson.\n"},
		{"s.vtt", "WEBVTT\n\n" + strings.ReplaceAll(srt, ",", "."), "s.vtt.txt", "Shelling hit Bakhmut.\nKherson.\n"},
		{"s.ass", "[Script Info]\nTitle: A film\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,Shelling, near Bakhmut.\n", "s.ass.txt", "Shelling, near Bakhmut.\n"},
		{"b.b64", base64.StdEncoding.EncodeToString([]byte(strings.Repeat(text, 3))), "b.b64.out", strings.Repeat(text, 3)},
		{"t.csv", "id,date,text\n1,2023-01-05,\"Shelling, near Bakhmut\"\n2,2023-01-06,Kherson\n", "t.csv.jsonl", "Shelling, near Bakhmut|Kherson"},
		{"t2.csv", "id;date;text\n1;2023-01-05;Shelling, near Bakhmut\n2;2023-01-06;Kherson\n", "t2.csv.jsonl", "Shelling, near Bakhmut|Kherson"},
		{"t3.csv", "id|date|text\n1|2023-01-05|Shelling, near Bakhmut\n2|2023-01-06|Kherson\n", "t3.csv.jsonl", "Shelling, near Bakhmut|Kherson"},
		{"t.tsv", "id\tdate\ttext\n1\t2023-01-05\tShelling, near Bakhmut\n2\t2023-01-06\tKherson\n", "t.tsv.jsonl", "Shelling, near Bakhmut|Kherson"},
		{"z.gz", zipped(t, text), "out", text},
		{"r.rtf", `{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}} Shelling hit Bakhmut.\par}`, "r.rtf.txt", "Shelling hit Bakhmut.\n"},
		{"l.tex", "\\documentclass{article}\n\\begin{document}\nShelling hit Bakhmut.\n\\end{document}\n", "l.tex.txt", "Shelling hit Bakhmut.\n"},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{c.file: c.content})
		err := Options{}.ReadFrom(context.Background(), c.file, strings.NewReader(c.content), nil)
		command := commandIn(err)
		if command == "" {
			t.Errorf("%s: no command in %v", c.file, err)
			continue
		}
		tool, _, _ := strings.Cut(command, " ")
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("%s: this machine has no %s", c.file, tool)
			continue
		}
		shell := exec.Command("sh", "-c", command)
		if shell.Dir = dir; tool == "gunzip" {
			shell = exec.Command("sh", "-c", strings.Replace(command, "| mentionmap ingest -", "> out", 1))
			shell.Dir = dir
		}
		if out, err := shell.CombinedOutput(); err != nil {
			t.Errorf("%s: %s: %v, %s", c.file, command, err, out)
			continue
		}
		var got []string
		err = Options{}.Read(context.Background(), filepath.Join(dir, c.made), func(d mentionmap.Document) error { got = append(got, d.Text); return nil })
		if err != nil || strings.Join(got, "|") != c.text {
			t.Errorf("%s: %s: %q, %v, want %q", c.file, command, got, err, c.text)
		}
		if left, _ := os.ReadFile(filepath.Join(dir, c.file)); string(left) != c.content {
			t.Errorf("%s: %s changed the input", c.file, command)
		}
	}
}

// commands are the tools that refusals name.
var commands = regexp.MustCompile(`: ((?:jq|iconv|grep|sed|tr|perl|base64|mlr|gunzip|pandoc) .*)$`)

func commandIn(err error) string {
	if err == nil {
		return ""
	}
	found := commands.FindStringSubmatch(err.Error())
	if found == nil {
		return ""
	}
	command, _, _ := strings.Cut(found[1], "; the text of each")
	return command
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWhatIsNotUTF8IsConvertedFirst: mlr writes what it reads, and JSON Lines are UTF-8.
func TestWhatIsNotUTF8IsConvertedFirst(t *testing.T) {
	const content = "id;\xf2\xe5\xea\xf1\xf2\n1;\xd5\xe5\xf0\xf1\xee\xed\n2;\xd1\xf3\xec\xfb\n"
	err := Options{}.ReadFrom(t.Context(), "t.csv", strings.NewReader(content), nil)
	if want := "iconv -f WINDOWS-1251 -t UTF-8 t.csv > t.csv.utf8"; commandIn(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestUTF16IsConvertedFirst: jq, mlr and grep do not read it.
func TestUTF16IsConvertedFirst(t *testing.T) {
	for name, content := range map[string]string{"a.json": "[\n{\"text\":\"Bakhmut\"}\n]", "t.csv": "id,text\n1,Bakhmut\n2,Kherson\n"} {
		err := Options{}.ReadFrom(t.Context(), name, strings.NewReader("\xFF\xFE"+utf16Of(binary.LittleEndian, content)), nil)
		if want := "iconv -f UTF-16 -t UTF-8 " + name + " > " + name + ".utf8"; commandIn(err) != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
