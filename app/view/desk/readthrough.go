package desk

import (
	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/widget"
)

// readSpeed is how fast the sound plays while the text is read along.
const readSpeed = 1.2

// reader is the mode for reading the text along with the sound: the caret goes
// with what is heard, so that what is typed stands where it is heard. From the
// first letter, or when the caret is moved, nothing follows any more until the
// key is pressed again: nothing moves while typing.
type reader struct {
	r        *Room
	on       bool
	follows  bool
	speed    float64 // before
	put      transcript.Place
	revision uint64
}

// toggle begins to read from the caret, goes on following, or ends.
func (d *reader) toggle() {
	switch {
	case d.on && d.follows:
		d.end()
	case d.on:
		d.follow()
	default:
		d.begin()
	}
}

func (d *reader) begin() {
	s := d.r.m.Sound
	d.on, d.speed = true, s.Speed()
	if u, ok := d.r.doc.Find(d.r.list.Active()); ok {
		s.SeekMillis(u.Start)
	}
	s.SetSpeed(readSpeed)
	d.follow()
	d.r.d.Bus.Trace("desk", "reading")
}

// follow lets the caret go with the sound, and the sound play.
func (d *reader) follow() {
	d.follows, d.revision, d.put = true, d.r.doc.Revision(), d.r.list.Caret()
	if !d.r.m.Sound.Playing() {
		d.r.m.Sound.Play()
	}
	d.say()
}

// end gives the sound its speed back. It plays on if it plays.
func (d *reader) end() {
	if !d.on {
		return
	}
	d.on, d.follows = false, false
	d.r.m.Sound.SetSpeed(d.speed)
	d.r.notice.say(aboutReading)
	d.r.highlight()
	d.r.d.Bus.Trace("desk", "read")
}

func (d *reader) say() {
	words := "desk.reading.still"
	if d.follows {
		words = "desk.reading.follows"
	}
	d.r.notice.say(aboutReading, d.r.kit.Muted(d.r.t(words, "read", keys.Label(d.r.kit.Text, keys.ReadThrough), "end", keys.Label(d.r.kit.Text, keys.Pause))))
	d.r.highlight()
}

// heard moves the caret into the utterance that is heard.
func (d *reader) heard(playing bool) {
	if !d.follows {
		return
	}
	if d.r.list.Caret() != d.put || d.r.doc.Revision() != d.revision {
		d.follows = false // somebody writes
		d.say()
		return
	}
	id := d.r.list.Heard()
	if !playing || id == 0 || id == d.put.ID && d.put.Pos == 0 {
		return
	}
	d.put = transcript.Place{ID: id}
	d.r.list.GoTo(d.put)
	d.put = d.r.list.Caret()
	d.r.highlight()
}

// span marks the utterance that is read.
func (d *reader) span(spans map[uint64][]widget.Span) {
	if !d.follows {
		return
	}
	if u, ok := d.r.doc.Find(d.put.ID); ok && u.Text != "" {
		spans[u.ID] = append(spans[u.ID], widget.Span{To: len([]rune(u.Text)), Kind: widget.SpanRead})
	}
}

// readCommands are those of reading along. Esc ends it, and pauses as ever.
func (r *Room) readCommands(all commands) commands {
	pause := all[keys.Pause]
	return commands{
		keys.ReadThrough: func() {
			r.reader.toggle()
			r.refreshSound()
		},
		keys.Pause: func() {
			r.reader.end()
			r.cut.unloop()
			pause()
		},
	}
}
