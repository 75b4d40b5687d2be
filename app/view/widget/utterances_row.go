package widget

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// row shows one utterance: time, speaker's shape and name, text, marks.
type utteranceRow struct {
	fw.BaseWidget
	u     *Utterances
	id    uint64
	shown transcript.Utterance
	marks []transcript.Mark

	stamp  *stampLink
	shape  *shape
	name   *canvas.Text
	text   *fw.Label
	seen   *canvas.Text
	active bool
	fresh  bool // never filled
}

var (
	_ fyne.Accessible   = (*utteranceRow)(nil)
	_ desktop.Mouseable = (*utteranceRow)(nil)
	_ fyne.Draggable    = (*utteranceRow)(nil)
)

func newUtteranceRow(u *Utterances) *utteranceRow {
	r := &utteranceRow{
		u: u, shape: newShape(), name: canvas.NewText("", color.Black), text: wrapped(""),
		seen: canvas.NewText("", color.Black), fresh: true,
	}
	r.stamp = newStampLink(func() { u.play(r.id) })
	r.ExtendBaseWidget(r)
	return r
}

// show gives the row an utterance; what has not changed is not drawn anew.
func (r *utteranceRow) show(id uint64) {
	a, marks := r.u.utterance(id), r.u.marksOf(id)
	active := id == r.u.active
	if !r.fresh && r.id == id && r.shown == a && r.active == active && len(r.marks) == len(marks) {
		return
	}
	r.id, r.shown, r.marks, r.active, r.fresh = id, a, marks, active, false
	r.fill()
}

// fill takes the words from what is shown; the renderer gives them colour.
func (r *utteranceRow) fill() {
	r.name.Text = r.u.shortName(r.shown.Speaker)
	r.seen.Text = r.u.markWords(r.marks)
	if r.text.Text != r.shown.Text {
		r.text.SetText(r.shown.Text)
	}
	r.text.Hidden = r.active // the editor lies there
	r.Refresh()
}

func (r *utteranceRow) paint() {
	voice := theme.Now(speakerColour(r.shown.Speaker))
	r.stamp.set(stampOf(r.shown.Start), r.u.playing != 0 && r.u.playing == r.id)
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
		words = append(words, "["+u.kit.Text.T("transcript.mark."+string(m.Kind))+"]")
	}
	return strings.Join(words, " ")
}

// MouseDown implements [desktop.Mouseable]: the click goes on to the editor,
// which now lies here.
func (r *utteranceRow) MouseDown(ev *desktop.MouseEvent) {
	if ev.Position.X < r.u.columns().text-theme.Gap8 {
		r.u.GoTo(transcript.Place{ID: r.id})
		r.u.Focus()
		return
	}
	r.u.doc.EndStep()
	r.u.enter(transcript.Place{ID: r.id})
	inside := *ev
	inside.Position = r.inEditor(ev.Position)
	r.u.editor.MouseDown(&inside)
}

// MouseUp implements [desktop.Mouseable].
func (r *utteranceRow) MouseUp(ev *desktop.MouseEvent) {
	inside := *ev
	inside.Position = r.inEditor(ev.Position)
	r.u.editor.MouseUp(&inside)
	if r.active && ev.Position.X >= r.u.columns().text {
		r.u.clicked()
	}
}

// Dragged implements [fyne.Draggable]: a selection begun on this row.
func (r *utteranceRow) Dragged(ev *fyne.DragEvent) {
	if r.active {
		inside := *ev
		inside.Position = r.inEditor(ev.Position)
		r.u.editor.Dragged(&inside)
	}
}

// DragEnd implements [fyne.Draggable].
func (r *utteranceRow) DragEnd() {
	if r.active {
		r.u.editor.DragEnd()
	}
}

func (r *utteranceRow) inEditor(p fyne.Position) fyne.Position {
	return p.Subtract(r.u.editor.Position().Subtract(r.Position()))
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
func (r *utteranceRow) CreateRenderer() fyne.WidgetRenderer {
	r.paint()
	return &utteranceRowRenderer{r}
}

type utteranceRowRenderer struct{ r *utteranceRow }

func (w *utteranceRowRenderer) Layout(size fyne.Size) {
	r, c := w.r, w.r.u.columns()
	line := r.name.MinSize()
	base := theme.Gap8 // Fyne's own inset of a label's first line
	stamp := r.stamp.MinSize()
	r.stamp.Resize(stamp)
	r.stamp.Move(fyne.NewPos(c.time, base+(line.Height-stamp.Height)*0.72))
	side := shapeSide()
	r.shape.Resize(fyne.NewSquareSize(side))
	r.shape.Move(fyne.NewPos(c.speaker, base+(line.Height-side)/2))
	r.name.Resize(line)
	r.name.Move(fyne.NewPos(c.speaker+side+theme.Gap8, base))
	high := size.Height - rowGap
	if len(r.marks) > 0 {
		high -= r.u.markHeight(r.id)
		r.seen.Move(fyne.NewPos(c.text+theme.Gap8, high))
		r.seen.Resize(r.seen.MinSize())
	}
	r.text.Move(fyne.NewPos(c.text, 0))
	r.text.Resize(fyne.NewSize(c.width, high))
}

func (w *utteranceRowRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (w *utteranceRowRenderer) Refresh() {
	w.r.paint()
	w.Layout(w.r.Size())
	canvas.Refresh(w.r)
}

func (w *utteranceRowRenderer) Objects() []fyne.CanvasObject {
	r := w.r
	return []fyne.CanvasObject{r.stamp, r.shape, r.name, r.text, r.seen}
}

func (w *utteranceRowRenderer) Destroy() {}
