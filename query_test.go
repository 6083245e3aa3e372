package mentionmap

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func day(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestParseQueryRoundTrip(t *testing.T) {
	full := NewQuery()
	full.BBox = &orb.Bound{Min: orb.Point{36.5, 47}, Max: orb.Point{39, 49.25}}
	full.From, full.To = day("2022-02-24"), day("2022-03-31")
	full.By = ByPublished
	full.Places = []PlaceID{706483, -42}
	full.Kinds = []Kind{Settlement, Water}
	full.Uses = []Use{Associative}
	full.Relations = []Relation{RelationNear, RelationBorder}
	full.Near = &Circle{Center: orb.Point{38, 48.5}, KM: 12.5}
	full.Polygon = orb.Ring{{36.5, 47}, {39, 47}, {38.25, 49}}
	full.Within = []PlaceID{-7, 3}
	full.Precisions = []Precision{PrecisionDay, Undated}
	full.Sources = []string{"a, b", "c"}
	full.Documents = []string{"0123456789abcdefghjk"}
	full.Text = `bridge "Kherson region"`
	full.Sentence = true
	full.MinConfidence = 0.25
	full.Count, full.Order, full.Limit, full.After = CountStories, OrderNewest, 10, "x"
	open := NewQuery()
	open.From = day("2022-02-24")
	for name, want := range map[string]Query{"everything": NewQuery(), "full": full, "open end": open} {
		got, err := ParseQuery(want.Values())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, want)
		}
	}
}

func TestParseQueryNamesTheWrongParameter(t *testing.T) {
	for query, param := range map[string]string{
		"bbox=1,2,3":                      "bbox",
		"bbox=1,2,3,NaN":                  "bbox",
		"bbox=1,9,3,4":                    "bbox",
		"bbox=1,2,3,4&bbox=1,2,3,4":       "bbox",
		"datetime=2022-03-02/2022-03-01":  "datetime",
		"datetime=/":                      "datetime",
		"datetime=..":                     "datetime",
		"by=both":                         "by",
		"near=1,2":                        "near",
		"polygon=1,2,3,4":                 "polygon",
		"polygon=1,2,3,4,1,2":             "polygon",
		"polygon=1,2,3,4,5":               "polygon",
		"polygon=1,2,3,4,5,91":            "polygon",
		"polygon=1,2,3,4,5,x":             "polygon",
		"near=1,2,0":                      "near",
		"near=1,91,5":                     "near",
		"within=Kursk":                    "within",
		"relation=above":                  "relation",
		"undated=1":                       "undated",
		"precision=undated&undated=false": "undated",
		"bbox=1,-91,3,4":                  "bbox",
		"bbox=1,2,3,4,5":                  "bbox",
		"bbox=1_0,20,30,40":               "bbox",
		"bbox=0x1p3,20,30,40":             "bbox",
		"bbox=-inf,20,30,40":              "bbox",
		"near=1,2,infinity":               "near",
		"near=nan,2,3":                    "near",
		"polygon=1_0,2,3,4,5,6":           "polygon",
		"min_confidence=0x1p-1":           "min_confidence",
		"min_confidence=nan":              "min_confidence",
		"limit=1_0":                       "limit",
		"place=1_0":                       "place",
		"datetime=2022-03-01T12:30:00CET": "datetime",
		"datetime=2022-03-01T25:00Z":      "datetime",
		"datetime=2022-03-01T12:30:61Z":   "datetime",
		"datetime=2022-03-01Z":            "datetime",
		"datetime=2022-02-30":             "datetime",
		"limit=-99999999999999999999":     "limit",
		"place=Kyiv":                      "place",
		"kind=town":                       "kind",
		"use=literal,metonymic":           "use",
		"precision=hour":                  "precision",
		"q=" + strings.Repeat("a", 501):   "q",
		"q=%22*":                          "q",
		"q=a&search=text":                 "search",
		"min_confidence=2":                "min_confidence",
		"count=events":                    "count",
		"limit=0":                         "limit",
		"sortby=name":                     "sortby",
		"colour=red":                      "colour",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseQuery(values)
		e, ok := err.(*Error)
		if !ok || e.Param != param || e.Code != Invalid {
			t.Errorf("%s: got %v, want an error about %s", query, err, param)
		}
	}
}

