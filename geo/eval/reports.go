package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mentionmap"
	"mentionmap/geo/toponym/train"
)

// NewsText is a document of our own with its places, their relations and days
// annotated, in the forms that news of the war has.
type NewsText struct {
	Form     string // "live-clock"
	Document mentionmap.Document
	train.Annotated
	Want []Told // of each place, what the notes of its annotation say
}

// Told is how a place lies to what is told of it, and when that was.
type Told struct {
	Relation mentionmap.Relation
	Day      mentionmap.Day
	// Either way of reading the text is right: it is not judged.
	AnyRelation, AnyDay bool
}

// ReadNewsTexts reads the .txt files of a folder, by name; places.tsv beside
// them says which place a surface and a kind mean where the annotation does
// not. The format stands in the README of testdata/news.
func ReadNewsTexts(dir string) (list []NewsText, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	ids, err := readMeant(filepath.Join(dir, "places.tsv"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, block := range strings.Split(string(data), "=== ")[1:] {
			n, err := newsText(block, ids)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			list = append(list, n)
		}
	}
	return list, nil
}

// meant is a surface and a kind.
type meant struct {
	surface string
	kind    mentionmap.Kind
}

func readMeant(path string) (map[meant]mentionmap.PlaceID, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ids := map[meant]mentionmap.PlaceID{}
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var id mentionmap.PlaceID
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s:%d: want a surface, a kind and an id", path, n+1)
		}
		kind, ok := mentionmap.ParseKind(fields[1])
		if _, err := fmt.Sscan(fields[2], &id); err != nil || !ok {
			return nil, fmt.Errorf("%s:%d: %q is no kind or %q no id", path, n+1, fields[1], fields[2])
		}
		ids[meant{fields[0], kind}] = id
	}
	return ids, nil
}

// newsText reads a document: its heading, then its text, in which a line
// "<p DAY>" says of which day the places are from there on.
func newsText(block string, ids map[meant]mentionmap.PlaceID) (n NewsText, err error) {
	heading, body, _ := strings.Cut(block, "\n")
	key, date, dated := strings.Cut(heading, " date=")
	n.Form, _, _ = strings.Cut(key, "/")
	n.Document = mentionmap.Document{Key: key, Published: mentionmap.NoStamp}
	if dated {
		if n.Document.Published, err = mentionmap.ParseStamp(date); err != nil {
			return n, err
		}
	}
	day := mentionmap.NoDay
	for _, line := range strings.SplitAfter(strings.TrimRight(body, "\n"), "\n") {
		if of, ok := strings.CutPrefix(strings.TrimSpace(line), "<p "); ok {
			if day, err = mentionmap.ParseDay(strings.TrimSuffix(of, ">")); err != nil {
				return n, err
			}
			continue
		}
		if err = n.addLine(line, day, ids); err != nil {
			return n, fmt.Errorf("%s: %w", key, err)
		}
	}
	n.Document.Text = n.Text
	return n, nil
}

func (n *NewsText) addLine(line string, day mentionmap.Day, ids map[meant]mentionmap.PlaceID) error {
	text := strings.TrimRight(line, "\n")
	parsed, err := train.Parse(text)
	if err != nil {
		return err
	}
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	start := len(n.Text) + indent
	n.Text += text[:indent]
	for i := range parsed {
		n.Text += parsed[i].Text
		for _, p := range parsed[i].Places {
			told, err := toldBy(p.Notes, day)
			if err != nil {
				return err
			}
			if p.ID == 0 {
				p.ID = ids[meant{p.Of(parsed[i].Text), p.Kind}]
			}
			p.Start, p.End = p.Start+start, p.End+start
			n.Places, n.Want = append(n.Places, p), append(n.Want, told)
		}
		for _, d := range parsed[i].Demonyms {
			n.Demonyms = append(n.Demonyms, mentionmap.Span{Start: d.Start + start, End: d.End + start})
		}
	}
	n.Text += line[len(text):]
	return nil
}

// toldBy reads the notes of an annotation: "~near" is a relation, "@2024-05-01"
// a day, "@-" none; a question mark behind either leaves it open.
func toldBy(notes []string, day mentionmap.Day) (t Told, err error) {
	t.Day = day
	for _, note := range notes {
		value, open := strings.CutSuffix(note[1:], "?")
		switch {
		case note[0] == '~' && open:
			t.AnyRelation = true
		case note[0] == '@' && open:
			t.AnyDay = true
		case note[0] == '~':
			var ok bool
			if t.Relation, ok = mentionmap.ParseRelation(value); !ok {
				return t, fmt.Errorf("%q is no relation", value)
			}
		case note == "@-":
			t.Day = mentionmap.NoDay
		case note[0] == '@':
			if t.Day, err = mentionmap.ParseDay(value); err != nil {
				return t, err
			}
		default:
			return t, fmt.Errorf("%q is no note", note)
		}
	}
	return t, nil
}
