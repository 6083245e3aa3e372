package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"mentionmap/server"
)

func TestAccessSettings(t *testing.T) {
	t.Setenv("MENTIONMAP_FRAME", "https://a.example, https://b.example")
	c := newServe()
	if err := c.ParseFlags(strings.Fields("--public --delay 48h --base-path /war --proxy 10.0.0.1,10.1.0.0/16 --origin * --tiles https://{s}.t.example/{z}/{x}/{y}.png --tiles-credit T")); err != nil {
		t.Fatal(err)
	}
	got, err := access(c, "0.0.0.0:80")
	want := server.Options{
		Host: "0.0.0.0", Public: true, Delay: 48 * time.Hour, BasePath: "/war", TrustedProxies: []string{"10.0.0.1", "10.1.0.0/16"}, Origins: []string{"*"},
		Frames: []string{"https://a.example", "https://b.example"}, Tiles: server.Tiles{URL: "https://{s}.t.example/{z}/{x}/{y}.png", Credit: "T"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWrongAccessSettingsAreUsage(t *testing.T) {
	for _, args := range []string{"--addr 0.0.0.0:0", "--public=maybe", "--delay 2days --public", "--delay 48h", "--base-path war", "--proxy here", "--origin a.example",
		"--frame https://a.example/x", "--tiles https://t.example/{z}/{x}/{y}.png", "--tiles-credit T"} {
		status, _, errs := mm(t, "", append([]string{"serve", "--db", "nothing.db"}, strings.Fields(args)...)...)
		if status != exitUsage || strings.Count(errs, "\n") != 2 {
			t.Errorf("%s: %d %s", args, status, errs)
		}
	}
}
