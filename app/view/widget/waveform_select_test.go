package widget_test

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// wavy is a shown waveform and what it asked for.
type wavy struct {
	*widget.Waveform
	t              *testing.T
	stage          *viewtest.Stage
	played, looped []transcript.Stretch
	adopted        []transcript.Stretch
	sought         []int64
	told           int
	left           int
	commands       []keys.Command
	letters        string
}

func showWavy(t *testing.T, seconds int) *wavy {
	t.Helper()
	w := &wavy{t: t, stage: viewtest.New(t, app.Swedish, theme.Light)}
	w.stage.Size(1000, 140)
	w.stage.Kit.OnRune = func(r rune) { w.letters += string(r) }
	keep := func(list *[]transcript.Stretch) func(transcript.Stretch) {
		return func(s transcript.Stretch) { *list = append(*list, s) }
	}
	w.Waveform = w.stage.Kit.Waveform("desk.wave", widget.WaveHooks{
		Seek: func(ms int64) { w.sought = append(w.sought, ms); w.SetPosition(ms) },
		Play: keep(&w.played), Loop: keep(&w.looped), Adopt: keep(&w.adopted),
		Selected: func(transcript.Stretch, bool) { w.told++ },
		Leave:    func() { w.left++ },
		Command:  func(c keys.Command) bool { w.commands = append(w.commands, c); return true },
	})
	w.stage.Show(w.Waveform)
	w.SetWave(tone(seconds))
	w.stage.Settle()
	return w
}

func (w *wavy) drag(from, to float32) {
	w.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from, 50)}})
	mid := (from + to) / 2
	for _, x := range []float32{mid, to} {
		w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 50)}, Dragged: fyne.NewDelta(x-from, 0)})
	}
	w.MouseUp(&desktop.MouseEvent{})
	w.DragEnd()
}

func (w *wavy) keys(names ...fyne.KeyName) {
	for _, n := range names {
		w.KeyDown(&fyne.KeyEvent{Name: n})
		w.TypedKey(&fyne.KeyEvent{Name: n})
		w.KeyUp(&fyne.KeyEvent{Name: n})
	}
}

func (w *wavy) selected(from, to int64) {
	w.t.Helper()
	s, ok := w.Selection()
	if want := (transcript.Stretch{From: from, To: to}); !ok || s != want {
		w.t.Errorf("selected %v %v, want %v", s, ok, want)
	}
}

func TestADragSelectsAndAnEdgeCanBeDraggedOn(t *testing.T) {
	w := showWavy(t, 60)
	w.drag(200, 400)
	w.selected(2_000, 4_000)
	if w.stage.Focused() != "desk.wave" {
		t.Errorf("the focus is at %q, not where the keys for it are", w.stage.Focused())
	}
	w.drag(398, 500) // the end is taken hold of
	w.selected(2_000, 5_000)
	w.drag(203, 700) // the start, past the end
	w.selected(5_000, 7_000)
	w.drag(900, 800) // elsewhere, backwards
	w.selected(8_000, 9_000)
	w.drag(900, 1_100) // beyond the side: the view goes along
	if s, _ := w.Selection(); s.From != 8_000 || s.To <= 10_000 {
		t.Errorf("beyond the side %v is selected", s)
	}
	if len(w.sought) > 0 {
		t.Errorf("dragging went to %v", w.sought)
	}
}

func TestEdgesMoveByKeysInStepsOfATenthASecondAndAHundredth(t *testing.T) {
	w := showWavy(t, 60)
	w.Select(transcript.Stretch{From: 2_000, To: 4_000})
	w.stage.Focus("desk.wave")
	w.keys(fyne.KeyRight, fyne.KeyRight)
	w.selected(2_000, 4_200)
	w.keys(fyne.KeyHome, fyne.KeyLeft)
	w.selected(1_900, 4_200)
	w.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl})
	w.selected(1_890, 4_200)
	w.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	w.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	w.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	w.selected(2_890, 4_200)
	w.keys(fyne.KeyEnd, fyne.KeyLeft)
	w.selected(2_890, 4_100)
	if len(w.sought) > 0 {
		t.Errorf("moving an edge went to %v", w.sought)
	}
}

