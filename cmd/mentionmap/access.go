package main

import (
	"net"
	"time"

	"github.com/spf13/cobra"

	"mentionmap/server"
)

// access reads the settings of who may reach the server and how; the errors
// are of usage, and come before anything is opened.
func access(c *cobra.Command, addr string) (o server.Options, err error) {
	if o.Public, err = settingPublic.yes(c); err != nil {
		return o, err
	}
	if o.ReadToken, err = settingReadToken.yes(c); err != nil {
		return o, err
	}
	delay, _ := settingDelay.of(c)
	if o.Delay, err = time.ParseDuration(delay); err != nil {
		return o, usagef("--delay %q is not a time such as 48h or 90m", delay)
	}
	o.BasePath, _ = settingBasePath.of(c)
	o.TrustedProxies, o.Origins, o.Frames = settingProxy.list(c), settingOrigin.list(c), settingFrame.list(c)
	o.Tiles.URL, _ = settingTiles.of(c)
	o.Tiles.Credit, _ = settingCredit.of(c)
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return o, nil // listen says what is wrong with it
	}
	o.Host = host
	if err := o.Check(); err != nil {
		return o, usageError{err}
	}
	return o, nil
}
