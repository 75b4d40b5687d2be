package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// A step says how it stands in words, for whoever does not see its shape, and
// each kind is drawn in another way.
func TestAStepTellsHowItStands(t *testing.T) {
	h := viewtest.New(t, app.Swedish, theme.Light)
	went := false
	s := h.Kit.Step("K2", func() { went = true })
	h.Show(s)
	pictures := map[string]bool{}
	for kind, want := range map[widget.StepKind]string{
		widget.StepLeft: "K2, kvar", widget.StepDone: "K2, ställd", widget.StepSkipped: "K2, hoppas över",
	} {
		s.Set(kind, false)
		if got := s.AccessibilityLabel(); got != want {
			t.Errorf("%s is told as %q", kind, got)
		}
		picture := h.Window.Canvas().Capture()
		var pixels strings.Builder
		for y := range picture.Bounds().Dy() {
			for x := range min(picture.Bounds().Dx(), 1280) {
				if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b < 3*0xE000 {
					pixels.WriteByte(byte(r >> 8))
				}
			}
		}
		pictures[pixels.String()] = true
	}
	if len(pictures) != 3 {
		t.Errorf("three kinds look like %d", len(pictures))
	}
	s.Set(widget.StepDone, true)
	if got := s.AccessibilityLabel(); got != "K2, ställd, nu" {
		t.Errorf("the current one is told as %q", got)
	}
	s.Tapped(&fyne.PointEvent{})
	if !went {
		t.Error("a click goes nowhere")
	}
}
