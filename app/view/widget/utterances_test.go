package widget_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// list is a shown list of utterances and what it asked of its room.
type list struct {
	*viewtest.Stage
	doc  *transcript.Document
	u    *widget.Utterances
	now  time.Time
	at   int64 // what the room says a new utterance starts at
	play []int64
	cmds []keys.Command
	more []fyne.Shortcut

	marked []transcript.Mark // clicked

	after func(id uint64, pos int, text string) (int, string, bool)
}

// said makes a document of utterances by interviewer and child in turn, four
// seconds each.
func said(t testing.TB, lines ...string) *transcript.Document {
	t.Helper()
	d := transcript.New()
	for i, s := range lines {
		if _, err := d.Insert(i, transcript.Utterance{Speaker: transcript.Speakers[i%2], Start: int64(i) * 4_000, Text: s}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func show(t testing.TB, doc *transcript.Document) *list {
	t.Helper()
	l := &list{Stage: viewtest.New(t, app.Swedish, theme.Light), doc: doc, now: time.Unix(1_800_000_000, 0)}
	l.u = l.Kit.Utterances("desk.text", doc, widget.UtteranceHooks{
		Now:       func() time.Time { l.now = l.now.Add(100 * time.Millisecond); return l.now },
		NewStart:  func() int64 { return l.at },
		Play:      func(ms int64) { l.play = append(l.play, ms) },
		Command:   func(c keys.Command) { l.cmds = append(l.cmds, c) },
		Unhandled: func(s fyne.Shortcut) { l.more = append(l.more, s) },
		Mark:      func(m transcript.Mark) { l.marked = append(l.marked, m) },
		AfterTyped: func(id uint64, pos int, text string) (int, string, bool) {
			if l.after == nil {
				return 0, "", false
			}
			return l.after(id, pos, text)
		},
	})
	l.Show(l.u)
	l.Settle()
	l.u.Focus()
	return l
}

// write types letters where the caret is; the list must keep the focus.
func (l *list) write(s string) {
	l.T.Helper()
	if l.Focused() != "desk.text" {
		l.T.Fatalf("the focus is at %q", l.Focused())
	}
	for _, r := range s {
		l.Window.Canvas().Focused().TypedRune(r)
	}
}

// hit presses and lets go of a key with modifiers, as the driver sends it.
func (l *list) hit(key fyne.KeyName, mods fyne.KeyModifier) {
	l.T.Helper()
	f := l.Window.Canvas().Focused()
	k, ok := f.(desktop.Keyable)
	if !ok {
		l.T.Fatal("nothing that takes keys has the focus")
	}
	if mods&fyne.KeyModifierShift != 0 {
		k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	k.KeyDown(&fyne.KeyEvent{Name: key})
	switch {
	case mods&^fyne.KeyModifierShift == 0:
		f.TypedKey(&fyne.KeyEvent{Name: key})
	case key == fyne.KeyZ && mods == fyne.KeyModifierControl:
		f.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	case key == fyne.KeyY && mods == fyne.KeyModifierControl:
		f.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutRedo{})
	default:
		f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods})
	}
	k.KeyUp(&fyne.KeyEvent{Name: key})
	if mods&fyne.KeyModifierShift != 0 {
		k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
}

// want compares the document, one "speaker: text" a line.
func (l *list) want(lines ...string) {
	l.T.Helper()
	var got []string
	for _, u := range l.doc.Utterances() {
		got = append(got, string(u.Speaker)+": "+u.Text)
	}
	if a, b := strings.Join(got, "\n"), strings.Join(lines, "\n"); a != b {
		l.T.Fatalf("the document is\n%s\nwant\n%s", a, b)
	}
}

const ctrl = fyne.KeyModifierControl

func TestAnEmptyTranscriptCanBeTypedInAtOnce(t *testing.T) {
	l := show(t, transcript.New())
	l.write("Hej å ä ö")
	l.want("interviewer: Hej å ä ö")
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.want()
	l.write("Nej")
	l.want("interviewer: Nej")
}

func TestEnterGivesTheOtherSpeakerAnUtteranceWithItsTime(t *testing.T) {
	l := show(t, transcript.New())
	l.write("Hur är det?")
	l.at = 5_000
	l.hit(fyne.KeyReturn, 0)
	l.write("Bra")
	l.at = 3_000 // heard again from before: never earlier than the one above
	l.hit(fyne.KeyReturn, 0)
	l.write("Vad roligt")
	l.want("interviewer: Hur är det?", "child: Bra", "interviewer: Vad roligt")
	for i, start := range []int64{0, 5_000, 5_000} {
		if got := l.doc.At(i).Start; got != start {
			t.Errorf("utterance %d starts at %d, want %d", i, got, start)
		}
	}
	if !l.Traced("desk utterance 3") {
		t.Errorf("not traced:\n%s", l.Trace())
	}
}

func TestEnterHeldDownMakesOneUtterance(t *testing.T) {
	l := show(t, said(t, "Hej"))
	f := l.Window.Canvas().Focused()
	f.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for range 10 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if l.doc.Len() != 2 {
		t.Errorf("%d utterances", l.doc.Len())
	}
}

func TestEnterInTheMiddleDividesAndUndoJoins(t *testing.T) {
	l := show(t, said(t, "Hur var det? Bra."))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 12})
	l.hit(fyne.KeyReturn, 0)
	l.want("interviewer: Hur var det?", "child: Bra.")
	if c := l.u.Caret(); c.ID != l.doc.At(1).ID || c.Pos != 0 {
		t.Errorf("the caret is at %v", c)
	}
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: Hur var det? Bra.")
	l.hit(fyne.KeyY, ctrl)
	l.want("interviewer: Hur var det?", "child: Bra.")
}

