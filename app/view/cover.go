package view

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// cover hides everything while something must not be interrupted. It is
// lifted by the passphrase; when what was held is done, the session is locked
// for real.
type cover struct {
	veil   *veil
	sign   *widget.Sign
	cancel func() // stops a check of the passphrase that is under way
	done   bool
}

// LockUp locks the session, or covers the window while something is held:
// locking never stops a recording.
func (f *Frame) LockUp() {
	if f.cover != nil {
		return
	}
	f.d.Bus.Trace("lock")
	held := f.d.Held()
	if held == "" {
		f.leave()
		f.d.Lock()
		return
	}
	f.coverUp(held)
}

func (f *Frame) coverSign() *widget.Sign {
	if f.cover == nil {
		return nil
	}
	return f.cover.sign
}

// Covered reports whether the cover hides the window.
func (f *Frame) Covered() bool { return f.cover != nil }

func (f *Frame) coverUp(held string) {
	k := f.d.Kit
	c := f.d.Window.Canvas()
	c.Unfocus()
	cv := &cover{cancel: func() {}}
	field := k.Password("cover.passphrase", f.t("cover.passphrase"))
	answer := widget.Stack(theme.Gap12)
	show := k.Primary("cover.show", f.t("cover.show"), func() { f.lift(cv, field, answer) })
	field.OnSubmit = func() { f.lift(cv, field, answer) }
	buttons := []fyne.CanvasObject{show}
	if f.d.StopHeld != nil {
		buttons = append(buttons, k.Button("cover.stop", f.t("cover.stop."+held), f.d.StopHeld))
	}
	cv.sign = k.Sign() // whoever sits there may know that it records
	cv.sign.Hide()
	cv.veil = newVeil(widget.Stack(theme.Gap16,
		k.Big(f.t("cover.title")), cv.sign, k.Body(f.t("cover."+held)), k.Body(f.t("cover.how")),
		field, answer, widget.Row(buttons...)), dialogWidth)
	cv.veil.solid = true
	f.cover = cv
	f.refreshSign()
	c.Overlays().Add(cv.veil)
	cv.veil.Resize(c.Size())
	f.d.Bus.Trace("covered", held)
	c.Focus(field)
}

// lift checks the passphrase and shows the window again.
func (f *Frame) lift(cv *cover, field *widget.Entry, answer *fyne.Container) {
	if cv.done || field.Disabled() {
		return
	}
	pass := field.Text()
	field.SetText("")
	field.Disable()
	answer.Objects = []fyne.CanvasObject{f.d.Kit.Body(f.t("cover.checking"))}
	answer.Refresh()
	cv.veil.Refresh()
	cv.cancel = bus.Load(f.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, f.d.Check(ctx, pass)
	}, nil, func(_ struct{}, err error) {
		if cv.done {
			return
		}
		field.Enable()
		if err == nil {
			f.uncover()
			return
		}
		answer.Objects = []fyne.CanvasObject{f.d.Kit.Problem(err)}
		answer.Refresh()
		cv.veil.Refresh()
		f.d.Window.Canvas().Focus(field)
	})
}

func (f *Frame) uncover() {
	cv := f.cover
	cv.done = true
	f.cover = nil
	cv.cancel()
	f.d.Window.Canvas().Overlays().Remove(cv.veil)
	f.d.Bus.Trace("uncovered")
	switch {
	case f.ask != nil: // a dialog that was open before
		f.d.Window.Canvas().FocusNext()
	case f.room != nil:
		f.room.Focus()
	}
}

// releaseCover locks for real once nothing is held any more.
func (f *Frame) releaseCover() {
	if f.cover == nil || f.d.Held() != "" {
		return
	}
	f.cover.done = true
	f.cover.cancel()
	f.leave()
	f.d.Lock()
}
