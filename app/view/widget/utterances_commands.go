package widget

import (
	"strings"
	"time"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
)

// nudge is how far Alt and an arrow move an utterance, in milliseconds.
const nudge = 500

// Do runs a command: those about the text here, the rest in the room.
func (u *Utterances) Do(c keys.Command) {
	if n, ok := c.SpeakerOf(); ok {
		u.speaker(n)
		return
	}
	switch c {
	case keys.NewUtterance:
		u.divide()
	case keys.NewLine:
		from, to, _ := u.Selection()
		u.edit(from, to, "\n", time.Time{})
	case keys.Undo:
		u.history(u.doc.Undo)
	case keys.Redo:
		u.history(u.doc.Redo)
	case keys.TimeEarlier:
		u.shift(-nudge)
	case keys.TimeLater:
		u.shift(nudge)
	case keys.PlayHere:
		u.playCaret()
	default:
		if u.hooks.Command != nil {
			u.hooks.Command(c)
		}
	}
}

func (u *Utterances) changed() {
	if u.hooks.Changed != nil {
		u.hooks.Changed()
	}
}

func (u *Utterances) play(id uint64) {
	if u.hooks.Play != nil {
		u.hooks.Play(u.utterance(id).Start)
	}
}

// enter puts the caret at p and selects nothing.
func (u *Utterances) enter(p transcript.Place) {
	before := u.caret.ID
	p = u.within(p)
	u.caret, u.anchor, u.upper, u.goal = p, p, false, noGoal
	if i := u.geo.index(p.ID); i >= 0 && !u.geo.known[i] && u.geo.width > 0 {
		u.measure(i)
	}
	if before != p.ID {
		for _, id := range []uint64{before, p.ID} {
			if r := u.rows[id]; r != nil {
				r.show(id)
			}
		}
	}
}

// settleAt shows the rows anew after a change of them, with the caret at p.
func (u *Utterances) settleAt(p transcript.Place) {
	u.restructure()
	u.enter(p)
	u.arrange()
	u.reveal()
	u.changed()
}

// divide is Enter: what follows the caret becomes the other speaker's, and what
// is selected goes.
func (u *Utterances) divide() {
	if u.caret.ID == 0 {
		id, err := u.doc.Insert(0, transcript.Utterance{Speaker: u.ghost})
		if err != nil {
			return
		}
		u.caret.ID, u.anchor.ID = id, id
	}
	from, to, _ := u.Selection()
	id, err := u.doc.Divide(from, to, u.doc.OtherSpeaker(u.doc.Index(from.ID)), u.newStart())
	if err != nil {
		return
	}
	u.settleAt(transcript.Place{ID: id})
	u.kit.trace("desk", "utterance", u.doc.Len())
}

func (u *Utterances) newStart() int64 {
	if u.hooks.NewStart == nil {
		return 0
	}
	return max(u.hooks.NewStart(), 0)
}

func (u *Utterances) speaker(n int) {
	if n >= len(transcript.Speakers) {
		return
	}
	s := transcript.Speakers[n]
	if u.caret.ID == 0 {
		u.ghost = s
		u.arrange()
		return
	}
	if u.doc.SetSpeaker(u.caret.ID, s) == nil {
		u.arrange()
		u.changed()
	}
}

// shift moves the active utterance's start, within its neighbours' times.
func (u *Utterances) shift(by int64) {
	i := u.doc.Index(u.caret.ID)
	if i < 0 {
		return
	}
	a := u.doc.At(i)
	start := max(a.Start+by, 0)
	if i > 0 {
		start = max(start, u.doc.At(i-1).Start)
	}
	if i+1 < u.doc.Len() {
		start = min(start, u.doc.At(i+1).Start)
	}
	end := a.End
	if end != 0 {
		end = max(end, start)
	}
	if u.doc.SetTimes(u.caret.ID, start, end) == nil {
		u.restructure() // marks may stand with another utterance now
		u.arrange()
		u.changed()
	}
}

func (u *Utterances) history(move func() (transcript.Place, bool)) {
	caret, ok := move()
	if !ok {
		return
	}
	if caret.ID == 0 && u.doc.Len() > 0 {
		caret = u.caret // nothing but names changed
	}
	u.Renamed()
	u.settleAt(caret)
}

// merge joins utterance id onto the one before it.
func (u *Utterances) merge(id uint64) {
	if caret, ok, err := u.doc.Merge(id); ok && err == nil {
		u.settleAt(caret)
	}
}

// speakerOf returns the speaker whom a word names, in the words shown.
func (u *Utterances) speakerOf(word string) (transcript.Speaker, bool) {
	for _, s := range transcript.Speakers {
		for _, known := range []string{u.speakerWord(s), u.kit.Text.T("speaker." + string(s)), string(s)} {
			if strings.EqualFold(word, known) {
				return s, true
			}
		}
	}
	return "", false
}
