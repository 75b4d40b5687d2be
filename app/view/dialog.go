package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// dialog lies over the window until it is answered. Escape answers no.
type dialog struct {
	f      *Frame
	veil   *veil
	before fyne.Focusable
	under  *dialog
	no     func()

	problem app.Code // what a dialog of [Frame.Problem] tells of
	beneath bool     // opened under what hid the window
	reveal  func(fyne.CanvasObject)
}

// dialogWidth is a comfortable line of text with its margins.
const dialogWidth float32 = 560

// open lays content over the window; no runs at Escape.
func (f *Frame) open(id string, content fyne.CanvasObject, no func()) *dialog {
	c := f.d.Window.Canvas()
	d := &dialog{f: f, under: f.ask, beneath: f.hiding() != nil}
	if !d.beneath {
		d.before = c.Focused()
		c.Unfocus()
	}
	d.no = func() {
		d.close()
		if no != nil {
			no()
		}
	}
	d.veil = newVeil(widget.Card(theme.Gap24, content), dialogWidth)
	if !d.beneath {
		d.reveal = f.revealIn(d.veil)
	}
	d.veil.moved = f.Touched
	f.lay(d.veil)
	d.veil.Resize(c.Size())
	f.ask = d
	f.d.Bus.Trace("dialog", id)
	return d
}

// close takes the dialog away and gives the focus back.
func (d *dialog) close() {
	if d.veil == nil {
		return
	}
	c := d.f.d.Window.Canvas()
	d.f.unlay(d.veil)
	d.veil = nil
	d.f.ask = d.under
	if !d.beneath {
		d.f.d.Kit.Reveal = d.reveal
	}
	switch {
	case d.before != nil:
		c.Focus(d.before)
	case d.beneath && d.f.hiding() == nil && d.under == nil && d.f.room != nil:
		d.f.room.Focus()
	}
}

// revealIn keeps what has the focus in sight in a veil's card, which may be
// higher than a small window, and returns what did so before.
func (f *Frame) revealIn(v *veil) (before func(fyne.CanvasObject)) {
	before = f.d.Kit.Reveal
	f.d.Kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(v.scroll, o) }
	return before
}

// Ask puts a decision that cannot be undone; it is a [widget.Asker]. The
// careful answer has the focus.
func (f *Frame) Ask(q widget.Question, yes func()) {
	k := f.d.Kit
	no := q.No
	if no == "" {
		no = f.t("kit.cancel")
	}
	var d *dialog
	decide := k.Primary
	if q.Danger {
		decide = k.Danger
	}
	objs := []fyne.CanvasObject{k.Title(q.Title)}
	for _, p := range q.Body {
		objs = append(objs, k.Body(p))
	}
	refuse := k.Button(q.ID+".no", no, func() { d.no() })
	objs = append(objs, widget.Row(decide(q.ID+".yes", q.Yes, func() {
		d.close()
		yes()
	}), refuse))
	d = f.open(q.ID, widget.Stack(theme.Gap16, objs...), nil)
	f.d.Window.Canvas().Focus(refuse)
}

// Tell says something that was done where no room says it, until it is put away.
func (f *Frame) Tell(id, title string, body ...string) {
	k := f.d.Kit
	objs := []fyne.CanvasObject{k.Title(title)}
	for _, p := range body {
		objs = append(objs, k.Body(p))
	}
	var d *dialog
	ok := k.Primary(id+".ok", f.t("frame.understood"), func() { d.no() })
	d = f.open(id, widget.Stack(theme.Gap16, append(objs, widget.Row(ok))...), nil)
	f.d.Window.Canvas().Focus(ok)
}

// Problem shows a failure's three sentences over the window, for one that has
// no room to stand in. One that is shown already is not shown on top of itself:
// a disk that is full tells so every second.
func (f *Frame) Problem(err error) {
	k := f.d.Kit
	var d *dialog
	code := app.CodeOf(err)
	for open := f.ask; open != nil; open = open.under {
		if open.problem == code {
			return
		}
	}
	ok := k.Primary("problem.ok", f.t("frame.understood"), func() { d.no() })
	d = f.open("problem", widget.Stack(theme.Gap16, k.Problem(err), widget.Row(ok)), nil)
	d.problem = code
	f.d.Window.Canvas().Focus(ok)
}

// veil covers the window and carries one card in its middle. Clicks beside
// the card go nowhere.
type veil struct {
	fw.BaseWidget
	card   fyne.CanvasObject
	scroll *container.Scroll // around the card
	width  float32
	solid  bool
	moved  func() // the mouse did; may be nil
}

func newVeil(card fyne.CanvasObject, width float32) *veil {
	v := &veil{}
	v.carry(card, width)
	v.ExtendBaseWidget(v)
	return v
}

// carry puts the card on the veil.
func (v *veil) carry(card fyne.CanvasObject, width float32) {
	v.card, v.width = card, width
	v.scroll = container.NewVScroll(container.New(&cardLayout{v}, card))
}

// Cursor implements [desktop.Cursorable]: Fyne asks at each movement.
func (v *veil) Cursor() desktop.Cursor {
	if v.moved != nil {
		v.moved()
	}
	return desktop.DefaultCursor
}

// Tapped takes clicks so that nothing below gets them.
func (v *veil) Tapped(*fyne.PointEvent) {}

func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	r := &veilRenderer{v: v, ground: canvas.NewRectangle(color.Transparent), scroll: v.scroll, lay: scrollLayout{}}
	r.paint()
	return r
}

type veilRenderer struct {
	v      *veil
	ground *canvas.Rectangle
	scroll *container.Scroll
	lay    scrollLayout
}

func (r *veilRenderer) paint() {
	name := theme.Veil
	if r.v.solid {
		name = theme.Paper
	}
	r.ground.FillColor = theme.Now(name)
	r.ground.Refresh()
}

func (r *veilRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.lay.Layout([]fyne.CanvasObject{r.scroll}, size)
}

func (r *veilRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 100) }

func (r *veilRenderer) Refresh() {
	r.paint()
	r.v.card.Refresh()
	r.Layout(r.v.Size())
}

func (r *veilRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.scroll}
}

func (r *veilRenderer) Destroy() {}

// cardLayout puts the card in the middle, a little above.
type cardLayout struct{ v *veil }

func (l *cardLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := min(theme.Scaled(l.v.width), size.Width-2*theme.Gap12)
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height))
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(w, h))
	free := max(max(size.Height, l.v.Size().Height)-h, 2*theme.Gap12)
	o[0].Move(fyne.NewPos((size.Width-w)/2, free*0.4))
}

func (l *cardLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, o[0].MinSize().Height+2*theme.Gap12)
}
