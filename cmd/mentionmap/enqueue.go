package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/queue"
	"mentionmap/data/store/postgres"
	"mentionmap/geo/locate"
	"mentionmap/text/reader"
)

func newEnqueue() *cobra.Command {
	c := &cobra.Command{
		Use:   "enqueue PATH…",
		Short: "Put files and folders into the queue of a PostgreSQL database",
		Long: "Reads what 'mentionmap ingest' reads, and puts the documents into a queue in the database. Any number of 'mentionmap work' programs,\n" +
			"on this machine and others, find the places and store them. Where sources are at home is learned when all is read, so documents\n" +
			"of sources that are new wait until then. It can be stopped at any time and run again: what stands in the queue or is stored\n" +
			"is not put in twice. The first time it makes the tables.",
		Example: "  mentionmap enqueue reports/ --db postgres://user@host/war\n  zcat posts.jsonl.gz | mentionmap enqueue - --db postgres://user@host/war\n" +
			"  mentionmap work --db postgres://user@host/war          on each machine that helps\n" +
			"  mentionmap queue --db postgres://user@host/war         how it stands",
		Annotations: behind,
		Args: arguments(func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("enqueue needs a PATH of a file or folder, or - for standard input")
			}
			return nil
		}),
		RunE: runEnqueue,
	}
	settingDB.add(c)
	c.Flags().String("source", "", "source of documents that name none")
	addJSON(c)
	return c
}

func runEnqueue(c *cobra.Command, paths []string) error {
	for _, path := range paths {
		if _, err := os.Stat(path); path != "-" && os.IsNotExist(err) {
			return mentionmap.Errorf(mentionmap.NotFound, "%s: no such file or folder", path)
		}
	}
	a, err := openQueue(c, postgres.Options{Create: true}, 1)
	if err != nil {
		return err
	}
	defer a.close()
	p := newProgress("Reading", c.ErrOrStderr())
	defer p.done()
	skipped := 0
	source, _ := c.Flags().GetString("source")
	var count atomic.Int64
	r := reader.Options{Source: source, Count: &count, Skip: func(err error) {
		p.done()
		if skipped++; skipped <= skipsShown {
			fmt.Fprintf(c.ErrOrStderr(), "mentionmap: skipped: %v\n", err)
		}
	}}
	sum, err := a.Enqueue(c.Context(), queue.EnqueueOptions{
		Paths: paths, SourceOf: locate.SourceOf,
		Read: func(ctx context.Context, add func(mentionmap.Document) error) error { return readAll(c, r, paths, add) },
		Progress: func(now queue.Enqueued) {
			p.show(count.Load(), 0, fmt.Sprintf("%d documents", now.Documents+now.Waiting+now.Stored))
		},
	})
	p.done()
	if err != nil {
		return err
	}
	if skipped > skipsShown {
		fmt.Fprintf(c.ErrOrStderr(), "mentionmap: and %d more skipped\n", skipped-skipsShown)
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"run": sum.Run, "documents": sum.Documents, "waiting": sum.Waiting, "stored": sum.Stored, "jobs": sum.Jobs, "bytes": sum.Bytes, "skipped": skipped,
		})
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d documents put into the queue (%d jobs, %s); %d stood there already, %d are stored\n",
		a.name, sum.Documents, sum.Jobs, size(sum.Bytes), sum.Waiting, sum.Stored)
	if skipped > 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%d skipped, the rest is in the queue", skipped)
	}
	return nil
}

// readAll reads all paths; one of several that cannot be read is skipped.
func readAll(c *cobra.Command, r reader.Options, paths []string, add func(mentionmap.Document) error) error {
	for _, path := range paths {
		var stop error
		take := func(d mentionmap.Document) error {
			stop = add(d)
			return stop
		}
		var err error
		if path == "-" {
			err = r.ReadFrom(c.Context(), "standard input", c.InOrStdin(), take)
		} else {
			err = r.Read(c.Context(), path, take)
		}
		if err != nil && (stop != nil || c.Context().Err() != nil || len(paths) == 1) {
			return err
		}
		if err != nil {
			r.Skip(err)
		}
	}
	return nil
}
