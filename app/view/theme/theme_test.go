package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	ft "fyne.io/fyne/v2/theme"
)

// luminance and contrast are WCAG 2.1's definitions (relative luminance,
// contrast ratio).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		x := float64(v) / 0xFFFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

var variants = map[string]fyne.ThemeVariant{"light": ft.VariantLight, "dark": ft.VariantDark}

var speakers = []fyne.ThemeColorName{Interviewer, Child, Interpreter, Other, Other2, Other3, Other4, Other5}

// The shapes tell speakers apart; their colours help, and no two are the same.
func TestEverySpeakerHasAColourOfTheirOwn(t *testing.T) {
	for name, v := range variants {
		seen := map[color.Color]fyne.ThemeColorName{}
		for _, s := range append(speakers, Muted, Danger) {
			c := New(System, 1).Color(s, v)
			if seen[c] != "" {
				t.Errorf("%s: %s looks like %s", name, s, seen[c])
			}
			seen[c] = s
		}
	}
}

func TestTextStandsOutFromItsGround(t *testing.T) {
	pairs := []struct{ text, ground fyne.ThemeColorName }{
		{Ink, Paper}, {Ink, Card}, {Ink, Hover}, {Ink, ft.ColorNamePressed},
		{Muted, Paper}, {Muted, Card}, {Muted, Hover}, {Disabled, Paper}, {Disabled, ft.ColorNameDisabledButton},
		{Action, Paper}, {Action, Card}, {OnAction, Action},
		{Danger, Paper}, {Danger, Card}, {OnDanger, Danger},
		{Good, Paper}, {Good, Card}, {ft.ColorNameForegroundOnSuccess, Good},
	}
	for _, s := range speakers {
		pairs = append(pairs, struct{ text, ground fyne.ThemeColorName }{s, Paper}, struct{ text, ground fyne.ThemeColorName }{s, Card})
	}
	for name, v := range variants {
		th := New(System, 1)
		for _, p := range pairs {
			if got := contrast(th.Color(p.text, v), th.Color(p.ground, v)); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want 4.5", name, p.text, p.ground, got)
			}
		}
	}
}

func TestShapesStandOutFromTheirGround(t *testing.T) {
	for name, v := range variants {
		th := New(System, 1)
		for _, shape := range []fyne.ThemeColorName{Line, Attention, Danger, Good, Action, Muted} {
			for _, ground := range []fyne.ThemeColorName{Paper, Card} {
				if got := contrast(th.Color(shape, v), th.Color(ground, v)); got < 3 {
					t.Errorf("%s: %s on %s has contrast %.2f, want 3", name, shape, ground, got)
				}
			}
		}
	}
}

// The control: the measure must be able to fail.
func TestTheContrastMeasureFailsForPaleText(t *testing.T) {
	if got := contrast(rgb(0xB0B0B0), rgb(0xFFFFFF)); got >= 3 {
		t.Fatalf("pale grey on white passed with %.2f", got)
	}
	if got := contrast(rgb(0x000000), rgb(0xFFFFFF)); math.Abs(got-21) > 0.01 {
		t.Fatalf("black on white is %.2f, want 21", got)
	}
}

func TestModeOverridesTheSystem(t *testing.T) {
	for _, c := range []struct {
		mode Mode
		v    fyne.ThemeVariant
		want color.NRGBA
	}{
		{System, ft.VariantLight, light.paper}, {System, ft.VariantDark, dark.paper},
		{Light, ft.VariantDark, light.paper}, {Dark, ft.VariantLight, dark.paper},
	} {
		if got := New(c.mode, 1).Color(Paper, c.v); got != c.want {
			t.Errorf("mode %s: paper %v, want %v", c.mode, got, c.want)
		}
	}
}

func TestSizesAndTheirScale(t *testing.T) {
	for scale, want := range map[float32][4]float32{1: {16, 20, 28, 13}, 1.5: {24, 30, 42, 19.5}, 9: {32, 40, 56, 26}, 0: {16, 20, 28, 13}} {
		th := New(System, scale)
		got := [4]float32{th.Size(SizeBody), th.Size(SizeTitle), th.Size(SizeBig), th.Size(SizeSmall)}
		if got != want {
			t.Errorf("scale %v: sizes %v, want %v", scale, got, want)
		}
	}
}

func TestEveryColourFyneAsksForIsGiven(t *testing.T) {
	names := []fyne.ThemeColorName{
		ft.ColorNameBackground, ft.ColorNameButton, ft.ColorNameDisabledButton, ft.ColorNameDisabled, ft.ColorNameError,
		ft.ColorNameFocus, ft.ColorNameForeground, ft.ColorNameForegroundOnError, ft.ColorNameForegroundOnPrimary,
		ft.ColorNameForegroundOnSuccess, ft.ColorNameForegroundOnWarning, ft.ColorNameHeaderBackground, ft.ColorNameHover,
		ft.ColorNameHyperlink, ft.ColorNameInputBackground, ft.ColorNameInputBorder, ft.ColorNameMenuBackground,
		ft.ColorNameOverlayBackground, ft.ColorNamePlaceHolder, ft.ColorNamePressed, ft.ColorNamePrimary,
		ft.ColorNameScrollBar, ft.ColorNameSelection, ft.ColorNameSeparator, Veil, ft.ColorNameSuccess,
		ft.ColorNameWarning, Card, Interviewer, Child, Interpreter, Other, Other2, Other3, Other4, Other5,
	}
	for vname, v := range variants {
		for _, n := range names {
			if _, _, _, a := New(System, 1).Color(n, v).RGBA(); a == 0 {
				t.Errorf("%s: colour %s is not given", vname, n)
			}
		}
	}
	for _, n := range []fyne.ThemeSizeName{ft.SizeNameInputRadius, ft.SizeNameButtonRadius, ft.SizeNameDialogRadius, ft.SizeNameModalBlurRadius} {
		if New(System, 1).Size(n) != 0 {
			t.Errorf("size %s is not square", n)
		}
	}
}
