package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/copying"
	"mentionmap/data/store/sqlite"
)

func newCopy() *cobra.Command {
	c := &cobra.Command{
		Use:   "copy FROM TO",
		Short: "Copy all documents from one database into another, a file or PostgreSQL",
		Long: "Copies documents with their mentions, as they were placed, from one database into another; either is a file or a\n" +
			"postgres:// address. What the other one holds already stays. A copy that was broken off goes on where it ended: run it\n" +
			"again. All that it adds is one run, which `mentionmap ingest --undo --db TO` takes back.",
		Example:     "  mentionmap copy war.db postgres://analyst@db.example.org/war\n  mentionmap copy postgres://analyst@db.example.org/war war.db",
		Annotations: behind,
		Args:        arguments(cobra.ExactArgs(2)),
		RunE:        runCopy,
	}
	settingGazetteer.add(c)
	addJSON(c)
	return c
}

func runCopy(c *cobra.Command, args []string) error {
	g, err := openGazetteer(c)
	if err != nil {
		return err
	}
	from, err := openDatabase(c.Context(), args[0], sqlite.Options{AnyContent: true, ReadOnly: true})
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Info(c.Context())
	if err != nil {
		return err
	}
	source, ok := from.Backend.(store.Exporter)
	if !ok {
		return mentionmap.Errorf(mentionmap.Internal, "%s cannot be copied from", from.name)
	}
	to, err := openDatabase(c.Context(), args[1], sqlite.Options{Demo: info.Demo, Outline: (&works{gazetteer: g}).polygon, Notice: told(c)})
	if err != nil {
		return err
	}
	defer to.Close()
	p := newProgress("Copying", c.ErrOrStderr())
	sum, err := copying.Copy(c.Context(), source, to.Backend, copying.Options{Name: from.name, Progress: func(done, left int64) {
		p.show(done, done+left, fmt.Sprintf("%d documents", done))
	}})
	p.done()
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{"from": from.name, "to": to.name, "documents": sum.Documents, "known": sum.Known, "posts": sum.Posts, "mentions": sum.Mentions})
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents copied (%d were there), %d posts, %d mentions\n", to.name, sum.Documents, sum.Known, sum.Posts, sum.Mentions)
	return err
}
