package tokens

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"mentionmap"
)

var noon = time.Date(2025, 1, 2, 12, 0, 0, 0, time.UTC)

func checked(t *testing.T, f *File, secret string, now time.Time) (Token, bool) {
	t.Helper()
	got, ok, err := f.Check(t.Context(), secret, now)
	if err != nil {
		t.Fatal(err)
	}
	return got, ok
}

func TestTokensAreMadeUsedAndRevoked(t *testing.T) {
	path := t.TempDir() + "/m ?#.db"
	cli, server := Beside(path), Beside(path)
	defer cli.Close()
	defer server.Close()
	if _, ok := checked(t, server, "", noon); ok {
		t.Error("something is allowed before there are tokens")
	}
	secret, err := cli.New(t.Context(), "desk", Write, noon)
	if err != nil || len(secret) < 30 {
		t.Fatal(secret, err)
	}
	if _, ok := checked(t, server, secret, noon.Add(remembered/2)); ok {
		t.Error("what was read a moment ago was read again")
	}
	now := noon.Add(2 * remembered)
	if got, ok := checked(t, server, secret, now); !ok || got.Name != "desk" || got.Scope != Write || !got.Used.IsZero() {
		t.Errorf("%+v %v", got, ok)
	}
	for _, wrong := range []string{"", "mentionmap_", secret[1:], secret + "A", strings.ToLower(secret), strings.Repeat("x", 10_000)} {
		if _, ok := checked(t, server, wrong, now); ok {
			t.Errorf("%q is taken", wrong)
		}
	}
	list, err := cli.List(t.Context())
	if err != nil || len(list) != 1 || !list[0].Used.Equal(now) || !list[0].Created.Equal(noon) {
		t.Errorf("%+v %v", list, err)
	}
	if err := cli.Revoke(t.Context(), "desk"); err != nil {
		t.Fatal(err)
	}
	if _, ok := checked(t, server, secret, now.Add(2*remembered)); ok {
		t.Error("a revoked token is taken")
	}
}

func TestASecretIsNotInTheFile(t *testing.T) {
	f := Beside(t.TempDir() + "/m.db")
	defer f.Close()
	secret, err := f.New(t.Context(), "a", Read, noon)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(f.Path())
	if err != nil || bytes.Contains(kept, []byte(secret[len(secretPrefix):])) || !bytes.Contains(kept, hash(secret)) {
		t.Errorf("%v", err)
	}
	if info, err := os.Stat(f.Path()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	f := Beside(t.TempDir() + "/m.db")
	defer f.Close()
	if err := f.Revoke(t.Context(), "nobody"); mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Error(err)
	}
	if _, err := os.Stat(f.Path()); err == nil {
		t.Error("a file was made for nothing")
	}
	for _, name := range []string{"", strings.Repeat("x", 65), "two\nlines", "\xff"} {
		if _, err := f.New(t.Context(), name, Read, noon); mentionmap.CodeOf(err) != mentionmap.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
	for i, want := range []mentionmap.Code{0, mentionmap.Conflict} {
		if _, err := f.New(t.Context(), "desk", Read, noon); err != nil && mentionmap.CodeOf(err) != want || i == 1 && err == nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	nowhere := Beside(t.TempDir() + "/no/such/folder.db")
	if _, err := nowhere.New(t.Context(), "desk", Read, noon); mentionmap.CodeOf(err) != mentionmap.Unavailable || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}
