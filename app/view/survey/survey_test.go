package survey_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/survey"
	"barnrost/app/view"
	child "barnrost/app/view/survey"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

const passphrase = "sju blöta vantar torkar på spisen"

// table is a Barnläge on a stage, and what came of it.
type table struct {
	*viewtest.Stage
	frame  *view.Frame
	room   *child.Room
	sealed []survey.Answers
	fails  error
	left   []bool
	locked int
	gone   []string // rooms that were opened
}

func open(t *testing.T, lang app.Language, mode theme.Mode, locked bool) *table {
	t.Helper()
	b := &table{Stage: viewtest.New(t, lang, mode)}
	form, err := survey.ParseForm([]byte(assets.Survey))
	if err != nil {
		t.Fatal(err)
	}
	b.frame = view.New(view.Deps{Window: b.Window, Bus: b.Bus, Kit: b.Kit, Now: time.Now, Held: func() string { return "" },
		Lock: func() { b.locked++ }, Check: func(context.Context, string) error { return nil }})
	d := child.Deps{Bus: b.Bus, Kit: b.Kit, Window: b.Window, Form: form,
		Seal: func(_ context.Context, a survey.Answers) error {
			if b.fails == nil {
				b.sealed = append(b.sealed, a)
			}
			return b.fails
		},
		Check: func(_ context.Context, typed string) error {
			if typed != passphrase {
				return app.Fail(app.CodeWrongPassphrase, nil)
			}
			return nil
		},
		Done: func(kept bool) { b.left = append(b.left, kept) },
	}
	if locked {
		d.Check = nil
	}
	b.frame.Enter([]view.Place{{ID: "home", Open: func() view.Room {
		b.gone = append(b.gone, "home")
		return child.New(d) // any room will do
	}}}, "home")
	b.gone = nil
	b.room = child.New(d)
	b.frame.Hand("survey", b.room)
	b.Settle()
	return b
}

func everyLanguage(t *testing.T, run func(t *testing.T, lang app.Language)) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		t.Run(string(lang), func(t *testing.T) { run(t, lang) })
	}
}

// TestAChildAnswersAndPutsItIntoTheEnvelope goes the whole way by keys alone.
func TestAChildAnswersAndPutsItIntoTheEnvelope(t *testing.T) {
	everyLanguage(t, func(t *testing.T, lang app.Language) {
		b := open(t, lang, theme.Light, false)
		b.Key(fyne.KeyReturn) // Börja
		b.Rune('1')
		if b.Focused() != "survey.faces" {
			t.Fatalf("the focus is on %q", b.Focused())
		}
		b.Type("survey.words", "Bullarna var goda")
		b.Press("survey.next")
		b.Key(fyne.KeyRight)
		b.Key(fyne.KeyReturn)  // chosen
		b.Key(fyne.KeyReturn)  // and on
		b.Press("survey.next") // skipped
		b.Press("survey.next")
		b.Type("survey.words", "Det var kul")
		b.Press("survey.next")
		b.Press("survey.seal")
		b.WaitTrace("survey sealed")
		want := survey.Answers{Faces: [3]survey.Face{survey.Glad, survey.Between}, Words: [5]string{"Bullarna var goda", "", "", "", "Det var kul"}}
		if !slices.Equal(b.sealed, []survey.Answers{want}) {
			t.Errorf("sealed %+v", b.sealed)
		}
		if strings.Contains(b.Words(), "Bullarna") {
			t.Error("the answers are shown still")
		}
		for _, word := range []string{"Bullarna", "glad", "kul"} {
			if strings.Contains(b.Trace(), word) {
				t.Errorf("the trace tells %q", word)
			}
		}
		b.Press("survey.over")
		b.Type("survey.gate.field", "fel")
		b.Press("survey.gate.leave")
		b.Wait("the refusal", func() bool { return strings.Contains(b.Words(), b.Text.T("error.wrong-passphrase.what")) })
		if len(b.left) != 0 {
			t.Fatal("a wrong passphrase leads out")
		}
		b.Type("survey.gate.field", passphrase)
		b.Key(fyne.KeyReturn)
		b.Wait("the adult", func() bool { return len(b.left) == 1 })
		if !b.left[0] {
			t.Error("it is not told that an envelope was kept")
		}
	})
}

