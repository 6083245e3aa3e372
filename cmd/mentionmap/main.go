// Command mentionmap reads news text, finds the places it mentions, works out
// where and when, keeps the mentions in SQLite, and shows them on a map.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"mentionmap"
)

// version is set by the Makefile.
var version = "dev"

// Exit statuses.
const (
	exitFailure = 1
	exitUsage   = 2
)

// usageError is a wrong use of the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends the work in an orderly way, the second at once.
	context.AfterFunc(ctx, stop)
	os.Exit(own(ctx, os.Args[1:]))
}

// behind marks the commands that let other programs go first.
var behind = map[string]string{"behind": "others"}

// own runs one command in a process of its own.
func own(ctx context.Context, args []string) int {
	if c, _, err := newRoot().Find(args); err == nil && c.Annotations["behind"] != "" {
		beNice()
	}
	return run(ctx, args, os.Stdin, os.Stdout, os.Stderr)
}

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	cmd, err := execute(ctx, root)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errs, "mentionmap: stopped")
		return exitFailure
	}
	fmt.Fprintf(errs, "mentionmap: %v\n", err)
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(errs, "See '%s --help'.\n", cmd.CommandPath())
		return exitUsage
	}
	return exitFailure
}

// execute runs the command; a panic of it is an error like others, and what it has
// open is closed.
func execute(ctx context.Context, root *cobra.Command) (c *cobra.Command, err error) {
	defer mentionmap.RecoverTo(&err, "")
	return root.ExecuteContextC(ctx)
}

func newRoot() *cobra.Command {
	root := group(&cobra.Command{
		Use:   "mentionmap",
		Short: "A map of the places that news text mentions, by date",
		Long: "mentionmap reads news text about the Russia–Ukraine war, finds the places it mentions, works out where\n" +
			"and when, keeps the mentions in one SQLite file, and shows them on a map. Nothing leaves this machine.",
		Example: "  mentionmap serve                      the demo, on a map in the browser\n" +
			"  mentionmap ingest reports/            read a folder into mentionmap.db\n" +
			"  mentionmap serve                      the map of what was read\n" +
			"  mentionmap export --format geojson --datetime 2023-05-01/2023-08-31 > summer.geojson",
		SilenceUsage: true, SilenceErrors: true,
	})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newServe(), newIngest(), newLocate(), newEnqueue(), newWork(), newQueue(), newExport(), newDocuments(), newCopy(), newGazetteer(), newRelocate(), newToken(), newTrain(), newBackup(), newRestore(), newDoctor(), newBench(), newVersion())
	return root
}

// group makes a command that does nothing but hold others.
func group(c *cobra.Command) *cobra.Command {
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usagef("there is no command %q", strings.TrimPrefix(c.CommandPath()+" "+args[0], "mentionmap "))
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return c
}

// arguments makes the check of the number of arguments an error of usage, and
// refuses a --db that names nothing.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError{err}
		}
		if db := c.Flags().Lookup(settingDB.flag); db != nil && db.Changed && db.Value.String() == "" {
			return usagef("--db is empty: name a file, or leave it out for %s", settingDB.def)
		}
		return nil
	}
}

// usageIfInvalid marks what the caller wrote wrongly in a flag.
func usageIfInvalid(err error) error {
	var e *mentionmap.Error
	if errors.As(err, &e) && e.Code == mentionmap.Invalid && e.Param != "" {
		return usageError{fmt.Errorf("--%s %s", e.Param, e.Message)}
	}
	return err
}
