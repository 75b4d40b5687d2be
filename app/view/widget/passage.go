package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// Passage is one side of a compared text: what both sides have, and what this
// one alone has, struck through or underlined and bold, so that colour never
// stands alone. For a screen reader the latter follow the text in words.
type Passage struct {
	fw.RichText
	label string
}

var _ fyne.Accessible = (*Passage)(nil)

// Passage makes the side of a comparison that has what side says, Removed or
// Added. word says which: "Borttaget".
func (k *Kit) Passage(list []transcript.Fragment, side transcript.Change, word string) *Passage {
	p := &Passage{}
	p.Wrapping, p.Scroll = fyne.TextWrapWord, fyne.ScrollNone
	p.ExtendBaseWidget(p)
	own := ""
	for _, f := range list {
		style := fw.RichTextStyle{Inline: true, ColorName: theme.Ink, SizeName: theme.SizeBody}
		switch {
		case f.Change == transcript.Same:
		case f.Change != side:
			continue
		case side == transcript.Removed:
			style.TextStyle.Strikethrough, style.ColorName = true, theme.Danger
		default:
			style.TextStyle.Underline, style.TextStyle.Bold, style.ColorName = true, true, theme.Good
		}
		if f.Change == side {
			own += " " + word + ": " + f.Text + "."
		}
		p.label += f.Text
		p.Segments = append(p.Segments, &fw.TextSegment{Text: f.Text, Style: style})
	}
	p.label += own
	return p
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *Passage) AccessibilityLabel() string { return p.label }

// AccessibilityRole implements [fyne.Accessible].
func (p *Passage) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
