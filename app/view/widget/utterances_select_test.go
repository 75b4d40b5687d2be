package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"barnrost/app/transcript"
	"barnrost/app/view/widget"
)

const shift = fyne.KeyModifierShift

// place is the place pos of utterance i.
func (l *list) place(i, pos int) transcript.Place {
	return transcript.Place{ID: l.doc.At(i).ID, Pos: pos}
}

// chosen compares what is selected, as it would be copied.
func (l *list) chosen(want string) {
	l.T.Helper()
	if got := l.u.SelectedText(); got != want {
		l.T.Errorf("selected is %q, want %q", got, want)
	}
}

func (l *list) shortcut(s fyne.Shortcut) {
	l.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(s)
}

func TestShiftSelectsOverUtterancesWithEveryMovement(t *testing.T) {
	for _, c := range []struct {
		name string
		pos  [2]int
		key  fyne.KeyName
		mods fyne.KeyModifier
		want string
	}{
		{"right over the end", [2]int{0, 11}, fyne.KeyRight, shift, "Intervjuare: \nBarn: "},
		{"left over the start", [2]int{1, 0}, fyne.KeyLeft, shift, "Intervjuare: \nBarn: "},
		{"a word", [2]int{1, 0}, fyne.KeyRight, shift | ctrl, "åkte "},
		{"a word back", [2]int{1, 8}, fyne.KeyLeft, shift | ctrl, "hem"},
		{"to the line's end", [2]int{0, 4}, fyne.KeyEnd, shift, "var det"},
		{"to the line's start", [2]int{0, 4}, fyne.KeyHome, shift, "Hur "},
		{"to the text's end", [2]int{1, 5}, fyne.KeyEnd, shift | ctrl, "Barn: hem\nIntervjuare: jaha"},
		{"to the text's start", [2]int{1, 4}, fyne.KeyHome, shift | ctrl, "Intervjuare: Hur var det\nBarn: åkte"},
		{"a page", [2]int{0, 4}, fyne.KeyPageDown, shift, "Intervjuare: var det\nBarn: åkte hem\nIntervjuare: jaha"},
		{"an utterance", [2]int{0, 4}, fyne.KeyDown, shift | ctrl, "Intervjuare: var det\nBarn: "},
		{"an utterance back", [2]int{1, 4}, fyne.KeyUp, shift | ctrl, "åkte"},
	} {
		l := show(t, said(t, "Hur var det", "åkte hem", "jaha"))
		l.u.GoTo(l.place(c.pos[0], c.pos[1]))
		l.hit(c.key, c.mods)
		t.Run(c.name, func(t *testing.T) {
			l.T = t
			l.chosen(c.want)
		})
	}
}

func TestUpAndDownKeepTheirColumnThroughShorterLines(t *testing.T) {
	l := show(t, said(t, "det var en gång vi åkte", "ja", "det var en gång vi åkte"))
	l.u.GoTo(l.place(0, 15))
	l.hit(fyne.KeyDown, 0)
	l.hit(fyne.KeyDown, 0)
	if got := l.u.Caret(); got != l.place(2, 15) {
		t.Errorf("came to %v", got)
	}
	l.hit(fyne.KeyLeft, 0)
	l.hit(fyne.KeyUp, 0)
	l.hit(fyne.KeyUp, 0)
	if got := l.u.Caret(); got != l.place(0, 14) {
		t.Errorf("another movement did not let the column go: %v", got)
	}
}

func TestAMovementWithoutShiftLetsTheSelectionGo(t *testing.T) {
	l := show(t, said(t, "Hur var det", "åkte hem", "jaha"))
	select3 := func() { l.u.SelectRange(l.place(0, 4), l.place(2, 2)) }
	select3()
	l.chosen("Intervjuare: var det\nBarn: åkte hem\nIntervjuare: ja")
	l.hit(fyne.KeyLeft, 0)
	if got := l.u.Caret(); got != l.place(0, 4) {
		t.Errorf("left goes to %v", got)
	}
	l.chosen("")
	select3()
	l.hit(fyne.KeyRight, 0)
	if got := l.u.Caret(); got != l.place(2, 2) {
		t.Errorf("right goes to %v", got)
	}
	l.chosen("")
}

