package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every flag of every command must stand in the documentation: settings in
// docs/settings.md, filters in docs/api.md, the rest in the command's own help.
func TestSettingsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings {
		row := fmt.Sprintf("| `--%s` | `%s` |", s.flag, s.env)
		if !strings.Contains(string(page), row) || !strings.Contains(string(page), s.help) {
			t.Errorf("docs/settings.md lacks --%s, %s, %q", s.flag, s.env, s.help)
		}
	}
}

// known flags that are not settings: they belong to one command each.
var ownFlags = "json parallel attempts silence until-empty format date explain demonyms demo undo source out seed repair drop-layers scope help"

func TestEveryFlagIsASettingAFilterOrTheCommandsOwn(t *testing.T) {
	api, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	walk(newRoot(), func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s has no help", c.CommandPath(), f.Name)
			}
			for _, s := range settings {
				if s.flag == f.Name {
					return
				}
			}
			if !strings.Contains(" "+ownFlags+" ", " "+f.Name+" ") && !strings.Contains(string(api), "`"+f.Name+"`") {
				t.Errorf("%s --%s is documented nowhere", c.CommandPath(), f.Name)
			}
		})
	})
}

func TestEveryCommandHasHelpWithExamples(t *testing.T) {
	walk(newRoot(), func(c *cobra.Command) {
		if c.Name() != "help" && (c.Short == "" || c.Example == "") {
			t.Errorf("%s has no help or no example", c.CommandPath())
		}
	})
}

func walk(c *cobra.Command, fn func(*cobra.Command)) {
	fn(c)
	for _, sub := range c.Commands() {
		walk(sub, fn)
	}
}
