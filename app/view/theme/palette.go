package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	ft "fyne.io/fyne/v2/theme"
)

// Names of colours for what we draw ourselves. Colour never stands alone:
// each comes with a word or a shape.
const (
	Paper     = ft.ColorNameBackground
	Ink       = ft.ColorNameForeground
	Muted     = ft.ColorNamePlaceHolder
	Action    = ft.ColorNamePrimary
	OnAction  = ft.ColorNameForegroundOnPrimary
	Danger    = ft.ColorNameError
	OnDanger  = ft.ColorNameForegroundOnError
	Attention = ft.ColorNameWarning // a shape's colour; in light too pale for text
	Good      = ft.ColorNameSuccess
	Line      = ft.ColorNameInputBorder
	Hover     = ft.ColorNameHover
	Disabled  = ft.ColorNameDisabled

	Card        fyne.ThemeColorName = "barnrost-card"
	Veil        fyne.ThemeColorName = "barnrost-veil" // over the window, under a dialog
	Interviewer fyne.ThemeColorName = "barnrost-interviewer"
	Child       fyne.ThemeColorName = "barnrost-child"
	Interpreter fyne.ThemeColorName = "barnrost-interpreter"
	Other       fyne.ThemeColorName = "barnrost-other"
	Other2      fyne.ThemeColorName = "barnrost-other2"
	Other3      fyne.ThemeColorName = "barnrost-other3"
	Other4      fyne.ThemeColorName = "barnrost-other4"
	Other5      fyne.ThemeColorName = "barnrost-other5"
)

// palette is one form of the colours.
type palette struct {
	paper, card, ink, muted    color.NRGBA
	action, onAction           color.NRGBA
	danger, onDanger           color.NRGBA
	attention, onAttention     color.NRGBA
	good, onGood               color.NRGBA
	line, hover, pressed, veil color.NRGBA
	// The speakers, in order.
	interviewer, child, interpreter       color.NRGBA
	other, other2, other3, other4, other5 color.NRGBA
}

var light = palette{
	paper: rgb(0xFAF7F1), card: rgb(0xFFFFFF), ink: rgb(0x1F2A2E), muted: rgb(0x59666B),
	action: rgb(0x0B6666), onAction: rgb(0xFFFFFF),
	danger: rgb(0xB3261E), onDanger: rgb(0xFFFFFF),
	attention: rgb(0xB26A00), onAttention: rgb(0x1F2A2E),
	good: rgb(0x2E6B34), onGood: rgb(0xFFFFFF),
	line: rgb(0x8A8F8C), hover: rgb(0xEFEAE0), pressed: rgb(0xE4DED1), veil: rgba(0x1F2A2E, 0x66),
	interviewer: rgb(0x0B5C8A), child: rgb(0x8A3E0B), interpreter: rgb(0x5E4AA0),
	other: rgb(0x4A6018), other2: rgb(0x96285C), other3: rgb(0x0F6B50), other4: rgb(0x6F5300), other5: rgb(0x4A5A78),
}

var dark = palette{
	paper: rgb(0x14191B), card: rgb(0x1E2528), ink: rgb(0xECE7DD), muted: rgb(0xA3ADAF),
	action: rgb(0x5CC2BD), onAction: rgb(0x0B1F1F),
	danger: rgb(0xFF8A80), onDanger: rgb(0x2A0E0B),
	attention: rgb(0xE3A34A), onAttention: rgb(0x14191B),
	good: rgb(0x86C98C), onGood: rgb(0x0F2412),
	line: rgb(0x6B7578), hover: rgb(0x2A3337), pressed: rgb(0x333D42), veil: rgba(0x000000, 0x99),
	interviewer: rgb(0x7FC1EA), child: rgb(0xF2A878), interpreter: rgb(0xB9A8F0),
	other: rgb(0xB3C878), other2: rgb(0xF29BC4), other3: rgb(0x78D0AC), other4: rgb(0xDCC06A), other5: rgb(0xAFC0DC),
}

func (p *palette) color(name fyne.ThemeColorName) color.Color {
	switch name {
	case Paper, ft.ColorNameHeaderBackground:
		return p.paper
	case Card, ft.ColorNameInputBackground, ft.ColorNameButton, ft.ColorNameMenuBackground, ft.ColorNameOverlayBackground:
		return p.card
	case Ink:
		return p.ink
	case Muted, Disabled:
		return p.muted
	case Action, ft.ColorNameHyperlink:
		return p.action
	case OnAction:
		return p.onAction
	case Danger:
		return p.danger
	case OnDanger:
		return p.onDanger
	case Attention:
		return p.attention
	case ft.ColorNameForegroundOnWarning:
		return p.onAttention
	case Good:
		return p.good
	case ft.ColorNameForegroundOnSuccess:
		return p.onGood
	case Line, ft.ColorNameSeparator, ft.ColorNameScrollBar, ft.ColorNameInnerWindowBorder, ft.ColorNameInnerWindowBorderInactive:
		return p.line
	case Hover, ft.ColorNameDisabledButton:
		return p.hover
	case ft.ColorNamePressed:
		return p.pressed
	case ft.ColorNameFocus:
		return fade(p.action, 0x38) // Fyne's own widgets blend it; ours draw the ring
	case ft.ColorNameSelection:
		return fade(p.action, 0x48)
	case Veil:
		return p.veil
	case Interviewer:
		return p.interviewer
	case Child:
		return p.child
	case Interpreter:
		return p.interpreter
	case Other:
		return p.other
	case Other2:
		return p.other2
	case Other3:
		return p.other3
	case Other4:
		return p.other4
	case Other5:
		return p.other5
	}
	return color.Transparent // Fyne's shadows among them: the look is flat
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: alpha}
}

func fade(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}
