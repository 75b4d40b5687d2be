package view

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// cover hides everything while something must not be interrupted. It is
// lifted by the passphrase; when what was held is done, the session ends for
// real.
type cover struct {
	veil    *veil
	sign    *widget.Sign
	what    *widget.Label // what is held
	how     *widget.Label // what happens once it is done
	buttons *fyne.Container
	show    *widget.Button
	held    string // what the words tell of
	closing bool   // the program is to end, not only the session
	cancel  func() // stops a check of the passphrase that is under way
	reveal  func(fyne.CanvasObject)
	done    bool
}

// LockUp locks the session, or covers the window while something is held:
// locking never stops a recording.
func (f *Frame) LockUp() {
	f.d.Bus.Trace("lock")
	f.finish(false)
}

// CloseUp ends the program, or covers the window until what is held is done;
// then it ends by itself.
func (f *Frame) CloseUp() {
	f.d.Bus.Trace("close")
	f.finish(true)
}

func (f *Frame) finish(closing bool) {
	held := f.d.Held()
	switch {
	case f.cover != nil:
		f.cover.closing = f.cover.closing || closing
		f.tellHeld(held)
	case held != "":
		f.coverUp(held, closing)
	default:
		f.leave()
		if held := f.d.Held(); held != "" { // the room's last words do not go in
			f.coverUp(held, closing)
			return
		}
		f.goDark(closing)
		f.end(closing)
	}
}

// goDark hides what the closed room still shows while the last of it is
// written.
func (f *Frame) goDark(closing bool) {
	f.idle.end()
	words := f.t("frame.locking")
	if closing {
		words = f.t("frame.closing")
	}
	c := f.d.Window.Canvas()
	v := newVeil(f.d.Kit.Body(words), dialogWidth)
	v.solid = true
	c.Overlays().Add(v)
	v.Resize(c.Size())
}

// clearClipboard takes off the clipboard what was copied here, unless something
// else lies there by now. A system that keeps a history of it has its own copy.
func (f *Frame) clearClipboard() {
	clip := fyne.CurrentApp().Clipboard()
	if f.copied != "" && clip.Content() == f.copied {
		clip.SetContent("")
		f.d.Bus.Trace("clipboard", "cleared")
	}
	f.copied = ""
}

func (f *Frame) end(closing bool) {
	f.clearClipboard()
	if closing && f.d.Quit != nil {
		f.d.Quit()
		return
	}
	f.d.Lock()
}

// signs are the recording signs that are shown, some of them nil.
func (f *Frame) signs() []*widget.Sign {
	shown := []*widget.Sign{f.parts.sign}
	if f.cover != nil {
		shown = append(shown, f.cover.sign)
	}
	if f.blind != nil {
		shown = append(shown, f.blind.sign)
	}
	return shown
}

// Covered reports whether the cover hides the window.
func (f *Frame) Covered() bool { return f.cover != nil }

// hiding is what hides the window: the cover, the blind, or nil.
func (f *Frame) hiding() fyne.CanvasObject {
	switch {
	case f.cover != nil:
		return f.cover.veil
	case f.blind != nil:
		return f.blind
	}
	return nil
}

// lay puts a dialog over the window, but under what hides it.
func (f *Frame) lay(dialog fyne.CanvasObject) {
	c := f.d.Window.Canvas()
	over, focused := f.hiding(), c.Focused()
	if over == nil {
		c.Overlays().Add(dialog)
		return
	}
	c.Overlays().Remove(over)
	c.Overlays().Add(dialog)
	c.Overlays().Add(over)
	if focused != nil {
		c.Focus(focused)
	}
}

// unlay takes something off the window. Fyne takes off all that lies above it
// too: what hides the window is put back.
func (f *Frame) unlay(o fyne.CanvasObject) {
	c := f.d.Window.Canvas()
	over, focused := f.hiding(), c.Focused()
	c.Overlays().Remove(o)
	if over == nil || over == o {
		return
	}
	c.Overlays().Add(over)
	if focused != nil {
		c.Focus(focused)
	}
}

func (f *Frame) coverUp(held string, closing bool) {
	k := f.d.Kit
	f.idle.end() // it is as good as locked
	c := f.d.Window.Canvas()
	if f.blind != nil {
		f.unlay(f.blind)
		f.blind = nil
	}
	c.Unfocus()
	cv := &cover{cancel: func() {}, closing: closing, what: k.Body(""), how: k.Body("")}
	field := k.Password("cover.passphrase", f.t("cover.passphrase"))
	answer := widget.Stack(theme.Gap12)
	cv.show = k.Primary("cover.show", f.t("cover.show"), func() { f.lift(cv, field, answer) })
	field.OnSubmit = func() { f.lift(cv, field, answer) }
	cv.buttons = widget.Row()
	cv.sign = k.Sign() // whoever sits there may know that it records
	cv.sign.Hide()
	var first fyne.Focusable = field
	if f.bare { // nothing is behind it that the passphrase would guard
		cv.show = k.Primary("cover.show", f.t("cover.show"), f.uncover)
		first = cv.show
		field.Hide()
	}
	cv.veil = newVeil(widget.Stack(theme.Gap16,
		k.Big(f.t("cover.title")), cv.sign, cv.what, cv.how, field, answer, cv.buttons), dialogWidth)
	cv.veil.solid = true
	cv.reveal = f.revealIn(cv.veil)
	f.cover = cv
	f.tellHeld(held)
	f.refreshSign()
	c.Overlays().Add(cv.veil)
	cv.veil.Resize(c.Size())
	f.d.Bus.Trace("covered", held)
	c.Focus(first)
}

// tellHeld says on the cover what is held now and how it ends: a recording
// that was stopped is still being stored, and an import may outlast it.
func (f *Frame) tellHeld(held string) {
	cv, ending := f.cover, ""
	if cv.closing {
		ending = ".close"
	}
	now := held + ending
	if held == "" || now == cv.held {
		return
	}
	cv.held = now
	cv.what.SetText(f.t("cover." + held))
	how := "cover.how" + ending
	if f.bare {
		how += ".bare"
	}
	cv.how.SetText(f.t(how))
	buttons := []fyne.CanvasObject{cv.show}
	if stop := "cover.stop." + held + ending; f.d.StopHeld != nil && f.d.Kit.Text.Has(stop) {
		buttons = append(buttons, f.d.Kit.Button("cover.stop", f.t(stop), f.d.StopHeld))
	}
	cv.buttons.Objects = buttons
	cv.buttons.Refresh()
	cv.veil.Refresh()
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
	f.d.Kit.Reveal = cv.reveal
	cv.cancel()
	f.unlay(cv.veil)
	if !f.bare {
		f.idle.begin()
	}
	f.d.Bus.Trace("uncovered")
	switch {
	case f.ask != nil: // a dialog that was open before
		f.d.Window.Canvas().FocusNext()
	case f.room != nil:
		f.room.Focus()
	case len(f.places) > 0: // it was left before its last words went in
		f.Go(f.places[0].ID)
	}
}

// releaseCover ends the session for real once nothing is held any more.
func (f *Frame) releaseCover() {
	if f.cover == nil {
		return
	}
	if held := f.d.Held(); held != "" {
		f.tellHeld(held)
		return
	}
	f.leave()
	if held := f.d.Held(); held != "" { // the room's last words do not go in
		f.tellHeld(held)
		return
	}
	f.cover.done = true
	f.cover.cancel()
	f.end(f.cover.closing)
}
