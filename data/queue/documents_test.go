package queue

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"mentionmap"
)

// FuzzDocuments: what a job holds is to the byte what was read, and JSON that
// PostgreSQL can keep.
func FuzzDocuments(f *testing.F) {
	f.Add("d1", "Title", "uk", "Київ \x00 \xff <&> \u2028", int32(19000), int16(61), "+02:00", "source", "https://example.org/?a=1&b", uint8(2))
	f.Add("", "", "", "", int32(mentionmap.NoDay), int16(-1), "", "", "", uint8(0))
	f.Add("\xc3", `{"base64":"AA=="}`, "en", "{}", int32(0), int16(0), "\x00", "\xff", "\x00", uint8(1))
	f.Fuzz(func(t *testing.T, key, title, lang, text string, day int32, minute int16, zone, source, url string, places uint8) {
		d := mentionmap.Document{Key: key, Title: title, Lang: lang, Text: text, Published: mentionmap.Stamp{Day: mentionmap.Day(day), Minute: minute, Zone: zone}}
		for range places % 4 {
			d.Seen = append(d.Seen, mentionmap.Seen{Source: source, URL: url})
			source, url = url, source
		}
		b, err := json.Marshal(batch{Run: 7, Documents: []document{packed(&d)}})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), `\u0000`) {
			t.Fatalf("PostgreSQL refuses %s", b)
		}
		var back batch
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if got := back.Documents[0].unpacked(); back.Run != 7 || !reflect.DeepEqual(got, d) {
			t.Fatalf("%#v became %#v", d, got)
		}
	})
}

func TestHashOf(t *testing.T) {
	seen := func(of ...string) *mentionmap.Document {
		var d mentionmap.Document
		for i := 0; i < len(of); i += 2 {
			d.Seen = append(d.Seen, mentionmap.Seen{Source: of[i], URL: of[i+1]})
		}
		return &d
	}
	all := map[string]bool{}
	for _, d := range []*mentionmap.Document{seen(), seen("", ""), seen("a", ""), seen("", "a"), seen("a", "b"), seen("ab", ""), seen("a", "b", "", ""), seen("a", "", "b", "")} {
		all[string(hashOf("id", d))] = true
	}
	if len(all) != 8 || !all[string(hashOf("id", seen("a", "b")))] || all[string(hashOf("other", seen()))] {
		t.Errorf("%d hashes of 8 documents", len(all))
	}
}

func TestPause(t *testing.T) {
	for times, want := range map[int]time.Duration{-1: time.Second, 0: time.Second, 3: 8 * time.Second, 9: 5 * time.Minute, 1 << 40: 5 * time.Minute} {
		if got := pause(times); got != want {
			t.Errorf("after %d times a pause of %s, want %s", times, got, want)
		}
	}
}
