// Package sheet is the APT-blad: the year's plan on one page, for the meeting
// where everybody hears of it.
package sheet

import (
	"strconv"
	"strings"
	"time"

	"barnrost/app/report"
	"barnrost/app/round"
)

// Words gives the words of the page; [text.Table] is one.
type Words interface {
	T(key string, pairs ...any) string
	N(key string, n int, pairs ...any) string
	Date(time.Time) string
}

// asked are what each interviewer is asked to do, in the order of the year; the
// words lie under sheet.ask.<name>.
var asked = []string{"interview", "transcribe", "read", "seminar"}

// Of makes the page of a plan for a unit.
func Of(p round.Plan, unit string, w Words) report.Document {
	d := report.Document{Title: w.T("sheet.title", "year", p.Year)}
	add := func(blocks ...report.Block) { d.Blocks = append(d.Blocks, blocks...) }
	heading := func(key string) { add(report.Heading{Level: 2, Text: w.T(key)}) }
	if unit != "" {
		add(report.Paragraph{Spans: []report.Span{{Text: unit, Look: report.Strong}}})
	}
	add(report.Text(w.T("sheet.why")))

	heading("sheet.dates")
	table := report.Table{Head: []string{w.T("sheet.what"), w.T("sheet.when")}}
	for _, name := range round.Dates {
		table.Rows = append(table.Rows, []string{w.T("plan.date." + string(name)), when(p.Dates[name], w)})
	}
	add(table)

	heading("sheet.ask")
	list := report.List{}
	for _, name := range asked {
		list.Items = append(list.Items, w.T("sheet.ask."+name))
	}
	add(report.Text(w.T("sheet.ask.how")), list)

	heading("plan.people")
	if len(p.Interviewers) == 0 {
		add(report.Text(w.T("sheet.people.open")))
	} else {
		add(report.Text(strings.Join(whole(p.Interviewers), ", ") + "."))
	}
	add(report.Text(w.T("sheet.people.how")))

	if wishes := wishes(p, w); wishes != "" {
		heading("plan.voices")
		add(report.Text(w.T("sheet.voices") + " " + wishes + "."))
	}
	add(report.Text(w.T("sheet.end")))
	return d
}

// whole keeps each name on one line.
func whole(names []string) []string {
	kept := make([]string, len(names))
	for i, name := range names {
		kept[i] = strings.ReplaceAll(name, " ", "\u00a0")
	}
	return kept
}

// when writes a date with its weekday and week.
func when(day round.Day, w Words) string {
	if day.IsZero() {
		return w.T("plan.date.open")
	}
	return w.T("plan.day", "weekday", w.T("weekday."+strconv.Itoa(int(day.Weekday()))), "date", w.Date(day.Noon()), "week", day.Week())
}

// wishes lists the voices that the unit wants to hear more of.
func wishes(p round.Plan, w Words) string {
	var parts []string
	for _, voice := range round.Voices {
		if n := p.Voices[voice]; n > 0 {
			parts = append(parts, w.T("plan.voices.line", "voice", w.T("plan.voice."+string(voice)), "n", n))
		}
	}
	return strings.Join(parts, ", ")
}
