package places

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"mentionmap"
)

// GeoNames is where GeoNames publishes its lists.
const GeoNames = "https://download.geonames.org/export/dump"

const (
	maxDownload = 2 << 30
	attempts    = 5
	stall       = time.Minute // without a byte, after which a download is tried anew
)

// Download fetches lists. A download that was interrupted goes on where it
// stopped, unless the list has changed.
type Download struct {
	Base     string // address of the folder of lists
	Dir      string // for what is on its way
	Client   *http.Client
	Pause    time.Duration              // before the second attempt, doubled for each more
	Progress func(done, total int64)    // total 0: not known
	Retry    func(err error, n, of int) // told before attempt n
}

// lists are the names of GeoNames' lists, beside those of countries, with
// their endings.
var lists = map[string]string{
	"cities500": ".zip", "cities1000": ".zip", "cities5000": ".zip", "cities15000": ".zip",
	"admin1CodesASCII": ".txt", "admin2Codes": ".txt", "countryInfo": ".txt", "alternateNamesV2": ".zip",
}

var countryCode = regexp.MustCompile(`^[A-Za-z]{2}$`)

// ListFile gives the file name of a list by what people call it: the two
// letters of a country, or GeoNames' own name of a list.
func ListFile(what string) (file string, ok bool) {
	if countryCode.MatchString(what) {
		code := strings.ToUpper(what)
		if code == "UK" {
			code = "GB"
		}
		return code + ".zip", true
	}
	ext, ok := lists[what]
	return what + ext, ok
}

// Get fetches a file and returns where it is. Errors: NotFound for what is not
// published, Unavailable without a network, TooLarge.
func (d *Download) Get(ctx context.Context, file string) (path string, err error) {
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		return "", mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be made: %w", d.Dir, err)
	}
	path = filepath.Join(d.Dir, file)
	url := strings.TrimSuffix(d.Base, "/") + "/" + file
	pause := d.Pause
	for n := 1; ; n++ {
		err := d.attempt(ctx, url, path)
		var again *transient
		switch {
		case err == nil:
			return path, nil
		case ctx.Err() != nil:
			return "", ctx.Err()
		case !errors.As(err, &again):
			return "", err
		case n == attempts:
			return "", mentionmap.Errorf(mentionmap.Unavailable,
				"%s cannot be fetched (%v); what has come is kept, so run the command again, or get the file elsewhere and import it by its path", url, again.error)
		}
		if d.Retry != nil {
			d.Retry(again.error, n+1, attempts)
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// transient is an error that another attempt may not meet.
type transient struct{ error }

// part is a download on its way: the file, and a note of which version of the
// list it is a part of.
type part struct{ path string }

func (p part) file() string { return p.path + ".part" }
func (p part) note() string { return p.path + ".version" }

// have says how much is there, and of which version.
func (p part) have() (bytes int64, version string) {
	info, err := os.Stat(p.file())
	note, err2 := os.ReadFile(p.note())
	if err != nil || err2 != nil || len(note) == 0 {
		return 0, ""
	}
	return info.Size(), string(note)
}

func (p part) forget() {
	os.Remove(p.file())
	os.Remove(p.note())
}

func (d *Download) attempt(ctx context.Context, url, path string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watch := time.AfterFunc(stall, cancel)
	defer watch.Stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return mentionmap.Errorf(mentionmap.Invalid, "%q is no address to fetch lists from: %w", url, err)
	}
	p := part{path}
	from, version := p.have()
	req.Header.Set("Accept-Encoding", "identity") // what is counted is what is stored
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		req.Header.Set("If-Range", version)
	}
	answer, err := d.client().Do(req)
	if err != nil {
		return &transient{plain(err)}
	}
	defer answer.Body.Close()
	total, err := p.begin(answer, url, &from)
	if err != nil {
		return err
	}
	if err := d.receive(p, answer.Body, from, total, watch); err != nil {
		return err
	}
	if err := os.Rename(p.file(), p.path); err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", p.path, err)
	}
	os.Remove(p.note())
	return nil
}

