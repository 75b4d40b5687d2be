// Package theme gives the program its look: paper-like colours in a light and
// a dark form, four text sizes, square corners and thin borders. The values
// come from the design paper; a test checks their contrast.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	ft "fyne.io/fyne/v2/theme"
)

// Mode says which form of the colours is shown.
type Mode string

// The modes. System follows the desktop's own light or dark setting.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// Modes lists the modes in the order shown; their words lie under
// settings.mode.<mode>.
var Modes = []Mode{System, Light, Dark}

// Spacing between and inside things, in Fyne's units.
const (
	Gap4  float32 = 4
	Gap8  float32 = 8
	Gap12 float32 = 12
	Gap16 float32 = 16
	Gap24 float32 = 24
)

// MaxColumn is the widest a column of work gets: longer lines tire the eye.
const MaxColumn float32 = 900

// RingWidth is the width of the focus ring, RingGap the paper between the ring
// and what it surrounds.
const (
	RingWidth float32 = 2
	RingGap   float32 = 2
)

// Text sizes before scaling.
const (
	textBody  float32 = 16
	textTitle float32 = 20
	textBig   float32 = 28
	textSmall float32 = 13
)

// Names of sizes that widgets of our own ask for; each maps onto one of Fyne's
// so that its own widgets agree.
const (
	SizeBody  = ft.SizeNameText
	SizeTitle = ft.SizeNameSubHeadingText
	SizeBig   = ft.SizeNameHeadingText
	SizeSmall = ft.SizeNameCaptionText
)

// Theme is Barnröst's look. It implements [fyne.Theme].
type Theme struct {
	mode  Mode
	scale float32
}

// New returns the look in a mode and with text enlarged by scale, which is
// held to 1–2.
func New(mode Mode, scale float32) *Theme {
	return &Theme{mode: mode, scale: min(max(scale, 1), 2)}
}

// Color implements [fyne.Theme].
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light:
		variant = ft.VariantLight
	case Dark:
		variant = ft.VariantDark
	}
	p := &light
	if variant == ft.VariantDark {
		p = &dark
	}
	return p.color(name)
}

// Font implements [fyne.Theme] with Fyne's own Noto Sans.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return ft.DefaultTheme().Font(style) }

// Icon implements [fyne.Theme].
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return ft.DefaultTheme().Icon(name) }

// Size implements [fyne.Theme]. Corners are square and nothing is blurred:
// rounding cost half the repaints a second where no graphics card helps.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case SizeBody:
		return textBody * t.scale
	case SizeTitle:
		return textTitle * t.scale
	case SizeBig:
		return textBig * t.scale
	case SizeSmall:
		return textSmall * t.scale
	case ft.SizeNameInlineIcon:
		return 20 * t.scale
	case ft.SizeNamePadding:
		return Gap4
	case ft.SizeNameInnerPadding:
		return Gap8
	case ft.SizeNameInputBorder, ft.SizeNameSeparatorThickness:
		return 1
	case ft.SizeNameInputRadius, ft.SizeNameSelectionRadius, ft.SizeNameScrollBarRadius,
		ft.SizeNameButtonRadius, ft.SizeNameCardRadius, ft.SizeNameDialogRadius,
		ft.SizeNamePopupRadius, ft.SizeNameMenuRadius, ft.SizeNameInnerWindowRadius,
		ft.SizeNameWindowButtonRadius, ft.SizeNameModalBlurRadius:
		return 0
	}
	return ft.DefaultTheme().Size(name)
}

// Now returns a colour as it is shown now, for what is drawn by hand.
func Now(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}

// Scaled returns a width that follows the size of the text, so that a line
// holds as many words however large they are.
func Scaled(width float32) float32 { return width * SizeNow(SizeBody) / textBody }

// SizeNow returns a size as it is shown now.
func SizeNow(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