func TestParseWindow(t *testing.T) {
	for in, want := range map[string][2]string{
		"2022-03-01":           {"2022-03-01", "2022-03-01"},
		"2022-03-01T12:30:00Z": {"2022-03-01", "2022-03-01"},
		"2022-03-01T":          {"2022-03-01", "2022-03-01"},
		"2022-03-01t12:30:00z": {"2022-03-01", "2022-03-01"},
		// The day that is written, whatever the offset.
		"2022-03-01T00:30:00+02:00/2022-03-02T23:30:00.123-05:00": {"2022-03-01", "2022-03-02"},
		"2022-03-01T00:30:00 02:00":                               {"2022-03-01", "2022-03-01"},
		"2022-03-01/2022-04-01":                                   {"2022-03-01", "2022-04-01"},
		"2022-03-01T00:00:00Z/2022-04-01T23:59:59Z":               {"2022-03-01", "2022-04-01"},
		"../2022-04-01":                                           {"", "2022-04-01"},
		"/2022-04-01":                                             {"", "2022-04-01"},
		"2022-03-01/..":                                           {"2022-03-01", ""},
		"../..":                                                   {"", ""},
	} {
		from, to, err := ParseWindow(in)
		if err != nil || from.String() != want[0] || to.String() != want[1] {
			t.Errorf("%s: got %v/%v, %v; want %v", in, from, to, err, want)
		}
	}
}

func TestUndatedIsShortForPrecisions(t *testing.T) {
	for query, want := range map[string]string{
		"undated=true":                        "day,days,week,month,season,year,undated",
		"undated=false":                       "day,days,week,month,season,year",
		"precision=day&undated=true":          "day,undated",
		"precision=undated,day&undated=false": "day",
	} {
		values, _ := url.ParseQuery(query)
		q, err := ParseQuery(values)
		if got := q.Values().Get("precision"); err != nil || got != want {
			t.Errorf("%s: got %s, %v", query, got, err)
		}
	}
}

func TestPolygonsAreBounded(t *testing.T) {
	corners := func(n int) url.Values {
		return url.Values{"polygon": {strings.TrimSuffix(strings.Repeat("1,2,", n-1), ",") + ",3,4"}}
	}
	if q, err := ParseQuery(corners(mostCorners)); err != nil || len(q.Polygon) != mostCorners {
		t.Errorf("%d corners: %d, %v", mostCorners, len(q.Polygon), err)
	}
	if _, err := ParseQuery(corners(mostCorners + 2)); err == nil {
		t.Error("a corner too many is taken")
	}
	q, err := ParseQuery(url.Values{"polygon": {"1,1,2,1,2,2,1,1"}})
	if want := (orb.Ring{{1, 1}, {2, 1}, {2, 2}}); err != nil || !q.Polygon.Equal(want) {
		t.Errorf("closed: %v, %v; want %v", q.Polygon, err, want)
	}
}

func TestBoxesAndLimitsAreTakenAsTheyCome(t *testing.T) {
	q, err := ParseQuery(url.Values{"bbox": {"1,2,-100,3,4,500"}, "limit": {"99999999999999999999"}})
	if want := (orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}); err != nil || *q.BBox != want || q.Limit != MaxLimit {
		t.Errorf("got %+v, %v", q, err)
	}
	if q, err = ParseQuery(url.Values{"bbox": {"170,-10,-170,10"}}); err != nil || q.BBox.Min[0] != 170 || q.BBox.Max[0] != -170 {
		t.Errorf("antimeridian: %+v, %v", q.BBox, err)
	}
}

func TestEmptyNamesOfSourcesAreNoFilter(t *testing.T) {
	for given, want := range map[string][]string{"source=": nil, "source=&source=a": {"a"}, "source=a,b&source=c": {"a,b", "c"}} {
		v, err := url.ParseQuery(given)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := ParseQuery(v); err != nil || !slices.Equal(q.Sources, want) {
			t.Errorf("%s: %q, %v, want %q", given, q.Sources, err, want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("bbox=1,2,3,4&datetime=../2022-04-01&limit=5")
	f.Add("polygon=36.5,47,39,47,38.25,49,36.5,47&near=38,48.6,25")
	f.Add("datetime=2022-03-01T&place=-1&source=a&source=b")
	f.Fuzz(func(t *testing.T, s string) {
		values, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		q, err := ParseQuery(values)
		if err != nil {
			if CodeOf(err) != Invalid || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q: %q is not one line of the caller's fault", s, err)
			}
			return
		}
		again, err := ParseQuery(q.Values())
		if err != nil || !reflect.DeepEqual(again.Values(), q.Values()) {
			t.Fatalf("%q: %v does not survive a round trip: %v", s, q.Values(), err)
		}
	})
}
