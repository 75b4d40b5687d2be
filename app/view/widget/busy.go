package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Busy shows that something is being done: words, a bar with its share in
// figures and, when it can be stopped, a button.
type Busy struct {
	fw.BaseWidget
	kit    *Kit
	label  *Label
	share  *Label
	bar    *Bar
	cancel *Button
	box    *fyne.Container
}

// Busy makes a progress line. cancel may be nil: then there is no button.
func (k *Kit) Busy(label string, cancel func()) *Busy {
	b := &Busy{kit: k, label: k.Body(label), share: k.Line(""), bar: NewBar()}
	objs := []fyne.CanvasObject{b.label, b.bar, b.share}
	if cancel != nil {
		b.cancel = k.Button("busy.cancel", k.Text.T("kit.cancel"), func() {
			b.cancel.Disable()
			b.label.SetText(k.Text.T("kit.cancelling"))
			cancel()
		})
		objs = append(objs, Row(b.cancel))
	}
	b.box = Stack(theme.Gap8, objs...)
	b.ExtendBaseWidget(b)
	return b
}

// SetLabel changes the words.
func (b *Busy) SetLabel(s string) { b.label.SetText(s) }

// Set shows how much is done, in any unit; a total of 0 means not known.
func (b *Busy) Set(done, total int64) {
	if total <= 0 {
		b.bar.Set(0)
		b.share.SetText("")
		return
	}
	part := float32(float64(done) / float64(total))
	b.bar.Set(part)
	b.share.SetText(b.kit.Text.T("kit.share", "n", int(min(max(part, 0), 1)*100)))
}

// Guess fills the bar by a guess at how long it takes, without figures that
// would promise more than is known. It never shows the end.
func (b *Busy) Guess(part float32) {
	b.bar.Set(min(part, 0.95))
	b.share.SetText("")
}

// CreateRenderer implements [fyne.Widget].
func (b *Busy) CreateRenderer() fyne.WidgetRenderer { return fw.NewSimpleRenderer(b.box) }

// Bar is a flat progress bar: a border and the share done, filled.
type Bar struct {
	fw.BaseWidget
	part float32
}

// NewBar returns an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills a share of the bar, 0 to 1.
func (b *Bar) Set(part float32) {
	part = min(max(part, 0), 1)
	if part != b.part {
		b.part = part
		b.Refresh()
	}
}

// Part returns the share filled.
func (b *Bar) Part() float32 { return b.part }

// CreateRenderer implements [fyne.Widget].
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b, canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type barRenderer struct {
	b           *Bar
	frame, fill *canvas.Rectangle
}

func (r *barRenderer) Layout(size fyne.Size) {
	r.frame.Resize(size)
	r.fill.Resize(fyne.NewSize(size.Width*r.b.part, size.Height))
}

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(120, theme.Gap12) }

func (r *barRenderer) Refresh() {
	r.frame.FillColor = theme.Now(theme.Card)
	r.frame.StrokeColor = theme.Now(theme.Line)
	r.frame.StrokeWidth = 1
	r.fill.FillColor = theme.Now(theme.Action)
	r.Layout(r.b.Size())
	r.frame.Refresh()
	r.fill.Refresh()
}

func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.frame, r.fill} }
func (r *barRenderer) Destroy()                     {}
