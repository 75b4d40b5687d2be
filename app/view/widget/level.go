package widget

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Level shows how loud it is as a row of blocks, more of them and in another
// colour the louder it is, with a word beside: neither eye for colour nor
// figures are needed.
type Level struct {
	fw.BaseWidget
	kit  *Kit
	dbfs float64
	word *Label
}

// blocks is how many the row has; each stands for three decibels.
const (
	blocks      = 18
	blockDB     = 3.0
	levelLow    = -42.0 // below it speech is hard to hear
	levelHigh   = -6.0  // above it the tops are near the ceiling
	levelFloor  = -blocks * blockDB
	levelNobody = -55.0 // as good as silence
)

// Level makes a meter that shows silence.
func (k *Kit) Level() *Level {
	l := &Level{kit: k, dbfs: math.Inf(-1), word: k.Line("")}
	l.ExtendBaseWidget(l)
	l.say()
	return l
}

// Set shows a level in dBFS, 0 being the loudest there is.
func (l *Level) Set(dbfs float64) {
	if math.IsNaN(dbfs) {
		dbfs = math.Inf(-1)
	}
	l.dbfs = dbfs
	l.say()
	l.Refresh()
}

// say puts the word beside the row.
func (l *Level) say() {
	key := "level.fine"
	switch {
	case l.dbfs < levelNobody:
		key = "level.silent"
	case l.dbfs < levelLow:
		key = "level.quiet"
	case l.dbfs > levelHigh:
		key = "level.loud"
	}
	l.word.SetText(l.kit.Text.T(key))
}

// lit is how many blocks a level lights.
func lit(dbfs float64) int {
	if dbfs <= levelFloor {
		return 0
	}
	return min(int((dbfs-levelFloor)/blockDB)+1, blocks)
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *Level) AccessibilityLabel() string {
	return l.kit.Text.T("level.label") + ": " + l.word.Text()
}

// AccessibilityRole implements [fyne.Accessible].
func (l *Level) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (l *Level) CreateRenderer() fyne.WidgetRenderer {
	r := &levelRenderer{l: l}
	for range blocks {
		r.row = append(r.row, canvas.NewRectangle(color.Transparent))
	}
	r.Refresh()
	return r
}

type levelRenderer struct {
	l   *Level
	row []*canvas.Rectangle
}

// wordRoom is kept for the longest word, so that the row does not jump.
func (r *levelRenderer) wordRoom() float32 { return theme.SizeNow(theme.SizeBody) * 8 }

func (r *levelRenderer) Layout(size fyne.Size) {
	w := max(size.Width-r.wordRoom()-theme.Gap12, 60)
	step := w / blocks
	for i, b := range r.row {
		b.Move(fyne.NewPos(float32(i)*step, 0))
		b.Resize(fyne.NewSize(step-3, size.Height))
	}
	text := r.l.word.MinSize()
	r.l.word.Move(fyne.NewPos(w+theme.Gap12, (size.Height-text.Height)/2))
	r.l.word.Resize(fyne.NewSize(r.wordRoom(), text.Height))
}

func (r *levelRenderer) MinSize() fyne.Size {
	return fyne.NewSize(60+r.wordRoom(), theme.Gap24)
}

func (r *levelRenderer) Refresh() {
	on := lit(r.l.dbfs)
	high := lit(levelHigh)
	for i, b := range r.row {
		b.StrokeColor, b.StrokeWidth = theme.Now(theme.Line), 1
		b.FillColor = theme.Now(theme.Card)
		if i < on {
			fill := theme.Good
			if i >= high {
				fill = theme.Danger
			}
			b.FillColor = theme.Now(fill)
		}
		b.Refresh()
	}
}

func (r *levelRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, b := range r.row {
		all = append(all, b)
	}
	return append(all, r.l.word)
}

func (r *levelRenderer) Destroy() {}