func TestStartAndEndAreSetAtThePlayheadAndKeysPlayLoopAdoptAndDrop(t *testing.T) {
	w := showWavy(t, 60)
	w.stage.Focus("desk.wave")
	w.keys(fyne.KeyReturn)
	for _, r := range "lt" {
		w.TypedRune(r)
	}
	if len(w.played)+len(w.looped)+len(w.adopted) > 0 {
		t.Error("what is not selected was played")
	}
	w.SetPosition(3_000)
	w.TypedRune('s')
	w.selected(3_000, 60_000)
	w.SetPosition(5_500)
	w.TypedRune('e')
	w.selected(3_000, 5_500)
	w.SetPosition(9_000)
	w.TypedRune('s') // behind the end: from here on
	w.selected(9_000, 60_000)
	w.Select(transcript.Stretch{From: 3_000, To: 5_500})
	w.keys(fyne.KeyReturn)
	for _, r := range "ltx" {
		w.TypedRune(r)
	}
	want := transcript.Stretch{From: 3_000, To: 5_500}
	for name, got := range map[string][]transcript.Stretch{"played": w.played, "looped": w.looped, "adopted": w.adopted} {
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s %v", name, got)
		}
	}
	if w.letters != "x" {
		t.Errorf("%q went to the text, not x alone", w.letters)
	}
	w.keys(fyne.KeyEscape)
	if _, ok := w.Selection(); ok || w.left > 0 {
		t.Error("Esc did not drop what was selected, or left at once")
	}
	w.keys(fyne.KeyEscape)
	if w.left != 1 {
		t.Error("Esc with nothing selected does not go back to the text")
	}
}

func TestWithNothingSelectedTheArrowsGoThroughTheSound(t *testing.T) {
	w := showWavy(t, 60)
	w.SetPosition(3_000)
	w.stage.Focus("desk.wave")
	w.keys(fyne.KeyRight, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyEnd, fyne.KeyHome)
	want := []int64{3_100, 3_000, 2_900, 60_000, 0}
	if len(w.sought) != len(want) {
		t.Fatalf("went to %v", w.sought)
	}
	for i := range want {
		if w.sought[i] != want[i] {
			t.Errorf("went to %v, want %v", w.sought, want)
			break
		}
	}
}

func TestTheSoundsKeysWorkWithTheFocusInTheCurve(t *testing.T) {
	w := showWavy(t, 60)
	w.stage.Focus("desk.wave")
	w.keys(fyne.KeyF4, fyne.KeyF7)
	w.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	want := []keys.Command{keys.PlayPause, keys.Loop, keys.ZoomIn}
	if len(w.commands) != 3 || w.commands[0] != want[0] || w.commands[1] != want[1] || w.commands[2] != want[2] {
		t.Errorf("commands %v, want %v", w.commands, want)
	}
}

func TestTheViewStaysWhereThePersonLooksUntilThePlayheadComesOrLeaps(t *testing.T) {
	w := showWavy(t, 600)
	look := func() int64 { // the time at the left edge
		w.sought = nil
		at := w.Playhead()
		w.Tapped(&fyne.PointEvent{})
		w.SetPosition(at) // a leap unless it was in view
		return w.sought[0]
	}
	away := func() {
		w.SetPosition(5_000)
		w.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -500)}) // 20 s on
	}
	away()
	w.SetPosition(5_050)
	w.SetPosition(5_900)
	if got := look(); got != 20_000 {
		t.Errorf("the view went to %d though the person looked at 20 s", got)
	}
	away()
	w.SetPosition(4_500) // plays on: no leap
	w.SetPosition(60_000)
	if got := look(); got != 59_000 {
		t.Errorf("after a leap the view is at %d", got)
	}
}

