package widget

import "fyne.io/fyne/v2"

// Bounds of a waveform's zoom, in units a second of sound, and how its view
// turns.
const (
	zoomNormal float32 = 100
	zoomLeast  float32 = 10
	zoomMost   float32 = 200
	zoomStep   float32 = 1.25
	turnPage           = 0.9 // of the width: beyond it the view goes on
	keptOnTurn         = 0.1 // of the width: how much is seen again
	wheelTurn          = 4   // units that the view moves for one of the wheel
	leap               = 1_000
)

// SetPosition moves the playhead. The picture is drawn anew only when the
// playhead leaves it. When the person looks elsewhere in the sound the view stays
// there until the playhead comes into it or leaps, as it does when somebody goes
// somewhere.
func (w *Waveform) SetPosition(ms int64) {
	if w.at == ms {
		return
	}
	if by := ms - w.at; by > leap || by < -leap {
		w.away = false
	}
	w.at = ms
	if w.follow() {
		w.Refresh()
		return
	}
	w.placeCursor()
}

// span is how many milliseconds fit the width.
func (w *Waveform) span() float64 { return float64(w.Size().Width) / float64(w.zoom) * 1000 }

// inView reports whether a time is within the view.
func (w *Waveform) inView(ms int64) bool {
	at := float64(ms)
	return at >= w.from && at <= w.from+w.span()
}

// follow turns the page when the playhead left it, and reports whether it did.
func (w *Waveform) follow() bool {
	span := w.span()
	if span <= 0 {
		return false
	}
	if w.away {
		w.away = !w.inView(w.at)
		return false
	}
	at := float64(w.at)
	if at >= w.from && at <= w.from+span*turnPage || at >= w.from && w.from+span >= float64(w.wave.Millis) && at <= w.from+span {
		return false
	}
	before := w.from
	w.from = w.bound(at - span*keptOnTurn)
	return w.from != before
}

// bound keeps the view within the sound.
func (w *Waveform) bound(from float64) float64 {
	return max(min(from, float64(w.wave.Millis)-w.span()), 0)
}

// x returns where a time stands, in units from the left edge.
func (w *Waveform) x(ms float64) float32 { return float32((ms - w.from) / 1000 * float64(w.zoom)) }

// ms is the inverse of x, held within the sound.
func (w *Waveform) ms(x float32) int64 {
	ms := w.from + float64(x)/float64(w.zoom)*1000
	return int64(max(min(ms, float64(w.wave.Millis)), 0))
}

// Zoom returns how many units wide a second is.
func (w *Waveform) Zoom() float32 { return w.zoom }

// SetZoom sets how wide a second is, within 10 to 200 units.
func (w *Waveform) SetZoom(zoom float32) {
	if !(zoom > 0) { // nor what is no number
		zoom = zoomNormal
	}
	w.zoomAround(w.heart(), min(max(zoom, zoomLeast), zoomMost))
}

// ZoomIn shows less of the sound, wider, around the playhead.
func (w *Waveform) ZoomIn() { w.SetZoom(w.zoom * zoomStep) }

// ZoomOut shows more of the sound.
func (w *Waveform) ZoomOut() { w.SetZoom(w.zoom / zoomStep) }

// heart is the place that stays where it is when the zoom changes: the
// playhead, or the middle when that is out of view.
func (w *Waveform) heart() float32 {
	if w.inView(w.at) {
		return w.x(float64(w.at))
	}
	return w.Size().Width / 2
}

// zoomAround sets the zoom and leaves what stands at x where it is.
func (w *Waveform) zoomAround(x, zoom float32) {
	if zoom == w.zoom || w.wave.Millis == 0 {
		w.zoom = zoom
		return
	}
	under := w.from + float64(x)/float64(w.zoom)*1000
	w.zoom = zoom
	w.from = w.bound(under - float64(x)/float64(zoom)*1000)
	w.away = !w.inView(w.at)
	w.Refresh()
}

// pan moves the view by units.
func (w *Waveform) pan(by float32) {
	before := w.from
	w.from = w.bound(w.from + float64(by)/float64(w.zoom)*1000)
	w.away = !w.inView(w.at)
	if w.from != before {
		w.Refresh()
	}
}

// show brings a time into view without moving the playhead.
func (w *Waveform) show(ms int64) {
	if !w.inView(ms) && w.span() > 0 {
		w.look(ms)
	}
}

// look shows what is around a time.
func (w *Waveform) look(ms int64) {
	w.from = w.bound(float64(ms) - w.span()/2)
	w.away = !w.inView(w.at)
	w.Refresh()
}

// Scrolled implements [fyne.Scrollable]: the wheel moves the view, with Ctrl it
// zooms around the pointer.
func (w *Waveform) Scrolled(ev *fyne.ScrollEvent) {
	w.kit.Active()
	if w.wave.Millis == 0 {
		return
	}
	if w.held()&(fyne.KeyModifierControl|fyne.KeyModifierSuper) == 0 {
		w.pan(-(ev.Scrolled.DX + ev.Scrolled.DY) * wheelTurn)
		return
	}
	step := zoomStep
	if ev.Scrolled.DY < 0 {
		step = 1 / zoomStep
	}
	if ev.Scrolled.DY != 0 {
		w.zoomAround(ev.Position.X, min(max(w.zoom*step, zoomLeast), zoomMost))
	}
}
