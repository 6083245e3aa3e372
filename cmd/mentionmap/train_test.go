package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What cannot be trained on is said in one line, and nothing is written.
func TestTrainRefusesWhatIsNoCorpus(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ content, want string }{
		"empty.jsonl":    {"\n", "no document"},
		"broken.jsonl":   {"{\"text\": 3}\n", "broken.jsonl:1"},
		"outside.jsonl":  {`{"text": "Kyiv", "toponyms": [{"start": 2, "end": 9}]}`, "does not fit"},
		"damaged.jsonl":  {"\x1f\x8bxx", "gzip"},
		"../none/x.json": {"", "no such file"},
	} {
		path := filepath.Join(dir, name)
		if c.content != "" {
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var errs strings.Builder
		out := filepath.Join(dir, "weights.bin")
		if status := run(t.Context(), []string{"train", "--out", out, path}, nil, io.Discard, &errs); status != exitFailure || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%s: status %d, %q, want %q", name, status, errs.String(), c.want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: weights were written", name)
		}
	}
}

func TestWriteWholeReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w")
	for _, data := range []string{"old and long", "new"} {
		if err := writeWhole(path, []byte(data)); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != data {
			t.Errorf("got %q, want %q", got, data)
		}
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 1 {
		t.Errorf("%d files are left, want one", len(left))
	}
}
