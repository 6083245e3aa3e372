package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/queue"
	"mentionmap/data/store/postgres"
	"mentionmap/geo/locate"
)

func newQueue() *cobra.Command {
	c := group(&cobra.Command{
		Use:   "queue",
		Short: "Say how the queue of a PostgreSQL database stands",
		Long: "Shows what 'mentionmap enqueue' put into the queue and how far the 'mentionmap work' programs are: jobs (batches of documents)\n" +
			"by state, each worker with its rate, and the documents that were set aside because they failed again and again, with their\n" +
			"errors. 'retry' tries those again, 'drop' forgets them, 'learn' learns anew where sources are at home.",
		Example: "  mentionmap queue --db postgres://user@host/war\n  mentionmap queue --db postgres://user@host/war --json\n" +
			"  mentionmap queue retry all --db postgres://user@host/war",
	})
	c.RunE = runQueue
	settingDB.add(c)
	addJSON(c)
	c.AddCommand(newQueueChange("retry", "Try documents again that were set aside", (*queue.Queue).Retry, "are tried again"),
		newQueueChange("drop", "Forget documents that were set aside", (*queue.Queue).Drop, "were dropped; 'mentionmap enqueue' puts them in again"), newQueueLearn())
	return c
}

// archive is a PostgreSQL database with a queue.
type archive struct {
	*queue.Queue
	store *postgres.Backend
	pool  *pgxpool.Pool
	name  string // without a password
}

func (a *archive) close() {
	a.pool.Close()
	a.store.Close()
}

// queueURL is the address of the database that --db names.
func queueURL(c *cobra.Command) (string, error) {
	url, _ := settingDB.of(c)
	if !postgres.IsURL(url) {
		return "", mentionmap.Errorf(mentionmap.Invalid, "a queue needs PostgreSQL: name a database with --db postgres://user@host/database, not %s; one machine alone reads into a file with 'mentionmap ingest'", url)
	}
	return url, nil
}

