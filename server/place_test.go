package server

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	app, _ := serveFixture(t)
	p := get(t, app, "/api/places/1")
	if fmt.Sprint(p["names"]) != "map[uk:[Бахмут]]" || fmt.Sprint(p["former"]) != "map[en:[Artemivsk]]" || p["count"] != float64(2) || len(p["days"].([]any)) != 2 {
		t.Errorf("got %v", p)
	}
	with := p["with"].([]any)
	if len(with) != 2 || with[0].(map[string]any)["name"] != "Ukraine" || with[0].(map[string]any)["posts"] != float64(1) {
		t.Errorf("with %v", with)
	}
	if in2023 := get(t, app, "/api/places/1?datetime=2023-01-01/2023-12-31"); in2023["count"] != float64(1) || len(in2023["with"].([]any)) != 0 {
		t.Errorf("in 2023: %v", in2023)
	}
	if none := get(t, app, "/api/places/1?datetime=1990-01-01"); none["count"] != float64(0) || none["name"] != "Bakhmut" || none["first"] != nil {
		t.Errorf("in 1990: %v", none)
	}
	for target, want := range map[string]int{"/api/places/99": 404, "/api/places/x": 404, "/api/places/1?place=2": 400, "/api/places/1?limit=2": 400, "/api/places/1?colour=red": 400} {
		if status, _, _ := ask(t, app, "GET", target, nil); status != want {
			t.Errorf("%s: %d", target, status)
		}
	}
}

func TestSuggest(t *testing.T) {
	app, _ := serveFixture(t)
	for query, want := range map[string]string{"q=bakh": "Bakhmut", "q=%D0%B1%D0%B0%D1%85": "Бахмут", "q=ARTEM": "Artemivsk", "q=oblast": "Kursk Oblast", "q=hmut": "", "q=k&limit=1": "Kursk Oblast"} {
		var got []string
		for _, s := range get(t, app, "/api/suggest?"+query)["places"].([]any) {
			got = append(got, s.(map[string]any)["match"].(string))
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: got %v", query, got)
		}
	}
	for _, query := range []string{"", "q=", "q=-", "q=" + strings.Repeat("a", 200), "q=a&limit=0", "q=a&kind=region"} {
		if status, _, _ := ask(t, app, "GET", "/api/suggest?"+query, nil); status != 400 {
			t.Errorf("%q: %d", query, status)
		}
	}
}

func TestStateOfTheServer(t *testing.T) {
	app, db := serveFixture(t)
	info := get(t, app, "/api/info")
	if info["mentions"] != float64(6) || info["first"] != "2023-03-05" || info["demo"] != false {
		t.Errorf("info: %v", info)
	}
	if sources := get(t, app, "/api/sources?source=source+a")["sources"].([]any); len(sources) != 1 {
		t.Errorf("sources of a place: %v", sources)
	}
	if sources := get(t, app, "/api/sources")["sources"].([]any); len(sources) != 2 {
		t.Errorf("sources: %v", sources)
	}
	_, _, body := ask(t, app, "GET", "/metrics", nil)
	for _, line := range strings.Split(strings.TrimSpace(string(body)), "\n") {
		if !regexp.MustCompile(`^(# (HELP|TYPE) \w+ .+|\w+(\{route="[^"]*",status="\d+"\})? [-+.e\d]+)$`).MatchString(line) {
			t.Errorf("line %q", line)
		}
	}
	if !strings.Contains(string(body), `mentionmap_http_requests_total{route="/api/info",status="200"} 1`) {
		t.Errorf("metrics: %s", body)
	}
	for target, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if status, _, body := ask(t, app, "GET", target, nil); status != 200 || string(body) != want {
			t.Errorf("%s: %d %s", target, status, body)
		}
	}
	db.Close()
	for target, want := range map[string]int{"/healthz": 200, "/readyz": 503} {
		if status, _, _ := ask(t, app, "GET", target, nil); status != want {
			t.Errorf("%s with a closed store: %d", target, status)
		}
	}
}
