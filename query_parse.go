package mentionmap

import (
	"errors"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

// ParseQuery reads the filters of docs/api.md. A parameter that it does not
// know, that is given twice (unless it may be repeated), or whose value it cannot use is
// an Invalid Error that names it. Names in allowed are left to the caller.
func ParseQuery(values url.Values, allowed ...string) (Query, error) {
	q := NewQuery()
	known := map[string]bool{}
	for _, name := range allowed {
		known[name] = true
	}
	for _, p := range parameters {
		known[p.Name] = true
		v, given := values[p.Name]
		if !given || len(v) == 0 {
			continue
		}
		if len(v) > 1 && !p.Repeat {
			return q, ParamErrorf(p.Name, "is given %d times: give it once", len(v))
		}
		if err := p.read(&q, v); err != nil {
			return q, named(p.Name, err)
		}
	}
	for _, name := range sortedKeys(values) {
		if !known[name] {
			return q, ParamErrorf(clip(name), "there is no such parameter: the filters are %s", paramNames())
		}
	}
	return q, nil
}

func named(name string, err error) error {
	if e, ok := err.(*Error); ok {
		e.Param = name
	}
	return err
}

func sortedKeys(values url.Values) []string {
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func paramNames() string {
	names := make([]string, len(parameters))
	for i, p := range parameters {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// list splits comma separated values and drops empty ones.
func list(values []string) []string {
	var out []string
	for _, v := range values {
		for _, s := range strings.Split(v, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, strings.Clone(s))
			}
		}
	}
	return out
}

// oneOf reads one word into the field of the query that it is told.
func oneOf[T any](parse func(string) (T, bool), names []string, field func(*Query) *T) func(*Query, []string) error {
	return func(q *Query, v []string) error { return one(v[0], parse, field(q), names) }
}

// anyOf reads a list of words.
func anyOf[T any](parse func(string) (T, bool), names []string, field func(*Query) *[]T) func(*Query, []string) error {
	return func(q *Query, v []string) error {
		for _, s := range list(v) {
			var value T
			if err := one(s, parse, &value, names); err != nil {
				return err
			}
			*field(q) = append(*field(q), value)
		}
		return nil
	}
}

func one[T any](s string, parse func(string) (T, bool), dst *T, names []string) error {
	v, ok := parse(s)
	if !ok {
		return Errorf(Invalid, "%q is not one of %s", clip(s), strings.Join(names, ", "))
	}
	*dst = v
	return nil
}

func parsePlaces(q *Query, v []string) (err error) {
	q.Places, err = placeIDs(v)
	return err
}

func parseWithin(q *Query, v []string) (err error) {
	q.Within, err = placeIDs(v)
	return err
}

func placeIDs(values []string) (ids []PlaceID, err error) {
	for _, s := range list(values) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, Errorf(Invalid, "%q is not a place id: it is a whole number, as the features of places carry it", clip(s))
		}
		ids = append(ids, PlaceID(n))
	}
	return ids, nil
}

// parseUndated is short for a list of precisions with or without the undated.
func parseUndated(q *Query, v []string) error {
	if v[0] != "true" && v[0] != "false" {
		return Errorf(Invalid, "%q is neither true nor false", clip(v[0]))
	}
	if len(q.Precisions) == 0 {
		for p := PrecisionDay; p <= PrecisionYear; p++ {
			q.Precisions = append(q.Precisions, p)
		}
	}
	q.Precisions = slices.DeleteFunc(q.Precisions, func(p Precision) bool { return p == Undated })
	if v[0] == "true" {
		q.Precisions = append(q.Precisions, Undated)
	}
	if len(q.Precisions) == 0 {
		return Errorf(Invalid, "precision asks for undated mentions only, and this for none of them")
	}
	return nil
}

// parseSources drops empty names: as in lists, they mean no filter.
func parseSources(q *Query, v []string) error {
	q.Sources = slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "" })
	return nil
}

func parseText(q *Query, v []string) error {
	s := v[0]
	if len(s) > 500 {
		return Errorf(Invalid, "is %d bytes long: at most 500", len(s))
	}
	if s = strings.TrimSpace(s); s != "" && strings.IndexFunc(s, isWordRune) < 0 {
		return Errorf(Invalid, "%q holds no word: write letters or digits, in quotes for a phrase", clip(s))
	}
	q.Text = strings.Clone(s)
	return nil
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func parseConfidence(q *Query, v []string) error {
	f, ok := number(v[0])
	if !ok || f < 0 || f > 1 {
		return Errorf(Invalid, "%q is not a number from 0 to 1", clip(v[0]))
	}
	q.MinConfidence = float32(f)
	return nil
}

func parseLimit(q *Query, v []string) error {
	n, err := strconv.Atoi(v[0])
	if errors.Is(err, strconv.ErrRange) && v[0][0] != '-' {
		n, err = MaxLimit, nil
	}
	if err != nil || n < 1 {
		return Errorf(Invalid, "%q is not a whole number from 1 to %d", clip(v[0]), MaxLimit)
	}
	q.Limit = min(n, MaxLimit)
	return nil
}
