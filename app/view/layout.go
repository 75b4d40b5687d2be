package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// parts are the pieces of the frame that change while a room is open.
type parts struct {
	title, detail *widget.Label
	status        *fyne.Container
	head          *fyne.Container
	sign          *widget.Sign
	page          *pageLayout         // nil where a room scrolls by itself
	whole         *fyne.Container     // nil where a room stands alone
	around        []fyne.CanvasObject // what a calm room does without
}

// buildAlone is the way in: one column in the middle of the window.
func (f *Frame) buildAlone(room Room) fyne.CanvasObject {
	f.parts = parts{status: widget.Stack(theme.Gap8)}
	return container.New(fill{}, widget.Warm(), f.page(room.Content(), true))
}

// buildWork is the whole frame around a room. The objects' order is the order
// of Tab: the room first, the status line, [Lås], the rail.
func (f *Frame) buildWork(p Place, room Room) fyne.CanvasObject {
	k := f.d.Kit
	f.parts = parts{
		title: k.Title(f.titleOf(p, room)), detail: k.Line(""), status: widget.Stack(theme.Gap8),
	}
	lock := k.Button("frame.lock", f.t("frame.lock"), f.LockUp)
	f.parts.head = container.New(&headLayout{}, f.parts.title, f.parts.detail, lock)
	f.parts.sign = k.SmallSign()
	f.parts.sign.Hide()
	f.refreshTitle()
	f.refreshStatus()
	f.refreshSign()

	content := room.Content()
	if !p.Wide {
		content = f.page(content, false)
	}
	f.parts.around = []fyne.CanvasObject{f.parts.head, f.buildRail(p.ID), newRule()}
	f.parts.whole = container.New(frameLayout{}, append([]fyne.CanvasObject{content, f.parts.status}, f.parts.around...)...)
	return f.parts.whole
}

// refreshCalm gives a calm room the whole window, or takes it back.
func (f *Frame) refreshCalm() {
	if f.parts.whole == nil {
		return
	}
	c, ok := f.room.(Calm)
	calm := f.bare || ok && c.Calm()
	if calm == !f.parts.head.Visible() {
		return
	}
	for _, o := range f.parts.around {
		if calm {
			o.Hide()
		} else {
			o.Show()
		}
	}
	if f.parts.page != nil {
		f.parts.page.calm = calm
	}
	f.parts.whole.Refresh()
}

func (f *Frame) titleOf(p Place, room Room) string {
	if t, ok := room.(Titled); ok {
		return t.Title()
	}
	return f.t("rail." + p.ID)
}

// refreshTitle writes what the room is about and when it was last saved.
func (f *Frame) refreshTitle() {
	if f.parts.detail == nil {
		return
	}
	var s string
	if d, ok := f.room.(Detailed); ok {
		s = d.Detail()
	}
	if !f.saved.IsZero() {
		saved := f.t("frame.saved", "time", f.d.Kit.Text.Clock(f.saved))
		if s != "" {
			s += " · "
		}
		s += saved
	}
	if t, ok := f.room.(Titled); ok {
		f.parts.title.SetText(t.Title())
	}
	if f.parts.detail.Text() != s {
		f.parts.detail.SetText(s)
		f.parts.head.Refresh()
	}
}

// page scrolls a room's column and keeps what has the focus in sight.
func (f *Frame) page(content fyne.CanvasObject, centred bool) fyne.CanvasObject {
	f.parts.page = &pageLayout{centred: centred}
	sheet := container.New(f.parts.page, content)
	scroll := container.NewVScroll(sheet)
	scroll.OnScrolled = func(fyne.Position) { f.Touched() }
	f.d.Kit.Reveal = func(o fyne.CanvasObject) {
		widget.Reveal(scroll, o)
	}
	return container.New(scrollLayout{}, scroll)
}

// scrollLayout lays the scrolled sheet out at its new width before the scroll
// asks how high it is.
type scrollLayout struct{}

func (scrollLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		if s, ok := o.(*container.Scroll); ok {
			s.Content.Resize(fyne.NewSize(size.Width, s.Content.MinSize().Height))
			s.Content.Resize(fyne.NewSize(size.Width, s.Content.MinSize().Height))
		}
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
		o.Refresh()
	}
}

func (scrollLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 100) }

// pageLayout puts a column at most 900 wide on the page, with margins.
type pageLayout struct {
	centred bool
	calm    bool // in the middle, where nothing stands beside it
}

func (p *pageLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := min(size.Width-2*theme.Gap24, theme.Scaled(theme.MaxColumn))
		x, y := theme.Gap24, theme.Gap24
		if p.centred {
			w = min(w, theme.Scaled(alone))
			x, y = (size.Width-w)/2, size.Width/20
		}
		if p.calm {
			x = (size.Width - w) / 2
		}
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		o.Move(fyne.NewPos(x, y))
	}
}

