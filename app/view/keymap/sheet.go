package keymap

import (
	"bytes"
	"html/template"

	"barnrost/app/view/keys"
	"barnrost/app/view/text"
)

// The page stands alone: no script, nothing fetched. Two columns hold it on one
// A4.
var layout = template.Must(template.New("keys").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<style>
@page { size: A4; margin: 12mm; }
body { font: 9pt/1.25 Georgia, serif; color: #1f2a2e; max-width: 186mm; margin: 0 auto; columns: 2; column-gap: 8mm; }
h1 { font-size: 14pt; margin: 0 0 2mm; column-span: all; } h2 { font-size: 10pt; margin: 3mm 0 1mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; border-top: 1px solid #d5d0c6; }
th { text-align: left; font-weight: bold; white-space: nowrap; padding-right: 3mm; vertical-align: top; width: 40%; } td { vertical-align: top; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{range .Groups}}<section>
<h2>{{.Title}}</h2>
<table>
{{range .Rows}}<tr><th scope="row">{{range $i, $k := .Keys}}{{if $i}}<br>{{end}}{{$k}}{{end}}</th><td>{{.Words}}</td></tr>
{{end}}</table>
</section>
{{end}}</body>
</html>
`))

type sheetRow struct {
	Keys  []string
	Words string
}

type sheetGroup struct {
	Title string
	Rows  []sheetRow
}

// Sheet returns a page to print with every key of a map in a table's language.
func Sheet(t *text.Table, m keys.Map) []byte {
	page := struct {
		Lang, Title string
		Groups      []sheetGroup
	}{Lang: string(t.Language()), Title: t.T("keymap.sheet")}
	for _, g := range keys.Groups {
		group := sheetGroup{Title: t.T("keymap.group." + string(g))}
		for _, b := range m.Bindings() {
			if b.Command.Group() != g || len(b.Strokes) == 0 {
				continue
			}
			row := sheetRow{Words: b.Command.Words(t)}
			for _, s := range b.Strokes {
				row.Keys = append(row.Keys, s.Label(t))
			}
			group.Rows = append(group.Rows, row)
		}
		page.Groups = append(page.Groups, group)
	}
	var b bytes.Buffer
	if err := layout.Execute(&b, page); err != nil {
		return nil // a buffer takes everything, and the page has what the layout asks for
	}
	return b.Bytes()
}
