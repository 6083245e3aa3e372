package mentionmap

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Values writes the query as parameters; ParseQuery reads them back.
func (q *Query) Values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.BBox != nil {
		set("bbox", joinFloats(q.BBox.Min[0], q.BBox.Min[1], q.BBox.Max[0], q.BBox.Max[1]))
	}
	if q.Near != nil {
		set("near", joinFloats(q.Near.Center[0], q.Near.Center[1], q.Near.KM))
	}
	set("polygon", joinRing(q.Polygon))
	set("within", joinAll(q.Within))
	set("datetime", q.window())
	if q.By != ByEvent {
		set("by", q.By.String())
	}
	set("place", joinAll(q.Places))
	set("kind", joinAll(q.Kinds))
	set("use", joinAll(q.Uses))
	set("relation", joinAll(q.Relations))
	set("precision", precisionList(q.Precisions))
	for _, s := range q.Sources {
		v.Add("source", s)
	}
	set("document", strings.Join(q.Documents, ","))
	set("q", q.Text)
	if q.Sentence {
		set("search", scopeNames[1])
	}
	if q.MinConfidence > 0 {
		set("min_confidence", strconv.FormatFloat(float64(q.MinConfidence), 'g', -1, 32))
	}
	if q.Count != CountReports {
		set("count", q.Count.String())
	}
	if q.Order != OrderStored {
		set("sortby", q.Order.String())
	}
	if q.Limit > 0 {
		set("limit", strconv.Itoa(q.Limit))
	}
	set("after", q.After)
	return v
}

func (q *Query) window() string {
	if !q.Windowed() {
		return ""
	}
	end := func(d Day) string {
		if d == NoDay {
			return ".."
		}
		return d.String()
	}
	return end(q.From) + "/" + end(q.To)
}

func joinFloats(f ...float64) string {
	s := make([]string, len(f))
	for i, v := range f {
		s[i] = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strings.Join(s, ",")
}

func joinRing(ring orb.Ring) string {
	f := make([]float64, 0, 2*len(ring))
	for _, p := range ring {
		f = append(f, p[0], p[1])
	}
	return joinFloats(f...)
}

func joinAll[T interface{ String() string }](list []T) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = v.String()
	}
	return strings.Join(s, ",")
}

func precisionList(list []Precision) string {
	s := make([]string, len(list))
	for i, p := range list {
		if s[i] = p.String(); p == Undated {
			s[i] = "undated"
		}
	}
	return strings.Join(s, ",")
}
