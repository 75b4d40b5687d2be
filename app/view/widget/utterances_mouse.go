package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
)

// Clicks nearer than these in time and place belong together.
const (
	clickTime          = 400 * time.Millisecond
	clickRoom  float32 = 4
	mostClicks         = 3
)

// clicks counts clicks: one sets the caret, two take the word, three the
// utterance; a drag after them goes on by what they took.
type clicks struct {
	n        int
	at       time.Time
	where    fyne.Position
	from, to transcript.Place // what the first took
	down     bool
}

var (
	_ desktop.Mouseable      = (*editor)(nil)
	_ desktop.Cursorable     = (*editor)(nil)
	_ fyne.Draggable         = (*editor)(nil)
	_ fyne.SecondaryTappable = (*editor)(nil)
)

// Cursor implements [desktop.Cursorable].
func (e *editor) Cursor() desktop.Cursor { return desktop.TextCursor }

// MouseDown implements [desktop.Mouseable].
func (e *editor) MouseDown(ev *desktop.MouseEvent) {
	u := e.u
	u.Focus()
	u.kit.Active()
	at := u.spotAt(ev.Position)
	if ev.Button == desktop.MouseButtonSecondary {
		if !u.chosenAt(at.Place) {
			u.moveTo(at, false)
		}
		return
	}
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	if m, ok := u.markAt(ev.Position); ok && u.hooks.Mark != nil {
		u.hooks.Mark(m)
		return
	}
	c, now := &e.clicks, time.Now()
	off := ev.Position.Subtract(c.where)
	if now.Sub(c.at) > clickTime || off.X*off.X+off.Y*off.Y > clickRoom*clickRoom {
		c.n = 0
	}
	c.n, c.at, c.where, c.down = c.n%mostClicks+1, now, ev.Position, true
	if c.n == 1 && (ev.Modifier|e.mods())&fyne.KeyModifierShift != 0 {
		u.moveTo(at, true)
		c.from, c.to = u.anchor, u.anchor
		return
	}
	c.from, c.to = u.taken(at.Place, c.n)
	if c.n == 1 {
		u.moveTo(at, false)
		return
	}
	u.SelectRange(c.from, c.to)
}

// MouseUp implements [desktop.Mouseable].
func (e *editor) MouseUp(*desktop.MouseEvent) {
	if e.clicks.down && e.clicks.n == 1 {
		e.u.clicked()
	}
	e.clicks.down = false
}

// Dragged implements [fyne.Draggable]: the selection reaches to the mouse, by
// words or utterances after two or three clicks.
func (e *editor) Dragged(ev *fyne.DragEvent) {
	c := &e.clicks
	if !c.down {
		return
	}
	u := e.u
	at := u.spotAt(ev.Position)
	from, to := u.taken(at.Place, c.n)
	anchor, caret := c.from, to
	if first, _ := u.doc.Ordered(c.from, from); first != c.from {
		anchor, caret = c.to, from
	}
	if c.n == 1 {
		anchor, caret = c.from, at.Place
	}
	if u.anchor == anchor && u.caret == caret {
		return
	}
	u.choose(anchor, spot{caret, c.n == 1 && at.upper})
}

// DragEnd implements [fyne.Draggable].
func (e *editor) DragEnd() { e.clicks.down = false }

// taken is what clicks at a place take.
func (u *Utterances) taken(p transcript.Place, clicks int) (from, to transcript.Place) {
	s := u.utterance(p.ID).Text
	from, to = p, p
	switch clicks {
	case 2:
		from.Pos, to.Pos = transcript.WordAt(s, p.Pos)
	case 3:
		from.Pos = 0
		to = u.endOf(max(u.geo.index(p.ID), 0))
	}
	return from, to
}

// chosenAt reports whether a place lies in what is selected.
func (u *Utterances) chosenAt(p transcript.Place) bool {
	from, to, ok := u.Selection()
	if !ok {
		return false
	}
	a, _ := u.doc.Ordered(from, p)
	b, _ := u.doc.Ordered(p, to)
	return a == from && b == p
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (e *editor) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if c == nil {
		return
	}
	c.Focus(e)
	clipboard := fyne.CurrentApp().Clipboard()
	t := e.u.kit.Text
	item := func(key string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(t.T(key), func() { e.TypedShortcut(s) })
	}
	menu := fyne.NewMenu("",
		item("edit.undo", &fyne.ShortcutUndo{}), item("edit.redo", &fyne.ShortcutRedo{}), fyne.NewMenuItemSeparator(),
		item("edit.cut", &fyne.ShortcutCut{Clipboard: clipboard}), item("edit.copy", &fyne.ShortcutCopy{Clipboard: clipboard}),
		item("edit.paste", &fyne.ShortcutPaste{Clipboard: clipboard}), item("edit.selectAll", &fyne.ShortcutSelectAll{}))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Add(ev.Position)
	fw.ShowPopUpMenuAtPosition(menu, c, at)
}
