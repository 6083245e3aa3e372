package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	db := filepath.Join(t.TempDir(), "m.db")
	if status, _, errs := mm(t, article, "ingest", "--db", db, "-"); status != 0 {
		t.Fatal(errs)
	}
	status, secret, errs := mm(t, "", "token", "new", "--db", db, "--scope", "write", "the desk")
	if status != 0 || strings.Count(secret, "\n") != 1 || !strings.Contains(errs, "once") {
		t.Fatalf("%d %q %s", status, secret, errs)
	}
	for _, args := range [][]string{{"--json"}, nil} {
		if status, out, _ := mm(t, "", append([]string{"token", "list", "--db", db}, args...)...); status != 0 || !strings.Contains(out, "the desk") || !strings.Contains(out, "write") || strings.Contains(out, strings.TrimSpace(secret)) {
			t.Errorf("%d %s", status, out)
		}
	}
	for _, c := range []struct {
		args   string
		status int
	}{{"token new --scope write the_desk", 0}, {"token new the_desk", 1}, {"token new --scope all x", 2}, {"token new", 2}, {"token revoke the_desk", 0}, {"token revoke the_desk", 1}, {"token make", 2}, {"gazetteer make", 2}, {"bench make", 2}, {"make", 2}} {
		args := strings.Fields(c.args)
		if len(args) > 1 && args[1] != "make" {
			args = append(args, "--db", db)
		}
		if status, out, errs := mm(t, "", args...); status != c.status || status == 2 && !strings.Contains(errs, "See 'mentionmap") {
			t.Errorf("%s: %d %s %s", c.args, status, out, errs)
		}
	}
}

func TestAServerThatAsksForTokensNeedsOne(t *testing.T) {
	db := filepath.Join(t.TempDir(), "m.db")
	if status, _, errs := mm(t, article, "ingest", "--db", db, file(t, t.TempDir(), "a.txt", article)); status != 0 {
		t.Fatal(errs)
	}
	if status, _, errs := mm(t, "", "serve", "--db", db, "--addr", "127.0.0.1:0", "--read-token"); status != 1 || !strings.Contains(errs, "token new") {
		t.Errorf("%d %s", status, errs)
	}
}

func TestTokensOfWhatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	demo := filepath.Join(dir, "demo.db")
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", demo); status != 0 {
		t.Fatal(errs)
	}
	for _, c := range []struct {
		db, scope string
		status    int
		says      string
	}{
		{filepath.Join(dir, "nosuch.db"), "write", 1, "there is no database"},
		{filepath.Join(dir, "nosuch.db"), "read", 1, "there is no database"},
		{demo, "write", 1, "takes no documents"},
		{demo, "read", 0, "once"},
	} {
		if status, _, errs := mm(t, "", "token", "new", "--db", c.db, "--scope", c.scope, "desk"); status != c.status || !strings.Contains(errs, c.says) {
			t.Errorf("%s, %s: %d %s", c.db, c.scope, status, errs)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "nosuch*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
