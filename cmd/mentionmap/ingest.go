package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
)

// skipsShown is how many skipped files or lines are told one by one.
const skipsShown = 20

func newIngest() *cobra.Command {
	c := &cobra.Command{
		Use:   "ingest PATH…",
		Short: "Read files and folders into the database",
		Long: "Reads plain text, Markdown and JSON Lines from files and folders, or standard input for -, finds and dates the places, and stores\n" +
			"them. Reading the same text again changes nothing. It can be stopped at any time and run again. CSV, HTML, XML, JSON arrays, mail,\n" +
			"subtitles, source code and other files that are no prose are skipped; a line says what each is and what to do with it. On Linux it\n" +
			"lowers its priority (niceness 10), so that a server beside it answers first.",
		Example: "  mentionmap ingest reports/\n  mentionmap ingest --db war.db --source 'field notes' notes.txt posts.jsonl\n" +
			"  zcat posts.jsonl.gz | mentionmap ingest -",
		Annotations: behind,
		Args: arguments(func(c *cobra.Command, args []string) error {
			demo, _ := c.Flags().GetBool("demo")
			back, _ := c.Flags().GetBool("undo")
			if (demo || back) != (len(args) == 0) || demo && back {
				return usagef("ingest needs a PATH of a file or folder, - for standard input, or --demo or --undo alone")
			}
			return nil
		}),
		RunE: runIngest,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	c.Flags().String("source", "", "source of documents that name none; without it, the host of their url, else their id or file's name")
	c.Flags().Bool("demo", false, "read the demo corpus")
	c.Flags().Bool("undo", false, "take back what the last run stored; documents that a later one met, too, stay")
	addJSON(c)
	return c
}

func runIngest(c *cobra.Command, paths []string) error {
	if back, _ := c.Flags().GetBool("undo"); back {
		return undo(c)
	}
	demo, _ := c.Flags().GetBool("demo")
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	path, _ := settingDB.of(c)
	if demo {
		if err := dropStaleDemo(c.Context(), path, w); err != nil {
			return err
		}
	}
	_, missing := os.Stat(path)
	db, err := openDatabase(c.Context(), path, sqlite.Options{Demo: demo, Outline: w.polygon, Notice: told(c)})
	if err != nil {
		return err
	}
	defer db.Close()
	if errors.Is(missing, os.ErrNotExist) && db.file != "" {
		defer dropIfEmpty(c.Context(), db)
	}
	in, err := db.beginRun(c.Context(), paths)
	if err != nil {
		return err
	}
	o := w.ingestOptions(in)
	if o.Paths, o.Input = paths, c.InOrStdin(); demo {
		demoPaths(&o)
	} else {
		o.Source, _ = c.Flags().GetString("source")
	}
	sum, err := watch(c.Context(), o, c.ErrOrStderr())
	if err = errors.Join(err, in.end(c.Context())); err != nil {
		return err
	}
	if err := report(c, db.name, sum); err != nil {
		return err
	}
	if sum.Skipped > 0 && sum.Documents+sum.Known == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "nothing could be read, %d skipped: nothing is stored", sum.Skipped)
	}
	if sum.Skipped > 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%d skipped, the rest is in %s", sum.Skipped, db.name)
	}
	return nil
}

// dropIfEmpty removes a database that this run made and put nothing into: a
// wrong path must not leave one that hides the demo. It stays if another program
// has opened it.
func dropIfEmpty(ctx context.Context, db *database) {
	ctx = context.WithoutCancel(ctx)
	if info, err := db.Info(ctx); err != nil || info.Documents > 0 {
		return
	}
	db.Close()
	sole, err := sqlite.LockExclusive(ctx, db.file, 0)
	if err != nil {
		return
	}
	defer sole.Close()
	if generation, err := sole.Generation(ctx); err == nil && generation == 0 {
		sole.Remove()
	}
}

// ingestOptions is what every reading has in common.
func (w *works) ingestOptions(db ingest.Store) ingest.Options {
	return ingest.Options{Store: db, Learn: w.learn, Locate: func(d mentionmap.Document) mentionmap.Located { return w.locateDocument(d, locate.Want{}) }}
}

// watch runs the reading and shows how far it is and what is skipped.
func watch(ctx context.Context, o ingest.Options, errs io.Writer) (ingest.Summary, error) {
	p := newProgress("Reading", errs)
	o.Progress = func(now ingest.Progress) {
		p.show(now.ReadBytes, now.TotalBytes, fmt.Sprintf("%d documents, %d mentions", now.Documents+now.Known, now.Mentions))
	}
	told := 0
	o.Skip = func(err error) {
		p.done()
		if told++; told <= skipsShown {
			fmt.Fprintf(errs, "mentionmap: skipped: %v\n", err)
		}
	}
	sum, err := ingest.Run(ctx, o)
	p.done()
	if told > skipsShown {
		fmt.Fprintf(errs, "mentionmap: and %d more skipped\n", told-skipsShown)
	}
	return sum, err
}

func report(c *cobra.Command, path string, s ingest.Summary) error {
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"db": path, "documents": s.Documents, "known": s.Known, "posts": s.Posts, "mentions": s.Mentions, "bytes": s.Bytes, "skipped": s.Skipped,
		})
	}
	known := ""
	if s.Known > 0 {
		known = fmt.Sprintf(" (%d more were known)", s.Known)
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s: %d new documents%s, %d posts, %d mentions\n", path, s.Documents, known, s.Posts, s.Mentions)
	return err
}
