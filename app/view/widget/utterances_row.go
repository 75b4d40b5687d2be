package widget

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// row shows one utterance: time, speaker's shape and name, text, marks. It
// takes no clicks but on the time: they go to the editor below.
type utteranceRow struct {
	fw.BaseWidget
	u     *Utterances
	id    uint64
	shown transcript.Utterance
	marks []transcript.Mark
	flow  *flow
	first int // of the lines that are in view
	last  int

	stamp *stampLink
	shape *shape
	name  *canvas.Text
	seen  *canvas.Text
	lines []*canvas.Text // as many as were ever needed
	fresh bool           // everything is to be drawn anew
}

var _ fyne.Accessible = (*utteranceRow)(nil)

func newUtteranceRow(u *Utterances) *utteranceRow {
	r := &utteranceRow{
		u: u, shape: newShape(), name: canvas.NewText("", color.Black),
		seen: canvas.NewText("", color.Black), fresh: true,
	}
	r.stamp = newStampLink(func() { u.play(r.id) })
	r.ExtendBaseWidget(r)
	return r
}

// show gives the row an utterance; what has not changed is not drawn anew.
func (r *utteranceRow) show(id uint64) {
	a, marks, f := r.u.utterance(id), r.u.marksOf(id), r.u.flowOf(id)
	if hint := r.u.hintFlow(id); hint != nil {
		f = hint
	}
	first, last := r.inView(f)
	alike := !r.fresh && r.id == id && r.shown.Speaker == a.Speaker && slices.Equal(r.marks, marks)
	timed := r.fresh || r.id != id || r.shown.Start != a.Start
	if alike && !timed && r.flow == f && r.first == first && r.last == last {
		r.shown = a
		return
	}
	r.id, r.shown, r.marks, r.flow, r.first, r.last = id, a, marks, f, first, last
	if timed {
		r.tellTime()
	}
	if !alike {
		r.name.Text = r.u.shortName(a.Speaker)
		r.seen.Text = r.u.markWords(marks)
		r.paint()
	}
	r.write()
	r.lay()
	r.fresh = false
}

// inView returns the lines of f that can be seen: one utterance may be longer
// than many windows.
func (r *utteranceRow) inView(f *flow) (first, last int) {
	top := r.u.scroll.Offset.Y - r.Position().Y - textInset
	high := max(r.u.set.high, 1)
	first = min(max(int(top/high)-1, 0), len(f.lines))
	last = min(max(int((top+r.u.scroll.Size().Height)/high)+1, first), len(f.lines)-1)
	return first, last
}

// write puts the lines in view into texts; only those that differ are drawn.
func (r *utteranceRow) write() {
	ink := theme.Now(theme.Ink)
	if r.u.hintFlow(r.id) != nil {
		ink = theme.Now(theme.Muted)
	}
	n := 0
	for i := r.first; i <= r.last; i++ {
		if n == len(r.lines) {
			r.lines = append(r.lines, canvas.NewText("", ink))
		}
		t := r.lines[n]
		if words := r.flow.shown(i); t.Text != words || t.Color != ink || t.TextSize != r.u.set.size || t.Hidden {
			t.Text, t.Color, t.TextSize, t.Hidden = words, ink, r.u.set.size, false
			t.Refresh()
		}
		n++
	}
	for _, t := range r.lines[n:] {
		if !t.Hidden {
			t.Hide()
		}
	}
}

// tellTime shows when the utterance starts, and whether it is heard.
func (r *utteranceRow) tellTime() {
	r.stamp.set(stampOf(r.shown.Start), r.u.playing != 0 && r.u.playing == r.id)
}

func (r *utteranceRow) paint() {
	voice := theme.Now(speakerColour(r.shown.Speaker))
	r.shape.set(r.shown.Speaker, voice)
	r.name.Color, r.name.TextSize = voice, theme.SizeNow(theme.SizeBody)
	r.name.TextStyle = fyne.TextStyle{Bold: true}
	r.seen.Color, r.seen.TextSize = theme.Now(theme.Muted), theme.SizeNow(theme.SizeBody)
	r.seen.TextStyle = fyne.TextStyle{Italic: true}
	r.name.Refresh()
	r.seen.Refresh()
}

// markWords writes marks as they stand in a transcript: "[nickar] [skrattar]".
func (u *Utterances) markWords(marks []transcript.Mark) string {
	var words []string
	for _, m := range marks {
		words = append(words, "["+u.kit.Text.Marker(m.Marker())+"]")
	}
	return strings.Join(words, " ")
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *utteranceRow) AccessibilityLabel() string {
	parts := []string{stampOf(r.shown.Start), r.u.speakerWord(r.shown.Speaker) + ":", r.shown.Text}
	if len(r.marks) > 0 {
		parts = append(parts, r.seen.Text)
	}
	return strings.Join(parts, " ")
}

// AccessibilityRole implements [fyne.Accessible].
func (r *utteranceRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (r *utteranceRow) CreateRenderer() fyne.WidgetRenderer { return &utteranceRowRenderer{r} }

// lay gives everything in the row its place.
func (r *utteranceRow) lay() {
	if r.flow == nil {
		return
	}
	c, line := r.u.columns(), r.name.MinSize()
	stamp := r.stamp.MinSize()
	setPlace(r.stamp, fyne.NewPos(c.time, textInset+(line.Height-stamp.Height)*0.72), stamp)
	side := shapeSide()
	setPlace(r.shape, fyne.NewPos(c.speaker, textInset+(line.Height-side)/2), fyne.NewSquareSize(side))
	setPlace(r.name, fyne.NewPos(c.speaker+side+theme.Gap8, textInset), line)
	if len(r.marks) > 0 {
		y := r.Size().Height - rowGap - r.u.markHeight(r.id)
		setPlace(r.seen, fyne.NewPos(c.text+textInset, y), r.seen.MinSize())
	}
	high := r.u.set.high
	for i := range r.last - r.first + 1 {
		y := textInset + float32(r.first+i)*high
		setPlace(r.lines[i], fyne.NewPos(c.text+textInset, y), fyne.NewSize(r.flow.width, high))
	}
}

// setPlace moves an object only if it is elsewhere: each move is a repaint.
func setPlace(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	if o.Size() != size {
		o.Resize(size)
	}
	if o.Position() != at {
		o.Move(at)
	}
}

type utteranceRowRenderer struct{ r *utteranceRow }

func (w *utteranceRowRenderer) Layout(fyne.Size) { w.r.lay() }

func (w *utteranceRowRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// Refresh draws everything anew: colours or sizes may have changed.
func (w *utteranceRowRenderer) Refresh() {
	w.r.fresh = true
	w.r.show(w.r.id)
	canvas.Refresh(w.r)
}

func (w *utteranceRowRenderer) Objects() []fyne.CanvasObject {
	r := w.r
	all := append(make([]fyne.CanvasObject, 0, 4+len(r.lines)), r.stamp, r.shape, r.name, r.seen)
	for _, t := range r.lines {
		all = append(all, t)
	}
	return all
}

func (w *utteranceRowRenderer) Destroy() {}
