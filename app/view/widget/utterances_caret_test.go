package widget_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
)

// Where a line breaks at a space, Fyne's text box has no place for the caret
// behind that space.
func TestEveryLetterTypedIsKeptHoweverTheLinesBreak(t *testing.T) {
	words := "Jag vet inte. Det var  läskigt. Men de hade en hund med sig, å den hette Kex och fick sitta i mitt knä. "
	for width := float32(330); width < 800; width += 31 {
		l := show(t, transcript.New())
		l.Size(width, 600)
		l.Settle()
		l.write(words)
		if got := l.doc.At(0).Text; got != words {
			t.Fatalf("%v wide: %q", width, got)
		}
		for range words {
			l.hit(fyne.KeyLeft, 0)
		}
		for range words {
			l.hit(fyne.KeyRight, 0)
		}
		l.write("X")
		for range []rune(words + "X")[50:] {
			l.hit(fyne.KeyBackspace, 0)
		}
		if got := l.doc.At(0).Text; got != string([]rune(words)[:50]) {
			t.Fatalf("%v wide: after erasing %q", width, got)
		}
	}
}

// Any keys, anywhere: the text box and the document must agree at every step.
func TestTheEditorAlwaysShowsWhatTheDocumentHolds(t *testing.T) {
	moves := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyPageUp, fyne.KeyPageDown}
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 5))
		l := show(t, transcript.New())
		l.Size(360+float32(seed)*60, 400)
		l.Settle()
		for range 250 {
			switch r.IntN(8) {
			case 0:
				l.hit(moves[r.IntN(len(moves))], 0)
			case 1:
				l.hit([]fyne.KeyName{fyne.KeyZ, fyne.KeyY}[r.IntN(2)], ctrl)
			case 2:
				l.hit(moves[r.IntN(4)], fyne.KeyModifierShift)
			default:
				at := l.u.Caret()
				before, _ := l.doc.Find(at.ID)
				selected := l.Window.Canvas().Focused().(interface{ SelectedText() string }).SelectedText() != ""
				letter := []rune("abå .")[r.IntN(5)]
				l.write(string(letter))
				if selected || before.ID == 0 {
					continue
				}
				runes := []rune(before.Text)
				want := string(runes[:at.Pos]) + string(letter) + string(runes[at.Pos:])
				if now, _ := l.doc.Find(at.ID); now.Text != want {
					t.Fatalf("seed %d: typing %q at %d of %q gave %q", seed, letter, at.Pos, before.Text, now.Text)
				}
			}
			shown := l.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel()
			if u, ok := l.doc.Find(l.u.Active()); ok && !strings.HasSuffix(shown, ": "+u.Text) {
				t.Fatalf("seed %d: the editor shows %q, the document holds %q", seed, shown, u.Text)
			}
		}
	}
}
