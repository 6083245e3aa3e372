package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
)

func newDocuments() *cobra.Command {
	c := group(&cobra.Command{
		Use:   "documents",
		Short: "List, show and delete stored documents",
		Example: "  mentionmap documents list --q bridge\n  mentionmap documents show 9jgn6zq0f0a7d3k1v5xm\n" +
			"  mentionmap documents delete 9jgn6zq0f0a7d3k1v5xm",
	})
	c.AddCommand(newDocumentsList(), newDocumentsShow(), newDocumentsDelete())
	return c
}

func newDocumentsList() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List the documents that have a mention that matches",
		Long: "Lists the documents that have a mention that matches the filters, which are those of the API; without filters, all of them.\n" +
			"A line is: id, day of publication, number of mentions, title or key, where it was seen.",
		Example: "  mentionmap documents list\n  mentionmap documents list --place 703448 --datetime 2023-05-01/2023-05-31 --json",
		Args:    arguments(cobra.NoArgs),
		RunE:    documentsList,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	addFilters(c)
	addJSON(c)
	return c
}

func documentsList(c *cobra.Command, _ []string) error {
	q, err := mentionmap.ParseQuery(filters(c))
	if err != nil {
		return usageIfInvalid(err)
	}
	st, _, err := openFiltered(c)
	if err != nil {
		return err
	}
	defer st.Close()
	out := bufio.NewWriter(c.OutOrStdout())
	line := printDocument
	if wantsJSON(c) {
		line = printDocumentJSON
	}
	if err := st.Documents(c.Context(), q, func(d *store.Document) error { return line(out, d) }); err != nil {
		return usageIfInvalid(err)
	}
	return out.Flush()
}

func printDocument(out *bufio.Writer, d *store.Document) error {
	name, seen := d.Title, ""
	if name == "" {
		name = d.Key
	}
	if len(d.Seen) > 0 {
		seen = d.Seen[0].Source
		if d.Seen[0].URL != "" {
			seen = strings.TrimSpace(seen + " " + d.Seen[0].URL)
		}
	}
	_, err := fmt.Fprintf(out, "%s\t%s\t%d\t%s\t%s\n", d.ID, d.Published, d.Mentions, shownLine(name), shownLine(seen))
	return err
}

// shownLine keeps foreign text from breaking a table or a terminal.
func shownLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, oneLine(s))
}

// documentJSON is a document as list and show print it.
type documentJSON struct {
	ID        string     `json:"id"`
	Key       string     `json:"key"`
	Title     string     `json:"title,omitempty"`
	Lang      string     `json:"lang,omitempty"`
	Published string     `json:"published,omitempty"`
	Seen      []seenJSON `json:"seen,omitempty"`
	Story     string     `json:"story"`
	Posts     int        `json:"posts"`
	Mentions  int        `json:"mentions"`
	First     string     `json:"first,omitempty"`
	Last      string     `json:"last,omitempty"`
	Text      string     `json:"text,omitempty"`
}

type seenJSON struct {
	Source string `json:"source,omitempty"`
	URL    string `json:"url,omitempty"`
}

func asJSON(d *store.Document) documentJSON {
	var seen []seenJSON
	for _, s := range d.Seen {
		seen = append(seen, seenJSON(s))
	}
	return documentJSON{ID: d.ID, Key: d.Key, Title: d.Title, Lang: d.Lang, Published: d.Published.String(), Seen: seen, Story: d.Story,
		Posts: d.Posts, Mentions: d.Mentions, First: d.First.String(), Last: d.Last.String(), Text: d.Text}
}

func printDocumentJSON(out *bufio.Writer, d *store.Document) error {
	return json.NewEncoder(out).Encode(asJSON(d))
}