func TestWhatIsTypedOverUtterancesReplacesThemInOneStep(t *testing.T) {
	whole := []string{"interviewer: Hur var det", "child: åkte hem", "interviewer: jaha"}
	for name, c := range map[string]struct {
		do    func(l *list)
		want  []string
		caret [2]int
	}{
		"a letter":    {func(l *list) { l.write("x") }, []string{"interviewer: Hur xha"}, [2]int{0, 5}},
		"backspace":   {func(l *list) { l.hit(fyne.KeyBackspace, 0) }, []string{"interviewer: Hur ha"}, [2]int{0, 4}},
		"delete":      {func(l *list) { l.hit(fyne.KeyDelete, 0) }, []string{"interviewer: Hur ha"}, [2]int{0, 4}},
		"shift+enter": {func(l *list) { l.hit(fyne.KeyReturn, shift) }, []string{"interviewer: Hur \nha"}, [2]int{0, 5}},
		"enter":       {func(l *list) { l.hit(fyne.KeyReturn, 0) }, []string{"interviewer: Hur", "child: ha"}, [2]int{1, 0}},
		"paste": {func(l *list) {
			clip := test.NewClipboard()
			clip.SetContent("en\r\ntvå")
			l.shortcut(&fyne.ShortcutPaste{Clipboard: clip})
		}, []string{"interviewer: Hur en\ntvåha"}, [2]int{0, 10}},
		"cut": {func(l *list) { l.shortcut(&fyne.ShortcutCut{Clipboard: test.NewClipboard()}) }, []string{"interviewer: Hur ha"}, [2]int{0, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			l := show(t, said(t, "Hur var det", "åkte hem", "jaha"))
			l.u.SelectRange(l.place(2, 2), l.place(0, 4)) // backwards
			c.do(l)
			l.want(c.want...)
			caret := l.place(c.caret[0], c.caret[1])
			if got := l.u.Caret(); got != caret {
				t.Errorf("the caret is at %v, want %v", got, caret)
			}
			l.hit(fyne.KeyZ, ctrl)
			l.want(whole...)
			if got := l.u.Caret(); got != l.place(2, 2) {
				t.Errorf("undone, the caret is at %v", got)
			}
			l.hit(fyne.KeyY, ctrl)
			l.want(c.want...)
			if got := l.u.Caret(); got != caret {
				t.Errorf("redone, the caret is at %v, want %v", got, caret)
			}
		})
	}
}

func TestEverythingIsSelectedAndCanBeReplaced(t *testing.T) {
	doc := long(t, 300)
	l := show(t, doc)
	l.u.GoTo(l.place(150, 0))
	view := l.u.View()
	l.shortcut(&fyne.ShortcutSelectAll{})
	if now := l.u.View(); now.Top != view.Top {
		t.Error("selecting all scrolled away")
	}
	if n := strings.Count(l.u.SelectedText(), "\n"); n != 299 {
		t.Errorf("%d lines are selected", n+1)
	}
	l.write("å")
	l.want("interviewer: å")
	l.hit(fyne.KeyZ, ctrl)
	if l.doc.Len() != 300 {
		t.Errorf("undo gives %d utterances", l.doc.Len())
	}
}

func TestUtterancesArePastedWithSpeakersAndTimes(t *testing.T) {
	l := show(t, said(t, "Hur var det", "åkte hem", "jaha", "", "slut"))
	clip := test.NewClipboard()
	l.u.SelectRange(l.place(1, 0), l.place(2, 4))
	l.shortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if want := "Barn: åkte hem\nIntervjuare: jaha"; clip.Content() != want {
		t.Errorf("copied %q", clip.Content())
	}
	l.u.GoTo(l.place(3, 0))
	l.shortcut(&fyne.ShortcutPaste{Clipboard: clip})
	l.want("interviewer: Hur var det", "child: åkte hem", "interviewer: jaha", "child: åkte hem", "interviewer: jaha", "interviewer: slut")
	if got := l.u.Caret(); got != l.place(4, 4) {
		t.Errorf("the caret is at %v", got)
	}
	if a := l.doc.At(3).Start; a != 8_000 { // copied from 4 s: not before the one above
		t.Errorf("starts at %d", a)
	}
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: Hur var det", "child: åkte hem", "interviewer: jaha", "child: ", "interviewer: slut")
}

