package widget

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// noGoal says that no column is kept: up and down keep one until another
// movement.
const noGoal float32 = -1

// spot is a place and, where a line breaks at it, which of the two lines.
type spot struct {
	transcript.Place
	upper bool
}

// moveTo moves the caret, and with extend selects up to there.
func (u *Utterances) moveTo(s spot, extend bool) {
	anchor := s.Place
	if extend {
		anchor = u.anchor
	}
	u.choose(anchor, s)
}

// step takes a key that moves the caret and reports whether it is one. ctrl and
// shift say what is held with it.
func (u *Utterances) step(key fyne.KeyName, ctrl, shift bool) bool {
	goal := noGoal
	var to spot
	from, end, chosen := u.Selection()
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		switch {
		case chosen && !shift && !ctrl && key == fyne.KeyLeft:
			to.Place = from
		case chosen && !shift && !ctrl:
			to.Place = end
		default:
			to.Place = u.reach(key == fyne.KeyRight, ctrl)(u.caret)
		}
	case fyne.KeyUp, fyne.KeyDown:
		if ctrl {
			to.Place = u.nextUtterance(key == fyne.KeyDown)
			break
		}
		goal = u.column()
		to = u.climb(key == fyne.KeyDown, goal)
	case fyne.KeyPageUp, fyne.KeyPageDown:
		goal = u.column()
		to = u.page(key == fyne.KeyPageDown, goal)
	case fyne.KeyHome:
		to.Place = u.lineStart()
		if ctrl {
			to.Place = u.first()
		}
	case fyne.KeyEnd:
		to = u.lineEnd()
		if ctrl {
			to = spot{Place: u.last()}
		}
	default:
		return false
	}
	u.moveTo(to, shift)
	u.goal = goal
	return true
}

// reach returns a function that leads from a place to the next letter or word,
// into the next utterance where this one ends.
func (u *Utterances) reach(forward, word bool) func(transcript.Place) transcript.Place {
	return func(p transcript.Place) transcript.Place {
		s := u.utterance(p.ID).Text
		i, n := u.geo.index(p.ID), utf8.RuneCountInString(s)
		switch {
		case forward && p.Pos >= n:
			if i+1 < len(u.geo.ids) {
				return transcript.Place{ID: u.geo.ids[i+1]}
			}
		case forward && word:
			p.Pos = transcript.NextWord(s, p.Pos)
		case forward:
			p.Pos = transcript.NextBorder(s, p.Pos)
		case p.Pos <= 0:
			if i > 0 {
				return u.endOf(i - 1)
			}
		case word:
			p.Pos = transcript.PrevWord(s, p.Pos)
		default:
			p.Pos = transcript.PrevBorder(s, p.Pos)
		}
		return p
	}
}

// endOf is the end of row i.
func (u *Utterances) endOf(i int) transcript.Place {
	id := u.geo.ids[i]
	return transcript.Place{ID: id, Pos: utf8.RuneCountInString(u.utterance(id).Text)}
}

// line returns the caret's row, its lines and the one the caret is in.
func (u *Utterances) line() (i int, f *flow, line int) {
	i = max(u.geo.index(u.caret.ID), 0)
	f = u.flowOf(u.geo.ids[i])
	return i, f, f.lineOf(u.caret.Pos, u.upper)
}

// column is where up and down lead along.
func (u *Utterances) column() float32 {
	if u.goal != noGoal {
		return u.goal
	}
	_, f, line := u.line()
	return f.x(&u.set, line, u.caret.Pos)
}

func (u *Utterances) lineStart() transcript.Place {
	_, f, line := u.line()
	return transcript.Place{ID: u.caret.ID, Pos: f.lines[line].pos}
}

func (u *Utterances) lineEnd() spot {
	_, f, line := u.line()
	pos, upper := f.end(line)
	return spot{transcript.Place{ID: u.caret.ID, Pos: pos}, upper}
}

// climb is a line up or down, into the next utterance where there is no more;
// at the text's edge it leads to the edge.
func (u *Utterances) climb(down bool, x float32) spot {
	i, f, line := u.line()
	switch {
	case down && line+1 < len(f.lines):
		line++
	case down && i+1 < len(u.geo.ids):
		i, line = i+1, 0
	case down:
		return spot{Place: u.last()}
	case line > 0:
		line--
	case i > 0:
		i--
		line = len(u.flowOf(u.geo.ids[i]).lines) - 1
	default:
		return spot{Place: u.first()}
	}
	return u.spotIn(i, line, x)
}

// spotIn is the place in a line of row i nearest to x.
func (u *Utterances) spotIn(i, line int, x float32) spot {
	id := u.geo.ids[i]
	pos, upper := u.flowOf(id).posAt(&u.set, line, x)
	return spot{transcript.Place{ID: id, Pos: pos}, upper}
}

// page is most of what is in view up or down. The caret keeps its height on the
// screen; at the text's edge it leads to the edge.
func (u *Utterances) page(down bool, x float32) spot {
	u.reveal()
	i, _, line := u.line()
	before, view := u.scroll.Offset.Y, u.scroll.Size().Height
	seen := u.lineTop(i, line) - before
	by := max(view-2*theme.Gap24, u.set.high)
	if !down {
		by = -by
	}
	u.scrollTo(before + by)
	u.arrange()
	switch moved := u.scroll.Offset.Y - before; {
	case down && moved < 1:
		return spot{Place: u.last()}
	case !down && moved > -1:
		return spot{Place: u.first()}
	}
	seen = min(max(seen, 0), max(view-u.set.high, 0))
	return u.spotAt(fyne.NewPos(x+u.columns().text+textInset, u.scroll.Offset.Y+seen+u.set.high/2))
}

// nextUtterance is the start of this utterance, or of the one before when the
// caret is there, or of the next.
func (u *Utterances) nextUtterance(down bool) transcript.Place {
	i := u.geo.index(u.caret.ID)
	switch {
	case down && i+1 < len(u.geo.ids):
		return transcript.Place{ID: u.geo.ids[i+1]}
	case down:
		return u.last()
	case u.caret.Pos == 0 && i > 0:
		return transcript.Place{ID: u.geo.ids[i-1]}
	}
	return transcript.Place{ID: u.caret.ID}
}

// spotAt is the place nearest to a point of the content.
func (u *Utterances) spotAt(p fyne.Position) spot {
	i, delta := u.geo.at(max(p.Y, 0))
	f := u.flowOf(u.geo.ids[i])
	line := int((delta - textInset) / u.set.high)
	line = min(max(line, 0), len(f.lines)-1)
	return u.spotIn(i, line, p.X-u.columns().text-textInset)
}

// lineTop is where a line of row i begins.
func (u *Utterances) lineTop(i, line int) float32 {
	return u.geo.top(i) + textInset + float32(line)*u.set.high
}