func newDocumentsShow() *cobra.Command {
	c := &cobra.Command{
		Use:     "show ID",
		Short:   "Print a document with its text",
		Example: "  mentionmap documents show 9jgn6zq0f0a7d3k1v5xm",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			db, err := openExisting(c, sqlite.Options{Notice: told(c)})
			if err != nil {
				return err
			}
			defer db.Close()
			d, err := db.Document(c.Context(), args[0])
			if err != nil {
				return err
			}
			if wantsJSON(c) {
				return json.NewEncoder(c.OutOrStdout()).Encode(asJSON(d))
			}
			return showDocument(c, d)
		},
	}
	settingDB.add(c)
	addJSON(c)
	return c
}

func showDocument(c *cobra.Command, d *store.Document) error {
	out := bufio.NewWriter(c.OutOrStdout())
	for _, row := range [][2]string{{"id", d.ID}, {"key", d.Key}, {"title", d.Title}, {"language", d.Lang}, {"published", d.Published.String()}} {
		if row[1] != "" {
			fmt.Fprintf(out, "%-10s %s\n", row[0]+":", shownLine(row[1]))
		}
	}
	for _, s := range d.Seen {
		fmt.Fprintf(out, "%-10s %s\n", "seen:", shownLine(strings.TrimSpace(s.Source+" "+s.URL)))
	}
	fmt.Fprintf(out, "%-10s %d mentions in %d posts\n\n%s\n", "holds:", d.Mentions, d.Posts, d.Text)
	return out.Flush()
}

func newDocumentsDelete() *cobra.Command {
	c := &cobra.Command{
		Use:   "delete ID…",
		Short: "Delete documents with all their mentions",
		Long: "Deletes documents with their posts and mentions. The oldest of the near-copies that are left begins their story. What a\n" +
			"whole run of `ingest` read is taken back by `mentionmap ingest --undo`.",
		Example: "  mentionmap documents delete 9jgn6zq0f0a7d3k1v5xm",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, ids []string) error {
			db, err := openToChange(c)
			if err != nil {
				return err
			}
			defer db.Close()
			return deleteAll(c, db, ids)
		},
	}
	settingDB.add(c)
	return c
}

// deleteAll deletes documents if all of them are there.
func deleteAll(c *cobra.Command, db *database, ids []string) error {
	numbers, err := db.Numbers(c.Context(), ids)
	if err != nil {
		return err
	}
	for i, n := range numbers {
		if n == 0 {
			return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q in %s: nothing was deleted; 'mentionmap documents list' tells the ids", ids[i], db.name)
		}
	}
	for i, id := range ids {
		if err := db.Delete(c.Context(), id); err != nil {
			return fmt.Errorf("%d of %d documents were deleted, then: %w", i, len(ids), err)
		}
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents deleted\n", db.name, len(ids))
	return err
}

// openToChange opens a database that is there to change what is in it.
func openToChange(c *cobra.Command) (*database, error) {
	shown, err := openExisting(c, sqlite.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	if err := shown.Close(); err != nil {
		return nil, err
	}
	path, _ := settingDB.of(c)
	return openDatabase(c.Context(), path, sqlite.Options{AnyContent: true, Notice: told(c)})
}

// undo takes back the last run that was not taken back already.
func undo(c *cobra.Command) error {
	db, err := openToChange(c)
	if err != nil {
		return err
	}
	defer db.Close()
	last, err := lastRun(c.Context(), db)
	if err != nil {
		return err
	}
	n, err := db.Undo(c.Context(), last.ID)
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{"db": db.name, "run": last.ID, "begun": last.Begun, "paths": last.Paths, "deleted": n})
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: the run of %s that read %s is taken back, %d documents deleted\n",
		db.name, last.Begun, shownLine(strings.Join(last.Paths, " ")), n)
	return err
}

func lastRun(ctx context.Context, db *database) (*store.Run, error) {
	runs, err := db.ListRuns(ctx)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if !runs[i].Undone {
			return &runs[i], nil
		}
	}
	return nil, mentionmap.Errorf(mentionmap.NotFound, "%s holds no run that could be taken back", db.name)
}
