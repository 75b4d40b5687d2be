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
	"barnrost/app/view/theme"
)

// peakSamples is how many samples one pair of peaks covers.
const peakSamples = 256

// Sizes of a waveform, 120 high with words of normal size, and bounds of its zoom, in units a second of sound.
const (
	curveHeight  float32 = 80
	zoomNormal   float32 = 100
	zoomLeast    float32 = 10
	zoomMost     float32 = 200
	zoomStep     float32 = 1.25
	turnPage             = 0.9 // of the width: beyond it the view goes on
	keptOnTurn           = 0.1 // of the width: how much is seen again
	cursorWidth  float32 = 4   // with its edge of paper on both sides
	labelSpacing float32 = 6   // between two times of the ruler, in sizes of their words
)

// lane is the height of a line of words: the ruler's below the curve, those of
// marks and gaps above it.
func lane() float32 { return theme.SizeNow(theme.SizeSmall) * 20 / 13 }

// Wave is the sound a waveform shows.
type Wave struct {
	// Peaks are the smallest and the largest sample of each 256, in turn.
	Peaks []int16
	// Rate is in samples a second.
	Rate int
	// Millis is the length.
	Millis int64
	// Gaps are where the recording paused or was cut, in milliseconds.
	Gaps []int64
	// Marks are the live markers.
	Marks []transcript.Mark
}

// Waveform draws the part of a sound around the playhead. The picture is drawn
// once a view; what moves is one line over it.
type Waveform struct {
	fw.BaseWidget
	kit  *Kit
	id   string
	seek func(ms int64)

	wave Wave
	gain float64
	zoom float32 // units a second
	from float64 // milliseconds at the left edge
	at   int64   // the playhead

	picture *canvas.Raster
	cursor  *canvas.Rectangle
	labels  []*canvas.Text
}

var (
	_ fyne.Tappable      = (*Waveform)(nil)
	_ fyne.Scrollable    = (*Waveform)(nil)
	_ fyne.Accessible    = (*Waveform)(nil)
	_ desktop.Cursorable = (*Waveform)(nil)
)

// Waveform makes an empty waveform; seek gets the time that was clicked.
func (k *Kit) Waveform(id string, seek func(ms int64)) *Waveform {
	w := &Waveform{kit: k, id: id, seek: seek, zoom: zoomNormal, cursor: canvas.NewRectangle(color.Black)}
	w.picture = canvas.NewRaster(w.draw)
	w.ExtendBaseWidget(w)
	return w
}

// ID returns the control's id.
func (w *Waveform) ID() string { return w.id }

// SetWave shows a sound.
func (w *Waveform) SetWave(v Wave) {
	w.wave = v
	w.gain = gainOf(v.Peaks)
	w.from = 0
	w.follow()
	w.Refresh()
}

// SetPosition moves the playhead. The picture is drawn anew only when the
// playhead leaves it.
func (w *Waveform) SetPosition(ms int64) {
	if w.at == ms {
		return
	}
	w.at = ms
	if w.follow() {
		w.Refresh()
		return
	}
	w.placeCursor()
}

// Playhead returns the playhead in milliseconds.
func (w *Waveform) Playhead() int64 { return w.at }

// span is how many milliseconds fit the width.
func (w *Waveform) span() float64 { return float64(w.Size().Width) / float64(w.zoom) * 1000 }

// follow turns the page when the playhead left it, and reports whether it did.
func (w *Waveform) follow() bool {
	span := w.span()
	if span <= 0 {
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

func (w *Waveform) paintCursor() {
	w.cursor.FillColor, w.cursor.StrokeColor = theme.Now(theme.Action), theme.Now(theme.Paper)
	w.cursor.StrokeWidth = 1
}

func (w *Waveform) placeCursor() {
	x := w.x(float64(w.at))
	w.cursor.Hidden = x < 0 || x > w.Size().Width || w.wave.Millis == 0
	w.cursor.Move(fyne.NewPos(x-cursorWidth/2, 0))
	w.cursor.Resize(fyne.NewSize(cursorWidth, w.Size().Height-lane()))
}

// Tapped implements [fyne.Tappable].
func (w *Waveform) Tapped(ev *fyne.PointEvent) {
	if w.seek != nil && w.wave.Millis > 0 {
		w.seek(w.ms(ev.Position.X))
	}
}

// Scrolled implements [fyne.Scrollable]: sideways moves the view, up and down
// zooms around the pointer.
func (w *Waveform) Scrolled(ev *fyne.ScrollEvent) {
	if w.wave.Millis == 0 {
		return
	}
	if ev.Scrolled.DX != 0 {
		w.from = w.bound(w.from - float64(ev.Scrolled.DX)/float64(w.zoom)*1000)
	}
	if ev.Scrolled.DY != 0 {
		under := w.from + float64(ev.Position.X)/float64(w.zoom)*1000
		step := zoomStep
		if ev.Scrolled.DY < 0 {
			step = 1 / zoomStep
		}
		w.zoom = min(max(w.zoom*step, zoomLeast), zoomMost)
		w.from = w.bound(under - float64(ev.Position.X)/float64(w.zoom)*1000)
	}
	w.Refresh()
}

// Cursor implements [desktop.Cursorable].
func (w *Waveform) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements [fyne.Accessible].
func (w *Waveform) AccessibilityLabel() string {
	return w.kit.Text.T("waveform.label", "at", stampOf(w.at), "length", stampOf(w.wave.Millis))
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
	w.from = w.bound(w.from)
	w.follow()
	w.label()
	w.placeCursor()
}

func (r *waveRenderer) MinSize() fyne.Size { return fyne.NewSize(200, curveHeight+2*lane()) }

func (r *waveRenderer) Refresh() {
	r.w.paintCursor()
	r.w.label()
	r.w.placeCursor()
	r.w.picture.Refresh()
	r.w.cursor.Refresh()
	canvas.Refresh(r.w)
}

func (r *waveRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.w.picture}
	for _, l := range r.w.labels {
		objects = append(objects, l)
	}
	return append(objects, r.w.cursor)
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
		all = append(all, flag{m.At, w.kit.Text.T("transcript.mark." + string(m.Kind))})
	}
	for _, g := range w.wave.Gaps {
		all = append(all, flag{g, w.kit.Text.T("waveform.gap")})
	}
	slices.SortStableFunc(all, func(a, b flag) int { return cmp.Compare(a.at, b.at) })
	return all
}
