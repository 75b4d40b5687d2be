package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

const padding = theme.Gap16

// build makes what the room shows once its material is there.
func (r *Room) build() {
	marks := transcript.MarksOf(r.m.Recording)
	r.list = r.kit.Utterances("desk.text", r.doc, widget.UtteranceHooks{
		Now: r.d.Now, NewStart: r.newStart, Play: r.playFrom, Command: r.do, Unhandled: r.d.Kit.OnShortcut,
		AfterTyped: r.expand, Mark: r.putMark, TooLong: r.tooLong, Changed: r.changed,
	})
	r.list.SetHint(r.t("desk.hint"))
	r.cut, r.reader = newWaver(r), &reader{r: r}
	r.wave.SetWave(r.shape)
	r.strip = r.wave.Overview()
	r.bar = newTransport(r)
	r.side = newSide(r, marks)
	r.find = newFinder(r)
	r.foot = newFoot(r)
	r.vers = newVersions(r)
	r.pauseAt = r.coverage.pauseAt
	r.side.refresh()
	r.notice = newNotices(func() { r.root.Refresh() })
	switch {
	case r.m.Sound != nil:
	case app.CodeOf(r.m.SoundErr) == app.CodeDisposed:
		r.wave.Hide()
		r.notice.say(aboutSound, r.kit.Muted(r.t("desk.soundGone")))
	case r.m.SoundErr != nil:
		if r.m.Recording.Samples == 0 {
			r.wave.Hide()
		}
		r.notice.say(aboutSound, r.kit.Problem(r.m.SoundErr))
	default:
		r.wave.Hide()
		r.notice.say(aboutSound, r.kit.Notice(widget.KindAttention, r.t("desk.noRecording")))
	}
	r.bar.enable(r.m.Sound != nil)
	r.side.teacher.begin()
	r.commands = r.side.teacher.commands(r.newCommands())
	r.sheet = container.New(desk{r}, r.strip, r.wave, r.bar.row, r.cut.row, r.notice.stack, r.find.panel, r.vers.panel, r.list, r.side.panel, r.foot.words)
	r.set(r.sheet)
}

// shapeOf is the curve of what was opened, made ready off the UI goroutine.
func shapeOf(m Material) widget.Wave {
	return widget.Wave{
		Peaks: m.Peaks, Rate: m.Recording.Rate, Millis: m.Recording.Millis(), Gaps: gapsOf(m.Recording),
		Marks: transcript.MarksOf(m.Recording), Pauses: transcript.Pauses(m.Speech, m.Recording.Millis()),
	}.Prepared()
}

func gapsOf(rec app.Recording) (all []widget.WaveGap) {
	for _, g := range rec.Gaps {
		all = append(all, widget.WaveGap{At: app.SamplesToMillis(g.At, rec.Rate), Reason: g.Reason})
	}
	return all
}

func (r *Room) changed() {
	r.notice.say(aboutLength)
	r.time.touch(r.d.Now())
	r.saver.changed()
	r.approval.changed()
	r.side.teacher.look()
}

// whole gives its objects the whole size.
type whole struct{}

func (whole) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (whole) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }

// desk lays the room out: curve, controls and messages above each other, below
// them the text and beside it the side.
type desk struct{ r *Room }

// A room lower or narrower than these gives the text what height there is: the
// curve is low, the controls have short words and the side stands aside.
const (
	lowRoom    = 480
	narrowRoom = 700
	lowCurve   = 72
)

func (d desk) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := d.r
	var y float32
	put := func(o fyne.CanvasObject, margin, most float32) {
		if !o.Visible() {
			return
		}
		w := size.Width - 2*margin
		o.Resize(fyne.NewSize(w, min(o.MinSize().Height, most)))
		h := min(o.MinSize().Height, most) // of what breaks into lines, now that its width is known
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(margin, y))
		y += h + theme.Gap12
	}
	curve := size.Height
	if size.Height < lowRoom {
		curve = lowCurve
	}
	r.bar.fit(size.Width-2*padding, size.Width < narrowRoom)
	r.cut.shorten(size.Width < narrowRoom)
	r.side.fit(size.Width < narrowRoom)
	r.find.shorten(size.Width < narrowRoom)
	low := size.Height < theme.Scaled(lowRoom)
	away := func(o fyne.CanvasObject) { o.Move(fyne.NewPos(0, -2*size.Height)) }
	if low || !r.wave.Visible() {
		away(r.strip)
	}
	switch { // a low room has no place for all of it
	case low && (r.find.shown() || r.vers.shown() || len(r.notice.stack.Objects) > 0):
		// The keys of what is put away go on working, and the text needs the place.
		away(r.wave)
		away(r.bar.row)
		away(r.cut.row)
	case low && r.side.covers():
		away(r.wave)
		away(r.cut.row)
		put(r.bar.row, padding, size.Height)
	case low && (r.cut.row.Visible() || r.reader.on):
		put(r.wave, 0, curve)
		away(r.bar.row) // its keys go on working, and the text needs the place
		put(r.cut.row, padding, size.Height)
	default:
		if !low && r.wave.Visible() {
			put(r.strip, 0, size.Height)
			y -= theme.Gap12 - theme.Gap4
		}
		put(r.wave, 0, curve)
		put(r.bar.row, padding, size.Height)
		put(r.cut.row, padding, size.Height)
	}
	if len(r.notice.stack.Objects) > 0 {
		put(r.notice.stack, padding, size.Height)
	}
	if r.find.shown() {
		put(r.find.panel, padding-theme.Gap4, max((size.Height-y)*0.6, 0))
	}
	if r.vers.shown() {
		put(r.vers.panel, padding-theme.Gap4, max((size.Height-y)*0.6, 0))
	}
	w, h := size.Width, max(size.Height-y-r.foot.place(size), 0)
	switch {
	case r.side.covers():
		r.side.panel.Move(fyne.NewPos(padding, y))
		r.side.panel.Resize(fyne.NewSize(w-2*padding, h))
		y = 2 * size.Height // the text is out of sight
	case r.side.panel.Visible():
		wide := min(r.side.panel.MinSize().Width, w/3)
		r.side.panel.Move(fyne.NewPos(w-wide-padding, y))
		r.side.panel.Resize(fyne.NewSize(wide, h))
		w -= wide + padding + theme.Gap8
	}
	r.list.Move(fyne.NewPos(theme.Gap8, y))
	r.list.Resize(fyne.NewSize(max(w-theme.Gap8, 0), h))
}

func (desk) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }
