package widget_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"barnrost/app/transcript"
)

// model is the transcript as somebody would describe it: rows of letters, a
// caret, and where the selection began. It knows nothing of lines on a screen.
type model struct {
	rows          [][]rune
	caret, anchor spot
}

type spot struct{ row, pos int }

func (a spot) before(b spot) bool { return a.row < b.row || a.row == b.row && a.pos < b.pos }

func (m *model) ends() (from, to spot) {
	if m.caret.before(m.anchor) {
		return m.caret, m.anchor
	}
	return m.anchor, m.caret
}

// put replaces what is selected.
func (m *model) put(text string) {
	from, to := m.ends()
	fresh := []rune(transcript.Clean(text))
	joined := slices.Concat(m.rows[from.row][:from.pos], fresh, m.rows[to.row][to.pos:])
	m.rows = slices.Replace(m.rows, from.row, to.row+1, joined)
	m.set(spot{from.row, from.pos + len(fresh)}, false)
}

func (m *model) set(s spot, extend bool) {
	m.caret = s
	if !extend {
		m.anchor = s
	}
}

func (m *model) enter() {
	m.put("")
	at, row := m.caret, m.rows[m.caret.row]
	left := []rune(strings.TrimRightFunc(string(row[:at.pos]), unicode.IsSpace))
	right := []rune(strings.TrimLeftFunc(string(row[at.pos:]), unicode.IsSpace))
	m.rows = slices.Replace(m.rows, at.row, at.row+1, left, right)
	m.set(spot{at.row + 1, 0}, false)
}

// next is the place a letter away, as one sees letters.
func (m *model) next(s spot, forward bool) spot {
	row, borders, at := m.rows[s.row], []int{0}, 0
	for it := graphemes.FromString(string(row)); it.Next(); {
		at += len([]rune(it.Value()))
		borders = append(borders, at)
	}
	if forward {
		for _, b := range borders {
			if b > s.pos {
				return spot{s.row, b}
			}
		}
		if s.row+1 < len(m.rows) {
			return spot{s.row + 1, 0}
		}
		return s
	}
	for _, b := range slices.Backward(borders) {
		if b < s.pos {
			return spot{s.row, b}
		}
	}
	if s.row > 0 {
		return spot{s.row - 1, len(m.rows[s.row-1])}
	}
	return s
}

func (m *model) erase(forward bool) {
	if m.caret != m.anchor {
		m.put("")
		return
	}
	to := m.next(m.caret, forward)
	if to.row == m.caret.row {
		m.anchor = to
		m.put("")
		return
	}
	seam := min(to.row, m.caret.row)
	above, below := m.rows[seam], m.rows[seam+1]
	caret := spot{seam, len(above)}
	if len(above) > 0 && len(below) > 0 && !unicode.IsSpace(above[len(above)-1]) && !unicode.IsSpace(below[0]) {
		above = append(slices.Clone(above), ' ')
		caret.pos++
	}
	m.rows = slices.Replace(m.rows, seam, seam+2, slices.Concat(above, below))
	m.set(caret, false)
}

func (m *model) move(s spot, shift bool) {
	m.set(s, shift)
}

func (m *model) step(forward, shift bool) {
	if from, to := m.ends(); from != to && !shift {
		if forward {
			m.set(to, false)
		} else {
			m.set(from, false)
		}
		return
	}
	m.set(m.next(m.caret, forward), shift)
}

// scraps are what is typed and pasted.
var scraps = []string{"a", " ", "å", "ö", "é", "e\u0301", "\u0308", "👨‍👩‍👧", "👍🏽", "🇸🇪", "-", "hej ", "  ", "\r\n", "rad\r\nrad\rrad", "\u00a0", "\u200d",
	"ett mycket långt ord: familjehemsplaceringsutredningsansvarig ", "Barnet sade det", "\x00", "\u2028"}

// At every step the list holds what the model holds, its caret stands where
// the model's does, and after a movement never inside a letter.
func TestAnyKeysGiveWhatAPlainModelOfTheTextGives(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 9))
		l := show(t, said(t, "Hur var det", "åkte hem", ""))
		l.Size(330+float32(seed)*41, 420)
		l.Settle()
		m := &model{rows: [][]rune{[]rune("Hur var det"), []rune("åkte hem"), {}}}
		m.set(spot{2, 0}, false)
		l.u.GoTo(l.place(2, 0))
		for n := range 400 {
			did := l.scribble(r, m)
			l.compare(m, fmt.Sprintf("seed %d, step %d, %s", seed, n, did))
			if t.Failed() {
				return
			}
		}
		l.undoAll(t, m)
	}
}

