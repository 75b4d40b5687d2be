package desk

import (
	"image/color"

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

// transport is the row of controls, each with its key written on it.
type transport struct {
	r      *Room
	row    *fyne.Container
	play   *widget.Button
	speed  *fyne.Container
	times  *fyne.Container
	side   *widget.Button
	all    []*widget.Button
	jumps  []*worded // the controls whose words are shortened in a narrow room
	short  bool
	narrow bool
	fitted fitting
	pace   *canvas.Text
	clock  *canvas.Text
}

func newTransport(r *Room) *transport {
	b := &transport{r: r, pace: canvas.NewText("", color.Black), clock: canvas.NewText("", color.Black)}
	button := func(id string, c keys.Command) *widget.Button {
		w := r.kit.Button("desk."+id, keys.OnButton(r.kit.Text, r.t("desk."+id), c), func() {
			r.do(c)
			r.list.Focus()
		})
		b.all = append(b.all, w)
		b.jumps = append(b.jumps, &worded{Button: w, words: "desk." + id, command: c})
		return w
	}
	b.play = r.kit.Primary("desk.play", "", func() { r.do(keys.PlayPause); r.list.Focus() })
	b.all = append(b.all, b.play)
	back, forward := button("back", keys.Back), button("forward", keys.Forward)
	slower, faster := button("slower", keys.Slower), button("faster", keys.Faster)
	mode := func(id string, c keys.Command) *fyne.Container {
		button(id, c)
		w := b.jumps[len(b.jumps)-1]
		w.place = container.New(steady{b, w}, w.Button)
		return w.place
	}
	again, loop := mode("again", keys.SlowReplay), mode("loop", keys.Loop)
	lift := mode("lift", keys.Boost)
	b.side = r.kit.Button("desk.side", r.t("desk.side"), func() {
		r.side.toggle()
		if !r.side.covers() {
			r.list.Focus()
		}
	})
	b.speed, b.times = fixedWidth("0,0×", b.pace), fixedWidth("0:00:00 / 0:00:00", b.clock)
	b.row = widget.TightRow(b.play, back, forward, slower, b.speed, faster, again, loop, lift, b.times, b.side)
	return b
}

// worded is a control with the key of its words and its command.
type worded struct {
	*widget.Button
	words   string
	command keys.Command
	on      bool            // what stays on, and is
	place   *fyne.Container // of what can stay on; nil for others
}

// fit gives the controls fewer words where they would break into lines. A narrow
// room keeps its height for the text: it has only the buttons that are always
// needed, and those whose mode is on; the keys are the same.
func (b *transport) fit(width float32, narrow bool) {
	now := fitting{width, theme.SizeNow(theme.SizeBody), narrow}
	if now == b.fitted {
		return
	}
	b.fitted = now
	b.narrow = narrow
	b.shorten(narrow)
	if !narrow {
		b.shorten(b.wide() > width)
	}
}

// fitting is what the controls were last fitted to.
type fitting struct {
	width, size float32
	narrow      bool
}

// wide is how much width the controls want on one line.
func (b *transport) wide() float32 {
	w := -theme.Gap4
	for _, o := range b.row.Objects {
		if o.Visible() {
			w += o.MinSize().Width + theme.Gap4
		}
	}
	return w
}

func (b *transport) shorten(on bool) {
	b.short = on
	for _, w := range b.jumps {
		b.word(w, w.on)
	}
}

// word writes a control's words: whether it is on, as a word and a bar, and
// shorter ones in a narrow room.
func (b *transport) word(w *worded, on bool) {
	w.on = on
	w.SetText(b.label(w, on))
	w.SetMarked(on)
	if w.place != nil && w.place.Visible() == (b.narrow && !on) {
		if on || !b.narrow {
			w.place.Show()
		} else {
			w.place.Hide()
		}
		b.row.Refresh()
	}
}

func (b *transport) label(w *worded, on bool) string {
	words := w.words
	if on {
		words += ".on"
	}
	if b.short {
		words += ".short"
	}
	return keys.OnButton(b.r.kit.Text, b.r.t(words), w.command)
}

// steady gives a control the width that it needs on or off, so that its
// neighbours do not move when a replay ends by itself.
type steady struct {
	b *transport
	w *worded
}

func (steady) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (s steady) MinSize(objs []fyne.CanvasObject) fyne.Size {
	width := func(on bool) float32 {
		style := fyne.TextStyle{Bold: true}
		return fyne.MeasureText(s.b.label(s.w, on), theme.SizeNow(theme.SizeBody), style).Width
	}
	own := objs[0].MinSize()
	style := fyne.TextStyle{Bold: s.w.on}
	shown := fyne.MeasureText(s.w.Label, theme.SizeNow(theme.SizeBody), style).Width
	return fyne.NewSize(own.Width-shown+max(width(true), width(false)), own.Height)
}

// modesOf tells of the commands that stay on how it is asked whether they are.
func modesOf(s Sound) map[keys.Command]func() bool {
	return map[keys.Command]func() bool{
		keys.SlowReplay: s.Replaying, keys.Loop: s.Looping, keys.Boost: s.Lifts,
	}
}

// modes shows what of replay and loop is on.
func (b *transport) modes(s Sound) {
	for _, w := range b.jumps {
		if is := modesOf(s)[w.command]; is != nil {
			b.word(w, is())
		}
	}
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
	tell(b.speed, b.pace, t.T("desk.speed", "speed", t.Decimal(speed, 1)))
	tell(b.times, b.clock, t.T("desk.time", "at", text.Stamp(at), "length", text.Stamp(length)))
}

// tell writes words into their slot if they, or their look, have changed.
func tell(slot *fyne.Container, t *canvas.Text, words string) {
	ink, size := theme.Now(theme.Ink), theme.SizeNow(theme.SizeBody)
	if t.Text == words && t.Color == ink && t.TextSize == size {
		return
	}
	t.Text, t.Color, t.TextSize, t.Alignment = words, ink, size, fyne.TextAlignCenter
	slot.Refresh()
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

// refreshSound shows the sound as it is now: some 20 times a second while it
// plays, so what has not changed is not drawn anew.
func (r *Room) refreshSound() {
	s := r.m.Sound
	if s == nil {
		r.bar.refresh(false, 1, 0, r.m.Recording.Millis())
		return
	}
	playing := s.Playing()
	if playing {
		r.heardNow()
		r.lastHeard = s.PositionMillis()
	}
	r.bar.refresh(playing, s.Speed(), s.PositionMillis(), s.LengthMillis())
	r.bar.modes(s)
	r.side.tone.refresh(s)
	r.wave.SetPosition(s.PositionMillis())
	r.list.SetPlayhead(s.PositionMillis())
	r.coverage.listen(s.PositionMillis(), playing, s.Speed())
	r.cut.heard(s.PositionMillis(), playing)
	r.reader.heard(playing)
	r.hearing()
	if playing == r.playing {
		return
	}
	r.playing = playing
	word := "paused"
	if playing {
		word = "playing"
	}
	r.d.Bus.Trace("desk", word, s.PositionMillis())
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
