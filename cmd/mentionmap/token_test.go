package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	db := filepath.Join(t.TempDir(), "m.db")
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
