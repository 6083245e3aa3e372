package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/data/store/index"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/tokens"
	"mentionmap/frontend"
	"mentionmap/geo/locate"
	"mentionmap/server"
)

// portsTried is how many ports after the default one are tried.
const portsTried = 20

// shutdownTime is how long downloads in progress may go on after a signal.
const shutdownTime = 10 * time.Second

func newServe() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show the map in the browser",
		Long: "Serves the map and its API. Without a database it serves the demo: short reports written for this project.\n" +
			"It answers to this machine only, unless --addr and --public say otherwise.",
		Example: "  mentionmap serve\n  mentionmap serve --db war.db --addr 127.0.0.1:9000",
		Args:    arguments(cobra.NoArgs),
		RunE:    serve,
	}
	for _, s := range serving {
		s.add(c)
	}
	return c
}

// garbagePercent is how much garbage a server lets come together, as a share of
// what it needs: less than Go's 100, so that a thousand slow readers take less.
const garbagePercent = 60

func serve(c *cobra.Command, _ []string) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	addr, given := settingAddr.of(c)
	o, err := access(c, addr)
	if err != nil {
		return err
	}
	listener, err := listen(addr, given)
	if err != nil {
		return err
	}
	defer listener.Close()
	o.Host, _, _ = net.SplitHostPort(listener.Addr().String())
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	db, err := openForServing(c, w)
	if err != nil {
		return err
	}
	st, err := db.index(c.Context(), index.Options{Background: true, Notice: told(c)})
	if err != nil {
		return err
	}
	defer st.Close()
	info, err := st.Info(c.Context())
	if err != nil {
		return err
	}
	o.Store, o.Locate, o.Polygon, o.Page, o.Basemap = st, w.locateStored(c.Context(), st, told(c)), w.polygon, frontend.Page, reference.Basemap
	o.Demo, o.Version, o.Gazetteer, o.Locator = info.Demo, version, w.gazetteer.Version(), locate.Version
	o.Tokens = tokens.Beside(tokensOf(db.name, db.file))
	defer o.Tokens.Close()
	if err := needToken(c.Context(), o); err != nil {
		return err
	}
	o.Take = w.take(st)
	if db.file == "" {
		if o.Metrics, err = queueMetrics(c); err != nil {
			return err
		}
	}
	app, err := server.New(o)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "mentionmap is at http://%s%s  (%d mentions; stop with Ctrl-C)\n", listener.Addr(), o.BasePath, info.Mentions)
	return untilDone(c.Context(), app, listener)
}

// needToken refuses to ask for a token that nobody has.
func needToken(ctx context.Context, o server.Options) error {
	if !o.ReadToken {
		return nil
	}
	list, err := o.Tokens.List(ctx)
	if err == nil && len(list) == 0 {
		err = mentionmap.Errorf(mentionmap.Invalid, "nobody could read: make a token first with 'mentionmap token new NAME', or leave --read-token out")
	}
	return err
}

// openForServing opens the database that was asked for; without one it makes
// the demo.
func openForServing(c *cobra.Command, w *works) (*database, error) {
	path, given := settingDB.of(c)
	o := sqlite.Options{Outline: w.polygon, Notice: told(c)}
	if postgres.IsURL(path) {
		return openShown(c.Context(), path, o)
	}
	_, err := os.Stat(path)
	switch {
	case err == nil:
		return openShown(c.Context(), path, o)
	case !errors.Is(err, os.ErrNotExist):
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s cannot be opened: %w", path, err)
	case given:
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no database %s: make it with 'mentionmap ingest --db %s FOLDER', or leave --db out to see the demo", path, path)
	}
	return openDemo(c.Context(), w)
}

// untilDone serves until the context ends, then lets answers in progress finish.
func untilDone(ctx context.Context, app *fiber.App, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- app.Listener(server.Listen(listener)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		if err := app.ShutdownWithTimeout(shutdownTime); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return nil
	}
}

// listen takes the address; if the user named none and its port is taken, the
// next free port.
func listen(addr string, given bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	number, numeric := strconv.Atoi(port)
	if err != nil || numeric != nil || number < 0 || number > 65535 {
		return nil, usagef("--addr %q is not HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	tries := 1
	if !given {
		tries = portsTried
	}
	for i := range tries {
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(number+i))); err == nil {
			return l, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, mentionmap.Errorf(mentionmap.Conflict, "%s is in use by another program: choose another with --addr HOST:PORT", addr)
	}
	return nil, mentionmap.Errorf(mentionmap.Invalid, "cannot serve on %s: %w", addr, err)
}
