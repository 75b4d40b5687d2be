package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Sign is the recording sign: a shape, a word and the time, so large that a
// child across the table sees it.
type Sign struct {
	fw.BaseWidget
	kind        SignKind
	words, time string
	small       bool
}

// SignKind is the sign's shape.
type SignKind string

// The shapes: a red disc while it records, two bars while it pauses, an empty
// ring while it waits for sound.
const (
	SignRecording SignKind = "recording"
	SignPaused    SignKind = "paused"
	SignWaiting   SignKind = "waiting"
)

var _ fyne.Accessible = (*Sign)(nil)

// Sign makes the large sign.
func (k *Kit) Sign() *Sign {
	s := &Sign{kind: SignWaiting}
	s.ExtendBaseWidget(s)
	return s
}

// SmallSign makes one for the rail.
func (k *Kit) SmallSign() *Sign {
	s := &Sign{kind: SignWaiting, small: true}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the sign says.
func (s *Sign) Set(kind SignKind, words, time string) {
	if kind == s.kind && words == s.words && time == s.time {
		return
	}
	s.kind, s.words, s.time = kind, words, time
	s.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (s *Sign) AccessibilityLabel() string { return s.words + " " + s.time }

// AccessibilityRole implements [fyne.Accessible].
func (s *Sign) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (s *Sign) CreateRenderer() fyne.WidgetRenderer {
	r := &signRenderer{
		s: s, disc: canvas.NewCircle(color.Transparent), left: canvas.NewRectangle(color.Transparent),
		right: canvas.NewRectangle(color.Transparent), words: canvas.NewText("", color.Black), time: canvas.NewText("", color.Black),
	}
	r.Refresh()
	return r
}

type signRenderer struct {
	s           *Sign
	disc        *canvas.Circle
	left, right *canvas.Rectangle
	words, time *canvas.Text
}

func (r *signRenderer) shape() float32 {
	if r.s.small {
		return theme.SizeNow(theme.SizeBody)
	}
	return theme.SizeNow(theme.SizeBig) * 1.4
}

func (r *signRenderer) Layout(size fyne.Size) {
	side := r.shape()
	words, clock := r.words.MinSize(), r.time.MinSize()
	gap := theme.Gap16
	y := (size.Height - side) / 2
	if r.s.small { // the time stands under the words
		gap = theme.Gap8
		y = (words.Height - side) / 2
	}
	r.disc.Move(fyne.NewPos(0, y))
	r.disc.Resize(fyne.NewSquareSize(side))
	bar := fyne.NewSize(side*0.3, side)
	r.left.Move(fyne.NewPos(side*0.1, y))
	r.left.Resize(bar)
	r.right.Move(fyne.NewPos(side*0.6, y))
	r.right.Resize(bar)
	x := side + gap
	r.words.Resize(words)
	r.time.Resize(clock)
	if r.s.small {
		r.words.Move(fyne.NewPos(x, 0))
		r.time.Move(fyne.NewPos(x, words.Height))
		return
	}
	r.words.Move(fyne.NewPos(x, (size.Height-words.Height)/2))
	r.time.Move(fyne.NewPos(x+words.Width+theme.Gap24, (size.Height-clock.Height)/2))
}

func (r *signRenderer) MinSize() fyne.Size {
	words, clock := r.words.MinSize(), r.time.MinSize()
	if r.s.small {
		return fyne.NewSize(r.shape()+theme.Gap8+max(words.Width, clock.Width), words.Height+clock.Height)
	}
	return fyne.NewSize(r.shape()+theme.Gap16+words.Width+theme.Gap24+clock.Width, max(r.shape(), words.Height))
}

func (r *signRenderer) Refresh() {
	red, ink := theme.Now(theme.Danger), theme.Now(theme.Ink)
	r.disc.StrokeWidth = 3
	r.disc.StrokeColor = red
	r.disc.FillColor = color.Transparent
	if r.s.kind == SignRecording {
		r.disc.FillColor = red
	}
	r.disc.Hidden = r.s.kind == SignPaused
	r.left.Hidden, r.right.Hidden = r.s.kind != SignPaused, r.s.kind != SignPaused
	r.left.FillColor, r.right.FillColor = theme.Now(theme.Muted), theme.Now(theme.Muted)
	size := theme.SizeNow(theme.SizeBig)
	if r.s.small {
		size = theme.SizeNow(theme.SizeBody)
	}
	for _, t := range []*canvas.Text{r.words, r.time} {
		t.Color, t.TextSize = ink, size
	}
	r.words.Text, r.words.TextStyle = r.s.words, fyne.TextStyle{Bold: true}
	r.time.Text, r.time.TextStyle = r.s.time, fyne.TextStyle{Monospace: true}
	r.Layout(r.s.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *signRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.disc, r.left, r.right, r.words, r.time}
}

func (r *signRenderer) Destroy() {}
