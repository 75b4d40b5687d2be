package widget

import (
	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
)

// NamesShown lists the words for the speakers in the rows in view.
func NamesShown(u *Utterances) (names []string) {
	for _, r := range u.rows {
		names = append(names, r.name.Text)
	}
	return names
}

// FormOf tells a speaker's shape.
func FormOf(s transcript.Speaker) any { return voices[s].form }

// ScrollBy turns the wheel.
func (u *Utterances) ScrollBy(down float32) {
	u.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -down)})
}

// AtEnd reports whether the end is in view.
func (u *Utterances) AtEnd() bool {
	return u.scroll.Offset.Y+u.scroll.Size().Height >= u.geo.total()
}

// HoldOverWave makes the keyboard's modifiers what a waveform is told.
func HoldOverWave(w *Waveform, mods fyne.KeyModifier) {
	w.held = func() fyne.KeyModifier { return mods }
}

// LevelsOf counts a prepared wave's levels of peaks.
func LevelsOf(v Wave) int { return len(v.levels) }

// ColumnOf reads what is drawn of a wave in a stretch of milliseconds.
func ColumnOf(v Wave, from, to float64) (low, high int16, ok bool) { return v.column(from, to) }

// LeftOf is the time at a waveform's left edge.
func LeftOf(w *Waveform) float64 { return w.from }

// PlacesOf are the middles of a wheel's marks and their radius.
func PlacesOf(w *YearWheel) ([]fyne.Position, float32) { return w.places(w.Size()), w.radius(w.Size()) }
