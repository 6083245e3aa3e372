//go:build sqlite_fts5

package sqlite

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
	"mentionmap/data/store/synthetic"
)

// unpacked is what pack packed.
type unpacked struct {
	sections []section
	mentions []mentionRecord
}

// unpack reads a packed document. It reports whether it is one: if not, the
// database is damaged.
func (u *unpacked) unpack(packed string, document int64, stamp mentionmap.Stamp) bool {
	var r unpacker
	r.begin(packed, document, stamp)
	u.sections, u.mentions = r.sections, u.mentions[:0]
	var m mentionRecord
	for r.next(&m) {
		u.mentions = append(u.mentions, m)
	}
	return !r.bad
}

// prepared documents of every sort, with places as if they had been numbered.
func preparedCorpus(t testing.TB) (docs []*prepared) {
	t.Helper()
	corpus := append(storetest.Corpus(3, 60), olderCorpus()...)
	for n := range 20 {
		corpus = append(corpus, synthetic.New(1, 1000).Document(n))
	}
	for i := range corpus {
		d, err := prepare(&corpus[i])
		if err != nil {
			t.Fatal(err)
		}
		for j, p := range d.placed {
			if p != nil {
				d.records[j].place = int64(j) * 1000
			}
		}
		for j := range d.sections {
			d.sections[j].source = int64(j % 3)
		}
		docs = append(docs, d)
	}
	return docs
}

func TestWhatIsPackedIsUnpacked(t *testing.T) {
	for number, d := range preparedCorpus(t) {
		number := int64(number + 1)
		packed := pack(d.Document.Published, d.sections, d.records)
		var u unpacked
		if !u.unpack(string(packed), number, d.Document.Published) {
			t.Fatalf("%s cannot be unpacked", d.Document.Key)
		}
		if len(d.sections) > 0 && !reflect.DeepEqual(u.sections, d.sections) {
			t.Errorf("%s: sections\n%+v, want\n%+v", d.Document.Key, u.sections, d.sections)
		}
		for i, want := range d.records {
			want.id = key(number, want.start)
			if !reflect.DeepEqual(u.mentions[i], want) {
				t.Errorf("%s: mention %d is\n%+v, want\n%+v", d.Document.Key, i, u.mentions[i], want)
			}
		}
	}
}

// FuzzUnpack reads any bytes: nothing may crash, nor take much more room than
// they do; and what can be read and packed again is the same.
func FuzzUnpack(f *testing.F) {
	for _, d := range preparedCorpus(f)[55:] {
		f.Add(pack(d.Document.Published, d.sections, d.records), int32(d.Document.Published.Day))
	}
	f.Fuzz(func(t *testing.T, packed []byte, day int32) {
		var u, again unpacked
		stamp := mentionmap.Stamp{Day: mentionmap.Day(day), Minute: -1}
		if !u.unpack(string(packed), 1, stamp) {
			return
		}
		if len(u.sections) > len(packed) || len(u.mentions) > len(packed) {
			t.Fatalf("%d sections and %d mentions of %d bytes", len(u.sections), len(u.mentions), len(packed))
		}
		canonical := pack(stamp, u.sections, u.mentions)
		if !again.unpack(string(canonical), 1, stamp) || !bytes.Equal(pack(stamp, again.sections, again.mentions), canonical) {
			t.Errorf("%x is packed again as %x", packed, canonical)
		}
	})
}

func TestPublicBytes(t *testing.T) {
	for _, text := range []string{"", "a", "Kyiv", strings.Repeat("x", 999)} {
		id := mentionmap.DocumentID(text)
		if b := publicBytes(id); len(b) != publicSize || publicID(b) != id {
			t.Errorf("%s comes back as %s", id, publicID(b))
		}
	}
	for _, id := range []string{"", "short", strings.Repeat("u", 20), strings.Repeat("A", 20), strings.Repeat("é", 10)} {
		if b := publicBytes(id); b != nil {
			t.Errorf("%q, which is no id, gives %x", id, b)
		}
	}
}

func TestSeenComesBack(t *testing.T) {
	list := []sighting{{0, ""}, {1 << 40, "https://example.org/" + strings.Repeat("ї", 300)}, {7, ""}}
	if got := unpackSeen(string(packSeen(list))); !reflect.DeepEqual(got, list) {
		t.Errorf("got %v", got)
	}
	if got := unpackSeen("\x01\xc8x"); len(got) != 0 {
		t.Errorf("damaged bytes give %v", got)
	}
}

func TestCellsOfABoxAreRuns(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		want     uint32
	}{{-180, -90, 0}, {180, 90, cellsAround*cellsAround/2 - 1}, {0, 0, 180*cellsAround + 360}, {30.52, 50.45, 280*cellsAround + 421}} {
		if got := cellOf(c.lon, c.lat); got != c.want {
			t.Errorf("cell of %g, %g is %d, want %d", c.lon, c.lat, got, c.want)
		}
	}
	if placeKey(9, 2) <= placeKey(1<<31, 1) {
		t.Error("keys do not go by cells first")
	}
}

func TestWords(t *testing.T) {
	var tk tokenizer
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{nil, ""},
		{[]string{"", "— … —"}, ""},
		{[]string{"The dam", "at the DAM's gate; дамба, ДАМБА!"}, "the dam at s gate дамба "},
		{[]string{"Île café cafe\u0301 Łódź ёж Ёж їжак"}, "ile cafe łodz ёж їжак "},
		{[]string{"12th ½ x" + strings.Repeat("y", 99)}, "12th ½ x" + strings.Repeat("y", 63) + " "},
		{[]string{"\xff\xfea\x00b"}, "a b "},
	} {
		if got := tk.distinct(c.texts...); got != c.want {
			t.Errorf("words of %q are %q, want %q", c.texts, got, c.want)
		}
	}
	many := strings.Fields(strings.Repeat("a b c ", 5))
	for i := range 5000 {
		many = append(many, "w"+strings.Repeat("x", i%7)+string(rune('a'+i%26)))
	}
	want := map[string]bool{}
	for _, w := range many {
		want[w] = true
	}
	if got := strings.Fields(tk.distinct(strings.Join(many, " "))); len(got) != len(want) {
		t.Errorf("%d words, want %d", len(got), len(want))
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("The dam, ДАМБА; cafe\u0301\xff")
	f.Fuzz(func(t *testing.T, text string) {
		words := wordsOf(text)
		for _, w := range words {
			if again := wordsOf(w); len(again) != 1 || again[0] != w {
				t.Fatalf("%q, a word of %q, is the words %q", w, text, again)
			}
		}
		w := wantedBy(`"` + strings.ReplaceAll(text, `"`, " ") + `"`)
		if !w.in("", text) && !strings.ContainsAny(text, "\"“”„«»\x00") {
			t.Errorf("%q does not hold itself as a phrase %q", text, w.phrases)
		}
	})
}
