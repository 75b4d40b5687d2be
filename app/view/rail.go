package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

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
		f.parts.rail = append(f.parts.rail, b)
		if p.Last {
			last = append(last, b)
		} else {
			top = append(top, b)
		}
	}
	return container.New(railLayout{}, widget.Stack(theme.Gap4, top...), widget.Stack(theme.Gap4, last...))
}

// railLayout puts one stack at the top and one at the bottom.
type railLayout struct{}

func (railLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := size.Width - 2*theme.Gap8
	for _, s := range o {
		s.Resize(fyne.NewSize(w, s.MinSize().Height))
	}
	o[0].Move(fyne.NewPos(theme.Gap8, theme.Gap16))
	o[1].Move(fyne.NewPos(theme.Gap8, size.Height-o[1].MinSize().Height-theme.Gap12))
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
	for i := range 9 {
		c.AddShortcut(digit(i+1), f.shortcut)
	}
	c.AddShortcut(lockKey, f.shortcut)
}

func digit(n int) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(strconv.Itoa(n)), Modifier: fyne.KeyModifierShortcutDefault}
}

var lockKey = &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault}

func (f *Frame) key(ev *fyne.KeyEvent) {
	if f.busyOver() {
		if ev.Name == fyne.KeyEscape && f.ask != nil {
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

// busyOver reports whether a dialog or the cover lies over the room.
func (f *Frame) busyOver() bool { return f.ask != nil || f.cover != nil }

// shortcut goes to the room with a digit, or locks.
func (f *Frame) shortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || f.busyOver() || f.places == nil || c.Modifier != fyne.KeyModifierShortcutDefault {
		return
	}
	if c.KeyName == fyne.KeyL {
		f.LockUp()
		return
	}
	n, err := strconv.Atoi(string(c.KeyName))
	if err != nil || f.ownKeys() {
		return
	}
	for _, p := range f.places {
		if p.Hidden {
			continue
		}
		if n--; n == 0 {
			f.Go(p.ID)
			return
		}
	}
}

func (f *Frame) ownKeys() bool {
	for _, p := range f.places {
		if p.ID == f.here {
			return p.OwnKeys
		}
	}
	return false
}
