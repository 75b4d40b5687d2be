package desk

import (
	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/widget"
)

// looper is a sound that can play a stretch again and again.
type looper interface {
	LoopMillis(from, to int64)
	Unloop()
}

// onceSlack is how far from a stretch the sound may be told to be while it is
// played once, in milliseconds.
const onceSlack = 1_000

// waver is the curve with what can be done with a selected stretch of it.
type waver struct {
	r       *Room
	row     *fyne.Container // the buttons for what is selected
	buttons []worded
	short   bool
	looping bool
	once    transcript.Stretch // is played once; empty when nothing is
}

func newWaver(r *Room) *waver {
	v := &waver{r: r}
	r.wave = r.kit.Waveform("desk.wave", widget.WaveHooks{
		Seek: v.seek, Play: v.play, Loop: v.loop, Adopt: v.adopt, Selected: v.selected,
		Leave: func() { r.list.Focus() }, Command: v.command,
	})
	button := func(id string, act func(transcript.Stretch)) fyne.CanvasObject {
		b := r.kit.Button("desk.cut."+id, "", func() {
			if s, ok := r.wave.Selection(); ok {
				act(s)
			}
		})
		v.buttons = append(v.buttons, worded{Button: b, words: "desk.cut." + id})
		return b
	}
	v.row = widget.Row(
		button("play", v.play), button("loop", v.loop), button("adopt", v.adopt),
		button("drop", func(transcript.Stretch) {
			r.wave.Drop()
			r.list.Focus()
		}))
	v.row.Hide()
	v.word()
	return v
}

// shorten gives the buttons fewer words in a narrow room.
func (v *waver) shorten(on bool) {
	if on != v.short {
		v.short = on
		v.word()
	}
}

func (v *waver) word() {
	ending := ""
	if v.short {
		ending = ".short"
	}
	for _, b := range v.buttons {
		b.SetText(v.r.t(b.words+ending, "loop", keys.Label(v.r.kit.Text, keys.Loop)))
	}
}

// seek goes where the curve was clicked, and to the text, or where its keys
// went, and stays.
func (v *waver) seek(ms int64) {
	v.unloop()
	v.r.seek(ms)
	if widget.FocusedID(v.r.d.Window) != v.r.wave.ID() {
		v.r.list.Focus()
	}
}

// selected shows the buttons for what is selected, or takes them away with it.
func (v *waver) selected(s transcript.Stretch, ok bool) {
	if l, can := v.r.m.Sound.(looper); can && ok && v.looping {
		l.LoopMillis(s.From, s.To)
	}
	if ok == v.row.Visible() {
		return
	}
	if ok {
		v.row.Show()
	} else {
		v.row.Hide()
		v.unloop()
	}
	v.r.root.Refresh()
}

// play plays a stretch once.
func (v *waver) play(s transcript.Stretch) {
	if v.r.m.Sound == nil {
		return
	}
	v.unloop()
	v.r.m.Sound.SeekMillis(s.From)
	if !v.r.m.Sound.Playing() {
		v.r.m.Sound.Play()
	}
	v.once = s
	v.r.refreshSound()
}

// loop plays a stretch again and again, or ends that.
func (v *waver) loop(s transcript.Stretch) {
	l, ok := v.r.m.Sound.(looper)
	if !ok {
		return
	}
	if v.looping {
		v.unloop()
		return
	}
	v.once = transcript.Stretch{}
	l.LoopMillis(s.From, s.To)
	v.looping = true
	v.r.m.Sound.SeekMillis(s.From)
	if !v.r.m.Sound.Playing() {
		v.r.m.Sound.Play()
	}
	v.r.d.Bus.Trace("desk", "loop", s.From, s.To)
	v.r.refreshSound()
}

func (v *waver) unloop() {
	v.once = transcript.Stretch{}
	if !v.looping {
		return
	}
	v.looping = false
	if l, ok := v.r.m.Sound.(looper); ok {
		l.Unloop()
	}
}

// heard stops what is played once at its end, and goes back to its start.
// Whoever goes elsewhere meanwhile is left there.
func (v *waver) heard(at int64, playing bool) {
	s := v.once
	switch {
	case s.Len() == 0:
	case !playing, at < s.From-onceSlack, at > s.To+onceSlack:
		v.once = transcript.Stretch{}
	case at >= s.To:
		v.once = transcript.Stretch{}
		v.r.m.Sound.Pause()
		v.r.m.Sound.SeekMillis(s.From)
		v.r.refreshSound()
	}
}

// adopt gives the utterance of the caret the times of what is selected, as one
// step.
func (v *waver) adopt(s transcript.Stretch) {
	id := v.r.list.Active()
	if v.r.doc.Index(id) < 0 || v.r.doc.SetTimes(id, s.From, s.To) != nil {
		return
	}
	v.r.list.Reload()
	v.r.changed()
	v.r.d.Bus.Trace("desk", "adopted", s.From, s.To)
}

// command does what a key does in the text, with the focus in the curve. What
// is about the text itself is done there.
func (v *waver) command(c keys.Command) bool {
	if v.r.commands[c] == nil {
		return false
	}
	v.r.do(c)
	return true
}

// waveCommands are the curve's own. F7 with something selected loops that, and
// the same key ends it.
func (r *Room) waveCommands(all commands) commands {
	last := all[keys.Loop]
	own := commands{keys.ZoomIn: r.wave.ZoomIn, keys.ZoomOut: r.wave.ZoomOut}
	if r.m.Sound == nil {
		return own
	}
	own[keys.Loop] = func() {
		if s, ok := r.wave.Selection(); ok {
			r.cut.loop(s)
		} else if last != nil {
			last()
		}
	}
	return own
}
