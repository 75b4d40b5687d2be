package logbook

import (
	"strconv"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// act is what was done, in words. A kind of a later version, or of a slip in
// this one, is shown by its code and not left out.
func act(t *text.Table, a app.Act) string {
	if key := "act." + string(a); t.Has(key) {
		return t.T(key)
	}
	return string(a)
}

// detail writes an entry's detail: fingerprints as they are read aloud, with
// whose they are; counts and categories in words.
func detail(t *text.Table, e app.LogEntry) string {
	var parts []string
	for _, word := range strings.Fields(e.Detail) {
		key := "act.detail." + word
		_, notNumber := strconv.Atoi(word)
		switch {
		case strings.Count(word, "-") == 3:
			words := strings.ReplaceAll(word, "-", " · ")
			if e.Person != "" {
				words = e.Person + " (" + words + ")"
			}
			parts = append(parts, words)
		case t.Has(key):
			parts = append(parts, t.T(key))
		case notNumber == nil && t.Has("act.detail."+string(e.Act)):
			parts = append(parts, t.T("act.detail."+string(e.Act), "n", word))
		default:
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, ", ")
}

// about is the interview that an entry was about, "" for none.
func about(t *text.Table, e app.LogEntry) string {
	switch {
	case e.Gone && e.Code != "":
		return t.T("log.gone.code", "code", e.Code)
	case e.Gone:
		return t.T("log.gone")
	}
	return e.Code
}

// at is a time as a person says it.
func at(t *text.Table, d time.Time) string {
	return t.T("log.at", "date", t.Date(d), "time", t.Clock(d))
}

// row is an entry as the list shows it.
func row(t *text.Table, e app.LogEntry) widget.RowText {
	if e.Act == "" {
		return widget.RowText{Title: t.T("log.lost", "n", e.Seq), Detail: between(t, e), Alert: true}
	}
	title := act(t, e.Act)
	if on := about(t, e); on != "" {
		title += " – " + on
	}
	parts := []string{at(t, e.At)}
	if d := detail(t, e); d != "" {
		parts = append(parts, d)
	}
	if e.Broken {
		parts = append(parts, t.T("log.broken.here"))
	}
	return widget.RowText{Title: title, Detail: strings.Join(parts, ", "), Alert: e.Broken}
}

// between says when a row that cannot be read was written.
func between(t *text.Table, e app.LogEntry) string {
	switch {
	case e.At.IsZero() && e.Until.IsZero():
		return t.T("log.lost.whole")
	case e.At.IsZero():
		return t.T("log.lost.before", "until", at(t, e.Until))
	case e.Until.IsZero():
		return t.T("log.lost.after", "from", at(t, e.At))
	}
	return t.T("log.lost.between", "from", at(t, e.At), "until", at(t, e.Until))
}

// breaks tells of the broken places, nil where the chain holds.
func breaks(t *text.Table, all []app.LogEntry) []string {
	var places []string
	for _, e := range all {
		switch {
		case !e.Broken:
		case e.Act == "":
			places = append(places, t.T("log.lost", "n", e.Seq)+" "+between(t, e))
		default:
			places = append(places, t.T("log.broken.at", "n", e.Seq, "at", at(t, e.At)))
		}
	}
	return places
}

// table is what is saved: for each row its number, when by the clock here and
// by UTC, what in words and as its code, on which interview, the detail in
// words and as it stands in the log, and whether the chain holds there.
func table(t *text.Table, entries []app.LogEntry) [][]string {
	var head []string
	for _, column := range []string{"nr", "time", "utc", "act", "code", "interview", "detail", "raw", "chain"} {
		head = append(head, t.T("log.column."+column))
	}
	rows := [][]string{head}
	for _, e := range entries {
		chain := t.T("log.chain.whole")
		if e.Broken {
			chain = t.T("log.chain.broken")
		}
		line := []string{strconv.FormatInt(e.Seq, 10), "", "", "", "", "", "", "", chain}
		if e.Act == "" {
			line[3], line[6] = t.T("log.lost", "n", e.Seq), between(t, e)
		} else {
			line[1], line[2] = e.At.Local().Format("2006-01-02 15:04:05"), e.At.UTC().Format(time.RFC3339)
			line[3], line[4], line[5] = act(t, e.Act), string(e.Act), about(t, e)
			line[6], line[7] = detail(t, e), e.Detail
		}
		rows = append(rows, line)
	}
	return rows
}
