package mentionmap

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Values writes the query as parameters; ParseQuery reads them back.
func (q *Query) Values() url.Values {
	v := url.Values{}
	for _, p := range parameters {
		if values := p.write(q); len(values) > 0 && (p.Repeat || values[0] != "") {
			v[p.Name] = slices.Clone(values)
		}
	}
	return v
}

// unless writes a value that is not the usual one.
func unless[T interface {
	comparable
	String() string
}](usual, value T) []string {
	if value == usual {
		return nil
	}
	return []string{value.String()}
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