// The chosen face and the words are there again after going back, and the
// button says whether a question is passed over.
func TestAChildCanGoBackAndChange(t *testing.T) {
	everyLanguage(t, func(t *testing.T, lang app.Language) {
		b := open(t, lang, theme.Light, false)
		b.Press("survey.begin")
		next := func() string { return b.Must("survey.next").(*widget.Button).Label }
		if next() != b.Text.T("survey.skip") {
			t.Errorf("before an answer the button says %q", next())
		}
		b.Rune('3')
		if next() != b.Text.T("survey.next") {
			t.Errorf("after an answer the button says %q", next())
		}
		b.Press("survey.next")
		b.Press("survey.back")
		if got := b.Must("survey.faces").(*widget.Faces).Chosen(); got != 2 {
			t.Errorf("face %d is chosen", got)
		}
		b.Rune('2')
		for range survey.Questions {
			b.Press("survey.next")
		}
		b.Press("survey.seal")
		b.WaitTrace("survey sealed")
		if len(b.sealed) != 1 || b.sealed[0].Faces != [3]survey.Face{survey.Between} {
			t.Errorf("sealed %+v", b.sealed)
		}
	})
}

func TestWhoAnswersNothingNeedsNoEnvelope(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	b.Press("survey.begin")
	for range survey.Questions {
		b.Press("survey.next")
	}
	if b.Control("survey.seal") != nil {
		t.Error("an empty envelope can be closed")
	}
	b.Press("survey.done")
	b.Press("survey.over")
	b.Type("survey.gate.field", passphrase)
	b.Key(fyne.KeyReturn)
	b.Wait("the adult", func() bool { return len(b.left) == 1 })
	if len(b.sealed) != 0 || b.left[0] {
		t.Errorf("sealed %v, left %v", b.sealed, b.left)
	}
}

// What could not be kept is still there, and can be tried again.
func TestAnEnvelopeThatCouldNotBeKeptLosesNothing(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	b.fails = app.Fail(app.CodeDiskFull, errors.New("Bullarna"))
	b.Press("survey.begin")
	b.Rune('1')
	for range survey.Questions {
		b.Press("survey.next")
	}
	b.Press("survey.seal")
	b.WaitTrace("survey problem")
	if !strings.Contains(b.Words(), b.Text.T("error.disk-full.what")) || strings.Contains(b.Words(), "Bullarna") {
		t.Errorf("the words are\n%s", b.Words())
	}
	b.fails = nil
	b.Press("survey.seal")
	b.WaitTrace("survey sealed")
	if len(b.sealed) != 1 || b.sealed[0].Faces[0] != survey.Glad {
		t.Errorf("sealed %+v", b.sealed)
	}
}

// TestNothingElseCanBeReached walks the focus round on every page and presses
// every shortcut of the rooms: the child stays where it is.
func TestNothingElseCanBeReached(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	pages := map[string]func(){
		"1 hello":    func() {},
		"2 question": func() { b.Press("survey.begin") },
		"3 words":    func() { b.Press("survey.next"); b.Press("survey.next"); b.Rune('1'); b.Press("survey.next") },
		"4 envelope": func() { b.Press("survey.next"); b.Press("survey.next") },
		"5 sealed":   func() { b.Press("survey.seal"); b.WaitTrace("survey sealed") },
		"6 gate":     func() { b.room.AskAdult(); b.Settle() },
	}
	var names []string
	for name := range pages {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		pages[name]()
		before := b.Words()
		stops := b.TabStops()
		if len(stops) == 0 {
			t.Errorf("%s: nothing to be reached", name)
		}
		for _, id := range stops {
			if !strings.HasPrefix(id, "survey.") {
				t.Errorf("%s: Tab leads to %q", name, id)
			}
		}
		for _, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key7, fyne.KeyL, fyne.KeyH, fyne.KeyN} {
			for _, mods := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierControl | fyne.KeyModifierShift} {
				b.Shortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods}, 0)
			}
		}
		for _, key := range []fyne.KeyName{fyne.KeyF1, fyne.KeyF9, fyne.KeyF11} {
			b.Key(key)
		}
		if b.locked > 0 || len(b.gone) > 0 || len(b.left) > 0 {
			t.Fatalf("%s: locked %d, went to %v, left %v", name, b.locked, b.gone, b.left)
		}
		if b.Words() != before {
			t.Errorf("%s: the page became\n%s", name, b.Words())
		}
	}
}

