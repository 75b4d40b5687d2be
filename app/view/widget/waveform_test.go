package widget_test

import (
	"image"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// tone makes a wave of seconds: loud in every even second, still in the odd.
func tone(seconds int) widget.Wave {
	const rate = 16_000
	v := widget.Wave{Rate: rate, Millis: int64(seconds) * 1000}
	for i := range seconds * rate / 256 {
		s := float64(i) * 256 / rate
		a := int16(8000 * math.Abs(math.Sin(s*9)))
		if int(s)%2 == 1 {
			a = 20
		}
		v.Peaks = append(v.Peaks, -a, a)
	}
	return v
}

func showWave(t *testing.T, v widget.Wave) (*viewtest.Stage, *widget.Waveform, *[]int64) {
	t.Helper()
	s := viewtest.New(t, app.Swedish, theme.Light)
	s.Size(1000, 120)
	sought := &[]int64{}
	w := s.Kit.Waveform("desk.wave", widget.WaveHooks{Seek: func(ms int64) { *sought = append(*sought, ms) }})
	s.Show(w)
	w.SetWave(v)
	s.Settle()
	return s, w, sought
}

// ink counts the painted pixels of a column of the wave.
func ink(picture image.Image, x int) int {
	n := 0
	for y := range 100 {
		if _, _, _, a := picture.At(x, y).RGBA(); a > 0 {
			n++
		}
	}
	return n
}

// pixels draws what the waveform's raster draws.
func pixels(w *widget.Waveform) image.Image {
	for _, o := range test.WidgetRenderer(w).Objects() {
		if r, ok := o.(*canvas.Raster); ok {
			return r.Generator(1000, 120)
		}
	}
	return nil
}

func TestTheWaveIsHighWhereItIsLoud(t *testing.T) {
	_, w, _ := showWave(t, tone(60))
	p := pixels(w)
	loud, still := 0, 0
	for x := range 100 { // 100 units a second
		loud += ink(p, x)
		still += ink(p, 100+x)
	}
	if loud < 20*still {
		t.Errorf("%d pixels where it is loud, %d where it is still", loud, still)
	}
}

func TestAClickSeeksToWhatIsThere(t *testing.T) {
	s, w, sought := showWave(t, tone(60))
	test.TapCanvas(s.Window.Canvas(), fyne.NewPos(250, 40))
	w.SetPosition(30_000) // the page turns: a tenth of the width lies before
	test.TapCanvas(s.Window.Canvas(), fyne.NewPos(100, 40))
	if len(*sought) != 2 || (*sought)[0] != 2_500 || (*sought)[1] != 30_000 {
		t.Errorf("sought %v", *sought)
	}
}

func TestTheViewTurnsOnlyAtItsEnd(t *testing.T) {
	_, w, _ := showWave(t, tone(60))
	left := func() string {
		for _, o := range test.WidgetRenderer(w).Objects() {
			if l, ok := o.(*canvas.Text); ok {
				return l.Text
			}
		}
		return ""
	}
	w.SetPosition(8_900)
	if left() != "00:00" {
		t.Errorf("turned too early, to %s", left())
	}
	w.SetPosition(9_100)
	if left() == "00:00" {
		t.Error("did not turn at nine tenths")
	}
	w.SetPosition(59_900)
	if left() != "00:50" {
		t.Errorf("the end of the sound is not at the right edge but from %s", left())
	}
	w.SetPosition(0)
	if left() != "00:00" {
		t.Errorf("going back left it at %s", left())
	}
}

func TestMarksAndGapsHaveTheirWords(t *testing.T) {
	v := tone(30)
	v.Marks = []transcript.Mark{{Kind: "nickar", At: 1_000}, {Kind: "skakar", At: 1_200}, {Kind: "visar", At: 6_000}, {Kind: "fraga", Code: "K2", At: 8_000}, {Kind: "viktigt", At: 29_000}}
	v.Gaps = []widget.WaveGap{{At: 4_000, Reason: app.GapFika}}
	_, w, _ := showWave(t, v)
	var shown []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		if l, ok := o.(*canvas.Text); ok {
			shown = append(shown, l.Text)
		}
	}
	all := strings.Join(shown, " ")
	for _, want := range []string{"nickar", "visar", "fika", "fråga K2"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not shown: %s", want, all)
		}
	}
	if strings.Contains(all, "viktigt") {
		t.Error("a mark out of view is shown")
	}
}

func TestTheWheelZoomsWithinBounds(t *testing.T) {
	_, w, sought := showWave(t, tone(600))
	widget.HoldOverWave(w, fyne.KeyModifierControl)
	at := fyne.PointEvent{Position: fyne.NewPos(500, 40)}
	for range 40 {
		w.Scrolled(&fyne.ScrollEvent{PointEvent: at, Scrolled: fyne.NewDelta(0, -10)})
	}
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(900, 40)})
	for range 40 {
		w.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{}, Scrolled: fyne.NewDelta(0, 10)})
	}
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(900, 40)})
	if (*sought)[0] != 90_000 || (*sought)[1] != 4_500 {
		t.Errorf("sought %v, want 10 and then 200 units a second", *sought)
	}
}

func TestNoSoundIsDrawnWithoutTrouble(t *testing.T) {
	for _, v := range []widget.Wave{{}, {Rate: 48_000, Millis: 10}, {Rate: 48_000, Peaks: []int16{1}}} {
		s, w, sought := showWave(t, v)
		w.SetPosition(5)
		s.Shot("nothing", 2)
		if v.Millis == 0 {
			w.Tapped(&fyne.PointEvent{})
		}
		if len(*sought) != 0 {
			t.Error("nothing could be sought in")
		}
	}
}

func TestTheWaveformLooksRight(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		v := tone(30)
		v.Marks = []transcript.Mark{{Kind: "nickar", At: 1_000}, {Kind: "skakar", At: 1_200}}
		v.Gaps = []widget.WaveGap{{At: 4_000, Reason: app.GapFika}}
		s, w, _ := showWave(t, v)
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 1))
		w.SetPosition(2_300)
		w.Refresh()
		s.Shot("wave-"+string(mode), 1)
	}
}
