package exchange

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// base is what both rooms are.
type base struct {
	kit    *widget.Kit
	window fyne.Window
	ctx    context.Context // ends with the room
	cancel context.CancelFunc
	root   *fyne.Container
	first  fyne.Focusable
	paper  transcript.Paper // the text as it was when the room was opened
}

func newBase(k *widget.Kit, w fyne.Window) base {
	ctx, cancel := context.WithCancel(context.Background())
	return base{kit: k, window: w, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16, k.Muted(k.Text.T("out.reading")))}
}

// Content implements the room.
func (b *base) Content() fyne.CanvasObject { return b.root }

// Detail is the interview's label.
func (b *base) Detail() string { return b.paper.Title }

// Focus implements the room.
func (b *base) Focus() {
	if b.first != nil {
		b.window.Canvas().Focus(b.first)
	}
}

// Close implements the room. What is being written or taken in is finished.
func (b *base) Close() { b.cancel() }

func (b *base) t(key string, pairs ...any) string { return b.kit.Text.T(key, pairs...) }
