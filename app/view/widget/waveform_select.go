package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// grip is how near an edge, in units, a drag takes hold of it.
const grip float32 = 6

// selection is what is selected of the sound: from a fixed end to the one that
// moves, in either order.
type selection struct {
	on          bool
	fixed, move int64

	// While the mouse is down.
	pressed  bool
	pressX   float32
	dragging bool
}

// Selection returns what is selected; ok is false when nothing is.
func (w *Waveform) Selection() (s transcript.Stretch, ok bool) {
	s = transcript.Stretch{From: min(w.sel.fixed, w.sel.move), To: max(w.sel.fixed, w.sel.move)}
	return s, w.sel.on && s.Len() > 0
}

// Select selects a stretch; what moves by keys is its end.
func (w *Waveform) Select(s transcript.Stretch) { w.choose(s.From, s.To) }

// Drop takes the selection away.
func (w *Waveform) Drop() {
	if w.sel.on {
		w.sel.on = false
		w.selected()
	}
}

// choose selects from a fixed end to one that moves, both held within the sound.
func (w *Waveform) choose(fixed, move int64) {
	within := func(ms int64) int64 { return max(min(ms, w.wave.Millis), 0) }
	w.sel.on, w.sel.fixed, w.sel.move = true, within(fixed), within(move)
	w.selected()
}

func (w *Waveform) selected() {
	w.placeSelection()
	if w.hooks.Selected != nil {
		s, ok := w.Selection()
		w.hooks.Selected(s, ok)
	}
}

// placeSelection lays the veil over what is selected and a stroke at each end;
// the one that the keys move is the thicker.
func (w *Waveform) placeSelection() {
	s, ok := w.Selection()
	ok = ok && w.wave.Millis > 0
	w.veil.Hidden = !ok
	for _, e := range w.edges {
		e.Hidden = !ok
	}
	if !ok {
		return
	}
	high := w.Size().Height - lane() - coverLane()
	r, g, b, _ := theme.Now(theme.Action).RGBA()
	w.veil.FillColor = translucent(r, g, b)
	x0, x1 := max(w.x(float64(s.From)), 0), min(w.x(float64(s.To)), w.Size().Width)
	w.veil.Move(fyne.NewPos(x0, lane()))
	w.veil.Resize(fyne.NewSize(max(x1-x0, 0), high-lane()))
	for i, ms := range []int64{w.sel.fixed, w.sel.move} {
		e, x := w.edges[i], w.x(float64(ms))
		wide := 2 + 2*float32(i)
		e.FillColor = theme.Now(theme.Action)
		e.Hidden = x < 0 || x > w.Size().Width
		e.Move(fyne.NewPos(x-wide/2, lane()))
		e.Resize(fyne.NewSize(wide, high-lane()))
		e.Refresh()
	}
	w.veil.Refresh()
}

// MouseDown implements [desktop.Mouseable]: where a drag begins.
func (w *Waveform) MouseDown(ev *desktop.MouseEvent) {
	w.sel.pressed, w.sel.pressX, w.sel.dragging = true, ev.Position.X, false
}

// MouseUp implements [desktop.Mouseable].
func (w *Waveform) MouseUp(*desktop.MouseEvent) { w.sel.pressed = false }

// Dragged implements [fyne.Draggable]. It selects from where the button went
// down; from near an edge it moves that. Beyond the side the view moves on.
func (w *Waveform) Dragged(ev *fyne.DragEvent) {
	if w.wave.Millis == 0 {
		return
	}
	w.kit.Active()
	x := ev.Position.X
	if !w.sel.dragging {
		w.sel.dragging = true
		start := x - ev.Dragged.DX
		if w.sel.pressed {
			start = w.sel.pressX
		}
		w.take(start)
	}
	if over := x - w.Size().Width; over > 0 {
		w.pan(over)
	} else if x < 0 {
		w.pan(x)
	}
	w.choose(w.sel.fixed, w.ms(min(max(x, 0), w.Size().Width)))
}

// take begins a drag at x.
func (w *Waveform) take(x float32) {
	s, ok := w.Selection()
	near := func(ms int64) bool { d := w.x(float64(ms)) - x; return ok && d <= grip && d >= -grip }
	switch {
	case near(s.From):
		w.sel.fixed = s.To
	case near(s.To):
		w.sel.fixed = s.From
	default:
		w.sel.fixed = w.ms(x)
	}
}

// DragEnd implements [fyne.Draggable]. The focus comes here, where the keys for
// what is selected are.
func (w *Waveform) DragEnd() {
	w.sel.dragging, w.sel.pressed = false, false
	if _, ok := w.Selection(); ok {
		focusOn(w)
	}
}

// Tapped implements [fyne.Tappable]: it goes to what was clicked.
func (w *Waveform) Tapped(ev *fyne.PointEvent) {
	if w.hooks.Seek != nil && w.wave.Millis > 0 {
		w.away = false
		w.hooks.Seek(w.ms(ev.Position.X))
	}
}
