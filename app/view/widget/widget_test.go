package widget_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

func TestButtonActsOnSpaceEnterAndClickAndKeepsTheFocus(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	n := 0
	b := s.Kit.Button("a.b", "Gör det", func() { n++ })
	s.Show(widget.Column(b))
	s.Focus("a.b")
	s.Key(fyne.KeySpace)
	s.Key(fyne.KeyReturn)
	s.Key(fyne.KeyEnter)
	b.Tapped(&fyne.PointEvent{})
	if n != 4 {
		t.Errorf("acted %d times, want 4", n)
	}
	if s.Focused() != "a.b" {
		t.Errorf("the focus went to %q", s.Focused())
	}
	if !s.Traced("focus a.b") || !s.Traced("tap a.b") {
		t.Errorf("trace: %s", s.Trace())
	}
	b.Disable()
	s.Key(fyne.KeyReturn)
	b.Tapped(nil)
	if n != 4 {
		t.Error("a disabled button acted")
	}
}

func TestAHeldKeyPressesOnce(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	n, m := 0, 0
	second := s.Kit.Button("second", "Två", func() { m++ })
	first := s.Kit.Button("first", "Ett", func() { n++; s.Focus("second") })
	s.Show(widget.Column(first, second))
	s.Focus("first")
	s.Hold(fyne.KeyReturn, 30)
	if n != 1 || m != 0 {
		t.Errorf("a held Enter pressed %d and then %d", n, m)
	}
	s.Hold(fyne.KeyReturn, 30)
	if m != 1 {
		t.Errorf("the next press acted %d times", m)
	}
}

func TestKeysAButtonHasNoUseForTravelOn(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	var keys []fyne.KeyName
	var runes []rune
	s.Kit.OnKey = func(ev *fyne.KeyEvent) { keys = append(keys, ev.Name) }
	s.Kit.OnRune = func(r rune) { runes = append(runes, r) }
	s.Show(widget.Column(s.Kit.Button("a", "A", nil), s.Kit.Check("c", "C", nil)))
	for _, id := range []string{"a", "c"} {
		s.Focus(id)
		s.Key(fyne.KeyF4)
		s.Rune('n')
		s.Rune(' ')
	}
	if !slices.Equal(keys, []fyne.KeyName{fyne.KeyF4, fyne.KeyF4}) || string(runes) != "nn" {
		t.Errorf("passed on %v %q", keys, string(runes))
	}
}

func TestCheckToggles(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	var got []bool
	c := s.Kit.Check("c", "Barnet vill vara med", func(on bool) { got = append(got, on) })
	s.Show(widget.Column(c))
	s.Focus("c")
	s.Key(fyne.KeySpace)
	s.Key(fyne.KeyReturn)
	c.Tapped(nil)
	c.SetChecked(false)
	if !slices.Equal(got, []bool{true, false, true}) {
		t.Errorf("told %v", got)
	}
	if !s.Traced("check c 1") || !s.Traced("check c 0") {
		t.Errorf("trace: %s", s.Trace())
	}
	if !strings.Contains(c.AccessibilityLabel(), "inte ikryssad") {
		t.Errorf("label %q does not tell the state", c.AccessibilityLabel())
	}
}

func TestChoiceMovesByArrowsAndByClick(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	var got []int
	c := s.Kit.Choice("p", []string{"Socialkontoret", "Hemmet", "Kafé"}, func(i int) { got = append(got, i) })
	s.Show(widget.Column(c))
	s.Focus("p")
	for _, k := range []fyne.KeyName{fyne.KeySpace, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd} {
		s.Key(k)
	}
	if !slices.Equal(got, []int{0, 1, 2, 1, 0, 2}) {
		t.Errorf("chose %v", got)
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, 3)})
	if c.Selected() != 0 {
		t.Errorf("a click chose %d", c.Selected())
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(890, 3)})
	if c.Selected() != 0 {
		t.Error("a click beside the options chose something")
	}
}

func TestChoiceBreaksIntoRowsWhereTheWidthEnds(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	c := s.Kit.Choice("p", []string{"Socialkontoret", "Familjehem", "Snabbmatsställe"}, nil)
	s.Show(widget.Column(c))
	wide := c.MinSize().Height
	s.Size(320, 400)
	s.Settle()
	if narrow := c.MinSize().Height; narrow <= wide {
		t.Errorf("height %v at 320, %v at 1280", narrow, wide)
	}
}

