package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap/data/store/sqlite"
)

func newRestore() *cobra.Command {
	c := &cobra.Command{
		Use:   "restore BACKUP",
		Short: "Go back to a backup, and keep the database it replaces",
		Long: "Puts a copy of a backup in the place of the database. The backup is checked first, as `mentionmap doctor` does, and stays as it is.\n" +
			"The old database is kept as FILE.before-restore-YYYYMMDD-HHMMSS; it may be damaged, or missing. No program may have it open: stop\n" +
			"`mentionmap serve` before. If it is stopped or fails, nothing has changed. It needs room for one more copy.",
		Example: "  mentionmap restore --db war.db war-2024-06-01.db",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    runRestore,
	}
	settingDB.add(c)
	addJSON(c)
	return c
}

func runRestore(c *cobra.Command, args []string) error {
	path, _, err := fileOf(c)
	if err != nil {
		return err
	}
	checking, copying := newProgress("Checking", c.ErrOrStderr()), newProgress("Copying", c.ErrOrStderr())
	done, err := sqlite.Restore(c.Context(), args[0], path, sqlite.RestoreOptions{
		Checking: checking.say,
		Copying:  func(done, total int64) { copying.show(done, total, "copied") },
	})
	copying.done()
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"db": path, "backup": args[0], "generation": done.Info.Generation, "documents": done.Info.Documents, "mentions": done.Info.Mentions, "schema": done.Info.Schema, "kept": done.Kept,
		})
	}
	return tellRestored(c.OutOrStdout(), path, args[0], done)
}

func tellRestored(out io.Writer, path, backup string, done sqlite.Restored) error {
	line := fmt.Sprintf("%s: restored from %s: %d documents, %d mentions, generation %d", path, backup, done.Info.Documents, done.Info.Mentions, done.Info.Generation)
	if done.Kept != "" {
		line += "; what was there is kept as " + done.Kept
	}
	if done.Older {
		line += fmt.Sprintf("\nIt is of an older mentionmap: 'mentionmap serve --db %s' brings it up to date and keeps a copy of it beside it", path)
	}
	if len(done.Mending) > 0 {
		line += fmt.Sprintf("\nThe backup had wrong counts (%s): 'mentionmap doctor --repair --db %s' puts them right", strings.Join(done.Mending, ", "), path)
	}
	_, err := fmt.Fprintln(out, line)
	return err
}
