package disposal

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// row shows one row of the protocol, and follows up its copies.
func (r *Room) row(id app.ID) {
	at := slices.IndexFunc(r.have.rows, func(d app.Disposal) bool { return d.ID == id })
	if at < 0 {
		return // it is on its way: the page is drawn again when it has come
	}
	d, k := r.have.rows[at], r.d.Kit
	r.code = d.Code
	fact := func(key string, pairs ...any) fyne.CanvasObject { return k.Body(r.t(key, pairs...)) }
	objs := []fyne.CanvasObject{k.Title(r.t("matter." + string(d.Matter))), k.Strong(text.Capital(r.leftOf(d)))}
	facts := []fyne.CanvasObject{
		fact("row.when", "date", k.Text.Date(d.At), "time", k.Text.Clock(d.At)),
		fact("row.who", "name", d.By, "role", strings.ToLower(r.t("role."+string(d.Role)))),
		fact("row.month", "month", r.month(d.Month)),
	}
	if d.Millis() > 0 {
		facts = append(facts, fact("row.length", "length", k.Text.Minutes(d.Millis())))
	}
	facts = append(facts, fact("row.support", "support", r.support(d.Support)), fact("row.method", "method", r.t("method."+d.Method)))
	for _, p := range d.Parts {
		facts = append(facts, k.Muted(r.t("row.checksum", "what", r.t("matter.the."+string(p.Matter)), "sum", grouped(p.Checksum))))
	}
	objs = append(objs, widget.Card(theme.Gap16, widget.Stack(theme.Gap4, facts...)))
	back := k.Button("disposal.back", r.t("disposal.back"), r.home)
	first := fyne.Focusable(back)
	if len(d.Copies) > 0 {
		section, mark := r.copies(d)
		if mark != nil {
			first = mark
		}
		objs = append(objs, section)
	}
	objs = append(objs, r.told()...)
	r.page("row", first, append(objs, widget.Row(back))...)
}

// copies shows each copy with how it stands, what was said of it before, and
// what can be said of it now. It returns the first button.
func (r *Room) copies(d app.Disposal) (fyne.CanvasObject, fyne.Focusable) {
	k := r.d.Kit
	var first fyne.Focusable
	objs := []fyne.CanvasObject{k.Muted(r.t("row.copies.how"))}
	for n, c := range d.Standing() {
		lines := []fyne.CanvasObject{k.Body(r.copyLine(c))}
		for _, note := range d.Notes {
			if note.Ref == c.Ref {
				lines = append(lines, k.Muted(r.t("row.note", "date", k.Text.Date(note.At), "name", note.By, "state", r.t("copystate."+string(note.State)))))
			}
		}
		var buttons []fyne.CanvasObject
		for _, s := range []app.CopyState{app.CopyGone, app.CopyLocked, app.CopyLeft} {
			if s == c.State {
				continue
			}
			mark := k.Button("disposal.copy."+strconv.Itoa(n+1)+"."+string(s), r.t("row.copy."+string(s)), func() {
				r.write(func(ctx context.Context) error { return r.d.Book.NoteCopy(ctx, d.ID, c.Ref, s) }, func() {
					r.d.Bus.Trace("disposal", "noted")
				})
			})
			if first == nil && c.State != app.CopyGone {
				first = mark
			}
			buttons = append(buttons, mark)
		}
		objs = append(objs, widget.Stack(theme.Gap4, append(lines, widget.Row(buttons...))...))
	}
	return r.section("disposal.copies", widget.Stack(theme.Gap16, objs...)), first
}

// month writes "2027-02" as "februari 2027".
func (r *Room) month(s string) string {
	year, m, ok := strings.Cut(s, "-")
	n, err := strconv.Atoi(m)
	if !ok || err != nil || n < 1 || n > 12 {
		return s
	}
	return r.t("month."+strconv.Itoa(n)) + " " + year
}

// grouped writes a checksum in groups of eight, so that it can be compared by
// eye and breaks where the width ends.
func grouped(sum string) string {
	var parts []string
	for len(sum) > 8 {
		parts, sum = append(parts, sum[:8]), sum[8:]
	}
	return strings.Join(append(parts, sum), " ")
}