func TestShiftEnterMakesALineInTheSameUtterance(t *testing.T) {
	l := show(t, transcript.New())
	l.write("ett")
	l.hit(fyne.KeyReturn, fyne.KeyModifierShift)
	l.write("två")
	l.want("interviewer: ett\ntvå")
}

func TestTheCaretTravelsAcrossUtterances(t *testing.T) {
	l := show(t, said(t, "första", "förtu", "förord"))
	id := func(i int) uint64 { return l.doc.At(i).ID }
	for _, c := range []struct {
		name string
		from transcript.Place
		key  fyne.KeyName
		want transcript.Place
	}{
		{"up keeps the column", transcript.Place{ID: id(1), Pos: 3}, fyne.KeyUp, transcript.Place{ID: id(0), Pos: 3}},
		{"down keeps the column", transcript.Place{ID: id(1), Pos: 3}, fyne.KeyDown, transcript.Place{ID: id(2), Pos: 3}},
		{"down to a shorter line", transcript.Place{ID: id(0), Pos: 6}, fyne.KeyDown, transcript.Place{ID: id(1), Pos: 5}},
		{"left at the start", transcript.Place{ID: id(1)}, fyne.KeyLeft, transcript.Place{ID: id(0), Pos: 6}},
		{"right at the end", transcript.Place{ID: id(1), Pos: 5}, fyne.KeyRight, transcript.Place{ID: id(2)}},
		{"up at the top stays", transcript.Place{ID: id(0), Pos: 2}, fyne.KeyUp, transcript.Place{ID: id(0)}},
	} {
		l.u.GoTo(c.from)
		l.hit(c.key, 0)
		if got := l.u.Caret(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	l.hit(fyne.KeyEnd, ctrl)
	if got := l.u.Caret(); got != (transcript.Place{ID: id(2), Pos: 6}) {
		t.Errorf("Ctrl+End: %v", got)
	}
	l.hit(fyne.KeyHome, ctrl)
	if got := l.u.Caret(); got != (transcript.Place{ID: id(0)}) {
		t.Errorf("Ctrl+Home: %v", got)
	}
}

func TestArrowsStepThroughTheLinesOfALongUtteranceFirst(t *testing.T) {
	l := show(t, said(t, strings.Repeat("så åkte vi dit igen och ", 20), "slut"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 2})
	steps := 0
	for l.u.Active() == l.doc.At(0).ID && steps < 30 {
		l.hit(fyne.KeyDown, 0)
		steps++
	}
	if steps < 4 || steps > 12 {
		t.Errorf("left after %d lines", steps)
	}
	l.hit(fyne.KeyUp, 0)
	if c := l.u.Caret(); c.ID != l.doc.At(0).ID || c.Pos < 380 {
		t.Errorf("going back up did not reach the last line: %v", c)
	}
}

func TestBackspaceAtTheStartMergesAndDeleteAtTheEndToo(t *testing.T) {
	l := show(t, said(t, "Ja", "visst", "då"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID})
	l.hit(fyne.KeyBackspace, 0)
	l.want("interviewer: Ja visst", "interviewer: då")
	if c := l.u.Caret(); c.Pos != 3 {
		t.Errorf("the caret is at %v", c)
	}
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 8})
	l.hit(fyne.KeyDelete, 0)
	l.want("interviewer: Ja visst då")
	l.hit(fyne.KeyZ, ctrl)
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: Ja", "child: visst", "interviewer: då")
}

