package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Label is text without Fyne's own inset, so that it stands flush with the
// controls below it. Text that wraps takes the height its width needs.
type Label struct {
	fw.BaseWidget
	inner *fw.Label
}

var _ fyne.Accessible = (*Label)(nil)

func newLabel(s string, size fyne.ThemeSizeName, style fyne.TextStyle, wrap bool) *Label {
	l := &Label{inner: fw.NewLabel(s)}
	l.inner.SizeName = size
	l.inner.TextStyle = style
	if wrap {
		l.inner.Wrapping = fyne.TextWrapWord
	}
	l.ExtendBaseWidget(l)
	return l
}

// Title is a room's or a section's heading.
func (k *Kit) Title(s string) *Label {
	return newLabel(s, theme.SizeTitle, fyne.TextStyle{Bold: true}, true)
}

// Big is the one big thing of a view.
func (k *Kit) Big(s string) *Label {
	return newLabel(s, theme.SizeBig, fyne.TextStyle{Bold: true}, true)
}

// Body is running text; it wraps.
func (k *Kit) Body(s string) *Label { return newLabel(s, theme.SizeBody, fyne.TextStyle{}, true) }

// Strong is running text in bold; it wraps.
func (k *Kit) Strong(s string) *Label {
	return newLabel(s, theme.SizeBody, fyne.TextStyle{Bold: true}, true)
}

// Muted is running text that may be left unread; it wraps.
func (k *Kit) Muted(s string) *Label {
	l := newLabel(s, theme.SizeBody, fyne.TextStyle{}, true)
	l.inner.Importance = fw.LowImportance
	return l
}

// Small is for times only; it does not wrap.
func (k *Kit) Small(s string) *Label {
	l := newLabel(s, theme.SizeSmall, fyne.TextStyle{}, false)
	l.inner.Importance = fw.LowImportance
	return l
}

// Line is running text on one line.
func (k *Kit) Line(s string) *Label { return newLabel(s, theme.SizeBody, fyne.TextStyle{}, false) }

// Text returns what stands there.
func (l *Label) Text() string { return l.inner.Text }

// SetText changes what stands there.
func (l *Label) SetText(s string) {
	if l.inner.Text == s {
		return
	}
	l.inner.SetText(s)
	l.Refresh()
}

// Align sets the text's alignment and returns the label.
func (l *Label) Align(a fyne.TextAlign) *Label {
	l.inner.Alignment = a
	return l
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *Label) AccessibilityLabel() string { return l.inner.Text }

// AccessibilityRole implements [fyne.Accessible].
func (l *Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (l *Label) CreateRenderer() fyne.WidgetRenderer { return labelRenderer{l} }

type labelRenderer struct{ l *Label }

// labelInset is what Fyne puts around a label's text.
const labelInset = theme.Gap8

func (r labelRenderer) Layout(size fyne.Size) {
	r.l.inner.Move(fyne.NewPos(-labelInset, -labelInset))
	r.l.inner.Resize(size.AddWidthHeight(2*labelInset, 2*labelInset))
}

func (r labelRenderer) MinSize() fyne.Size {
	return r.l.inner.MinSize().SubtractWidthHeight(2*labelInset, 2*labelInset)
}

func (r labelRenderer) Refresh()                     { r.l.inner.Refresh() }
func (r labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.inner} }
func (r labelRenderer) Destroy()                     {}
