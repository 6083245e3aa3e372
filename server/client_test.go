package server

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func TestClientIsTheLastHopThatIsNoTrustedProxy(t *testing.T) {
	chain := []string{"10.0.0.0/8", "2001:db8:aa::/48", "192.0.2.9", "::ffff:172.16.0.0/108"}
	for name, c := range map[string]struct {
		proxies   []string
		remote    string
		forwarded []string
		want      string
	}{
		"no proxy named":                   {nil, "203.0.113.7", []string{"198.51.100.1"}, "203.0.113.7"},
		"not one of the proxies":           {chain, "203.0.113.7", []string{"198.51.100.1"}, "203.0.113.7"},
		"a proxy that says nothing":        {chain, "10.0.0.1", nil, "10.0.0.1"},
		"an empty header":                  {chain, "10.0.0.1", []string{""}, "10.0.0.1"},
		"one hop":                          {chain, "10.0.0.1", []string{"198.51.100.1"}, "198.51.100.1"},
		"a forged hop before it":           {chain, "10.0.0.1", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"a forged proxy before it":         {chain, "10.0.0.1", []string{"10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		"many forged hops":                 {chain, "10.0.0.1", []string{"1.1.1.1,2.2.2.2 ,3.3.3.3,  198.51.100.1"}, "198.51.100.1"},
		"two proxies":                      {chain, "10.0.0.1", []string{"1.1.1.1, 198.51.100.1, 10.2.2.2"}, "198.51.100.1"},
		"a proxy by its one address":       {chain, "10.0.0.1", []string{"1.1.1.1, 198.51.100.1, 192.0.2.9"}, "198.51.100.1"},
		"its neighbour is none":            {chain, "10.0.0.1", []string{"1.1.1.1, 192.0.2.10"}, "192.0.2.10"},
		"a line of its own for each proxy": {chain, "10.0.0.1", []string{"1.1.1.1", "198.51.100.1"}, "198.51.100.1"},
		"lines and commas":                 {chain, "10.0.0.1", []string{"1.1.1.1, 2.2.2.2", "198.51.100.1, 10.3.3.3", "10.4.4.4"}, "198.51.100.1"},
		"proxies all the way":              {chain, "10.0.0.1", []string{"10.7.7.7, 10.2.2.2"}, "10.7.7.7"},
		"words for an address":             {chain, "10.0.0.1", []string{"198.51.100.1, unknown"}, "10.0.0.1"},
		"words further off":                {chain, "10.0.0.1", []string{"unknown, 198.51.100.1"}, "198.51.100.1"},
		"words behind a proxy":             {chain, "10.0.0.1", []string{"198.51.100.1, _hidden, 10.2.2.2"}, "10.2.2.2"},
		"a comma at the end":               {chain, "10.0.0.1", []string{"198.51.100.1, "}, "10.0.0.1"},
		"a port":                           {chain, "10.0.0.1", []string{"1.1.1.1, 198.51.100.1:51000"}, "198.51.100.1"},
		"IPv6":                             {chain, "2001:db8:aa::1", []string{"1.1.1.1, 2001:DB8:0::7"}, "2001:db8::7"},
		"IPv6 with a port":                 {chain, "2001:db8:aa::1", []string{"[2001:db8::7]:443"}, "2001:db8::7"},
		"IPv6 in brackets":                 {chain, "2001:db8:aa::1", []string{"[2001:db8::7]"}, "2001:db8::7"},
		"IPv6 with zones":                  {chain, "10.0.0.1", []string{"fe80::1%eth0"}, "fe80::1"},
		"IPv4 written as IPv6":             {chain, "::ffff:10.0.0.1", []string{"::ffff:198.51.100.1, ::ffff:10.2.2.2"}, "198.51.100.1"},
		"a network written as IPv6":        {chain, "172.17.0.1", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"one proxy written as IPv6":        {[]string{"::ffff:10.0.0.1"}, "10.0.0.1", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"all addresses":                    {[]string{"0.0.0.0/0"}, "10.0.0.1", []string{"1.1.1.1, 2.2.2.2"}, "1.1.1.1"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := (&Options{Host: "127.0.0.1", TrustedProxies: c.proxies}).Check(); err != nil {
				t.Fatal(err)
			}
			var request fasthttp.Request
			for _, line := range c.forwarded {
				request.Header.Add("x-forwarded-for", line)
			}
			var ctx fasthttp.RequestCtx
			ctx.Init(&request, &net.TCPAddr{IP: net.ParseIP(c.remote), Port: 4711}, nil)
			app := fiber.New()
			fc := app.AcquireCtx(&ctx)
			defer app.ReleaseCtx(fc)
			if got := parseProxies(c.proxies).client(fc); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A client behind a proxy that writes another first hop with each request is
// one client: the proxy of app.Test reaches it at 198.51.100.1.
func TestForgedHopsDoNotMultiplyAClient(t *testing.T) {
	app := mustServeWith(t, Options{Host: "0.0.0.0", Public: true, TrustedProxies: []string{"0.0.0.0"}, Now: func() time.Time { return testTime }})
	passed := map[string]int{}
	for i := range 900 {
		for _, client := range []string{"198.51.100.1", "198.51.100.2"} {
			if client == "198.51.100.2" && i >= 100 {
				continue
			}
			forged := fmt.Sprintf("203.0.%d.%d, %s", i/250, i%250, client)
			if status, _, _ := ask(t, app, "GET", "/healthz", nil, "X-Forwarded-For", forged); status == 200 {
				passed[client]++
			}
		}
	}
	if passed["198.51.100.1"] != rateBurst || passed["198.51.100.2"] != 100 {
		t.Errorf("of 900 and 100 requests passed %v, want %d and 100", passed, rateBurst)
	}
}

func TestLogOfWritesNamesTheClientBehindAProxy(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	app, secrets := writable(t, Options{Host: "127.0.0.1", TrustedProxies: []string{"0.0.0.0"}})
	status, _, body := ask(t, app, "POST", "/api/documents", strings.NewReader("Bakhmut."), "Content-Type", "text/plain",
		"Authorization", "Bearer "+secrets["write"], "X-Forwarded-For", "203.0.113.5, 198.51.100.1")
	if status/100 != 2 || !strings.Contains(log.String(), "client=198.51.100.1 ") {
		t.Errorf("%d %s; log: %s", status, body, log.String())
	}
}
