package widget

import (
	"cmp"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
)

// Sizes of a waveform, some 130 high with words of normal size.
const (
	curveHeight  float32 = 80
	cursorWidth  float32 = 4 // with its edge of paper on both sides
	labelSpacing float32 = 6 // between two times of the ruler, in sizes of their words
)

// lane is the height of a line of words: the ruler's below the curve, those of
// marks and gaps above it.
func lane() float32 { return theme.SizeNow(theme.SizeSmall) * 20 / 13 }

// coverLane is the height of the lane between curve and ruler that tells what
// has text and what was heard.
func coverLane() float32 { return theme.SizeNow(theme.SizeSmall) * 11 / 13 }

// WaveHooks are what a waveform asks of the room it is in. Any may be nil.
type WaveHooks struct {
	// Seek gets the time that was clicked, or stepped to by keys.
	Seek func(ms int64)
	// Play and Loop are asked to play what is selected, once or again and again.
	Play, Loop func(transcript.Stretch)
	// Selected is told whenever what is selected changes; ok is false when
	// nothing is any more.
	Selected func(s transcript.Stretch, ok bool)
	// Adopt is asked to give the utterance the times of what is selected.
	Adopt func(transcript.Stretch)
	// Leave is called by Esc when nothing is selected.
	Leave func()
	// Command gets every other command, so that the sound's keys do what they do
	// in the text without the focus going there. It reports whether it knew it.
	Command func(keys.Command) bool
}

// Waveform draws the part of a sound around the playhead. The picture is drawn
// once a view; what moves is one line over it. A stretch of it can be selected
// with the mouse or by keys.
type Waveform struct {
	fw.BaseWidget
	kit   *Kit
	id    string
	hooks WaveHooks

	wave  Wave
	zoom  float32 // units a second
	from  float64 // milliseconds at the left edge
	at    int64   // the playhead
	away  bool    // the person looks elsewhere: the view does not follow
	heard transcript.Stretches
	told  transcript.Stretches // has text

	sel     selection
	focused bool
	shift   bool
	held    func() fyne.KeyModifier // of the keyboard, for the wheel

	picture, lanes *canvas.Raster
	veil           *canvas.Rectangle // over what is selected
	edges          [2]*canvas.Rectangle
	cursor         *canvas.Rectangle
	ring           ring
	labels         []*canvas.Text
	strip          *Overview // nil when there is none
}

var (
	_ fyne.Tappable      = (*Waveform)(nil)
	_ fyne.Draggable     = (*Waveform)(nil)
	_ fyne.Scrollable    = (*Waveform)(nil)
	_ fyne.Focusable     = (*Waveform)(nil)
	_ fyne.Shortcutable  = (*Waveform)(nil)
	_ fyne.Accessible    = (*Waveform)(nil)
	_ desktop.Cursorable = (*Waveform)(nil)
	_ desktop.Keyable    = (*Waveform)(nil)
	_ desktop.Mouseable  = (*Waveform)(nil)
)

// Waveform makes an empty waveform.
func (k *Kit) Waveform(id string, hooks WaveHooks) *Waveform {
	box := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	w := &Waveform{
		kit: k, id: id, hooks: hooks, zoom: zoomNormal, held: keys.Held,
		cursor: box(), veil: box(), edges: [2]*canvas.Rectangle{box(), box()}, ring: newRing(),
	}
	w.picture, w.lanes = canvas.NewRaster(w.draw), canvas.NewRaster(w.drawLanes)
	w.ExtendBaseWidget(w)
	return w
}

// ID returns the control's id.
func (w *Waveform) ID() string { return w.id }

// SetWave shows a sound.
func (w *Waveform) SetWave(v Wave) {
	w.wave = v.Prepared()
	w.from, w.away = 0, false
	w.sel = selection{}
	w.follow()
	w.Refresh()
	if w.strip != nil {
		w.strip.Refresh()
	}
}

// SetPauses shows other pauses in the same sound. The view stays where it is.
func (w *Waveform) SetPauses(list transcript.Stretches) {
	w.wave.Pauses = list
	w.Refresh()
	if w.strip != nil {
		w.strip.Refresh()
	}
}

// SetCoverage shows which pieces were heard and which have text. Only the lane
// for it is drawn anew. The lists must not be altered afterwards.
func (w *Waveform) SetCoverage(heard, text transcript.Stretches) {
	w.heard, w.told = heard, text
	w.lanes.Refresh()
	if w.strip != nil {
		w.strip.picture.Refresh()
	}
}

// Playhead returns the playhead in milliseconds.
func (w *Waveform) Playhead() int64 { return w.at }

func (w *Waveform) paintCursor() {
	w.cursor.FillColor, w.cursor.StrokeColor = theme.Now(theme.Action), theme.Now(theme.Paper)
	w.cursor.StrokeWidth = 1
}

