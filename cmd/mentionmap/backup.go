package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"mentionmap/data/store/sqlite"
)

func newBackup() *cobra.Command {
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the database to a new file, while it is in use",
		Long: "Copies the database as it is at one moment; others may read and write meanwhile. The copy is a database like any other: look into it\n" +
			"with --db. To go back to it, use `mentionmap restore`. Copying it over the database by hand is safe only while no program has\n" +
			"that open, and once FILE-wal and FILE-shm beside it are removed: a log that is left there is not the copy's, and is refused.",
		Example: "  mentionmap backup --db war.db war-2024-06-01.db",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    runBackup,
	}
	settingDB.add(c)
	addJSON(c)
	return c
}

func runBackup(c *cobra.Command, args []string) error {
	path, _, err := fileOf(c)
	if err != nil {
		return err
	}
	db, err := sqlite.Open(path, sqlite.Options{ReadOnly: true, AnyContent: true})
	if err != nil {
		return err
	}
	defer db.Close()
	p := newProgress("Copying", c.ErrOrStderr())
	generation, err := db.Backup(c.Context(), args[0], func(done, total int64) { p.show(done, total, "copied") })
	p.done()
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{"db": path, "file": args[0], "generation": generation})
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: the copy of %s, generation %d\n", args[0], path, generation)
	return err
}
