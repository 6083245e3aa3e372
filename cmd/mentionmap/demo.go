package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mentionmap/data/ingest"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
	"mentionmap/seeds"
)

// demoPaths makes the options read the demo corpus.
func demoPaths(o *ingest.Options) {
	o.FS, o.Paths, o.Source = seeds.Corpus, []string{"."}, seeds.Source
}

// openDemo opens the demo database in the user's cache folder, and makes it if
// this corpus was never read with this gazetteer and locator. A half-made one
// is finished: reading again adds only what is missing.
func openDemo(ctx context.Context, w *works) (*database, error) {
	name, err := demoName(w)
	if err != nil {
		return nil, err
	}
	dir, err := os.UserCacheDir()
	if err == nil {
		dir = filepath.Join(dir, "mentionmap")
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		dir = os.TempDir()
	}
	path := filepath.Join(dir, name)
	if err := dropStaleDemo(ctx, path, w); err != nil {
		return nil, err
	}
	db, err := openDatabase(ctx, path, sqlite.Options{Demo: true, Outline: w.polygon})
	if err != nil {
		return nil, err
	}
	o := w.ingestOptions(&inRun{database: db})
	demoPaths(&o)
	if _, err := ingest.Run(ctx, o); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// demoName changes with the corpus and with what places its mentions.
func demoName(w *works) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, w.gazetteer.Version(), locate.Version, version)
	err := fs.WalkDir(seeds.Corpus, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(seeds.Corpus, name)
		fmt.Fprintln(sum, name, len(text))
		sum.Write(text)
		return err
	})
	return fmt.Sprintf("demo-%x.db", sum.Sum(nil)[:6]), err
}

// dropStaleDemo removes a demo database that another gazetteer or locator
// placed. It holds nothing of the user's; a database that is not the demo is
// left alone, for opening it to refuse.
func dropStaleDemo(ctx context.Context, path string, w *works) error {
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	if sqlite.IsFormerDemo(ctx, path) {
		return removeDemo(ctx, path)
	}
	db, err := sqlite.Open(path, sqlite.Options{AnyContent: true, ReadOnly: true})
	if err != nil {
		return nil
	}
	info, err := db.Info(ctx)
	db.Close()
	if err != nil || !info.Demo {
		return err
	}
	same := func(stored []string, now string) bool {
		return len(stored) == 0 || len(stored) == 1 && stored[0] == now
	}
	if same(info.Gazetteers, w.gazetteer.Version()) && same(info.Locators, locate.Version) {
		return nil
	}
	return removeDemo(ctx, path)
}

func removeDemo(ctx context.Context, path string) error {
	sole, err := sqlite.LockExclusive(ctx, path, closingTime)
	if err != nil {
		return err
	}
	sole.Remove()
	return sole.Close()
}
