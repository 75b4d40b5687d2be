package report

import (
	"fmt"
	"html/template"
	"io"
)

// page is one file without a script or anything from outside.
var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"kind": func(b Block) string {
		switch b.(type) {
		case Heading:
			return "heading"
		case List:
			return "list"
		case Table:
			return "table"
		case Tick:
			return "tick"
		case Lines:
			return "lines"
		case Signature:
			return "signature"
		}
		return "paragraph"
	},
	"times": func(n int) []struct{} { return make([]struct{}, max(n, 1)) },
	"class": func(s Style) string { return [...]string{"", "quote", "label", "utterance"}[s] },
}).Parse(`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 1rem/1.55 "Noto Sans", system-ui, sans-serif; color: #1F2A2E; background: #FAF7F1; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
p { margin: 0 0 .75rem; overflow-wrap: anywhere; white-space: pre-wrap; }
.label { border: 1px solid #8A8F8C; padding: .5rem .75rem; font-weight: 600; }
.quote { border-left: 4px solid #8A8F8C; padding-left: .75rem; }
.faint { color: #59666B; font-size: .85rem; }
table { border-collapse: collapse; margin: 0 0 1rem; }
caption { text-align: left; font-weight: 600; }
.line { border-bottom: 1px solid #8A8F8C; height: 2rem; margin: 0; }
.signature { display: flex; gap: 2rem; } .signature p { flex: 1; border-top: 1px solid #8A8F8C; margin-top: 3rem; }
th, td { border: 1px solid #8A8F8C; padding: .25rem .5rem; text-align: left; vertical-align: top; }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{range .Blocks}}{{$k := kind .}}{{if eq $k "heading"}}{{if le .Level 2}}<h2>{{.Text}}</h2>{{else if eq .Level 3}}<h3>{{.Text}}</h3>{{else}}<h4>{{.Text}}</h4>{{end}}
{{else if eq $k "list"}}{{if .Numbered}}<ol>{{range .Items}}<li>{{.}}</li>{{end}}</ol>{{else}}<ul>{{range .Items}}<li>{{.}}</li>{{end}}</ul>{{end}}
{{else if eq $k "table"}}<table>{{with .Caption}}<caption>{{.}}</caption>{{end}}<thead><tr>{{range .Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</tbody></table>
{{else if eq $k "tick"}}<p><span aria-hidden="true">☐</span> {{.Text}}</p>
{{else if eq $k "lines"}}{{with .Label}}<p>{{.}}</p>{{end}}{{range times .Count}}<p class="line"></p>{{end}}
{{else if eq $k "signature"}}<div class="signature">{{range .Labels}}<p>{{.}}</p>{{end}}</div>
{{else}}<p{{with class .Style}} class="{{.}}"{{end}}>{{range .Spans}}{{if eq .Look 1}}<strong>{{.Text}}</strong>{{else if eq .Look 2}}<b class="speaker">{{.Text}}</b>{{else if eq .Look 3}}<span class="faint">{{.Text}}</span>{{else}}{{.Text}}{{end}}{{end}}</p>
{{end}}{{end}}</main>
</body>
</html>
`))

// WriteHTML writes a document as one accessible page: lang, one h1, captions,
// heads with their scope.
func WriteHTML(w io.Writer, d Document) error {
	if err := page.Execute(w, d); err != nil {
		return fmt.Errorf("report: html: %w", err)
	}
	return nil
}
