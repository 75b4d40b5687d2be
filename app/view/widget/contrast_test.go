package widget_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// everything is one of each control, in the states that are drawn differently.
func everything(s *viewtest.Stage) []fyne.CanvasObject {
	k := s.Kit
	ticked, off, marked := k.Check("ticked", "Ikryssad", nil), k.Check("off", "Av", nil), k.Button("marked", "Vald", nil)
	ticked.SetChecked(true)
	off.Disable()
	marked.SetMarked(true)
	chosen := k.Choice("choice", []string{"Ett", "Två"}, nil)
	chosen.SetSelected(1)
	all := []fyne.CanvasObject{
		k.Button("plain", "Vanlig", nil), k.Primary("primary", "Första", nil), k.Danger("danger", "Ta bort", nil), k.Quiet("quiet", "Tyst", nil), marked,
		ticked, k.Check("unticked", "Inte ikryssad", nil), off, chosen, k.Select("select", []string{"Ett"}, nil),
		k.Entry("entry", "Skriv"), k.Item("item", "Namn", "Mer", nil), k.Body("Text"), k.Muted("Dämpat"), k.Small("Litet"),
		k.Notice(widget.KindAttention, "Se upp"), k.Notice(widget.KindDanger, "Fel"), k.Notice(widget.KindGood, "Klart"),
		k.Envelope("Kuvertet", true), k.Cup(), k.Step("Steg", nil), k.Busy("Arbetar", nil),
		k.Faces("faces", "Hur var det?", [3]string{"Glad", "Mittemellan", "Ledsen"}, nil),
	}
	for _, kind := range []widget.SignKind{widget.SignWaiting, widget.SignRecording, widget.SignPaused} {
		sign := k.Sign()
		sign.Set(kind, "Spelar in", "00:01")
		all = append(all, sign)
	}
	for _, who := range transcript.Speakers {
		all = append(all, container.NewGridWrap(fyne.NewSquareSize(24), k.SpeakerSign(who)))
	}
	return all
}

// Every text stands out by 4.5 and every outline by 3, whatever is chosen.
func TestEveryControlStandsOutFromWhatItLiesOn(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		s := viewtest.New(t, app.Swedish, mode)
		s.Show(container.NewVScroll(widget.Column(everything(s)...)))
		s.Settle()
		drawn, exempt := s.Drawings(), 0
		for _, d := range drawn {
			if d.Exempt {
				exempt++
			} else if d.Against < d.Least() {
				t.Errorf("%s: %s draws %q in %v on %v: %.2f, want %.1f", mode, viewtest.Name(d.In), d.Text, d.Ink, d.Ground, d.Against, d.Least())
			}
		}
		t.Logf("%s: %d texts and outlines, %d of them of disabled controls", mode, len(drawn), exempt)
		if len(drawn) < 60 || exempt == 0 {
			t.Error("too little was measured")
		}
	}
}

// The control: a pale text and a pale outline are found, and the same on what
// they stand out from are not.
func TestWhatDoesNotStandOutIsFound(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	white, pale := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, color.NRGBA{0xB0, 0xB0, 0xB0, 0xFF}
	card := func(fill color.Color) fyne.CanvasObject {
		box := canvas.NewRectangle(fill)
		box.SetMinSize(fyne.NewSize(200, 60))
		edge := canvas.NewRectangle(color.Transparent)
		edge.StrokeColor, edge.StrokeWidth = pale, 1
		return container.NewStack(box, container.NewPadded(edge), container.NewCenter(canvas.NewText("blekt", pale)))
	}
	for fill, want := range map[color.Color]int{white: 2, color.NRGBA{A: 0xFF}: 0} {
		s.Show(container.NewCenter(card(fill)))
		s.Settle()
		bad := 0
		for _, d := range s.Drawings() {
			if d.Against < d.Least() {
				bad++
			}
		}
		if bad != want {
			t.Errorf("on %v %d faults are found, want %d", fill, bad, want)
		}
	}
}
