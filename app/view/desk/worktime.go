package desk

import (
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
)

// idleAfter is how long nothing need happen for work to have stopped: nobody
// types and nothing plays.
const idleAfter = time.Minute

// worktime counts how long somebody has worked at the text. It counts for the
// typist alone: see [app.Work].
type worktime struct {
	worked time.Duration
	last   time.Time // when something was done, zero after a break

	covered int64 // milliseconds of sound with text, at a revision
	words   transcript.Tally
	at      uint64
	counted bool
}

// touch notes that somebody works now.
func (w *worktime) touch(now time.Time) {
	if since := now.Sub(w.last); !w.last.IsZero() && since > 0 && since <= idleAfter {
		w.worked += since
	}
	w.last = now
}

// count reads the text anew if it was changed.
func (w *worktime) count(doc *transcript.Document, length int64) {
	if w.counted && w.at == doc.Revision() {
		return
	}
	list := doc.Utterances()
	w.words, w.covered = transcript.Count(list), transcript.Covered(list, length)
	w.at, w.counted = doc.Revision(), true
}

// length is how long the sound is, 0 without one.
func (r *Room) length() int64 {
	if r.m.Sound != nil {
		return r.m.Sound.LengthMillis()
	}
	return r.m.Recording.Millis()
}

// work is how far it has come. Speech that the side lists as without text is not
// covered, however short: the line below the text must not say otherwise.
func (r *Room) work() app.Work {
	length := r.length()
	r.time.count(r.doc, length)
	covered := min(r.time.covered, max(length-r.coverage.wordless(), 0))
	return app.Work{Worked: r.time.worked.Milliseconds(), Sound: length, Covered: covered}
}

// WorkOf reads how far a text has come from what the desk left in the vault.
// It is zero where nobody has worked at it.
func WorkOf(desk []byte) app.Work {
	s := parseState(desk)
	if s.Format != stateFormat || s.Worked < 0 || s.Sound < 0 || s.Covered < 0 || s.Covered > s.Sound {
		return app.Work{}
	}
	return app.Work{Worked: s.Worked, Sound: s.Sound, Covered: s.Covered}
}

// heardNow notes that the sound plays: some 20 times a second.
func (r *Room) heardNow() {
	before := int(r.time.worked.Minutes())
	r.time.touch(r.d.Now())
	if int(r.time.worked.Minutes()) != before {
		r.foot.refresh()
	}
}

// progress is the quiet line below the text: words, time worked, time left.
func (r *Room) progress() string {
	t, w := r.kit.Text, r.work()
	words := t.N("desk.words", r.time.words.Words)
	if w.Worked >= time.Minute.Milliseconds() {
		words += "  ·  " + t.T("desk.worked", "time", t.Minutes(w.Worked))
	}
	if w.Sound == 0 || r.m.Sound == nil {
		return words
	}
	left := w.Left(r.d.pace(w))
	if w.Covered == w.Sound {
		return words + "  ·  " + t.T("desk.left.none")
	}
	return words + "  ·  " + t.T("desk.left", "about", t.About(left))
}

// pace is how long a minute of sound takes whoever sits here, with what has been
// done on this one.
func (d Deps) pace(now app.Work) float64 {
	latest := []app.Work{now}
	if d.Latest != nil {
		latest = append(latest, d.Latest()...)
	}
	return app.Pace(latest)
}
