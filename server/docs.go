package server

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

const mediaHTML = "text/html; charset=utf-8"

// docs answers with the API for people: the same tables as the OpenAPI
// document, as plain HTML without script and style.
func (h *handlers) docs(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	var out bytes.Buffer
	err := docsPage.Execute(&out, fiber.Map{
		"Title": apiTitle, "About": apiDescription, "Base": h.root(c) + "/api", "Operations": operationRows(), "Filters": mentionmap.Parameters(),
	})
	if err != nil {
		return err
	}
	return send(c, mediaHTML, out.Bytes())
}

type operationRow struct {
	Method, Path, Summary string
	Link                  bool // a reader can follow it as it is
}

func operationRows() (rows []operationRow) {
	for _, o := range operations() {
		link := o.method == "" && (len(o.params) == 0 || o.filters && o.id != "place")
		rows = append(rows, operationRow{Method: strings.ToUpper(orDefault(o.method, "get")), Path: o.path, Summary: o.summary, Link: link})
	}
	return rows
}

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}: the API</title>
<h1>{{.Title}}: the API</h1>
<p>{{.About}}
<p>It follows OGC API – Features, Part 1: give <code>{{.Base}}</code> to QGIS or GDAL. For programs: <a href="{{.Base}}/openapi.json">openapi.json</a>.
<h2>Resources</h2>
<table>
{{range .Operations}}<tr><td>{{.Method}}<td><code>{{if .Link}}<a href="{{$.Base}}{{.Path}}">{{.Path}}</a>{{else}}{{.Path}}{{end}}</code><td>{{.Summary}}
{{end}}</table>
<h2>Filters</h2>
<table>
{{range .Filters}}<tr><td><code>{{.Name}}</code><td>{{.Help}}{{if .Default}} (default: {{.Default}}){{end}}
{{end}}</table>
</html>
`))
