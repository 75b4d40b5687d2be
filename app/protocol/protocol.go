// Package protocol writes the gallringsprotokoll for people outside the
// program: a page to read and print, and a table. It tells of every disposal
// with its copies as they stand, and what was known of them before.
package protocol

import (
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"time"

	"barnrost/app"
)

// Words gives the words of the document; [text.Table] is one.
type Words interface {
	T(key string, pairs ...any) string
	N(key string, n int, pairs ...any) string
	Date(time.Time) string
	Clock(time.Time) string
}

// fact is a line of a row: its heading, and what it says.
type fact struct{ Name, Value string }

// factNames are the facts in their order; their words lie under
// protocol.<name>.
var factNames = []string{"length", "month", "when", "who", "support", "method", "checksum"}

// entry is one disposal in words.
type entry struct {
	Code, Matter, State string
	Facts               []fact
	Copies              []copied
}

// copied is one copy in words.
type copied struct {
	What, State string
	Notes       []string
}

// entries puts rows, the newest first, into words.
func entries(rows []app.Disposal, w Words) []entry {
	list := make([]entry, 0, len(rows))
	for _, d := range rows {
		e := entry{Code: d.Code, Matter: w.T("matter." + string(d.Matter)), State: state(d, w)}
		for n, value := range []string{
			length(d), d.Month, d.At.Local().Format("2006-01-02 15:04"), who(d, w), support(d.Support, w), w.T("method." + d.Method), checksums(d, w),
		} {
			e.Facts = append(e.Facts, fact{w.T("protocol." + factNames[n]), value})
		}
		for _, c := range d.Standing() {
			e.Copies = append(e.Copies, copyOf(d, c, w))
		}
		list = append(list, e)
	}
	return list
}

// state says how far a disposal reaches: never more than what is known.
func state(d app.Disposal, w Words) string {
	if n := d.Left(); n > 0 {
		return w.N("disposal.left", n)
	}
	return w.T("disposal.complete")
}

// length writes a sound's length as minutes and seconds.
func length(d app.Disposal) string {
	ms := d.Millis()
	if ms == 0 {
		return "–"
	}
	return fmt.Sprintf("%d:%02d", ms/60_000, ms/1000%60)
}

func who(d app.Disposal, w Words) string {
	parts := []string{d.By}
	if d.Role != "" {
		parts = append(parts, strings.ToLower(w.T("role."+string(d.Role))))
	}
	if d.Unit != "" {
		parts = append(parts, d.Unit)
	}
	return strings.Join(parts, ", ")
}

func support(s app.Support, w Words) string {
	var parts []string
	if s.Withdrawn {
		parts = append(parts, w.T("support.withdrawn"))
	}
	if s.Number != "" {
		parts = append(parts, w.T("support.decision", "number", s.Number, "date", w.Date(s.Date), "by", s.DecidedBy))
	}
	if s.Condition != app.ConditionNone && !s.Withdrawn {
		parts = append(parts, w.T("condition."+string(s.Condition)))
	}
	return strings.Join(parts, ". ")
}

func checksums(d app.Disposal, w Words) string {
	var parts []string
	for _, p := range d.Parts {
		parts = append(parts, w.T("matter.the."+string(p.Matter))+" "+p.Checksum)
	}
	return strings.Join(parts, "; ")
}

func copyOf(d app.Disposal, c app.Copy, w Words) copied {
	out := copied{What: w.T("copy."+string(c.Kind), "name", c.Holder, "date", w.Date(c.At), "receipt", c.Receipt),
		State: w.T("copystate." + string(c.State))}
	for _, n := range d.Notes {
		if n.Ref == c.Ref {
			out.Notes = append(out.Notes, w.T("row.note", "date", w.Date(n.At), "name", n.By, "state", w.T("copystate."+string(n.State))))
		}
	}
	return out
}

// page is what the template is filled with.
type page struct {
	Title, Made, Checksum, Copies, None, Sign, Lang string
	Entries                                         []entry
}

// The page stands alone: no script, nothing fetched. Each disposal is a table
// with headings at its rows, so that it reads well aloud and prints whole.
var layout = template.Must(template.New("protocol").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<style>
body { font: 11pt/1.45 Georgia, serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1f2a2e; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 0 0 .3em; }
article { border-top: 1px solid #8a8f8c; padding: 1em 0; break-inside: avoid; }
table { border-collapse: collapse; } th { text-align: left; font-weight: normal; color: #59666b; padding-right: 1.5em; vertical-align: top; white-space: nowrap; }
td { overflow-wrap: anywhere; } ul { margin: .3em 0; } .state { font-weight: bold; }
.sign { margin-top: 3em; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p>{{.Made}}</p>
<p>{{.Checksum}}</p>
{{- $copies := .Copies}}{{$none := .None}}
{{range .Entries}}
<article>
<h2>{{.Code}} – {{.Matter}}</h2>
<p class="state">{{.State}}</p>
<table>
{{range .Facts}}<tr><th scope="row">{{.Name}}</th><td>{{.Value}}</td></tr>
{{end}}</table>
<p>{{$copies}}</p>
{{if .Copies}}<ul>
{{range .Copies}}<li>{{.What}}: <strong>{{.State}}</strong>{{range .Notes}}<br>{{.}}{{end}}</li>
{{end}}</ul>{{else}}<p>{{$none}}</p>{{end}}
</article>
{{end}}
<p class="sign">{{.Sign}}</p>
</body>
</html>
`))

// WriteHTML writes the protocol as a page to read and print. lang is the
// language of the words, such as "sv".
func WriteHTML(out io.Writer, rows []app.Disposal, unit, lang string, made time.Time, w Words) error {
	p := page{
		Title: w.T("protocol.title", "unit", unit), Made: w.T("protocol.made", "date", w.Date(made), "time", w.Clock(made), "n", len(rows)),
		Checksum: w.T("protocol.checksum.how"), Copies: w.T("disposal.copies"), None: w.T("disposal.copies.none"),
		Sign: w.T("protocol.sign"), Lang: lang, Entries: entries(rows, w),
	}
	if err := layout.Execute(out, p); err != nil {
		return fmt.Errorf("protocol: %w", err)
	}
	return nil
}

// WriteCSV writes the protocol as a table, one line a disposal.
func WriteCSV(out io.Writer, rows []app.Disposal, w Words) error {
	head := []string{w.T("protocol.code"), w.T("protocol.matter")}
	for _, name := range factNames {
		head = append(head, w.T("protocol."+name))
	}
	head = append(head, w.T("disposal.copies"), w.T("protocol.left"))
	table := [][]string{head}
	for n, e := range entries(rows, w) {
		line := []string{e.Code, e.Matter}
		for _, f := range e.Facts {
			line = append(line, f.Value)
		}
		var copies []string
		for _, c := range e.Copies {
			copies = append(copies, strings.Join(append([]string{c.What + ": " + c.State}, c.Notes...), " | "))
		}
		table = append(table, append(line, strings.Join(copies, "\n"), strconv.Itoa(rows[n].Left())))
	}
	return app.WriteTable(out, table)
}