func TestZoomingKeepsThePlayheadWhereItIs(t *testing.T) {
	w := showWavy(t, 600)
	w.SetPosition(300_000)
	where := func() float32 {
		for _, o := range test.WidgetRenderer(w).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth == 1 && r.Visible() {
				return r.Position().X
			}
		}
		return -1
	}
	before := where()
	for range 20 {
		w.ZoomOut()
	}
	if w.Zoom() != 10 || where() < before-1 || where() > before+1 {
		t.Errorf("at %v a second the playhead went from %v to %v", w.Zoom(), before, where())
	}
	for range 40 {
		w.ZoomIn()
	}
	if w.Zoom() != 200 || where() < before-1 || where() > before+1 {
		t.Errorf("at %v a second the playhead went from %v to %v", w.Zoom(), before, where())
	}
}

// painted counts pixels of a colour in a column of the lanes.
func (w *wavy) lanes(x int) (tall, thin int) {
	var r *canvas.Raster
	for _, o := range test.WidgetRenderer(w).Objects() {
		if c, ok := o.(*canvas.Raster); ok {
			r = c // the second one
		}
	}
	img := r.Generator(1000, 11)
	count := func(img image.Image, from, to int) (n int) {
		for y := from; y < to; y++ {
			if img.At(x, y).(color.RGBA).A > 0 {
				n++
			}
		}
		return n
	}
	return count(img, 0, 7), count(img, 7, 11)
}

func TestWhatHasTextAndWhatWasHeardIsToldByHeight(t *testing.T) {
	w := showWavy(t, 60)
	w.SetCoverage(transcript.Stretches{{From: 0, To: 5_000}}, transcript.Stretches{{From: 2_000, To: 3_000}})
	for x, want := range map[int][2]int{100: {0, 2}, 250: {5, 2}, 400: {0, 2}, 700: {0, 0}} {
		if tall, thin := w.lanes(x); tall != want[0] || thin != want[1] {
			t.Errorf("at %d the text's bar is %d high and the heard line %d, want %v", x, tall, thin, want)
		}
	}
}

func TestTheStripGoesToWhatWasClickedAndLooksWithoutGoing(t *testing.T) {
	w := showWavy(t, 600)
	o := w.Overview()
	o.Resize(fyne.NewSize(1000, 24))
	o.Tapped(&fyne.PointEvent{Position: fyne.NewPos(500, 5)})
	if len(w.sought) != 1 || w.sought[0] != 300_000 {
		t.Errorf("went to %v", w.sought)
	}
	o.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 5)}})
	if w.Playhead() != 300_000 || len(w.sought) != 1 {
		t.Error("looking around moved the playhead")
	}
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(500, 5)})
	if got := w.sought[1]; got != 60_000 {
		t.Errorf("the middle of the view is %d, not what was dragged to", got)
	}
	var frame, line *canvas.Rectangle
	for _, o := range test.WidgetRenderer(o).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok {
			if frame == nil {
				frame = r
			} else {
				line = r
			}
		}
	}
	if x := line.Position().X; x < 98 || x > 101 {
		t.Errorf("the playhead stands at %v", x)
	}
	if x, wide := frame.Position().X, frame.Size().Width; x < 90 || x > 93 || wide < 16 || wide > 17.5 {
		t.Errorf("the frame is %v wide at %v", wide, x)
	}
}

func TestPausesAreShaded(t *testing.T) {
	w := showWavy(t, 30)
	v := tone(30)
	v.Pauses = transcript.Stretches{{From: 1_000, To: 2_000}}
	w.SetWave(v)
	p := pixels(w.Waveform)
	if shaded, bare := ink(p, 150), ink(p, 350); shaded < bare+20 {
		t.Errorf("%d pixels in a pause, %d beside", shaded, bare)
	}
}

// TestCoarserLevelsLoseNoPeak: whatever level is read, no peak within the
// stretch is lost.
func TestCoarserLevelsLoseNoPeak(t *testing.T) {
	v := widget.Wave{Rate: 48_000, Millis: 600_000, Peaks: make([]int16, 2*112_500)}
	v.Peaks[2*50_000+1] = 30_000 // one, at 266.7 s
	v = v.Prepared()
	if widget.LevelsOf(v) < 4 {
		t.Fatalf("%d levels", widget.LevelsOf(v))
	}
	for _, wide := range []float64{1, 10, 100, 1_000, 10_000, 60_000} {
		found := false
		for from := 0.0; from < 600_000; from += wide {
			_, high, ok := widget.ColumnOf(v, from, from+wide)
			found = found || ok && high == 30_000
		}
		if !found {
			t.Errorf("in columns of %v ms the peak is lost", wide)
		}
	}
}

