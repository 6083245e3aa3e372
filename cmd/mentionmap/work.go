package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"mentionmap/data/queue"
	"mentionmap/data/store/postgres"
)

func newWork() *cobra.Command {
	c := &cobra.Command{
		Use:   "work",
		Short: "Work on the queue of a PostgreSQL database",
		Long: "Takes jobs that 'mentionmap enqueue' put into the queue, finds and dates the places, and stores them, until it is stopped (Ctrl-C).\n" +
			"Any number of these programs work on one database, on as many machines; all should be of one version and have the same gazetteer.\n" +
			"Documents and the end of their job are stored in one transaction: a program or machine that dies at any moment loses nothing\n" +
			"and doubles nothing, others take its jobs some seconds later. A document that fails again and again is set aside: see\n" +
			"'mentionmap queue'. On Linux it lowers its priority (niceness 10).",
		Example:     "  mentionmap work --db postgres://user@host/war\n  mentionmap work --until-empty --parallel 2 --db postgres://user@host/war",
		Annotations: behind,
		Args:        arguments(cobra.NoArgs),
		RunE:        runWork,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	c.Flags().Int("parallel", 0, "jobs at one time; without it, one for each processor")
	c.Flags().Int("attempts", 5, "how often a document that fails alone is tried before it is set aside")
	c.Flags().Duration("silence", 30*time.Second, "after how long without a sign of life others take the jobs of a program; the same for all")
	c.Flags().Bool("until-empty", false, "end when nothing is left to do")
	addJSON(c)
	return c
}

func runWork(c *cobra.Command, _ []string) error {
	if _, err := queueURL(c); err != nil {
		return err
	}
	f := c.Flags()
	parallel, _ := f.GetInt("parallel")
	attempts, _ := f.GetInt("attempts")
	silence, _ := f.GetDuration("silence")
	untilEmpty, _ := f.GetBool("until-empty")
	if parallel < 0 || attempts < 1 || silence < time.Second {
		return usagef("--parallel must not be negative, --attempts at least 1, --silence at least 1s")
	}
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	parallel = cmp.Or(parallel, runtime.NumCPU())
	a, err := openQueue(c, postgres.Options{}, parallel)
	if err != nil {
		return err
	}
	defer a.close()
	p := newProgress("Working", c.ErrOrStderr())
	defer p.done()
	o := w.queueWork(c)
	o.Parallel, o.Attempts, o.Silence, o.UntilEmpty = parallel, attempts, silence, untilEmpty
	var one sync.Mutex
	o.Progress = func(d queue.Done) {
		one.Lock()
		defer one.Unlock()
		p.say(fmt.Sprintf("%d documents stored, %d mentions", d.Documents, d.Mentions))
	}
	tell := o.Tell
	o.Tell = func(line string) {
		one.Lock()
		defer one.Unlock()
		p.done()
		tell(line)
	}
	done, err := a.Work(c.Context(), o)
	p.done()
	if wantsJSON(c) {
		if e := json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{
			"documents": done.Documents, "known": done.Known, "posts": done.Posts, "mentions": done.Mentions, "bytes": done.Bytes, "jobs": done.Jobs, "parted": done.Parted, "set_aside": done.Failed,
		}); err == nil {
			err = e
		}
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d documents stored (%d more were known), %d mentions; %d set aside\n", a.name, done.Documents, done.Known, done.Mentions, done.Failed)
	return err
}
