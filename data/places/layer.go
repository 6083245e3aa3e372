package places

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"regexp"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Layer is what an import makes of a file.
type Layer struct {
	Name   string // of the file, without endings: UA, cities15000
	Format string // for people
	Rows   int    // read
	Places int    // kept
	Data   []byte // a gazetteer file, to lie over the embedded one
	rank   rank
}

// readLayer makes a layer of a file. below gives what lies below a layer of a
// rank and name. Errors: NotFound if there is no file, TooLarge and Invalid for
// what is no list of places, cut off or damaged.
func readLayer(ctx context.Context, path string, below func(rank, string) (*gazetteer.Gazetteer, error)) (*Layer, error) {
	l := &Layer{Name: stem(path)}
	if !validName.MatchString(l.Name) {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: name the file with letters, digits, - and _ only", path)
	}
	d, err := read(ctx, path, func(r rank) (*gazetteer.Gazetteer, error) { return below(r, l.Name) })
	if err != nil {
		return nil, err
	}
	l.Format, l.Rows, l.rank = d.format.about, d.rows, d.format.rank
	if l.rank == dumps && worldwide.MatchString(l.Name) {
		l.rank = cities
	}
	d.finish(l.rank == dumps || l.rank == ownPlaces)
	sum, err := fileSum(path)
	if err != nil {
		return nil, err
	}
	b := gazetteer.Builder{Info: d.info(l.Name, sum)}
	for _, p := range d.drafts {
		if b.Add(p.Entry) == nil { // else it has no name that can be found in a text
			l.Places++
		}
	}
	if l.Places == 0 {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: none of its %d rows is a place that can be used here", d.file, d.rows)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.Data, err = b.Bytes()
	return l, err
}

// finish turns the drafts into entries.
func (d *dump) finish(complete bool) {
	if d.supplement {
		d.add()
		return
	}
	d.find(complete)
	d.settle()
	d.contain()
	d.nameAll()
}

var (
	validName = regexp.MustCompile(`^[\pL\pN][\pL\pN _.-]{0,63}$`)
	worldwide = regexp.MustCompile(`^cities\d+`)
)

func (d *dump) info(layer, sum string) gazetteer.Info {
	s := gazetteer.Source{Name: "GeoNames " + d.file, Version: sum, Licence: "CC BY 4.0"}
	if d.format.rank == ownPlaces {
		s.Name, s.Licence = d.file, "the user's own"
	}
	return gazetteer.Info{Title: layer, Version: layer + "-" + sum, Sources: []gazetteer.Source{s}, Supplement: d.supplement}
}

// fileSum names a file's content in eight digits.
func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", cannotOpen(path, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:4]), nil
}

// textSum names a text in sixteen digits.
func textSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// add keeps a supplement's drafts of places that are known, and gives them
// what a row must have.
func (d *dump) add() {
	kept := d.drafts[:0]
	for _, p := range d.drafts {
		row, ok := d.below.ByID(p.ID)
		if !ok || len(p.Names) == 0 {
			continue
		}
		g := d.below
		names := p.Names
		p.Entry = gazetteer.Entry{ID: g.ID(row), Kind: g.Kind(row), Feature: g.Feature(row), Country: g.Country(row), Population: g.Population(row),
			Lon: g.Lon(row), Lat: g.Lat(row), Names: append(g.Names(row)[:1], names...)}
		kept = append(kept, p)
	}
	d.drafts = kept
}
