package main

import (
	"testing"

	"mentionmap"
)

// TestFiltersAreFlags: each parameter of a query is a flag with its help, and is read from it.
func TestFiltersAreFlags(t *testing.T) {
	c := newExport()
	for _, p := range mentionmap.Parameters() {
		flag := c.Flags().Lookup(p.Name)
		if flag == nil || flag.Usage != p.Help || (flag.Value.Type() == "stringArray") != p.Repeat {
			t.Errorf("%s is no flag, or another: %+v", p.Name, flag)
			continue
		}
		if err := c.Flags().Set(p.Name, "x"); err != nil {
			t.Fatal(err)
		}
		if got := filters(c)[p.Name]; len(got) != 1 || got[0] != "x" {
			t.Errorf("%s is read as %q", p.Name, got)
		}
	}
}
