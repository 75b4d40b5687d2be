package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// LineText is one line of [Kit.Lines]: a word with what stands before and after
// it. The words stand below each other, so that the eye goes straight down.
type LineText struct {
	Note          string // before it all, such as a time
	Before, After string
	Word          string
	Becomes       string // what the word will be, "" for nothing at all
	Ticked        bool
}

// spoken is what a screen reader says.
func (l LineText) spoken(k *Kit) string {
	state := "kit.unchecked"
	if l.Ticked {
		state = "kit.checked"
	}
	return l.Note + ", " + l.Before + l.Word + l.After + ", " + k.Text.T("kit.becomes", "words", l.Becomes) + ", " + k.Text.T(state)
}

// Lines is a list of thousands of rows of one line with a tick each, of which
// only those in sight exist. Space, or a click on the tick, asks OnPress.
func (k *Kit) Lines(id, label string, line func(i int) LineText) *Rows {
	r := k.Rows(id, label, nil)
	r.line = line
	return r
}

// lineRow is one row of [Kit.Lines].
type lineRow struct {
	fw.BaseWidget
	r *Rows
	i int

	ground, box                    *canvas.Rectangle
	tick                           tick
	note, before, word, new, after *canvas.Text
	through                        *canvas.Line // the word that goes
	said                           LineText
}

var (
	_ fyne.Tappable   = (*lineRow)(nil)
	_ fyne.Accessible = (*lineRow)(nil)
)

func newLineRow(r *Rows) *lineRow {
	text := func() *canvas.Text { return canvas.NewText("", color.Black) }
	w := &lineRow{r: r, i: -1, ground: canvas.NewRectangle(color.Transparent), box: canvas.NewRectangle(color.Transparent),
		tick: newTick(), note: text(), before: text(), word: text(), new: text(), after: text(), through: canvas.NewLine(color.Black)}
	w.box.StrokeWidth = 1
	w.word.TextStyle, w.new.TextStyle = fyne.TextStyle{Bold: true}, fyne.TextStyle{Bold: true}
	w.through.StrokeWidth = 2
	w.note.TextStyle = fyne.TextStyle{Monospace: true}
	w.ExtendBaseWidget(w)
	return w
}

func (w *lineRow) show(i int) bool {
	ring := float32(0)
	if w.r.focused && i == w.r.at {
		ring = theme.RingWidth
	}
	t := w.r.line(i)
	if w.i == i && w.said == t && w.ground.StrokeWidth == ring {
		return false
	}
	w.i, w.said, w.ground.StrokeWidth = i, t, ring
	return true
}

// side is that of the box for the tick.
func (w *lineRow) side() float32 { return lineHigh() }

func (w *lineRow) paint() {
	size, y := theme.SizeNow(theme.SizeBody), theme.RingGap+theme.Gap4
	w.ground.StrokeColor = theme.Now(theme.Action)
	w.ground.Move(fyne.NewPos(theme.Gap4, theme.RingGap))
	w.ground.Resize(w.Size().SubtractWidthHeight(2*theme.Gap4, 2*theme.RingGap))
	w.ground.Refresh()
	ground, border := theme.Card, theme.Line
	if w.said.Ticked {
		ground, border = theme.Action, theme.Action
	}
	w.box.FillColor, w.box.StrokeColor = theme.Now(ground), theme.Now(border)
	w.box.Move(fyne.NewPos(theme.Gap12, y))
	w.box.Resize(fyne.NewSquareSize(w.side()))
	w.box.Refresh()
	w.tick.lay(w.box.Position(), w.side())
	w.tick.paint(w.said.Ticked, theme.Now(theme.OnAction))

	put := func(t *canvas.Text, words string, x float32, ink fyne.ThemeColorName) float32 {
		t.Text, t.TextSize, t.Color = words, size, theme.Now(ink)
		if t == w.note {
			t.TextSize = theme.SizeNow(theme.SizeSmall)
		}
		m := t.MinSize()
		t.Move(fyne.NewPos(x, y+(lineHigh()-m.Height)/2))
		t.Resize(m)
		t.Refresh()
		return m.Width
	}
	x := theme.Gap12 + w.side() + theme.Gap12
	right := w.Size().Width - theme.Gap12
	if right-x > 24*size { // a narrow room has no place for the time
		put(w.note, w.said.Note, x, theme.Muted)
		x += fyne.MeasureText("0:00:00", theme.SizeNow(theme.SizeSmall), w.note.TextStyle).Width + theme.Gap12
	} else {
		put(w.note, "", x, theme.Muted)
	}
	middle := x + (right-x)*0.4
	before := cutLeft(w.said.Before, middle-x, size)
	put(w.before, before, middle-fyne.MeasureText(before, size, w.before.TextStyle).Width, theme.Muted)
	becomes, ink := "", theme.Ink
	if w.said.Ticked {
		becomes, ink = w.said.Becomes, theme.Muted
	}
	word := put(w.word, cut(w.said.Word, right-middle, size, w.word.TextStyle), middle, ink)
	w.through.Hidden = !w.said.Ticked
	w.through.StrokeColor = theme.Now(theme.Ink)
	w.through.Position1 = fyne.NewPos(middle, y+lineHigh()*0.55)
	w.through.Position2 = w.through.Position1.AddXY(word, 0)
	w.through.Refresh()
	middle += word
	if becomes == "" {
		put(w.new, "", middle, theme.Action)
	} else {
		middle += theme.Gap4
		middle += put(w.new, cut(becomes, right-middle, size, w.new.TextStyle), middle, theme.Action)
	}
	after := ""
	if room := right - middle; room > size*2 {
		after = cut(w.said.After, room, size, w.after.TextStyle)
	}
	put(w.after, after, middle, theme.Muted)
}

// cutLeft shortens words that are wider than room from their beginning.
func cutLeft(words string, room, size float32) string {
	letters := []rune(words)
	wide := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width > room }
	if !wide(words) {
		return words
	}
	for len(letters) > 0 && wide("…"+string(letters)) {
		letters = letters[1:]
	}
	return "…" + string(letters)
}

// Tapped implements [fyne.Tappable].
func (w *lineRow) Tapped(ev *fyne.PointEvent) {
	w.r.tapped(w.i)
	if ev != nil && w.r.OnPress != nil && ev.Position.X < theme.Gap12+w.side()+theme.Gap8 {
		w.r.press(w.i)
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (w *lineRow) AccessibilityLabel() string { return w.said.spoken(w.r.kit) }

// AccessibilityRole implements [fyne.Accessible].
func (w *lineRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (w *lineRow) CreateRenderer() fyne.WidgetRenderer { return &lineRowRenderer{w} }

type lineRowRenderer struct{ w *lineRow }

func (r *lineRowRenderer) Layout(fyne.Size)   { r.w.paint() }
func (r *lineRowRenderer) MinSize() fyne.Size { return fyne.NewSize(1, r.w.r.high()) }
func (r *lineRowRenderer) Refresh()           { r.w.paint() }
func (r *lineRowRenderer) Objects() []fyne.CanvasObject {
	w := r.w
	return []fyne.CanvasObject{w.box, w.tick.down, w.tick.up, w.note, w.before, w.word, w.new, w.through, w.after, w.ground}
}
func (r *lineRowRenderer) Destroy() {}
