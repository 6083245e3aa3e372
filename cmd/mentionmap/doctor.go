package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
)

func newDoctor() *cobra.Command {
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Look for damage in the database, and for what is amiss around it",
		Long: "Looks at every page of the database, holds what is kept for quick counting against the mentions, and tells which gazetteer placed\n" +
			"them and how much room is left on the disk. It changes nothing, unless --repair asks for it.",
		Example: "  mentionmap doctor --db war.db\n  mentionmap doctor --db war.db --repair",
		Args:    arguments(cobra.NoArgs),
		RunE:    runDoctor,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	c.Flags().Bool("repair", false, "work out anew what is kept for quick counting, if it is wrong")
	addJSON(c)
	return c
}

// checkup is one line of the doctor's report.
type checkup struct {
	Check  string   `json:"check"`
	OK     bool     `json:"ok"`
	Faults []string `json:"faults,omitempty"`
	Note   string   `json:"note,omitempty"`
	mends  bool
}

func runDoctor(c *cobra.Command, _ []string) error {
	path, _, err := fileOf(c)
	if err != nil {
		return err
	}
	repair, _ := c.Flags().GetBool("repair")
	db, err := sqlite.Open(path, sqlite.Options{ReadOnly: !repair, AnyContent: true, Notice: told(c)})
	if err != nil {
		return err
	}
	defer db.Close()
	tell := telling(c)
	report, err := examine(c, db, path, tell)
	if err != nil {
		return err
	}
	if repair && slices.ContainsFunc(report, func(r checkup) bool { return r.mends }) {
		if err := db.Mend(c.Context()); err != nil {
			return err
		}
		tell(checkup{Check: "repair", OK: true, Note: "the sums and the counts by day are made anew; looking again"})
		if report, err = examine(c, db, path, tell); err != nil {
			return err
		}
	}
	return verdict(path, report)
}

// telling prints each line as soon as it is known.
func telling(c *cobra.Command) func(checkup) {
	out := c.OutOrStdout()
	if wantsJSON(c) {
		lines := json.NewEncoder(out)
		return func(r checkup) { lines.Encode(r) }
	}
	return func(r checkup) { printCheckup(out, r) }
}

func printCheckup(out io.Writer, r checkup) {
	state := r.Note
	switch {
	case !r.OK:
		state = "WRONG"
	case state == "":
		state = "ok"
	}
	fmt.Fprintf(out, "%-30s %s\n", r.Check, state)
	for _, f := range r.Faults {
		fmt.Fprintf(out, "  - %s\n", f)
	}
}

// examine does all checks.
func examine(c *cobra.Command, db *sqlite.Database, path string, tell func(checkup)) (report []checkup, err error) {
	add := func(r checkup) {
		report = append(report, r)
		tell(r)
	}
	info, err := db.Info(c.Context())
	if err != nil {
		return nil, err
	}
	add(checkup{Check: "database", OK: true, Note: fmt.Sprintf("%s: schema %d, generation %d, %d documents, %d posts, %d mentions, %s",
		path, info.Schema, info.Generation, info.Documents, info.Posts, info.Mentions, size(info.Bytes))})
	err = db.Check(c.Context(), func(f sqlite.Finding) {
		add(checkup{Check: f.Check, OK: len(f.Faults) == 0, Faults: f.Faults, mends: f.Mending && len(f.Faults) > 0})
	})
	if err != nil {
		return nil, err
	}
	add(checkGazetteer(c, info))
	add(checkDisk(path))
	return report, nil
}

// checkGazetteer tells which gazetteer is in use, and whether others placed mentions.
func checkGazetteer(c *cobra.Command, info store.Info) checkup {
	g, err := openGazetteer(c)
	if err != nil {
		return checkup{Check: "gazetteer", Faults: []string{err.Error()}}
	}
	r := checkup{Check: "gazetteer", OK: true, Note: g.Version()}
	others := slices.DeleteFunc(slices.Clone(info.Gazetteers), func(v string) bool { return v == g.Version() })
	if len(others) > 0 {
		r.Note += "; mentions were placed with others, too: " + strings.Join(others, ", ")
	}
	return r
}

// littleRoom is how much room should be left: writing needs some of its own.
const littleRoom = 256 << 20

func checkDisk(path string) checkup {
	r := checkup{Check: "disk", OK: true}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		r.Note = size(wal.Size()) + " not yet written back, "
	}
	free, known := freeBytes(filepath.Dir(path))
	if !known {
		r.Note += "free room is not known on this system"
		return r
	}
	r.Note += size(free) + " free"
	if free < littleRoom {
		r.OK, r.Faults = false, []string{fmt.Sprintf("only %s are free in %s: make room before the next ingest", size(free), filepath.Dir(path))}
	}
	return r
}

// verdict is an error if anything is wrong, with what to do.
func verdict(path string, report []checkup) error {
	wrong, mends := 0, true
	for _, r := range report {
		if !r.OK {
			wrong++
			mends = mends && r.mends
		}
	}
	switch {
	case wrong == 0:
		return nil
	case mends:
		return mentionmap.Errorf(mentionmap.Internal, "%s: %d of %d checks found something wrong: 'mentionmap doctor --repair' puts it right", path, wrong, len(report))
	}
	return mentionmap.Errorf(mentionmap.Internal, "%s: %d of %d checks found something wrong; if it is the database itself, go back to a backup with 'mentionmap restore', or ingest the documents into a new one", path, wrong, len(report))
}