// openQueue opens the database that --db names, with connections for so many jobs
// at one time, and its queue.
func openQueue(c *cobra.Command, o postgres.Options, jobs int) (*archive, error) {
	url, err := queueURL(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Context()
	o.URL, o.Connections = url, 4
	b, err := postgres.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	a := &archive{store: b}
	if a.pool, a.name, err = queuePool(ctx, url, jobs); err != nil {
		b.Close()
		return nil, err
	}
	if a.Queue, err = queue.Open(ctx, a.pool, b); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func queuePool(ctx context.Context, url string, jobs int) (*pgxpool.Pool, string, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil { // not passed on: it may quote a password
		return nil, "", mentionmap.Errorf(mentionmap.Invalid, "the address of the database is wrong: write postgres://user@host:5432/database")
	}
	const besides = 6 // signs of life, River's own, learning
	config.MaxConns = int32(jobs + besides)
	if set := config.ConnConfig.RuntimeParams; set["application_name"] == "" {
		set["application_name"] = "mentionmap queue"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	to := config.ConnConfig
	return pool, fmt.Sprintf("%s on %s", to.Database, to.Host), err
}

// queueMetrics tells a server how the queue of its database stands, for as long as
// the command runs: nothing where there is no queue.
func queueMetrics(c *cobra.Command) (func(context.Context) (string, error), error) {
	url, err := queueURL(c)
	if err != nil {
		return nil, err
	}
	pool, _, err := queuePool(c.Context(), url, 0)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(c.Context(), pool.Close)
	return func(ctx context.Context) (string, error) {
		s, made, err := queue.StatusOf(ctx, pool)
		if err != nil || !made {
			return "", err
		}
		return s.Metrics(), nil
	}, nil
}

func runQueue(c *cobra.Command, _ []string) error {
	url, err := queueURL(c)
	if err != nil {
		return err
	}
	b, err := postgres.Open(c.Context(), postgres.Options{URL: url, ReadOnly: true, AnyContent: true, Connections: 1})
	if err != nil {
		return err
	}
	defer b.Close()
	pool, name, err := queuePool(c.Context(), url, 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	s, made, err := queue.StatusOf(c.Context(), pool)
	switch {
	case err != nil:
		return err
	case !made:
		return mentionmap.Errorf(mentionmap.NotFound, "%s has no queue yet: 'mentionmap enqueue PATH… --db …' makes one", name)
	case wantsJSON(c):
		e := json.NewEncoder(c.OutOrStdout())
		e.SetIndent("", "  ")
		return e.Encode(s)
	}
	return showQueue(c.OutOrStdout(), name, &s, time.Now())
}

// showQueue writes how a queue stands for people.
func showQueue(out io.Writer, name string, s *queue.Status, now time.Time) error {
	fmt.Fprintf(out, "%s: %d documents in the queue; %d stored, %d mentions\n", name, s.Documents, s.Done.Documents, s.Done.Mentions)
	fmt.Fprintf(out, "jobs: %d waiting, %d running, %d to be tried again, %d until homes are learned; %d documents set aside\n",
		s.Waiting, s.Running, s.Retrying, s.Learning, s.SetAside)
	if left := s.Documents - s.SetAside; s.Rate > 0 && left > 0 {
		fmt.Fprintf(out, "%.1f documents a second, about %s left\n", s.Rate, (time.Duration(float64(left)/s.Rate) * time.Second).Round(time.Second))
	}
	if s.Waiting+s.Learning+s.Retrying > 0 && working(s) == 0 {
		fmt.Fprintln(out, "no program works on it: start 'mentionmap work' on this or other machines")
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if len(s.Workers) > 0 {
		fmt.Fprintln(t, "\nWORKER\tSTATE\tSEEN\tRUNNING\tSTORED\tMENTIONS\tPER SECOND\tTROUBLE")
	}
	for _, w := range s.Workers {
		fmt.Fprintf(t, "%s\t%s\t%s ago\t%d\t%d\t%d\t%.1f\t%s\n", w.Name, w.State, max(0, now.Sub(w.Seen)).Round(time.Second), w.Running, w.Documents, w.Mentions, w.Rate, w.Trouble)
	}
	t.Flush()
	if len(s.Failures) > 0 {
		fmt.Fprintln(t, "\nSET ASIDE\tKEY\tATTEMPTS\tERROR")
	}
	for _, f := range s.Failures {
		fmt.Fprintf(t, "%d\t%s\t%d\t%s\n", f.Job, strconv.Quote(f.Key), f.Attempts, f.Error)
	}
	if more := s.SetAside - int64(len(s.Failures)); more > 0 {
		fmt.Fprintf(t, "and %d more\n", more)
	}
	return t.Flush()
}

func working(s *queue.Status) (n int) {
	for _, w := range s.Workers {
		if w.State == "working" {
			n++
		}
	}
	return n
}

// newQueueChange makes a command that does something to documents set aside.
func newQueueChange(verb, short string, do func(*queue.Queue, context.Context, []int64) (int64, error), done string) *cobra.Command {
	c := &cobra.Command{
		Use:     verb + " NUMBER… | all",
		Short:   short,
		Example: "  mentionmap queue " + verb + " 1207 1311 --db postgres://user@host/war\n  mentionmap queue " + verb + " all --db postgres://user@host/war",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			jobs, err := jobNumbers(args)
			if err != nil {
				return err
			}
			a, err := openQueue(c, postgres.Options{AnyContent: true}, 1)
			if err != nil {
				return err
			}
			defer a.close()
			n, err := do(a.Queue, c.Context(), jobs)
			if err != nil {
				return err
			}
			if n == 0 && len(jobs) > 0 {
				return mentionmap.Errorf(mentionmap.NotFound, "none of these numbers is set aside: 'mentionmap queue' lists those that are")
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents %s\n", a.name, n, done)
			return err
		},
	}
	settingDB.add(c)
	return c
}

// jobNumbers reads numbers of jobs; none are all.
func jobNumbers(args []string) (jobs []int64, err error) {
	if len(args) == 1 && args[0] == "all" {
		return nil, nil
	}
	for _, a := range args {
		n, err := strconv.ParseInt(a, 10, 64)
		if err != nil || n <= 0 {
			return nil, usagef("%q is no number of the list of 'mentionmap queue': name numbers, or all", a)
		}
		jobs = append(jobs, n)
	}
	return jobs, nil
}

func newQueueLearn() *cobra.Command {
	c := &cobra.Command{
		Use:   "learn",
		Short: "Learn anew where sources are at home",
		Long: "Learns where sources are at home by all documents that are stored or stand in the queue, in place of what was learned before.\n" +
			"Workers learn the home of a new source by themselves, once, so that it is the same for all. What is stored stays as it is.",
		Example:     "  mentionmap queue learn --db postgres://user@host/war",
		Annotations: behind,
		Args:        arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := queueURL(c); err != nil {
				return err
			}
			w, err := openWorks(c)
			if err != nil {
				return err
			}
			a, err := openQueue(c, postgres.Options{AnyContent: true}, 1)
			if err != nil {
				return err
			}
			defer a.close()
			n, err := a.LearnAnew(c.Context(), a.store, w.queueWork(c))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s: learned where %d sources are at home\n", a.name, n)
			return err
		},
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	return c
}

// queueWork is how documents of a queue are located.
func (w *works) queueWork(c *cobra.Command) queue.WorkOptions {
	return queue.WorkOptions{
		SourceOf: locate.SourceOf,
		Learn:    w.locator.KeepHome,
		Locator: func(kept map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error) {
			with := *w
			var err error
			with.homes, err = w.locator.Homes(kept)
			return func(d mentionmap.Document) mentionmap.Located { return with.locateDocument(d, locate.Want{}) }, err
		},
		Tell: told(c),
	}
}
