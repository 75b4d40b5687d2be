package view

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// work is one thing going on, a line at the bottom of the window.
type work struct {
	f      *Frame
	label  string
	cancel func()
	part   float32
	known  bool
	shown  time.Time // when the bar last moved

	bar    *widget.Bar
	share  *widget.Label
	button *widget.Button
	line   fyne.CanvasObject
}

// Start shows a work in the status line; it is a [widget.Starter].
func (f *Frame) Start(label string, cancel func()) widget.Work {
	w := &work{f: f, label: label, cancel: cancel}
	f.works = append(f.works, w)
	f.refreshStatus()
	return w
}

// moveEvery keeps a bar at five steps a second: each redraws the window, which
// would take the time from the work itself.
const moveEvery = 200 * time.Millisecond

// Set implements [widget.Work].
func (w *work) Set(done, total int64) {
	w.known = total > 0
	if w.known {
		w.part = min(max(float32(float64(done)/float64(total)), 0), 1)
	}
	if now := w.f.d.Now(); now.Sub(w.shown) >= moveEvery || w.part == 1 {
		w.shown = now
		w.show()
	}
}

// Done implements [widget.Work].
func (w *work) Done() {
	w.f.works = slices.DeleteFunc(w.f.works, func(o *work) bool { return o == w })
	w.f.refreshStatus()
	w.f.releaseCover()
}

func (w *work) show() {
	if w.bar == nil {
		return
	}
	w.bar.Set(w.part)
	if w.known {
		w.share.SetText(w.f.t("kit.share", "n", int(w.part*100)))
	}
}

// build makes the line anew, in the language of now.
func (w *work) build() fyne.CanvasObject {
	k := w.f.d.Kit
	w.bar, w.share = widget.NewBar(), k.Line("")
	objs := []fyne.CanvasObject{k.Line(w.label), w.bar, w.share}
	if w.cancel != nil {
		w.button = k.Button("status.cancel", w.f.t("kit.cancel"), func() {
			w.button.Disable()
			w.cancel()
		})
		objs = append(objs, w.button)
	}
	w.show()
	w.line = container.New(workLayout{}, objs...)
	return w.line
}

// refreshStatus lists what is going on, or says that all is well.
func (f *Frame) refreshStatus() {
	if f.parts.status == nil {
		return
	}
	var lines []fyne.CanvasObject
	for _, w := range f.works {
		lines = append(lines, w.build())
	}
	switch {
	case f.idle.warned:
		lines = append(lines, f.d.Kit.Strong(f.idleWords()))
	case len(lines) == 0 && f.places != nil:
		lines = append(lines, f.d.Kit.Muted(f.t("frame.calm")))
	}
	f.parts.status.Objects = lines
	f.parts.status.Refresh()
}

// workLayout is words, a bar that takes what is left, the share and Avbryt.
type workLayout struct{}

func (workLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	right := size.Width
	for i := len(o) - 1; i >= 2; i-- {
		m := o[i].MinSize()
		right -= m.Width
		o[i].Resize(m)
		o[i].Move(fyne.NewPos(right, (size.Height-m.Height)/2))
		right -= theme.Gap12
	}
	words := o[0].MinSize()
	words.Width = min(words.Width, right)
	o[0].Resize(words)
	o[0].Move(fyne.NewPos(0, (size.Height-words.Height)/2))
	bar := o[1].MinSize()
	x := words.Width + theme.Gap12
	o[1].Resize(fyne.NewSize(max(right-x, 0), bar.Height))
	o[1].Move(fyne.NewPos(x, (size.Height-bar.Height)/2))
}

func (workLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return fyne.NewSize(0, h)
}

// panicked shows the sentences of an internal failure; the cause was dropped
// where it was caught.
func (f *Frame) panicked() { f.Problem(app.Fail(app.CodeInternal, nil)) }