func TestCtrlAndADigitSaysWhoSpeaks(t *testing.T) {
	l := show(t, said(t, "Hej"))
	for i, want := range []string{"interviewer", "child", "interpreter", "other", "other2", "other3", "other4", "other5"} {
		l.hit(fyne.KeyName(string(rune('1'+i))), ctrl)
		l.want(want + ": Hej")
	}
	l.hit(fyne.KeyZ, ctrl)
	l.want("other4: Hej")
	if l.u.Caret().Pos != 3 {
		t.Errorf("the caret is at %v", l.u.Caret())
	}
}

func TestUndoIsTheDocumentsNotTheTextBoxes(t *testing.T) {
	l := show(t, said(t, "Hej", ""))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 3})
	l.write(" du")
	l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID})
	l.write("Ja")
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: Hej du", "child: ")
	l.hit(fyne.KeyZ, ctrl)
	if l.u.Active() != l.doc.At(0).ID {
		t.Error("the caret did not go to what was undone")
	}
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: Hej", "child: ")
	l.hit(fyne.KeyZ, ctrl|fyne.KeyModifierShift)
	l.hit(fyne.KeyY, ctrl)
	l.hit(fyne.KeyY, ctrl)
	l.want("interviewer: Hej du", "child: Ja")
}

func TestPastedLinesStayOneUtterance(t *testing.T) {
	l := show(t, said(t, "före "))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 5})
	clip := test.NewClipboard()
	clip.SetContent("ett\r\ntvå\x00 e\u0301 👨‍👩‍👧")
	l.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	l.want("interviewer: före ett\ntvå e\u0301 👨‍👩‍👧")
	l.write("!")
	l.want("interviewer: före ett\ntvå e\u0301 👨‍👩‍👧!")
}

func TestCommandsGoToTheRoomOnceAPress(t *testing.T) {
	l := show(t, said(t, "Hej"))
	l.hit(fyne.KeyF4, 0)
	l.hit(fyne.KeySpace, ctrl)
	l.hit(fyne.KeyF3, fyne.KeyModifierShift)
	l.hit(fyne.KeyEscape, 0)
	f := l.Window.Canvas().Focused()
	f.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyF4})
	for range 5 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF4}) // held: a toggle does not repeat
	}
	for range 3 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5}) // held: a jump does
	}
	want := []keys.Command{keys.PlayPause, keys.PlayPause, keys.BackFar, keys.Pause, keys.PlayPause, keys.Forward, keys.Forward, keys.Forward}
	if len(l.cmds) != len(want) {
		t.Fatalf("got %v", l.cmds)
	}
	for i := range want {
		if l.cmds[i] != want[i] {
			t.Fatalf("got %v, want %v", l.cmds, want)
		}
	}
	l.want("interviewer: Hej")
	l.hit(fyne.KeyJ, ctrl)
	if len(l.more) != 1 {
		t.Error("a shortcut that means nothing here was swallowed")
	}
}

func TestATimePlaysFromItByClickAndByKey(t *testing.T) {
	l := show(t, said(t, "Hej", "Hej då"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID})
	l.hit(fyne.KeyReturn, ctrl)
	test.TapCanvas(l.Window.Canvas(), fyne.NewPos(20, 28))
	if len(l.play) != 2 || l.play[0] != 4_000 || l.play[1] != 0 {
		t.Errorf("played from %v", l.play)
	}
}

// row finds the row whose utterance ends with words; its place is the
// editor's too.
func (l *list) row(words string) fyne.CanvasObject {
	l.T.Helper()
	var row fyne.CanvasObject
	l.Each(func(o fyne.CanvasObject) {
		if a, ok := o.(fyne.Accessible); ok && strings.HasPrefix(a.AccessibilityLabel(), "00:") && strings.HasSuffix(a.AccessibilityLabel(), words) {
			row = o
		}
	})
	if row == nil {
		l.T.Fatalf("no row ends with %q", words)
	}
	return row
}

