package desk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// approval says that the text was checked against the whole sound
// ("genomlyssnad"). It can be said when everything was listened to, or else with
// a reason. What is changed afterwards leaves it and is said beside it.
type approval struct {
	r     *Room
	is    *app.HeardThrough
	field *widget.Entry // the reason
	guard *fyne.Container
	asked bool // a button was pressed without the reason it needs
}

func newApproval(r *Room) *approval { return &approval{r: r, is: r.m.HeardThrough} }

// objects are its part of the side.
func (a *approval) objects(kit *widget.Kit) []fyne.CanvasObject {
	t := kit.Text
	if a.is != nil {
		words := t.T("desk.through.on", "date", t.Date(a.is.At))
		if a.is.Edited {
			words = t.T("desk.through.edited", "date", t.Date(a.is.At))
		}
		objs := []fyne.CanvasObject{kit.Strong(words)}
		if a.is.Reason != "" {
			objs = append(objs, kit.Muted(t.T("desk.through.reason", "reason", a.is.Reason)))
		}
		return []fyne.CanvasObject{widget.Stack(theme.Gap8, append(objs, widget.Row(kit.Button("desk.through.undo", t.T("desk.through.undo"), func() { a.store(nil) })))...)}
	}
	press := kit.Button("desk.through", t.T("desk.through"), a.say)
	if a.r.coverage.whole() {
		return []fyne.CanvasObject{widget.Row(press)}
	}
	if a.field == nil {
		a.field = kit.Entry("desk.through.why", t.T("desk.through.why")).Named(t.T("desk.through.named"))
		a.field.OnChange = func(s string) {
			if letters := []rune(s); len(letters) > app.MaxReason {
				a.field.SetText(string(letters[:app.MaxReason]))
			}
		}
		a.field.OnSubmit = a.say
		a.guard = kit.Guard(a.field)
	}
	how := t.T("desk.through.how")
	if a.asked {
		how = t.T("desk.through.ask")
	}
	return []fyne.CanvasObject{kit.Muted(how), a.field, a.guard, widget.Row(press)}
}

// say marks the text as listened through, if it may be.
func (a *approval) say() {
	h := &app.HeardThrough{At: a.r.d.Now()}
	if !a.r.coverage.whole() {
		if a.field != nil {
			h.Reason = strings.TrimSpace(a.field.Text())
		}
		if h.Reason == "" {
			a.asked = true
			a.r.coverage.fill()
			return
		}
	}
	a.asked = false
	a.store(h)
}

// store writes it after what was typed before, so that this does not count as
// changed afterwards. It is shown once it is in the vault.
func (a *approval) store(h *app.HeardThrough) {
	a.r.saver.flush()
	a.r.saver.saveState()
	a.r.saver.add(job{write: func(ctx context.Context) error {
		if err := a.r.m.Text.SetHeardThrough(ctx, h); err != nil {
			return err
		}
		a.r.d.Bus.Do(func() {
			if !a.r.closed {
				a.is = h
				a.r.coverage.fill()
				a.r.d.Bus.Trace("desk", throughCode(h))
			}
		})
		return nil
	}})
}

// changed notes that the text was changed after it had been listened through.
func (a *approval) changed() {
	if a.is != nil && !a.is.Edited {
		is := *a.is
		is.Edited = true
		a.is = &is
		a.r.coverage.made = false // shown when typing pauses
	}
}

// throughCode names what was stored in the trace.
func throughCode(h *app.HeardThrough) string {
	if h == nil {
		return "unapproved"
	}
	return "approved"
}
