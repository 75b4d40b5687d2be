package autotext_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/autotext"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

type stage struct {
	*viewtest.Stage
	list []app.Autotext
	err  error
	back int
}

func open(t *testing.T, lang app.Language, mode theme.Mode, scale float32, list ...app.Autotext) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), list: list}
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode, scale))
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	frame.Enter([]view.Place{{ID: "settings", Open: func() view.Room {
		return autotext.New(autotext.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window,
			List: func() ([]app.Autotext, error) { return slices.Clone(s.list), nil },
			Save: func(_ context.Context, list []app.Autotext) error {
				if s.err == nil {
					s.list = list
				}
				return s.err
			},
			BuiltIn: func(short string) string { return "[" + short + "]" },
			Back:    func() { s.back++ },
		})
	}}}, "settings")
	s.Settle()
	return s
}

// fill types into a field, over what stands there.
func (s *stage) fill(id, words string) {
	s.T.Helper()
	s.Focus(id)
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	s.Key(fyne.KeyBackspace)
	for _, r := range words {
		s.Rune(r)
	}
}

func (s *stage) shorts() string {
	var all []string
	for _, a := range s.list {
		all = append(all, a.Short+"="+a.Text)
	}
	return strings.Join(all, " ")
}

func TestAbbreviationsAreAddedChangedRemovedAndPutBackByKeys(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1, app.Autotext{Short: "zoo", Text: "djurparken"})
	if s.Focused() != "autotext.short" {
		t.Fatalf("the focus is at %q", s.Focused())
	}
	s.fill("autotext.short", "Åk")
	s.Key(fyne.KeyReturn)
	s.fill("autotext.text", "hunden Kex")
	s.Key(fyne.KeyReturn)
	s.WaitTrace("autotext kept 2")
	if s.shorts() != "zoo=djurparken åk=hunden Kex" || s.Focused() != "autotext.short" {
		t.Fatalf("kept %q, focus %q", s.shorts(), s.Focused())
	}
	s.ClearTrace()
	s.Focus("autotext.own.åk")
	s.Key(fyne.KeySpace)
	s.fill("autotext.text", "katten Bosse")
	s.Focus("autotext.save")
	s.Key(fyne.KeyReturn)
	s.WaitTrace("autotext kept 2")
	if s.shorts() != "zoo=djurparken åk=katten Bosse" {
		t.Fatalf("changed to %q", s.shorts())
	}
	s.Focus("autotext.own.zoo")
	s.Key(fyne.KeyReturn)
	s.Focus("autotext.remove")
	s.Key(fyne.KeyReturn)
	s.WaitTrace("autotext kept 1")
	s.ClearTrace()
	s.Focus("autotext.undo")
	s.Key(fyne.KeySpace)
	s.WaitTrace("autotext kept 2")
	if s.shorts() != "zoo=djurparken åk=katten Bosse" {
		t.Errorf("put back as %q", s.shorts())
	}
	s.Press("autotext.back")
	if s.back != 1 {
		t.Error("there is no way back")
	}
}

func TestWhatCannotBeAnAbbreviationIsToldAndStays(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1, app.Autotext{Short: "kex", Text: "kexet"})
	for _, c := range []struct {
		short, text string
		want        app.Code
	}{{"k9", "a", app.CodeShortForm}, {"kex", "a", app.CodeShortTaken}, {"oh", "a", app.CodeShortTaken}, {"bo", "", app.CodeAutotextEmpty}} {
		s.ClearTrace()
		s.fill("autotext.short", c.short)
		s.fill("autotext.text", c.text)
		s.Press("autotext.save")
		if !s.Traced("problem "+string(c.want)) || len(s.list) != 1 {
			t.Errorf("%q, %q: %s", c.short, c.text, s.Trace())
		}
	}
	s.fill("autotext.short", "ja")
	if !strings.Contains(s.Words(), "vanligt ord") {
		t.Error("that it is a word of every day is not told")
	}
	s.fill("autotext.short", "jag")
	s.fill("autotext.text", "j")
	s.err = app.Fail(app.CodeDiskFull, nil)
	s.Press("autotext.save")
	s.WaitTrace("problem disk-full")
	s.err = nil
	s.Press("autotext.save") // what was typed is still there
	s.WaitTrace("autotext kept 2")
}

func TestTheRoomLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
	}{{app.Swedish, theme.Light, 1}, {app.English, theme.Dark, 1}, {app.Swedish, theme.Light, 2}} {
		s := open(t, c.lang, c.mode, c.scale, app.Autotext{Short: "bsk", Text: "[byter samtalsämne]"}, app.Autotext{Short: "skk", Text: "socialkontoret"})
		s.fill("autotext.short", "ja")
		s.Shot("autotext-"+string(c.lang)+"-"+string(c.mode)+map[float32]string{1: "", 2: "-200"}[c.scale], 1)
	}
}