// press puts the mouse down on the row of words at x, and lets it go.
func (l *list) press(words string, x float32, mods fyne.KeyModifier) {
	l.T.Helper()
	at := l.row(words).Position().AddXY(x, 20)
	m := l.Window.Canvas().Focused().(desktop.Mouseable)
	ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: mods}
	m.MouseDown(ev)
	m.MouseUp(ev)
}

func TestAClickInAnotherRowMovesTheCaretThere(t *testing.T) {
	l := show(t, said(t, "första", "andra raden"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID})
	l.press("Barn: andra raden", 700, 0)
	l.write("!")
	l.want("interviewer: första", "child: andra raden!")
	l.press("Intervjuare: första", 100, 0) // left of the words
	l.write("?")
	l.want("interviewer: ?första", "child: andra raden!")
}

func TestMarksStandWithTheirUtterance(t *testing.T) {
	l := show(t, said(t, "Är det så?", "", "Jaha"))
	l.u.SetMarks([]transcript.Mark{{Kind: "nickar", At: 4_500}, {Kind: "skratt", At: 5_000}})
	if words := l.Words(); !strings.Contains(words, "00:04 Barn:  [nickar] [skrattar]") {
		t.Errorf("shown:\n%s", words)
	}
}

func TestAltAndAnArrowMoveTheTimeWithinItsNeighbours(t *testing.T) {
	l := show(t, said(t, "a", "b", "c"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID})
	for range 3 {
		l.hit(fyne.KeyRight, fyne.KeyModifierAlt)
	}
	if got := l.doc.At(1).Start; got != 5_500 {
		t.Errorf("starts at %d", got)
	}
	for range 30 {
		l.hit(fyne.KeyLeft, fyne.KeyModifierAlt)
	}
	if got := l.doc.At(1).Start; got != 0 {
		t.Errorf("starts at %d", got)
	}
}

// long is an interview of n utterances of different lengths.
func long(t testing.TB, n int) *transcript.Document {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = strings.TrimSpace(strings.Repeat("det var en gång vi åkte ", i%7))
	}
	return said(t, lines...)
}

func TestOnlyRowsInViewExist(t *testing.T) {
	l := show(t, long(t, 2_500))
	rows := strings.Count(l.Words(), "Barn:") + strings.Count(l.Words(), "Intervjuare:")
	if rows < 5 || rows > 60 {
		t.Errorf("%d rows exist", rows)
	}
}

func TestSomebodyComesBackExactlyWhereTheyWere(t *testing.T) {
	doc := long(t, 400)
	l := show(t, doc)
	place := transcript.Place{ID: doc.At(251).ID, Pos: 3}
	l.u.GoTo(place)
	view := l.u.View()
	if view.Caret != place || view.Top == doc.At(0).ID {
		t.Fatalf("view is %+v", view)
	}
	again := show(t, doc)
	again.u.SetView(view)
	if got := again.u.View(); got.Caret != place || got.Top != view.Top || got.Delta-view.Delta > 1 || view.Delta-got.Delta > 1 {
		t.Errorf("came back to %+v, was at %+v", got, view)
	}
}

func TestNothingMovesWhileTyping(t *testing.T) {
	doc := long(t, 400)
	l := show(t, doc)
	l.u.GoTo(transcript.Place{ID: doc.At(201).ID, Pos: 0})
	l.Settle()
	top := l.u.View()
	for range 8 {
		l.write("å")
		l.Settle()
	}
	if now := l.u.View(); now.Top != top.Top || now.Delta != top.Delta {
		t.Errorf("the view moved from %+v to %+v", top, now)
	}
}

func TestTheCaretIsAlwaysInView(t *testing.T) {
	l := show(t, said(t, ""))
	for range 60 {
		l.write("rad")
		l.hit(fyne.KeyReturn, 0)
	}
	if v := l.u.View(); v.Top == l.doc.At(0).ID {
		t.Error("typing at the end did not scroll")
	}
	l.hit(fyne.KeyHome, ctrl)
	if v := l.u.View(); v.Top != l.doc.At(0).ID || v.Delta != 0 {
		t.Errorf("Ctrl+Home left the view at %+v", v)
	}
	l.hit(fyne.KeyPageDown, 0)
	if i := l.doc.Index(l.u.Active()); i < 5 {
		t.Errorf("a page down is %d rows", i)
	}
	l.hit(fyne.KeyPageUp, 0)
	if i := l.doc.Index(l.u.Active()); i > 2 {
		t.Errorf("a page up came to row %d", i)
	}
}

