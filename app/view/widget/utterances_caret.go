package widget

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// caret is where the caret belongs after the text was changed. Fyne 2.8.1's
// text box loses it where a line breaks at a space: it has no place behind
// that space, moves the caret before it, and the next letter comes on the
// wrong side; in narrow columns it even loses the line. So the place is
// counted here, in code points, and the text box is told before each key.
type caret struct {
	known bool // false after a movement, which the text box gets right
	pos   int
}

// pos is the code point the caret stands before.
func (e *editor) pos() int {
	if e.caret.known {
		return e.caret.pos
	}
	return e.CursorTextOffset()
}

// lines finds the line and column of a code point. The column lies behind the
// line's end for the space that the line breaks at.
func (e *editor) lines(pos int) (row, column int) {
	keepRow, keepColumn := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = keepRow, keepColumn }()
	begin := func(row int) int {
		e.CursorRow, e.CursorColumn = row, 0
		return e.CursorTextOffset() // 0 for a line that does not exist
	}
	for next := begin(1); next > 0 && next <= pos; next = begin(row + 1) {
		row++
	}
	return row, max(pos-begin(row), 0)
}

// point moves the text box's own caret to where it belongs.
func (e *editor) point() (moved bool) {
	if !e.caret.known {
		return false
	}
	row, column := e.lines(e.caret.pos)
	moved = e.CursorRow != row || e.CursorColumn != column
	e.CursorRow, e.CursorColumn = row, column
	return moved
}

// key lets the text box have a key, with the caret where it belongs before and
// after. forward says that the key erases what follows.
func (e *editor) key(forward bool, act func()) {
	before, at, chosen := e.Text, e.pos(), utf8.RuneCountInString(e.SelectedText())
	e.point()
	e.caret.known = false
	act()
	if e.Text == before || e.caret.known {
		return
	}
	e.caret = caret{true, caretAfter([]rune(before), []rune(e.Text), at, chosen, forward)}
	if e.point() {
		e.Refresh()
	}
}

// caretAfter tells where the caret belongs after a text was changed at code
// point at, where chosen code points before or behind it were selected.
func caretAfter(before, after []rune, at, chosen int, forward bool) int {
	if chosen > 0 {
		put := len(after) - (len(before) - chosen)
		for _, start := range []int{at - chosen, at} {
			if start >= 0 && start+chosen <= len(before) && put >= 0 &&
				slices.Equal(after[:start], before[:start]) && slices.Equal(after[start+put:], before[start+chosen:]) {
				return start + put
			}
		}
	}
	if more := len(after) - len(before); more > 0 || !forward {
		at += more
	}
	return min(max(at, 0), len(after))
}

// walk takes the keys that move the caret along the text, where Fyne cannot
// come behind the space that a line breaks at, and reports whether it did.
func (e *editor) walk(key fyne.KeyName) bool {
	if e.mods() != 0 || e.SelectedText() != "" {
		return false
	}
	at, n := e.pos(), utf8.RuneCountInString(e.Text)
	switch key {
	case fyne.KeyLeft:
		e.setCaret(max(at-1, 0))
	case fyne.KeyRight:
		e.setCaret(min(at+1, n))
	case fyne.KeyEnd:
		if rest := []rune(e.Text)[at:]; strings.TrimLeft(string(rest), " ") != "" {
			return false
		}
		e.setCaret(n)
	default:
		return false
	}
	return true
}

// setCaret puts the caret before code point pos and drops the selection.
func (e *editor) setCaret(pos int) {
	if e.SelectedText() != "" {
		e.release()
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	e.caret = caret{true, pos}
	e.point()
	e.Refresh()
}
