package transcript

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// Paper is a transcript as somebody reads it outside the program.
type Paper struct {
	Title      string // the interview's label, such as TALL-27
	Label      string // such as "Inte avidentifierad"; "" for none
	Utterances []Utterance
	Marks      []Mark
	Names      Names // of speakers who have one

	// Speaker and Mark give words: "Barn", "nickar". A nil one falls back on
	// the value itself.
	Speaker func(Speaker) string
	Mark    func(Mark) string
	// OtherMark gives a marker's word in another language that the text may have
	// been written in; nil for none.
	OtherMark func(Mark) string
}

func (p Paper) speaker(s Speaker) string {
	if name := p.Names.Of(s); name != "" {
		return name
	}
	if p.Speaker == nil {
		return string(s)
	}
	return p.Speaker(s)
}

func (p Paper) mark(m Mark) string {
	if p.Mark == nil {
		return "[" + string(m.Kind) + "]"
	}
	return "[" + p.Mark(m) + "]"
}

// Unwritten returns the marks that the text does not say itself, in the order of
// time: a nod that the typist has written in is read once.
func (p Paper) Unwritten() []Mark {
	marks := slices.SortedStableFunc(slices.Values(p.Marks), func(a, b Mark) int { return int(a.At - b.At) })
	return Unused(p.Utterances, marks, func(m Mark) string {
		return strings.Trim(p.mark(m), "[]")
	}, p.OtherMark)
}

// line is one utterance with its words filled in.
type line struct {
	Time, Speaker, Class, Text string
	Marks                      []string
}

func (p Paper) lines() []line {
	before, with := PlaceMarks(p.Utterances, p.Unwritten())
	var out []line
	for _, m := range before {
		out = append(out, line{Time: stamp(m.At), Marks: []string{p.mark(m)}})
	}
	for _, u := range p.Utterances {
		l := line{Time: stamp(u.Start), Speaker: p.speaker(u.Speaker), Class: string(u.Speaker), Text: u.Text}
		for _, m := range with[u.ID] {
			l.Marks = append(l.Marks, p.mark(m))
		}
		out = append(out, l)
	}
	return out
}

// stamp writes hh:mm:ss: the same width on every line of a file.
func stamp(ms int64) string {
	s := ms / 1000
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Text returns the paper as plain UTF-8 text: title, label, then one utterance
// a line; the lines of one utterance after the first are indented.
func Text(p Paper) []byte {
	var b strings.Builder
	b.WriteString(p.Title + "\n")
	if p.Label != "" {
		b.WriteString(p.Label + "\n")
	}
	b.WriteByte('\n')
	for _, l := range p.lines() {
		parts := []string{l.Time}
		if l.Speaker != "" {
			parts = append(parts, l.Speaker+":")
		}
		if l.Text != "" {
			parts = append(parts, strings.ReplaceAll(l.Text, "\n", "\n         "))
		}
		b.WriteString(strings.Join(append(parts, l.Marks...), " ") + "\n")
	}
	return []byte(b.String())
}

// page is deliberately one file without a script or anything from outside.
var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 1rem/1.55 "Noto Sans", system-ui, sans-serif; color: #1F2A2E; background: #FAF7F1; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 5rem 7rem 1fr; margin: 0 0 .75rem; }
time { color: #59666B; font-size: .85rem; line-height: 1.8; }
b { font-weight: 600; }
.interviewer b { color: #0B5C8A; }
.child b { color: #8A3E0B; }
.interpreter b { color: #5E4AA0; }
.other b { color: #4A6018; }
.other2 b { color: #96285C; }
.other3 b { color: #0F6B50; }
.other4 b { color: #6F5300; }
.other5 b { color: #4A5A78; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; grid-column: 3; }
.label { border: 1px solid #8A8F8C; padding: .5rem .75rem; margin: 0 0 1.5rem; font-weight: 600; }
@media (max-width: 34rem) { li { grid-template-columns: 5rem 1fr; } p { grid-column: 1 / -1; } }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{with .Label}}<p class="label">{{.}}</p>
{{end}}<ol>
{{range .Lines}}<li{{with .Class}} class="{{.}}"{{end}}><time>{{.Time}}</time> <b>{{with .Speaker}}{{.}}:{{end}}</b> <p>{{.Text}}{{range .Marks}} <i>{{.}}</i>{{end}}</p></li>
{{end}}</ol>
</main>
</body>
</html>
`))

// HTML returns the paper as one accessible page in Swedish: one h1, nothing
// loaded from anywhere, no script.
func HTML(p Paper) ([]byte, error) {
	var b bytes.Buffer
	err := page.Execute(&b, struct {
		Title, Label string
		Lines        []line
	}{p.Title, p.Label, p.lines()})
	if err != nil {
		return nil, fmt.Errorf("transcript: page: %w", err)
	}
	return b.Bytes(), nil
}
