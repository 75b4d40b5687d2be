package share

import (
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
)

// In a window as low as a small laptop's, the button that was just pressed
// stays in sight under what it answered.
func TestWhatIsAnsweredAndItsButtonStayInSight(t *testing.T) {
	for high := float32(420); high < 700; high += 20 {
		b := newBench(t)
		b.Size(1040, high)
		b.post.err = app.Fail(app.CodeFileUnwritable, nil)
		r := b.send(&sendBook{contacts: []app.Contact{chief, other}})
		r.Focus()
		b.Press("share.send")
		b.Settle()
		inSight(t, b, r, "nobody chosen")
		b.Press("share.to.1")
		b.Press("share.raw")
		b.Type("share.reason", "Kort")
		b.Press("share.send")
		b.Wait("the failure", func() bool { return b.Traced("problem file-unwritable") })
		b.Settle()
		inSight(t, b, r, "a failure")
	}
}

func inSight(t *testing.T, b *bench, r *Send, what string) {
	t.Helper()
	o := b.Must("share.send")
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y
	if low := b.Window.Canvas().Size().Height; top < 0 || top+o.Size().Height > low {
		t.Errorf("%s: the button lies at %v–%v in a window %v high; scrolled %v of %v", what, top, top+o.Size().Height, low, r.scroll.Offset.Y, r.scroll.Content.Size().Height)
	}
}
