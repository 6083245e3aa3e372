//go:build sqlite_fts5 && unix

package cube

import (
	"testing"
	"time"

	"mentionmap/data/store/synthetic/measure"
)

func measured(b *testing.B, fn func() error) {
	b.Helper()
	measure.Run(b, fn)
}

func milliseconds(d time.Duration) float64 { return measure.Milliseconds(d) }
