package desk

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// How far the jumps go, in milliseconds.
const (
	jump    = 5_000
	farJump = 15_000
)

// tickEvery is how often the playhead moves on screen while it plays.
const tickEvery = 60 * time.Millisecond

// transport is the row of controls, each with its key written on it.
type transport struct {
	r     *Room
	row   *fyne.Container
	play  *widget.Button
	speed *fyne.Container
	times *fyne.Container
	side  *widget.Button
	all   []*widget.Button
	pace  *canvas.Text
	clock *canvas.Text
}

func newTransport(r *Room) *transport {
	b := &transport{r: r, pace: canvas.NewText("", color.Black), clock: canvas.NewText("", color.Black)}
	button := func(id string, c keys.Command) *widget.Button {
		w := r.kit.Button("desk."+id, keys.OnButton(r.kit.Text, r.t("desk."+id), c), func() {
			r.do(c)
			r.list.Focus()
		})
		b.all = append(b.all, w)
		return w
	}
	b.play = r.kit.Primary("desk.play", "", func() { r.do(keys.PlayPause); r.list.Focus() })
	b.all = append(b.all, b.play)
	back, forward := button("back", keys.Back), button("forward", keys.Forward)
	slower, faster := button("slower", keys.Slower), button("faster", keys.Faster)
	b.side = r.kit.Button("desk.side", r.t("desk.side"), func() {
		r.side.show(!r.side.shown())
		r.list.Focus()
	})
	b.speed, b.times = fixedWidth("0,0×", b.pace), fixedWidth("0:00:00 / 0:00:00", b.clock)
	b.row = widget.Row(b.play, back, forward, slower, b.speed, faster, b.times, b.side)
	return b
}

func (b *transport) enable(on bool) {
	for _, w := range b.all {
		if on {
			w.Enable()
		} else {
			w.Disable()
		}
	}
}

// refresh shows whether it plays, how fast and where.
func (b *transport) refresh(playing bool, speed float64, at, length int64) {
	t := b.r.kit.Text
	word := "desk.play"
	if playing {
		word = "desk.pause"
	}
	b.play.SetText(keys.OnButton(t, t.T(word), keys.PlayPause))
	b.pace.Text = t.T("desk.speed", "speed", t.Decimal(speed, 1))
	b.pace.TextSize, b.pace.Color = theme.SizeNow(theme.SizeBody), theme.Now(theme.Ink)
	b.pace.Alignment = fyne.TextAlignCenter
	b.tell(at, length)
	b.speed.Refresh()
	b.times.Refresh()
}

// tell shows the time, which changes every second.
func (b *transport) tell(at, length int64) {
	words := b.r.t("desk.time", "at", text.Stamp(at), "length", text.Stamp(length))
	ink := theme.Now(theme.Ink)
	if b.clock.Text == words && b.clock.Color == ink {
		return
	}
	b.clock.Text, b.clock.Color = words, ink
	b.clock.TextSize = theme.SizeNow(theme.SizeBody)
	b.clock.Alignment = fyne.TextAlignCenter
	b.clock.Refresh()
}

// do runs a command that is not about the text.
func (r *Room) do(c keys.Command) {
	if c == keys.Save {
		r.saver.flush()
		return
	}
	if c == keys.NextUnsure || c == keys.PrevUnsure {
		r.goUnsure(c == keys.PrevUnsure)
		return
	}
	s := r.m.Sound
	if s == nil {
		return
	}
	switch c {
	case keys.PlayPause:
		s.Toggle()
	case keys.Pause:
		if s.Playing() {
			s.Pause()
		}
	case keys.Back:
		s.SkipMillis(-jump)
	case keys.BackFar:
		s.SkipMillis(-farJump)
	case keys.Forward:
		s.SkipMillis(jump)
	case keys.ForwardFar:
		s.SkipMillis(farJump)
	case keys.Slower:
		s.SetSpeed(held(s.Speed() - speedStep))
	case keys.Faster:
		s.SetSpeed(held(s.Speed() + speedStep))
	}
	r.refreshSound()
}

func (r *Room) seek(ms int64) {
	if r.m.Sound != nil {
		r.m.Sound.SeekMillis(ms)
		r.refreshSound()
	}
}

// playFrom plays from a time that was clicked.
func (r *Room) playFrom(ms int64) {
	if r.m.Sound == nil {
		return
	}
	r.m.Sound.SeekMillis(ms)
	if !r.m.Sound.Playing() {
		r.m.Sound.Play()
	}
	r.refreshSound()
	r.list.Focus()
}

func (r *Room) position() int64 {
	if r.m.Sound == nil {
		return 0
	}
	return r.m.Sound.PositionMillis()
}

// refreshSound shows the sound as it is now, and keeps the playhead moving
// while it plays.
func (r *Room) refreshSound() {
	s := r.m.Sound
	if s == nil {
		r.bar.refresh(false, 1, 0, r.m.Recording.Millis())
		return
	}
	playing := s.Playing()
	r.bar.refresh(playing, s.Speed(), s.PositionMillis(), s.LengthMillis())
	r.movePlayhead()
	if playing != (r.tick != nil) {
		word := "paused"
		if playing {
			word = "playing"
			r.startTick()
		} else {
			r.stopTick()
		}
		r.d.Bus.Trace("desk", word)
	}
}

func (r *Room) movePlayhead() {
	at := r.position()
	r.wave.SetPosition(at)
	r.list.SetPlayhead(at)
	r.bar.tell(at, r.m.Sound.LengthMillis())
}

// startTick moves the playhead again and again while it plays.
func (r *Room) startTick() {
	r.tick = r.d.Timer(tickEvery, func() {
		r.d.Bus.Do(func() {
			if r.closed || r.tick == nil {
				return
			}
			if !r.m.Sound.Playing() { // the end, or the headphones were pulled out
				r.refreshSound()
				return
			}
			r.movePlayhead()
			r.startTick()
		})
	})
}

func (r *Room) stopTick() {
	if r.tick != nil {
		r.tick()
		r.tick = nil
	}
}

// fixedWidth keeps a text that changes from moving its neighbours: it is as
// wide as its longest.
func fixedWidth(longest string, t *canvas.Text) *fyne.Container {
	return container.New(slot{longest}, t)
}

type slot struct{ longest string }

func (slot) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

func (s slot) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.MeasureText(s.longest, theme.SizeNow(theme.SizeBody), fyne.TextStyle{})
}
