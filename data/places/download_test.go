package places

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mentionmap"
)

var listBytes = []byte(strings.Repeat("0123456789", 20_000))

// serveList answers like a server of files, with ranges.
func serveList(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"v1"`)
	http.ServeContent(w, r, "UA.zip", time.Time{}, bytes.NewReader(listBytes))
}

// broken ends the connection after so many bytes of the body.
type broken struct {
	http.ResponseWriter
	left int
}

func (b *broken) Write(p []byte) (int, error) {
	if len(p) > b.left {
		b.ResponseWriter.Write(p[:b.left])
		panic(http.ErrAbortHandler)
	}
	b.left -= len(p)
	return b.ResponseWriter.Write(p)
}

func download(t *testing.T, url string) *Download {
	return &Download{Base: url, Dir: filepath.Join(t.TempDir(), "downloads"), Pause: time.Millisecond}
}

func fetched(t *testing.T, d *Download, path string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(data, listBytes) {
		t.Errorf("%d bytes came, want %d (%v)", len(data), len(listBytes), err)
	}
	if files, _ := os.ReadDir(d.Dir); len(files) != 1 {
		t.Errorf("%d files in the folder, want 1", len(files))
	}
}

func TestDownload(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serveList))
	defer server.Close()
	d := download(t, server.URL)
	last := int64(0)
	d.Progress = func(done, total int64) {
		if done < last || total != int64(len(listBytes)) {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}
	path, err := d.Get(t.Context(), "UA.zip")
	fetched(t, d, path, err)
}

func TestDownloadGoesOnWhereItStopped(t *testing.T) {
	var calls atomic.Int32
	var ranges []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		switch calls.Add(1) {
		case 1:
			serveList(&broken{w, 50_000}, r)
		case 2:
			http.Error(w, "later", http.StatusServiceUnavailable)
		default:
			serveList(w, r)
		}
	}))
	defer server.Close()
	d := download(t, server.URL)
	told := 0
	d.Retry = func(error, int, int) { told++ }
	path, err := d.Get(t.Context(), "UA.zip")
	fetched(t, d, path, err)
	if told != 2 || len(ranges) != 3 || ranges[0] != "" || !strings.HasPrefix(ranges[2], "bytes=") || ranges[2] == "bytes=0-" {
		t.Errorf("told %d times; ranges %q", told, ranges)
	}
}

func TestDownloadOfAListThatChanged(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serveList))
	defer server.Close()
	d := download(t, server.URL)
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p := part{filepath.Join(d.Dir, "UA.zip")}
	if errors.Join(os.WriteFile(p.file(), []byte("of another version"), 0o644), os.WriteFile(p.note(), []byte(`"v0"`), 0o644)) != nil {
		t.Fatal("cannot write")
	}
	path, err := d.Get(t.Context(), "UA.zip")
	fetched(t, d, path, err)
}

func TestDownloadFails(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		code    mentionmap.Code
		says    string
	}{
		{"offline", nil, mentionmap.Unavailable, "import it by its path"},
		{"no such list", http.NotFound, mentionmap.NotFound, "two letters"},
		{"forbidden", status(403), mentionmap.Unavailable, "403"},
		{"always busy", status(503), mentionmap.Unavailable, "503"},
		{"cut off each time", func(w http.ResponseWriter, r *http.Request) { serveList(&broken{w, 0}, r) }, mentionmap.Unavailable, "cannot be fetched"},
		{"enormous", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "9000000000") }, mentionmap.TooLarge, "more than any list"},
		{"goes on elsewhere", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 7-8/9")
			w.WriteHeader(http.StatusPartialContent)
		}, mentionmap.Unavailable, "another place"},
	} {
		url := gone.URL
		if c.handler != nil {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			url = server.URL
		}
		_, err := download(t, url).Get(t.Context(), "UA.zip")
		if mentionmap.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := download(t, gone.URL).Get(ctx, "UA.zip"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestListFile(t *testing.T) {
	for what, want := range map[string]string{"UA": "UA.zip", "ru": "RU.zip", "uk": "GB.zip", "cities500": "cities500.zip", "admin2Codes": "admin2Codes.txt", "UA.zip": "", "Ukraine": "", "../x": ""} {
		if got, ok := ListFile(what); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, %v", what, got, ok)
		}
	}
}