func TestTextWithSpeakersIsPastedIntoAnEmptyTranscript(t *testing.T) {
	l := show(t, transcript.New())
	l.at = 3_000
	clip := test.NewClipboard()
	clip.SetContent("Rubrik\r\nBarn: hej\r\nTolk: ja\u00a0då\r\n")
	l.shortcut(&fyne.ShortcutPaste{Clipboard: clip})
	l.want("interviewer: Rubrik", "child: hej", "interpreter: ja då")
	l.write("!")
	l.want("interviewer: Rubrik", "child: hej", "interpreter: ja då!")
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.want()
}

func TestCopyingNothingKeepsTheClipboard(t *testing.T) {
	l := show(t, said(t, "Hej"))
	clip := test.NewClipboard()
	clip.SetContent("kvar")
	told := ""
	l.Kit.OnCopy = func(s string) { told = s }
	l.shortcut(&fyne.ShortcutCopy{Clipboard: clip})
	l.shortcut(&fyne.ShortcutCut{Clipboard: clip})
	if clip.Content() != "kvar" || told != "" {
		t.Errorf("the clipboard holds %q, told %q", clip.Content(), told)
	}
	l.u.SelectRange(l.place(0, 0), l.place(0, 3))
	l.shortcut(&fyne.ShortcutCut{Clipboard: clip})
	if told != "Hej" { // or the frame could not take it off again at locking
		t.Errorf("told of %q", told)
	}
}

// textX is far enough left of x for the first letters of a row.
func (l *list) textX() float32 {
	w := fyne.MeasureText("0:00:00", 13, fyne.TextStyle{Monospace: true}).Width
	name := fyne.MeasureText("Intervjuare", 16, fyne.TextStyle{Bold: true}).Width
	return 8 + w + 16 + 16*0.7 + 8 + name + 12 + 8
}

func TestTheMouseSelectsOverRowsByLettersWordsAndUtterances(t *testing.T) {
	l := show(t, said(t, "Hur var det", "åkte hem", "jaha"))
	x := l.textX()
	width := func(s string) float32 { return fyne.MeasureText(s, 16, fyne.TextStyle{}).Width }
	m := l.Window.Canvas().Focused().(desktop.Mouseable)
	drag := l.Window.Canvas().Focused().(fyne.Draggable)
	down := func(row string, x float32) {
		at := l.row(row).Position().AddXY(x, 20)
		m.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	}
	to := func(row string, x float32) {
		at := l.row(row).Position().AddXY(x, 20)
		drag.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}})
	}
	up := func() { m.MouseUp(&desktop.MouseEvent{}); drag.DragEnd() }

	down("Hur var det", x+width("Hur ")+1)
	to("jaha", x+width("ja")+1)
	l.chosen("Intervjuare: var det\nBarn: åkte hem\nIntervjuare: ja")
	to("Hur var det", x+1)
	l.chosen("Hur ")
	up()
	to("jaha", x) // let go
	l.chosen("Hur ")

	l.press("jaha", x+width("ja")+1, shift)
	l.chosen("Intervjuare: var det\nBarn: åkte hem\nIntervjuare: ja")

	l.press("åkte hem", x+width("å")+1, 0)
	down("åkte hem", x+width("å")+1)
	l.chosen("åkte")
	to("Hur var det", x+width("Hur v")+1)
	l.chosen("Intervjuare: var det\nBarn: åkte")
	up()

	l.press("åkte hem", x+200, 0)
	l.press("åkte hem", x+200, 0)
	down("åkte hem", x+200)
	l.chosen("åkte hem")
	to("jaha", x+1)
	l.chosen("Barn: åkte hem\nIntervjuare: jaha")
	up()
}

func TestASelectionAndMarksAreDrawn(t *testing.T) {
	l := show(t, said(t, strings.Repeat("så åkte vi dit igen och ", 12), "ja", "[?Kex?] hette hunden"))
	l.u.SelectRange(l.place(0, 40), l.place(2, 3))
	l.u.SetHighlights(map[uint64][]widget.Span{l.doc.At(2).ID: {{From: 0, To: 7}, {From: 8, To: 13, Kind: 1}, {From: 14, To: 20, Kind: 2}}})
	l.Shot("utterances-selected", 1)
}

func TestASelectionStaysWhenTheWindowChanges(t *testing.T) {
	l := show(t, said(t, "Hur var det", "åkte hem", "jaha"))
	l.u.SelectRange(l.place(0, 4), l.place(2, 2))
	l.Size(600, 500)
	l.Settle()
	l.u.Refresh()
	l.u.Reload()
	l.chosen("Intervjuare: var det\nBarn: åkte hem\nIntervjuare: ja")
}
