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
		Long: "Copies the database as it is at one moment, whoever reads or writes meanwhile. The copy is a database like any other: to go back\n" +
			"to it, name it with --db, or put it in the place of the old one while nothing has that open.",
		Example: "  mentionmap backup --db war.db war-2024-06-01.db",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    runBackup,
	}
	settingDB.add(c)
	addJSON(c)
	return c
}

func runBackup(c *cobra.Command, args []string) error {
	path, _ := settingDB.of(c)
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