func TestSelectTellsOptionsWithTheSameWordsApart(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	got := -1
	sel := s.Kit.Select("m", []string{"USB", "USB", "Inbyggd"}, func(i int) { got = i })
	s.Show(widget.Column(sel))
	sel.SetIndex(0)
	if got != -1 {
		t.Error("SetIndex told somebody")
	}
	s.Focus("m")
	s.Key(fyne.KeyRight)
	if got != 1 {
		t.Errorf("chose %d, want 1", got)
	}
}

func TestEntrySubmitsAndTellsOnlyWhatIsTyped(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	e := s.Kit.Entry("n", "Namn")
	var typed []string
	submitted := false
	e.OnChange = func(v string) { typed = append(typed, v) }
	e.OnSubmit = func() { submitted = true }
	s.Show(widget.Column(e))
	e.SetText("Å")
	s.Type("n", "sa")
	s.Key(fyne.KeyReturn)
	if e.Text() != "Åsa" || !submitted || !slices.Equal(typed, []string{"Ås", "Åsa"}) {
		t.Errorf("text %q, submitted %v, told %v", e.Text(), submitted, typed)
	}
}

func TestAPasswordIsNotReadAloud(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	e := s.Kit.Password("p", "Lösenfras")
	s.Show(widget.Column(e))
	s.Type("p", "hemlig")
	if strings.Contains(e.AccessibilityLabel(), "hemlig") {
		t.Error("the passphrase is in the accessible label")
	}
}

func TestAProblemShowsThreeSentencesAndNeverTheCause(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	s.Show(widget.Column(s.Kit.Problem(errors.New("Kajsa sa att"))))
	if strings.Contains(s.Words(), "Kajsa") {
		t.Error("the cause's text is shown")
	}
	if !s.Traced("problem internal") {
		t.Errorf("trace: %s", s.Trace())
	}
}

func TestWrappedTextGetsTheHeightItNeeds(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	long := s.Kit.Body(strings.Repeat("Det här är en lång mening. ", 20))
	below := s.Kit.Button("b", "Under", nil)
	s.Show(widget.Column(long, s.Kit.Notice(widget.KindGood, strings.Repeat("Klart och sparat. ", 20)), below))
	s.Size(420, 900)
	s.Settle()
	if h := long.Size().Height; h < 200 {
		t.Errorf("the text got %v of height", h)
	}
	if below.Position().Y < long.Size().Height {
		t.Error("the button lies over the text")
	}
}

func TestEveryControlIsAccessibleAndPaintsInBothModes(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		s := viewtest.New(t, app.Swedish, mode)
		k := s.Kit
		busy := k.Busy("Läser in ljudet", func() {})
		busy.Set(3, 4)
		check := k.Check("check", "Barnet säger ja till inspelning", nil)
		check.SetChecked(true)
		choice := k.Choice("choice", []string{"finns", "behövs inte"}, nil)
		choice.SetSelected(0)
		off := k.Button("off", "Går inte än", nil)
		off.Disable()
		entry := k.Entry("entry", "Ditt namn")
		s.Show(widget.Pad(theme.Gap24, widget.Column(
			k.Big("Ett stort ord"), k.Title("En rubrik"), k.Body("Löpande text."), k.Muted("Stillsam text."),
			widget.Row(k.Primary("primary", "Spela in", nil), k.Button("plain", "Pausa", nil), k.Danger("danger", "Stoppa", nil), off, k.Quiet("quiet", "Tyst", nil)),
			check, k.Check("check2", "Barnet vill vara med", nil), choice, entry, k.Select("select", []string{"USB"}, nil), k.Multi("multi", "Skriv här", 3),
			k.Notice(widget.KindGood, "Det hörs fint."), k.Notice(widget.KindAttention, "Det är ganska tyst."), k.Notice(widget.KindDanger, "Spelar in"),
			busy, k.Problem(app.Fail(app.CodeDiskFull, nil)),
		)))
		s.Focus("plain")
		s.Shot("kit-"+string(mode), 1)
		if len(s.TabStops()) < 10 {
			t.Errorf("only %v can be reached by Tab", s.TabStops())
		}
	}
}
