package server

import "testing"

func TestOpenAPIIsMadeOncePerAddress(t *testing.T) {
	var a addressed
	doc := []byte(`{"url":"` + addressMark + `"}`)
	first, again := a.of(doc, []byte(`"http://a/api"`)), a.of(doc, []byte(`"http://a/api"`))
	if string(first) != `{"url":"http://a/api"}` || &first[0] != &again[0] {
		t.Errorf("%s, made twice: %v", first, &first[0] != &again[0])
	}
	if other := a.of(doc, []byte(`"http://b/api"`)); string(other) != `{"url":"http://b/api"}` {
		t.Errorf("%s", other)
	}
}