// Closing the window in the middle asks the adult, and says what is lost.
func TestLeavingInTheMiddleNeedsTheAdultAndThrowsTheAnswersAway(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	b.Press("survey.begin")
	b.Rune('1')
	b.room.AskAdult()
	b.Settle()
	if !strings.Contains(b.Words(), b.Text.T("survey.gate.lost")) {
		t.Error("it is not said that the answers are lost")
	}
	b.Key(fyne.KeyEscape)
	if got := b.Must("survey.faces").(*widget.Faces).Chosen(); got != 0 {
		t.Errorf("after going back face %d is chosen", got)
	}
	b.Press("survey.adult")
	b.Type("survey.gate.field", passphrase)
	b.Press("survey.gate.leave")
	b.Wait("the adult", func() bool { return len(b.left) == 1 })
	if b.left[0] || len(b.sealed) != 0 {
		t.Errorf("left %v, sealed %v", b.left, b.sealed)
	}
}

// With a locked vault behind, a sum is gate enough; another number is refused.
func TestWithALockedVaultTheGateIsASum(t *testing.T) {
	everyLanguage(t, func(t *testing.T, lang app.Language) {
		b := open(t, lang, theme.Light, true)
		b.Press("survey.adult")
		var sum int
		for _, line := range strings.Split(b.Words(), "\n") {
			if m := regexp.MustCompile(`(\d\d) plus (\d\d)`).FindStringSubmatch(line); m != nil {
				x, _ := strconv.Atoi(m[1])
				y, _ := strconv.Atoi(m[2])
				sum = x + y
			}
		}
		if sum == 0 {
			t.Fatalf("no sum is asked for:\n%s", b.Words())
		}
		b.Type("survey.gate.field", fmt.Sprint(sum+1))
		b.Key(fyne.KeyReturn)
		if len(b.left) != 0 || !strings.Contains(b.Words(), b.Text.T("survey.gate.wrong")) {
			t.Fatalf("a wrong sum: left %v", b.left)
		}
		b.Focus("survey.gate.field")
		for range 4 {
			b.Key(fyne.KeyBackspace)
		}
		b.Type("survey.gate.field", fmt.Sprint(sum))
		b.Key(fyne.KeyReturn)
		if len(b.left) != 1 {
			t.Error("the right sum leads nowhere")
		}
	})
}

// What a child writes stays off the clipboard, and what lies there off the page.
func TestTheClipboardIsClosed(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent("ur en transkribering")
	b.Press("survey.begin")
	b.Type("survey.words", "hemligt")
	field := b.Must("survey.words").(*widget.Entry)
	field.TypedShortcut(&fyne.ShortcutSelectAll{})
	field.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	field.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if field.Text() != "hemligt" || clip.Content() != "ur en transkribering" {
		t.Errorf("the field says %q, the clipboard %q", field.Text(), clip.Content())
	}
}

func TestNothingIsCutBehindAChildsBack(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, false)
	b.Press("survey.begin")
	field := b.Must("survey.words").(*widget.Entry)
	long := strings.Repeat("å", survey.MaxWords)
	field.Entry.SetText(long)
	if strings.Contains(b.Words(), b.Text.T("survey.full")) {
		t.Error("it says that a field that is just full is full")
	}
	field.Entry.SetText(long + "ä")
	b.Settle()
	if field.Text() != long || !strings.Contains(b.Words(), b.Text.T("survey.full")) {
		t.Errorf("%d letters, and nothing said", len([]rune(field.Text())))
	}
}

// Every page is painted at every size and mode; with BARNROST_SHOTS the pictures
// are kept.
func TestBarnlageIsPaintedAtEverySize(t *testing.T) {
	for name, c := range map[string]struct {
		lang app.Language
		mode theme.Mode
		w, h float32
		size float32
	}{
		"sv-light": {app.Swedish, theme.Light, 1280, 800, 1}, "en-dark": {app.English, theme.Dark, 1280, 800, 1},
		"sv-small": {app.Swedish, theme.Light, 560, 420, 1}, "sv-large": {app.Swedish, theme.Dark, 1280, 800, 2},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, c.lang, c.mode, false)
			fyne.CurrentApp().Settings().SetTheme(theme.New(c.mode, c.size))
			b.Size(c.w, c.h)
			b.Shot("survey-"+name+"-1", 1)
			b.Press("survey.begin")
			b.Rune('2')
			b.Shot("survey-"+name+"-2", 1)
			if side := b.Must("survey.faces").Size(); side.Width < 160 || side.Height < 160 {
				t.Errorf("the faces have %v", side)
			}
			for range survey.Questions {
				b.Press("survey.next")
			}
			b.Shot("survey-"+name+"-3", 1)
			b.Press("survey.seal")
			b.WaitTrace("survey sealed")
			b.Shot("survey-"+name+"-4", 1)
			b.Press("survey.over")
			b.Shot("survey-"+name+"-5", 1)
		})
	}
}