func (p *pageLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	if p.centred {
		size.Height += 2 * theme.Gap24 // it stands lower
	}
	return fyne.NewSize(0, size.Height+2*theme.Gap24)
}

// alone is the width of the way in: a letter's.
const alone float32 = 640

// frameLayout places content, status, head, rail and the rule beside it.
type frameLayout struct{}

func (frameLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	content, status, head, rail, rule := o[0], o[1], o[2], o[3], o[4]
	if !rail.Visible() { // a calm room
		inner := size.Width - 2*theme.Gap24
		status.Resize(fyne.NewSize(inner, status.MinSize().Height))
		bottom := status.MinSize().Height
		status.Move(fyne.NewPos(theme.Gap24, size.Height-bottom-theme.Gap12))
		content.Move(fyne.NewPos(0, 0))
		content.Resize(fyne.NewSize(size.Width, size.Height-bottom-theme.Gap12))
		return
	}
	left := rail.MinSize().Width
	rail.Move(fyne.NewPos(0, 0))
	rail.Resize(fyne.NewSize(left, size.Height))
	rule.Move(fyne.NewPos(left, 0))
	rule.Resize(fyne.NewSize(1, size.Height))
	left++

	w := size.Width - left
	inner := w - 2*theme.Gap24
	head.Resize(fyne.NewSize(inner, head.MinSize().Height))
	top := head.MinSize().Height
	head.Resize(fyne.NewSize(inner, top))
	head.Move(fyne.NewPos(left+theme.Gap24, theme.Gap16))

	status.Resize(fyne.NewSize(inner, status.MinSize().Height))
	bottom := status.MinSize().Height
	status.Resize(fyne.NewSize(inner, bottom))
	status.Move(fyne.NewPos(left+theme.Gap24, size.Height-bottom-theme.Gap12))

	top += theme.Gap16
	content.Move(fyne.NewPos(left, top))
	content.Resize(fyne.NewSize(w, size.Height-top-bottom-2*theme.Gap12))
}

func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 320) }

// headLayout is the title row: title, what it is about, [Lås]. Where the title
// has no place beside it, what it is about stands below.
type headLayout struct{ below bool }

func (l *headLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	title, detail, lock := o[0], o[1], o[2]
	lm, dm := lock.MinSize(), detail.MinSize()
	beside := size.Width - lm.Width - theme.Gap16
	l.below = dm.Width > 0 && beside-dm.Width-theme.Gap16 < titleWidth(title)
	wide := beside
	if !l.below {
		wide -= dm.Width + theme.Gap16
	}
	wide = max(wide, 0)
	title.Resize(fyne.NewSize(wide, title.MinSize().Height))
	th := title.MinSize().Height // now that its width is known
	title.Resize(fyne.NewSize(wide, th))
	row := max(th, lm.Height)
	if !l.below {
		row = max(row, dm.Height)
	}
	title.Move(fyne.NewPos(0, (row-th)/2))
	lock.Resize(lm)
	lock.Move(fyne.NewPos(size.Width-lm.Width, (row-lm.Height)/2))
	detail.Resize(dm)
	if l.below {
		detail.Move(fyne.NewPos(0, row))
	} else {
		detail.Move(fyne.NewPos(beside-dm.Width, (row-dm.Height)/2))
	}
}

// titleWidth is how wide a title is in one line.
func titleWidth(title fyne.CanvasObject) float32 {
	l, ok := title.(*widget.Label)
	if !ok {
		return 0
	}
	size := fyne.CurrentApp().Settings().Theme().Size(theme.SizeTitle)
	return fyne.MeasureText(l.Text(), size, fyne.TextStyle{Bold: true}).Width
}

func (l *headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := max(o[0].MinSize().Height, o[2].MinSize().Height)
	if d := o[1].MinSize(); l.below {
		h += d.Height
	} else {
		h = max(h, d.Height)
	}
	return fyne.NewSize(0, h)
}

// newRule is a thin upright line that follows the theme.
func newRule() fyne.CanvasObject {
	r := &rule{}
	r.ExtendBaseWidget(r)
	return r
}

type rule struct{ fw.BaseWidget }

func (r *rule) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(color.Transparent)
	rr := &ruleRenderer{line}
	rr.Refresh()
	return rr
}

type ruleRenderer struct{ line *canvas.Rectangle }

func (r *ruleRenderer) Layout(size fyne.Size) { r.line.Resize(size) }
func (r *ruleRenderer) MinSize() fyne.Size    { return fyne.NewSize(1, 1) }
func (r *ruleRenderer) Refresh() {
	r.line.FillColor = theme.Now(theme.Line)
	r.line.Refresh()
}
func (r *ruleRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *ruleRenderer) Destroy()                     {}
