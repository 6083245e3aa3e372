//go:build sqlite_fts5

package sqlite

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzCut(f *testing.F) {
	for _, s := range []string{"", "a", strings.Repeat("x", 5000), strings.Repeat("ї", 3000), strings.Repeat("line one\n", 900), "\xff\xfe" + strings.Repeat("\x80", 4000)} {
		f.Add(s, 1234)
	}
	f.Fuzz(func(t *testing.T, text string, at int) {
		ps := cut(text)
		var all strings.Builder
		runes := 0
		for _, p := range ps {
			if p.byte != all.Len() || p.start != runes || p.text == "" || len(p.text) > passageBytes {
				t.Fatalf("passage at byte %d, code point %d, %d bytes; want byte %d, code point %d", p.byte, p.start, len(p.text), all.Len(), runes)
			}
			all.WriteString(p.text)
			runes += utf8.RuneCountInString(p.text)
		}
		if all.String() != text {
			t.Fatal("the passages are not the text")
		}
		if !utf8.ValidString(text) || len(text) == 0 {
			return
		}
		at = max(at, -at) % len(text)
		if at < 0 || !utf8.RuneStart(text[at]) {
			return
		}
		p := newPoints(text)
		if got, want := p.before(at), utf8.RuneCountInString(text[:at]); got != want || p.at(got) != at {
			t.Errorf("%d code points before byte %d, want %d; byte %d", got, at, want, p.at(got))
		}
	})
}

func FuzzSpan(f *testing.F) {
	for _, s := range []string{"", "plain text of more than eight bytes", "Київ і Харків", "a\xd0", "\xc2\x80\xd0\xd0\x90é漢😀\xff", strings.Repeat("Ї ", 20) + "plain text again"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		bytes, runes := 0, 0
		for _, c := range text {
			if runes >= n {
				break
			}
			runes++
			if bytes += utf8.RuneLen(c); c == utf8.RuneError {
				_, size := utf8.DecodeRuneInString(text[bytes-3:])
				bytes += size - 3
			}
		}
		if b, r := span(text, n); b != bytes || r != runes {
			t.Errorf("the first %d of %q are %d bytes, %d code points, want %d, %d", n, text, b, r, bytes, runes)
		}
	})
}

func TestSlice(t *testing.T) {
	for _, c := range []struct {
		a, b   int
		want   string
		before int
	}{{0, 0, "", 0}, {0, 2, "Ки", 0}, {2, 3, "ї", 4}, {1, 9, "иїв", 2}, {9, 10, "", 8}} {
		if got, before := slice("Київ", c.a, c.b); got != c.want || before != c.before {
			t.Errorf("slice(%d, %d) = %q after %d bytes, want %q after %d", c.a, c.b, got, before, c.want, c.before)
		}
	}
}

func TestMerge(t *testing.T) {
	got := merge([]keyRange{{50_000, 80_000}, {1, 30}, {30, 40}, {60_000, 70_000}, {82_000, 82_001}, {41 + nearby, 42 + nearby}, {1 << keyBits, 1<<keyBits + 9}})
	want := []keyRange{{1, 40}, {41 + nearby, 42 + nearby}, {50_000, 80_000}, {82_000, 82_001}, {1 << keyBits, 1<<keyBits + 9}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := merge([]keyRange{{nearby, nearby + 1}, {0, 1}}); !slices.Equal(got, []keyRange{{0, nearby + 1}}) {
		t.Errorf("ranges near each other become %v", got)
	}
}
