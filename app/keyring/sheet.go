package keyring

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"barnrost/app"
)

// SheetWords are the words of a printed key.
type SheetWords struct {
	Title    string   // what it is
	Warning  string   // what whoever holds the paper can do
	Keep     []string // what to do with the paper and with its file
	Words    string   // before the unit's words
	Key      string   // before the key
	ReadBack []string // how the key is read back
	Manual   string   // before Commands
	Commands []string // how it is used with stock tools; may be empty
	Date     string
}

// sheet is one page without a script or anything from outside, black on white
// so that a printer shows every sign. The groups are numbered: an error on
// reading back names one.
var sheet = template.Must(template.New("sheet").Parse(`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{.W.Title}}</title>
<style>
@page { size: A4; margin: 20mm; }
body { font: 11pt/1.45 "Noto Sans", system-ui, sans-serif; color: #000; background: #fff; max-width: 170mm; margin: 10mm auto; }
h1 { font-size: 20pt; margin: 0 0 2mm; }
.date { margin: 0 0 6mm; }
.warning { border: 1.5pt solid #000; padding: 3mm 4mm; font-weight: 600; }
.words { font-size: 15pt; font-weight: 600; margin: 1mm 0 6mm; }
ol.key { list-style: none; counter-reset: group; display: grid; grid-template-columns: repeat(5, 1fr); gap: 5mm 3mm; margin: 3mm 0 6mm; padding: 4mm; border: .5pt solid #000; }
ol.key li { break-inside: avoid; counter-increment: group; }
ol.key li::before { content: counter(group); display: block; font-size: 8pt; } /* not copied along with the key */
code { font: 600 17pt/1.2 "DejaVu Sans Mono", "Consolas", "Menlo", monospace; letter-spacing: .12em; }
pre { font: 9pt/1.5 "DejaVu Sans Mono", "Consolas", "Menlo", monospace; white-space: pre-wrap; border: .5pt solid #000; padding: 2mm 3mm; }
code.prefix { font-size: 11pt; letter-spacing: 0; }
</style>
</head>
<body>
<main>
<h1>{{.W.Title}}</h1>
<p class="date">{{.W.Date}}</p>
<p class="warning">{{.W.Warning}}</p>
<ul>
{{range .W.Keep}}<li>{{.}}</li>
{{end}}</ul>
<p>{{.W.Words}}</p>
<p class="words">{{.Words}}</p>
<p>{{.W.Key}} <code class="prefix">{{.Prefix}}</code></p>
<ol class="key">
{{range .Groups}}<li><code>{{.}}</code></li>
{{end}}</ol>
{{range .W.ReadBack}}<p>{{.}}</p>
{{end}}{{if .W.Commands}}<p>{{.W.Manual}}</p>
<pre>{{range .W.Commands}}{{.}}
{{end}}</pre>
{{end}}</main>
</body>
</html>
`))

// PaperSheet returns the page to be printed: the unit's secret key in numbered
// groups, and its words. It is the one place where this program writes a key
// outside the vault in the clear.
func (r *Ring) PaperSheet(u Unit, w SheetWords) ([]byte, error) {
	words, err := r.Fingerprint(u.Card)
	if err != nil {
		return nil, err
	}
	prefix, groups := u.PaperGroups()
	return printSheet(w, words, prefix, groups)
}

// printSheet fills the page.
func printSheet(w SheetWords, words []string, prefix string, groups []string) ([]byte, error) {
	page := struct {
		W             SheetWords
		Words, Prefix string
		Groups        []string
	}{w, strings.Join(words, " · "), prefix, groups}
	var b bytes.Buffer
	if err := sheet.Execute(&b, page); err != nil {
		return nil, app.Fail(app.CodeInternal, fmt.Errorf("keyring: sheet: %w", err))
	}
	return b.Bytes(), nil
}