func (d *Download) client() *http.Client {
	if d.Client != nil {
		return d.Client
	}
	return http.DefaultClient
}

// plain drops the address, which the message has already.
func plain(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// begin reads the answer's head: how large the list is, and whether the answer
// goes on from what is there.
func (p part) begin(answer *http.Response, url string, from *int64) (total int64, err error) {
	switch answer.StatusCode {
	case http.StatusOK:
		*from, total = 0, max(answer.ContentLength, 0)
		p.forget()
	case http.StatusPartialContent:
		start, all, ok := contentRange(answer.Header.Get("Content-Range"))
		if !ok || start != *from {
			p.forget()
			return 0, &transient{errors.New("the server goes on at another place")}
		}
		total = all
	case http.StatusRequestedRangeNotSatisfiable:
		p.forget()
		return 0, &transient{errors.New("the list has changed")}
	case http.StatusNotFound:
		return 0, mentionmap.Errorf(mentionmap.NotFound, "there is no %s: check the country's two letters (ISO 3166) or the list's name", url)
	case http.StatusTooManyRequests, http.StatusRequestTimeout:
		return 0, &transient{errors.New(answer.Status)}
	default:
		if answer.StatusCode >= 500 {
			return 0, &transient{errors.New(answer.Status)}
		}
		return 0, mentionmap.Errorf(mentionmap.Unavailable, "%s answers %s: check --geonames", url, answer.Status)
	}
	if total > maxDownload {
		return 0, mentionmap.Errorf(mentionmap.TooLarge, "%s has %d MB, more than any list of GeoNames", url, total>>20)
	}
	if version := cmp.Or(strongTag(answer.Header.Get("ETag")), answer.Header.Get("Last-Modified")); version != "" {
		if err := os.WriteFile(p.note(), []byte(version), 0o644); err != nil {
			return 0, mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", p.note(), err)
		}
	}
	return total, nil
}

// strongTag is an entity tag fit for If-Range.
func strongTag(tag string) string {
	if strings.HasPrefix(tag, "W/") {
		return ""
	}
	return tag
}

var rangePattern = regexp.MustCompile(`^bytes (\d+)-\d+/(\d+)$`)

func contentRange(s string) (start, total int64, ok bool) {
	m := rangePattern.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	start, err1 := strconv.ParseInt(m[1], 10, 64)
	total, err2 := strconv.ParseInt(m[2], 10, 64)
	return start, total, err1 == nil && err2 == nil
}

// receive writes the body behind what is there.
func (d *Download) receive(p part, body io.Reader, from, total int64, watch *time.Timer) error {
	f, err := os.OpenFile(p.file(), os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		err = f.Truncate(from)
	}
	if err == nil {
		_, err = f.Seek(from, io.SeekStart)
	}
	if err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", p.file(), err)
	}
	w := &counted{to: f, done: from, total: total, watch: watch, progress: d.Progress}
	_, err = io.Copy(w, io.LimitReader(body, maxDownload-from+1))
	closed := f.Close()
	switch {
	case w.failed != nil || closed != nil:
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be written: %w", p.file(), errors.Join(w.failed, closed))
	case err != nil:
		return &transient{plain(err)}
	case w.done > maxDownload:
		p.forget()
		return mentionmap.Errorf(mentionmap.TooLarge, "%s has more than %d MB", p.path, int64(maxDownload)>>20)
	case total > 0 && w.done != total:
		return &transient{fmt.Errorf("%d of %d bytes came", w.done, total)}
	}
	return nil
}

// counted writes to a file, tells how far it is, and keeps the watch awake.
type counted struct {
	to          *os.File
	done, total int64
	watch       *time.Timer
	progress    func(done, total int64)
	failed      error
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.done += int64(n)
	c.failed = err
	c.watch.Reset(stall)
	if c.progress != nil {
		c.progress(c.done, c.total)
	}
	return n, err
}
