package widget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// overviewHeight is that of the strip with words of normal size.
const overviewHeight float32 = 24

// Overview is a strip with the whole sound of a waveform: what of it has text and
// was heard, a frame around what the waveform shows, and the playhead. A click
// goes there, a drag looks around.
type Overview struct {
	fw.BaseWidget
	w       *Waveform
	picture *canvas.Raster
	frame   *canvas.Rectangle
	cursor  *canvas.Rectangle
}

var (
	_ fyne.Tappable      = (*Overview)(nil)
	_ fyne.Draggable     = (*Overview)(nil)
	_ fyne.Accessible    = (*Overview)(nil)
	_ desktop.Cursorable = (*Overview)(nil)
)

// Overview makes the strip of a waveform; there is one for each.
func (w *Waveform) Overview() *Overview {
	o := &Overview{w: w, frame: canvas.NewRectangle(color.Transparent), cursor: canvas.NewRectangle(color.Black)}
	o.picture = canvas.NewRaster(o.draw)
	o.ExtendBaseWidget(o)
	w.strip = o
	return o
}

// x returns where a time stands; the strip holds the whole sound.
func (o *Overview) x(ms float64) float32 {
	if o.w.wave.Millis == 0 {
		return 0
	}
	return float32(ms / float64(o.w.wave.Millis) * float64(o.Size().Width))
}

func (o *Overview) ms(x float32) int64 {
	if o.Size().Width <= 0 {
		return 0
	}
	ms := float64(x) / float64(o.Size().Width) * float64(o.w.wave.Millis)
	return int64(max(min(ms, float64(o.w.wave.Millis)), 0))
}

// place lays the frame and the playhead. It is called whenever either moves, and
// draws nothing when neither has moved by a hair.
func (o *Overview) place() {
	w, high := o.w, o.Size().Height
	from := o.x(w.from)
	wide := max(o.x(min(w.from+w.span(), float64(w.wave.Millis)))-from, 4)
	move := func(r *canvas.Rectangle, x, wide float32) {
		if d := r.Position().X - x; d < 0.5 && d > -0.5 && r.Size() == fyne.NewSize(wide, high) {
			return
		}
		r.Resize(fyne.NewSize(wide, high))
		r.Move(fyne.NewPos(x, 0))
		r.Refresh()
	}
	move(o.frame, from, wide)
	move(o.cursor, o.x(float64(w.at))-1, 2)
}

// Tapped implements [fyne.Tappable].
func (o *Overview) Tapped(ev *fyne.PointEvent) { o.w.goTo(o.ms(ev.Position.X)) }

// Dragged implements [fyne.Draggable]: the waveform shows what is under the
// pointer, and the playhead stays.
func (o *Overview) Dragged(ev *fyne.DragEvent) {
	o.w.kit.Active()
	o.w.look(o.ms(ev.Position.X))
}

// DragEnd implements [fyne.Draggable].
func (o *Overview) DragEnd() {}

// Cursor implements [desktop.Cursorable].
func (o *Overview) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements [fyne.Accessible].
func (o *Overview) AccessibilityLabel() string {
	return o.w.kit.Text.T("waveform.overview", "at", stampOf(o.w.at), "length", stampOf(o.w.wave.Millis))
}

// AccessibilityRole implements [fyne.Accessible].
func (o *Overview) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// draw paints the whole sound: the curve, and below it the two lanes, thick for
// text and thin for what was heard, as in the waveform.
func (o *Overview) draw(wide, high int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	v := o.w.wave
	if wide <= 0 || high <= 0 || v.Rate <= 0 || v.Millis <= 0 {
		return img
	}
	p := brush{img}
	unit := float64(high) / 12
	perPixel := float64(v.Millis) / float64(wide)
	half := 3.5 * unit
	for x := range wide {
		low, peak, ok := v.column(float64(x)*perPixel, float64(x+1)*perPixel)
		if !ok {
			continue
		}
		up, down := min(float64(peak)/32768*v.gain, 1)*half, min(float64(-low)/32768*v.gain, 1)*half
		p.fill(x, int(half-up), x+1, max(int(half+down), int(half)+1), theme.Now(theme.Line))
	}
	band := func(list transcript.Stretches, y0, y1 float64, c color.Color) {
		for _, s := range list {
			x0, x1 := int(float64(s.From)/perPixel), int(float64(s.To)/perPixel)
			p.fill(x0, int(y0*unit), max(x1, x0+1), max(int(y1*unit), int(y0*unit)+1), c)
		}
	}
	band(o.w.told, 7.5, 9.5, theme.Now(theme.Ink))
	band(o.w.heard, 10.5, 11.5, theme.Now(theme.Action))
	return img
}

// CreateRenderer implements [fyne.Widget].
func (o *Overview) CreateRenderer() fyne.WidgetRenderer {
	r := &overviewRenderer{o}
	r.paint()
	return r
}

type overviewRenderer struct{ o *Overview }

func (r *overviewRenderer) paint() {
	action := theme.Now(theme.Action)
	r.o.frame.StrokeColor, r.o.frame.StrokeWidth = action, 1
	r.o.cursor.FillColor = action
}

func (r *overviewRenderer) Layout(size fyne.Size) {
	r.o.picture.Resize(size)
	r.o.place()
}

func (r *overviewRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, overviewHeight*theme.SizeNow(theme.SizeSmall)/13)
}

func (r *overviewRenderer) Refresh() {
	r.paint()
	r.o.place()
	r.o.picture.Refresh()
	r.o.frame.Refresh()
	r.o.cursor.Refresh()
}

func (r *overviewRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.picture, r.o.frame, r.o.cursor}
}

func (r *overviewRenderer) Destroy() {}