func (w *Waveform) placeCursor() {
	x := w.x(float64(w.at))
	w.cursor.Hidden = x < 0 || x > w.Size().Width || w.wave.Millis == 0
	w.cursor.Move(fyne.NewPos(x-cursorWidth/2, 0))
	w.cursor.Resize(fyne.NewSize(cursorWidth, w.Size().Height-lane()))
	if w.strip != nil {
		w.strip.place()
	}
}

// Cursor implements [desktop.Cursorable].
func (w *Waveform) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements [fyne.Accessible].
func (w *Waveform) AccessibilityLabel() string {
	label := w.kit.Text.T("waveform.label", "at", stampOf(w.at), "length", stampOf(w.wave.Millis))
	if s, ok := w.Selection(); ok {
		label += ". " + w.kit.Text.T("waveform.selected", "from", w.tenths(s.From), "to", w.tenths(s.To))
	}
	return label
}

// tenths writes a time with its tenth of a second.
func (w *Waveform) tenths(ms int64) string {
	return w.kit.Text.T("waveform.tenths", "time", stampOf(ms), "tenth", ms%1000/100)
}

// AccessibilityRole implements [fyne.Accessible].
func (w *Waveform) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (w *Waveform) CreateRenderer() fyne.WidgetRenderer {
	w.paintCursor()
	return &waveRenderer{w}
}

type waveRenderer struct{ w *Waveform }

func (r *waveRenderer) Layout(size fyne.Size) {
	w := r.w
	w.picture.Resize(size)
	w.lanes.Resize(fyne.NewSize(size.Width, coverLane()))
	w.lanes.Move(fyne.NewPos(0, size.Height-lane()-coverLane()))
	// The ring lies within: the curve goes from edge to edge of the window.
	w.ring.Move(fyne.NewPos(theme.RingWidth/2, theme.RingWidth/2))
	w.ring.Resize(size.SubtractWidthHeight(theme.RingWidth, theme.RingWidth))
	w.from = w.bound(w.from)
	w.follow()
	w.label()
	w.placeCursor()
	w.placeSelection()
}

func (r *waveRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, curveHeight+2*lane()+coverLane())
}

func (r *waveRenderer) Refresh() {
	w := r.w
	w.paintCursor()
	w.label()
	w.placeCursor()
	w.placeSelection()
	w.ring.show(w.focused)
	w.picture.Refresh()
	w.lanes.Refresh()
	w.cursor.Refresh()
	canvas.Refresh(w)
}

func (r *waveRenderer) Objects() []fyne.CanvasObject {
	w := r.w
	objects := []fyne.CanvasObject{w.picture, w.lanes, w.veil}
	for _, l := range w.labels {
		objects = append(objects, l)
	}
	return append(objects, w.edges[0], w.edges[1], w.cursor, w.ring.Rectangle)
}

func (r *waveRenderer) Destroy() {}

// label writes the times of the ruler and the words of the marks in view.
func (w *Waveform) label() {
	used := 0
	put := func(words string, x, y float32, name fyne.ThemeColorName) float32 {
		if used == len(w.labels) {
			w.labels = append(w.labels, canvas.NewText("", color.Black))
		}
		l := w.labels[used]
		used++
		l.Text, l.Color, l.TextSize = words, theme.Now(name), theme.SizeNow(theme.SizeSmall)
		size := l.MinSize()
		l.Resize(size)
		l.Move(fyne.NewPos(x, y))
		return x + size.Width
	}
	width, base := w.Size().Width, w.Size().Height-lane()
	step := tickStep(w.zoom)
	for t := firstTick(w.from, step); t <= min(w.from+w.span(), float64(w.wave.Millis)); t += step {
		if x := w.x(t) + 3; x+3*theme.SizeNow(theme.SizeSmall) < width && w.wave.Millis > 0 {
			put(stampOf(int64(t)), x, base+1, theme.Muted)
		}
	}
	var taken float32
	for _, f := range w.flags() {
		// Where there is no room for the word, the stroke still stands.
		if x := w.x(float64(f.at)); x >= taken && x <= width {
			taken = put(f.words, x+theme.Gap4, 0, theme.Ink) + theme.Gap4
		}
	}
	w.labels = w.labels[:used]
}

// flag is a word above the curve.
type flag struct {
	at    int64
	words string
}

func (w *Waveform) flags() []flag {
	var all []flag
	for _, m := range w.wave.Marks {
		all = append(all, flag{m.At, w.kit.Text.Marker(m.Marker())})
	}
	for _, g := range w.wave.Gaps {
		all = append(all, flag{g.At, w.kit.Text.Gap(g.Reason)})
	}
	slices.SortStableFunc(all, func(a, b flag) int { return cmp.Compare(a.at, b.at) })
	return all
}
