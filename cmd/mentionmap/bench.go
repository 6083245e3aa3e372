package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
)

const (
	benchBatch    = 2048 // documents in one transaction
	documentBytes = 1000 // of text, about: for the progress
)

func newBench() *cobra.Command {
	c := group(&cobra.Command{
		Use:     "bench",
		Short:   "Make a large database for measurements",
		Example: "  mentionmap bench generate --db bench.db --mentions 1000000",
	})
	c.AddCommand(newBenchGenerate())
	return c
}

func newBenchGenerate() *cobra.Command {
	c := &cobra.Command{
		Use:   "generate --db FILE",
		Short: "Fill a new database with made-up mentions, the same for the same seed",
		Long: "Writes documents of ten mentions in about 1,000 bytes into a new database, the way ingest does: 30,000 places by Zipf's law,\n" +
			"1,500 days with bursts, a few near-copies. What they say means nothing.",
		Example:     "  mentionmap bench generate --db bench.db --mentions 1000000",
		Annotations: behind,
		Args:        arguments(cobra.NoArgs),
		RunE:        benchGenerate,
	}
	settingDB.add(c)
	c.Flags().Int("mentions", 10_000_000, "how many mentions, rounded up to tens")
	c.Flags().Uint64("seed", 1, "another seed gives another corpus")
	addJSON(c)
	return c
}

func benchGenerate(c *cobra.Command, _ []string) error {
	path, given, err := fileOf(c)
	if err != nil {
		return err
	}
	mentions, _ := c.Flags().GetInt("mentions")
	seed, _ := c.Flags().GetUint64("seed")
	switch _, err := os.Stat(path); {
	case !given:
		return usagef("bench generate needs --db FILE, so that nothing gets into your own database")
	case mentions < 1:
		return usagef("--mentions %d is less than one", mentions)
	case !errors.Is(err, fs.ErrNotExist):
		return mentionmap.Errorf(mentionmap.Conflict, "%s is there already: name a new file with --db", path)
	}
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	start := time.Now()
	if err := fill(c.Context(), db, synthetic.New(seed, mentions), newProgress("Writing", c.ErrOrStderr())); err != nil {
		return err
	}
	return reportFill(c, db, path, time.Since(start))
}

// fill stores a corpus; the next batch is made while one is written.
func fill(ctx context.Context, db *sqlite.Database, corpus *synthetic.Corpus, p *progress) error {
	defer p.done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan []mentionmap.Located, 1)
	go func() {
		defer close(batches)
		for batch := range corpus.Batches(benchBatch) {
			select {
			case batches <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	n := 0
	for batch := range batches {
		if _, err := db.Put(ctx, 0, batch); err != nil {
			return err
		}
		n += len(batch)
		p.show(int64(n)*documentBytes, int64(corpus.Documents())*documentBytes, fmt.Sprintf("%d documents", n))
	}
	return ctx.Err()
}

func reportFill(c *cobra.Command, db *sqlite.Database, path string, took time.Duration) error {
	info, err := db.Info(c.Context())
	if err != nil {
		return err
	}
	rate := float64(info.Mentions) / took.Seconds()
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"db": path, "documents": info.Documents, "mentions": info.Mentions, "bytes": info.Bytes, "seconds": took.Seconds(), "mentions_per_second": rate,
		})
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents, %d mentions in %.1f s (%.0f a second), %s\n",
		path, info.Documents, info.Mentions, took.Seconds(), rate, size(info.Bytes))
	return err
}