func TestTheCaretStaysInViewWhenTheRoomGetsSmaller(t *testing.T) {
	l := show(t, long(t, 100))
	l.u.GoToEnd()
	l.Settle()
	bottom := func() bool { return strings.Contains(l.Words(), "06:36") }
	if !bottom() {
		t.Fatal("the last utterance is not in view")
	}
	l.Size(1280, 300)
	if l.Settle(); !bottom() {
		t.Error("a smaller window hides the caret")
	}
	l.Size(500, 300)
	if l.Settle(); !bottom() {
		t.Error("a narrower window hides the caret")
	}
}

func TestTabLeavesTheText(t *testing.T) {
	l := show(t, said(t, "Hej"))
	if f, ok := l.Window.Canvas().Focused().(fyne.Tabbable); ok && f.AcceptsTab() {
		t.Error("the keyboard is caught in the text")
	}
}

func TestUtterancesLookRight(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		l := show(t, said(t, "Hur var det när du kom till familjehemmet första gången? Berätta om hur det såg ut där och vilka som var hemma.",
			"Jag vet inte. Det var mörkt.\nMen de hade en hund, så det var bra.", "", "Hon sade att jag fick komma.", "Mm."))
		l.Kit.Trace = nil
		l.Show(l.u)
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 1))
		l.doc.SetSpeaker(l.doc.At(3).ID, transcript.Interpreter)
		l.doc.SetSpeaker(l.doc.At(4).ID, transcript.Other)
		l.u.SetMarks([]transcript.Mark{{Kind: "nickar", At: 4_500}, {Kind: "skratt", At: 5_000}})
		l.u.SetPlayhead(5_000)
		l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID, Pos: 4})
		l.Shot("utterances-"+string(mode), 1)
	}
}

func TestWhatTheRoomWritesIsAStepOfItsOwn(t *testing.T) {
	l := show(t, said(t, "så åkte vi", "", "hem igen"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID, Pos: 3})
	l.write("ja ")
	l.u.InsertAtCaret("[00:12] ")
	l.want("interviewer: så ja [00:12] åkte vi", "child: ", "interviewer: hem igen")
	l.write("nu ")
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: så ja [00:12] åkte vi", "child: ", "interviewer: hem igen")
	l.hit(fyne.KeyZ, ctrl)
	l.want("interviewer: så ja åkte vi", "child: ", "interviewer: hem igen")
	if c := l.u.Caret(); c.Pos != 6 {
		t.Errorf("the caret is at %v", c)
	}
	l.u.SelectRange(transcript.Place{ID: l.doc.At(0).ID, Pos: 6}, transcript.Place{ID: l.doc.At(2).ID, Pos: 4})
	if from, to, ok := l.u.Selection(); !ok || from.Pos != 6 || to.Pos != 4 {
		t.Errorf("selected %v to %v, %v", from, to, ok)
	}
	l.u.ReplaceSelection("gick vi ")
	l.want("interviewer: så ja gick vi igen")
	if c := l.u.Caret(); c.Pos != 14 {
		t.Errorf("the caret is at %v", c)
	}
	if _, _, ok := l.u.Selection(); ok {
		t.Error("something is still selected")
	}
}

func TestAnAbbreviationIsWrittenOutAndUndoGivesItBack(t *testing.T) {
	l := show(t, said(t, ""))
	l.after = func(_ uint64, pos int, text string) (int, string, bool) {
		return 4, "[nickar] ", strings.HasSuffix(string([]rune(text)[:pos]), "ni  ")
	}
	l.u.GoToEnd()
	l.write("ja ni  så")
	l.want("interviewer: ja [nickar] så")
	for l.doc.CanUndo() && l.doc.At(0).Text != "ja ni  " {
		l.hit(fyne.KeyZ, ctrl)
	}
	l.want("interviewer: ja ni  ")
	if c := l.u.Caret(); c.Pos != 7 {
		t.Errorf("the caret is at %v", c)
	}
}
