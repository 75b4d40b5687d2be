package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Item is a line of a list that can be opened: a title, and below it what
// there is to know. It acts as a button does.
type Item struct {
	fw.BaseWidget
	OnTapped func()

	kit           *Kit
	id            string
	title, detail *Label
	focused       bool
	hovered       bool
}

var (
	_ fyne.Focusable    = (*Item)(nil)
	_ fyne.Tappable     = (*Item)(nil)
	_ fyne.Accessible   = (*Item)(nil)
	_ desktop.Hoverable = (*Item)(nil)
)

// Item makes a line of a list.
func (k *Kit) Item(id, title, detail string, act func()) *Item {
	i := &Item{OnTapped: act, kit: k, id: id, title: k.Strong(title), detail: k.Muted(detail)}
	i.ExtendBaseWidget(i)
	return i
}

// ID returns the control's id.
func (i *Item) ID() string { return i.id }

// Tapped implements [fyne.Tappable].
func (i *Item) Tapped(*fyne.PointEvent) {
	if !i.focused {
		focusOn(i)
	}
	i.press()
}

func (i *Item) press() {
	i.kit.trace("tap", i.id)
	if i.OnTapped != nil {
		i.kit.guard(i.OnTapped)
	}
}

// FocusGained implements [fyne.Focusable].
func (i *Item) FocusGained() {
	i.focused = true
	i.kit.gained(i.id, i)
	i.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (i *Item) FocusLost() {
	i.focused = false
	i.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (i *Item) TypedKey(ev *fyne.KeyEvent) {
	if activates(ev) {
		if i.kit.Once(ev.Name) {
			i.press()
		}
		return
	}
	i.kit.passKey(ev)
}

// TypedRune implements [fyne.Focusable].
func (i *Item) TypedRune(r rune) {
	if r != ' ' {
		i.kit.passRune(r)
	}
}

// MouseIn implements [desktop.Hoverable].
func (i *Item) MouseIn(*desktop.MouseEvent) { i.hovered = true; i.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (i *Item) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (i *Item) MouseOut() { i.hovered = false; i.Refresh() }

// KeyDown implements [desktop.Keyable].
func (i *Item) KeyDown(ev *fyne.KeyEvent) { i.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (i *Item) KeyUp(ev *fyne.KeyEvent) { i.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible].
func (i *Item) AccessibilityLabel() string { return i.title.Text() + ", " + i.detail.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (i *Item) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (i *Item) CreateRenderer() fyne.WidgetRenderer {
	r := &itemRenderer{i: i, ground: canvas.NewRectangle(color.Transparent), ring: newRing()}
	r.box = Pad(theme.Gap12, Stack(theme.Gap4, i.title, i.detail))
	r.Refresh()
	return r
}

type itemRenderer struct {
	i      *Item
	ground *canvas.Rectangle
	box    *fyne.Container
	ring   ring
}

func (r *itemRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.box.Resize(size)
	r.ring.around(size)
}

func (r *itemRenderer) MinSize() fyne.Size { return r.box.MinSize() }

func (r *itemRenderer) Refresh() {
	ground := theme.Card
	if r.i.hovered {
		ground = theme.Hover
	}
	r.ground.FillColor = theme.Now(ground)
	r.ground.StrokeColor = theme.Now(theme.Line)
	r.ground.StrokeWidth = 1
	r.ground.Refresh()
	r.box.Refresh()
	r.ring.show(r.i.focused)
}

func (r *itemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.box, r.ring.Rectangle}
}

func (r *itemRenderer) Destroy() {}