// hours makes the peaks of hours at 48 kHz.
func hours(n int) widget.Wave {
	v := widget.Wave{Rate: 48_000, Millis: int64(n) * 3_600_000}
	for i := range n * 3600 * 48_000 / 256 {
		a := int16(2_000 + i*7919%5_000)
		v.Peaks = append(v.Peaks, -a, a)
	}
	for at := int64(0); at < v.Millis; at += 9_000 {
		v.Pauses = append(v.Pauses, transcript.Stretch{From: at, To: at + 1_500})
	}
	return v
}

func BenchmarkPreparingThreeHours(b *testing.B) {
	v := hours(3)
	b.ReportAllocs()
	for b.Loop() {
		v.Prepared()
	}
}

func BenchmarkDrawingAViewOfThreeHours(b *testing.B) {
	s := viewtest.New(b, app.Swedish, theme.Light)
	s.Size(1920, 140)
	w := s.Kit.Waveform("w", widget.WaveHooks{})
	s.Show(w)
	w.SetWave(hours(3))
	w.SetPosition(5_400_000)
	var r *canvas.Raster
	for _, o := range test.WidgetRenderer(w).Objects() {
		if c, ok := o.(*canvas.Raster); ok && r == nil {
			r = c
		}
	}
	for _, zoom := range []float32{10, 100, 200} {
		w.SetZoom(zoom)
		b.Run(map[float32]string{10: "10", 100: "100", 200: "200"}[zoom], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Generator(1920, 140)
			}
		})
	}
}

// TestWhateverIsDoneTheViewAndWhatIsSelectedStayWithinTheSound does everything a
// hand can, in any order.
func TestWhateverIsDoneTheViewAndWhatIsSelectedStayWithinTheSound(t *testing.T) {
	for _, seconds := range []int{0, 1, 7, 600} {
		w := showWavy(t, seconds)
		o := w.Overview()
		o.Resize(fyne.NewSize(800, 24))
		end := int64(seconds) * 1000
		r := rand.New(rand.NewPCG(7, uint64(seconds)))
		names := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF4}
		for range 3_000 {
			x := float32(r.IntN(1400) - 200)
			switch r.IntN(9) {
			case 0:
				w.drag(x, float32(r.IntN(1400)-200))
			case 1:
				w.keys(names[r.IntN(len(names))])
			case 2:
				w.TypedRune([]rune("selt")[r.IntN(4)])
			case 3:
				w.SetPosition(int64(r.IntN(int(end) + 1)))
			case 4:
				w.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, x)})
			case 5:
				w.SetZoom(x)
			case 6:
				o.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 3)})
			case 7:
				o.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 3)}})
			case 8:
				w.Resize(fyne.NewSize(float32(r.IntN(1500)), 140))
			}
			if s, ok := w.Selection(); ok && (s.From < 0 || s.To > end) || w.Zoom() < 10 || w.Zoom() > 200 {
				t.Fatalf("of %d ms %v is selected, at %v a second", end, s, w.Zoom())
			}
			if at := widget.LeftOf(w.Waveform); at < 0 || at > float64(end) {
				t.Fatalf("of %d ms the view begins at %v", end, at)
			}
		}
		for _, list := range [][]transcript.Stretch{w.played, w.looped, w.adopted} {
			for _, s := range list {
				if s.From < 0 || s.To > end || s.Len() <= 0 {
					t.Fatalf("of %d ms %v was asked for", end, s)
				}
			}
		}
		for _, ms := range w.sought {
			if ms < 0 || ms > end {
				t.Fatalf("of %d ms it went to %d", end, ms)
			}
		}
	}
}
