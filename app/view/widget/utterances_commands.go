package widget

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
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
		u.editor.key(false, func() { u.editor.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) })
		u.reveal()
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

// typed takes what the editor now shows into the document. Nothing but the
// active row's own height may move.
func (u *Utterances) typed(s string) {
	if u.active == 0 {
		id, err := u.doc.Insert(0, transcript.Utterance{Speaker: u.ghost, Start: u.newStart(), Text: s})
		if err != nil {
			u.refuse()
			return
		}
		u.restructure()
		u.active = id
		u.showHint()
		u.arrange()
	} else if u.doc.SetText(u.active, s, u.hooks.Now()) != nil {
		u.refuse()
		return
	}
	if i := u.geo.index(u.active); i >= 0 {
		before := u.geo.high[i]
		u.geo.set(i, u.textHeight(s), u.markHeight(u.active))
		if u.geo.high[i] != before {
			u.arrange()
		}
	}
	u.changed()
}

// refuse shows what the document holds: a text that cannot be, such as one too
// long, is not kept, and the editor must not pretend that it is.
func (u *Utterances) refuse() {
	pos := u.editor.pos()
	u.editor.load(u.utterance(u.active).Text)
	u.editor.setCaret(pos)
}

// enter makes the row of p the active one, with the caret at p.
func (u *Utterances) enter(p transcript.Place) {
	before := u.active
	u.active = p.ID
	if a := u.utterance(p.ID); u.editor.Text != a.Text {
		u.editor.load(a.Text)
	}
	for _, id := range []uint64{before, p.ID} {
		if r := u.rows[id]; r != nil {
			r.show(id)
		}
	}
	if i := u.geo.index(p.ID); i >= 0 && !u.geo.known[i] && u.geo.width > 0 {
		u.measure(i)
	}
	u.showHint()
	u.placeEditor()
	u.editor.setCaret(p.Pos)
}

// settleAt shows the rows anew after a change of them, with the caret at p.
func (u *Utterances) settleAt(p transcript.Place) {
	u.restructure()
	u.enter(p)
	u.arrange()
	u.reveal()
	u.changed()
}

// divide is Enter: what follows the caret becomes the other speaker's.
func (u *Utterances) divide() {
	if u.editor.SelectedText() != "" {
		u.editor.key(true, func() { u.editor.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete}) })
	}
	if u.active == 0 {
		id, err := u.doc.Insert(0, transcript.Utterance{Speaker: u.ghost})
		if err != nil {
			return
		}
		u.active = id
	}
	i := u.doc.Index(u.active)
	id, err := u.doc.Split(u.active, u.editor.pos(), u.doc.OtherSpeaker(i), u.newStart())
	if err != nil {
		return
	}
	delete(u.geo.cache, u.active) // its text became shorter
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
	if u.active == 0 {
		u.ghost = s
		u.arrange()
		return
	}
	if u.doc.SetSpeaker(u.active, s) == nil {
		u.arrange()
		u.changed()
	}
}

// shift moves the active utterance's start, within its neighbours' times.
func (u *Utterances) shift(by int64) {
	i := u.doc.Index(u.active)
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
	if u.doc.SetTimes(u.active, start, end) == nil {
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
		caret = u.Caret() // nothing but names changed
	}
	u.Renamed()
	u.geo.cache = nil // any row may have changed
	u.settleAt(caret)
}

// leave takes a key that leads out of the active row and reports whether it
// did.
func (u *Utterances) leave(key fyne.KeyName, mods fyne.KeyModifier) bool {
	e := u.editor
	if mods&fyne.KeyModifierShift != 0 || e.SelectedText() != "" {
		return false
	}
	pos, n := e.pos(), utf8.RuneCountInString(e.Text)
	switch key {
	case fyne.KeyBackspace:
		return pos == 0 && u.merge(u.active)
	case fyne.KeyDelete:
		i := u.doc.Index(u.active)
		return pos == n && i >= 0 && i+1 < u.doc.Len() && u.merge(u.doc.At(i+1).ID)
	case fyne.KeyLeft:
		return pos == 0 && u.step(-1, func(text string) int { return utf8.RuneCountInString(text) })
	case fyne.KeyRight:
		return pos == n && u.step(1, func(string) int { return 0 })
	case fyne.KeyUp:
		return e.CursorRow == 0 && u.climb(-1)
	case fyne.KeyDown:
		return u.onLastLine() && u.climb(1)
	case fyne.KeyPageUp:
		return u.page(-1)
	case fyne.KeyPageDown:
		return u.page(1)
	}
	return false
}

// merge joins utterance id onto the one before it.
func (u *Utterances) merge(id uint64) bool {
	caret, ok, err := u.doc.Merge(id)
	if err != nil || !ok {
		return false
	}
	delete(u.geo.cache, caret.ID)
	u.settleAt(caret)
	return true
}

// step moves the caret to the row by rows away, at the place that at says.
func (u *Utterances) step(by int, at func(text string) int) bool {
	i := u.geo.index(u.active) + by
	if i < 0 || i >= len(u.geo.ids) {
		return false
	}
	id := u.geo.ids[i]
	u.GoTo(transcript.Place{ID: id, Pos: at(u.utterance(id).Text)})
	return true
}

// climb moves the caret one line up or down into the next row, keeping its
// column.
func (u *Utterances) climb(by int) bool {
	column := u.editor.CursorColumn
	end := func(text string) int { return utf8.RuneCountInString(text) }
	if by > 0 {
		end = func(string) int { return 0 }
	}
	if !u.step(by, end) {
		return false
	}
	if by < 0 {
		column = min(column, u.editor.CursorColumn) // the last line's length
	}
	u.editor.CursorColumn, u.editor.caret.known = column, false
	u.editor.Refresh() // which holds it within the line
	return true
}

// onLastLine finds out by trying, the text box keeps its lines to itself.
func (u *Utterances) onLastLine() bool {
	row, column := u.editor.CursorRow, u.editor.CursorColumn
	u.editor.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	last := u.editor.CursorRow == row
	u.editor.CursorRow, u.editor.CursorColumn = row, column
	u.editor.Refresh()
	return last
}

// page moves the caret by most of what is in view.
func (u *Utterances) page(by float32) bool {
	i := u.geo.index(u.active)
	if i < 0 {
		return false
	}
	y := u.geo.top(i) + by*(u.scroll.Size().Height-2*theme.Gap24)
	j, _ := u.geo.at(max(y, 0))
	if j == i {
		j = min(max(i+int(by), 0), len(u.geo.ids)-1)
	}
	u.GoTo(transcript.Place{ID: u.geo.ids[j]})
	return true
}