// scribble does something at random to both, and tells what.
func (l *list) scribble(r *rand.Rand, m *model) string {
	shifted, mods := r.IntN(3) == 0, fyne.KeyModifier(0)
	if shifted {
		mods = shift
	}
	clip := test.NewClipboard()
	switch r.IntN(16) {
	case 0:
		l.hit(fyne.KeyLeft, mods)
		m.step(false, shifted)
		return "left"
	case 1:
		l.hit(fyne.KeyRight, mods)
		m.step(true, shifted)
		return "right"
	case 2:
		l.hit(fyne.KeyBackspace, 0)
		m.erase(false)
		return "backspace"
	case 3:
		l.hit(fyne.KeyDelete, 0)
		m.erase(true)
		return "delete"
	case 4:
		l.hit(fyne.KeyReturn, 0)
		m.enter()
		return "enter"
	case 5:
		l.hit(fyne.KeyHome, ctrl|mods)
		m.move(spot{}, shifted)
		return "text start"
	case 6:
		l.hit(fyne.KeyEnd, ctrl|mods)
		m.move(spot{len(m.rows) - 1, len(m.rows[len(m.rows)-1])}, shifted)
		return "text end"
	case 7, 8:
		// Where these lead depends on the lines: the model follows.
		key := []fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown}[r.IntN(6)]
		l.hit(key, mods)
		m.move(l.spot(), shifted)
		return string(key)
	case 9:
		key := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown}[r.IntN(4)]
		l.hit(key, ctrl|mods)
		m.move(l.spot(), shifted)
		return "ctrl " + string(key)
	case 10:
		s := scraps[r.IntN(len(scraps))]
		clip.SetContent(s + s)
		l.shortcut(&fyne.ShortcutPaste{Clipboard: clip})
		m.put(strings.TrimRight(transcript.CleanPaste(s+s), "\n"))
		return fmt.Sprintf("paste %q", s+s)
	case 11:
		selected := m.caret != m.anchor
		l.shortcut(&fyne.ShortcutCut{Clipboard: clip})
		if selected {
			m.put("")
		}
		return "cut"
	default:
		s := scraps[r.IntN(9)]
		l.write(s)
		for _, c := range s {
			m.put(string(c))
		}
		return fmt.Sprintf("type %q", s)
	}
}

// spot is the list's caret as the model counts.
func (l *list) spot() spot {
	c := l.u.Caret()
	return spot{l.doc.Index(c.ID), c.Pos}
}

func (l *list) compare(m *model, when string) {
	l.T.Helper()
	if l.doc.Len() != len(m.rows) {
		l.T.Fatalf("%s: %d rows, want %d", when, l.doc.Len(), len(m.rows))
	}
	for i, row := range m.rows {
		if got := l.doc.At(i).Text; got != string(row) {
			l.T.Fatalf("%s: row %d holds %q, want %q", when, i, got, string(row))
		}
	}
	if got := l.spot(); got != m.caret {
		l.T.Fatalf("%s: the caret is at %v, want %v, in %q", when, got, m.caret, string(m.rows[m.caret.row]))
	}
	from, to := m.ends()
	a, b, _ := l.u.Selection()
	if (spot{l.doc.Index(a.ID), a.Pos}) != from || (spot{l.doc.Index(b.ID), b.Pos}) != to {
		l.T.Fatalf("%s: selected is %v to %v, want %v to %v", when, a, b, from, to)
	}
	if shown := l.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(); !strings.HasSuffix(shown, ": "+string(m.rows[m.caret.row])) {
		l.T.Fatalf("%s: shown is %q", when, shown)
	}
	moved := !strings.HasPrefix(when[strings.LastIndex(when, ",")+2:], "type") && m.caret.pos > 0
	if whole := string(m.rows[m.caret.row]); moved && strings.Contains("Up Down Home End Prior Next", when[strings.LastIndex(when, " ")+1:]) {
		if p := transcript.NextBorder(whole, transcript.PrevBorder(whole, m.caret.pos)); p != m.caret.pos {
			l.T.Fatalf("%s: the caret stands inside a letter, at %d of %q", when, m.caret.pos, whole)
		}
	}
}

// undoAll takes everything back and makes it again: the text of each moment
// comes again.
func (l *list) undoAll(t *testing.T, m *model) {
	var before []string
	all := func() string {
		var rows []string
		for _, u := range l.doc.Utterances() {
			rows = append(rows, u.Text)
		}
		return strings.Join(rows, "\x00")
	}
	for l.doc.CanUndo() {
		before = append(before, all())
		l.hit(fyne.KeyZ, ctrl)
		if p := l.u.Caret(); l.doc.Len() > 0 && l.doc.Index(p.ID) < 0 {
			t.Fatal("the caret is nowhere after undo")
		}
	}
	for l.doc.CanRedo() {
		l.hit(fyne.KeyY, ctrl)
		if want := before[len(before)-1]; all() != want {
			t.Fatalf("redo gives %q, want %q", all(), want)
		}
		before = before[:len(before)-1]
	}
	l.want(func() (rows []string) {
		for i, row := range m.rows {
			rows = append(rows, string(l.doc.At(i).Speaker)+": "+string(row))
		}
		return rows
	}()...)
}

// The control: a caret that counts code points, and text taken as it comes,
// would be seen.
func TestTheModelTellsLettersFromCodePoints(t *testing.T) {
	m := &model{rows: [][]rune{[]rune("e\u0301👍🏽")}}
	m.set(spot{0, 4}, false)
	m.erase(false)
	m.erase(false)
	if len(m.rows[0]) != 0 {
		t.Errorf("two letters erased leave %q", string(m.rows[0]))
	}
	m.put("a\r\nb\x00")
	if string(m.rows[0]) != "a\nb" {
		t.Errorf("pasted is %q", string(m.rows[0]))
	}
}
