package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// buildRail makes the rail: words, each with its Ctrl and digit in order.
func (f *Frame) buildRail(here string) fyne.CanvasObject {
	var top, last []fyne.CanvasObject
	for _, p := range f.places {
		if p.Hidden {
			continue
		}
		b := f.d.Kit.Quiet("rail."+p.ID, f.t("rail."+p.ID), func() { f.Go(p.ID) })
		b.SetMarked(p.ID == here)
		if p.Last {
			last = append(last, b)
		} else {
			top = append(top, b)
		}
	}
	return container.New(railLayout{}, widget.Stack(theme.Gap4, top...), widget.Stack(theme.Gap4, last...), f.parts.sign)
}

// refreshSign shows that a recording runs, whatever room one is in: nothing is
// ever recorded unseen.
func (f *Frame) refreshSign() {
	if f.d.Sign == nil {
		return
	}
	kind, words, clock, on := f.d.Sign()
	for _, s := range f.signs() {
		if s == nil {
			continue
		}
		s.Set(kind, words, clock)
		if on {
			s.Show()
		} else {
			s.Hide()
		}
	}
}

// railLayout puts one stack at the top and one at the bottom.
type railLayout struct{}

func (railLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := size.Width - 2*theme.Gap8
	for _, s := range o[:2] {
		s.Resize(fyne.NewSize(w, s.MinSize().Height))
	}
	o[0].Move(fyne.NewPos(theme.Gap8, theme.Gap16))
	bottom := size.Height - o[1].MinSize().Height - theme.Gap12
	o[1].Move(fyne.NewPos(theme.Gap8, bottom))
	sign := o[2].MinSize()
	o[2].Resize(sign)
	o[2].Move(fyne.NewPos(theme.Gap24, bottom-sign.Height-theme.Gap16))
}

func (railLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width)+2*theme.Gap8, a.Height+b.Height+theme.Gap24)
}

// listenToCanvas takes the keys that go to nobody.
func (f *Frame) listenToCanvas() {
	c := f.d.Window.Canvas()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { f.d.Bus.Guard(func() { f.key(ev) }) })
	c.SetOnTypedRune(func(r rune) { f.d.Bus.Guard(func() { f.rune(r) }) })
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(f.d.Kit.KeyDown)
		d.SetOnKeyUp(f.d.Kit.KeyUp)
	}
	for _, b := range keys.Bindings() {
		if b.Scope != keys.Rooms && b.Scope != keys.Everywhere {
			continue
		}
		for _, k := range b.Strokes {
			if k.Mods != 0 {
				c.AddShortcut(&desktop.CustomShortcut{KeyName: k.Key, Modifier: k.Mods}, f.shortcut)
			}
		}
	}
}

func (f *Frame) key(ev *fyne.KeyEvent) {
	if f.busyOver() {
		if ev.Name == fyne.KeyEscape && f.ask != nil && f.hiding() == nil {
			f.ask.no()
		}
		return
	}
	if r, ok := f.room.(Keyed); ok {
		r.Key(ev)
	}
}

func (f *Frame) rune(c rune) {
	if f.busyOver() {
		return
	}
	if r, ok := f.room.(Keyed); ok {
		r.Rune(c)
	}
}

// busyOver reports whether a dialog, the cover or the blind lies over the room.
func (f *Frame) busyOver() bool { return f.ask != nil || f.hiding() != nil }

// shortcut goes to a room, locks or hides, as the key table says. Locking and
// hiding work through whatever lies over the room.
func (f *Frame) shortcut(s fyne.Shortcut) {
	stroke, ok := keys.OfShortcut(s)
	if !ok || f.places == nil {
		return
	}
	command := keys.Lookup(f.scope(), stroke)
	switch command {
	case keys.Lock:
		f.LockUp()
		return
	case keys.Hide:
		f.Hide()
		return
	}
	n, ok := command.RoomOf()
	if !ok || f.busyOver() {
		return
	}
	for _, p := range f.places {
		if p.Hidden {
			continue
		}
		if n == 0 {
			f.Go(p.ID)
			return
		}
		n--
	}
}

// scope is where the open room's keys are looked up.
func (f *Frame) scope() keys.Scope {
	for _, p := range f.places {
		if p.ID == f.here && p.OwnKeys {
			return keys.Desk
		}
	}
	return keys.Rooms
}
