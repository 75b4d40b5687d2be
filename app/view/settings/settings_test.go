package settings_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/settings"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

type stage struct {
	*viewtest.Stage
	prefs settings.Prefs
	told  int
	mics  []string
	err   error
	frame *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, p settings.Prefs, mics []string, err error) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), prefs: p, mics: mics, err: err}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	room := func() view.Room {
		return settings.New(settings.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window,
			Prefs:       func() settings.Prefs { return s.prefs },
			Changed:     func(p settings.Prefs) { s.prefs = p; s.told++ },
			Microphones: func(context.Context) ([]string, error) { return s.mics, s.err },
			Folder:      "/home/asa/.local/share/barnrost", Version: "0.1.0",
		})
	}
	var places []view.Place
	for _, id := range []string{"home", "interview", "desk", "unit", "settings"} {
		places = append(places, view.Place{ID: id, Open: room, Last: id == "settings"})
	}
	s.frame.Enter(places, "settings")
	s.Settle()
	return s
}

func TestEachSettingIsChangedByKeys(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, settings.Default(), []string{"Inbyggd", "USB"}, nil)
	s.Wait("the microphones", func() bool { return len(s.Must("settings.microphone").(*widget.Select).Options) == 3 })
	for _, id := range []string{"settings.language", "settings.mode", "settings.scale", "settings.microphone", "settings.rewind", "settings.lag", "settings.idle"} {
		s.Focus(id)
		s.Key(fyne.KeyRight)
	}
	want := settings.Prefs{Language: app.English, Mode: theme.Light, Scale: 125, Microphone: "Inbyggd", Rewind: 30, Lag: 30, Idle: 30}
	if s.prefs != want || s.told != 7 {
		t.Errorf("set %+v in %d steps", s.prefs, s.told)
	}
}

func TestTheFolderIsShown(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, settings.Default(), nil, nil)
	if !strings.Contains(s.Words(), "/home/asa/.local/share/barnrost") {
		t.Errorf("words %s", s.Words())
	}
}

func TestAMicrophoneThatIsAwayIsNotForgotten(t *testing.T) {
	p := settings.Default()
	p.Microphone = "USB"
	s := open(t, app.Swedish, theme.Light, p, nil, app.Fail(app.CodeNoMicrophone, nil))
	s.WaitTrace("problem no-microphone")
	if s.prefs.Microphone != "USB" || s.told != 0 {
		t.Errorf("the choice became %q", s.prefs.Microphone)
	}
	s.err, s.mics = nil, []string{"Inbyggd", "USB"}
	s.Press("settings.search")
	s.Wait("the microphones", func() bool { return s.Must("settings.microphone").(*widget.Select).SelectedIndex() == 2 })
	if s.told != 0 {
		t.Error("looking for microphones changed a setting")
	}
}

func TestUnreasonableSettingsAreMadeSound(t *testing.T) {
	bad := settings.Prefs{Language: "no", Mode: "pink", Scale: 3, Rewind: -1, Lag: 101, Idle: 0, Microphone: "USB"}
	want := settings.Default()
	want.Microphone = "USB"
	if got := bad.Sound(); got != want {
		t.Errorf("got %+v", got)
	}
	if p := (settings.Prefs{Language: app.English, Mode: theme.Dark, Scale: 200, Rewind: 7, Lag: 3, Idle: 5}); p.Sound() != p {
		t.Error("sound settings were changed")
	}
	if d := settings.Default(); !slices.Contains(settings.Rewinds, d.Rewind) || d.Sound() != d {
		t.Error("the first start's settings are not among those offered")
	}
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			s := open(t, lang, mode, settings.Default(), []string{"Inbyggd mikrofon"}, nil)
			s.Wait("the microphones", func() bool { return len(s.Must("settings.microphone").(*widget.Select).Options) == 2 })
			s.Shot("settings-"+string(lang)+"-"+string(mode), 1)
			s.Size(640, 400)
			s.Shot("settings-200-"+string(lang)+"-"+string(mode), 2)
			if strings.Contains(s.Words(), "‹") {
				t.Errorf("words are missing: %s", s.Words())
			}
		}
	}
}

func TestTheRoomIsWholeWithTextAtTwiceItsSize(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, settings.Default(), []string{"Inbyggd mikrofon"}, nil)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, 2))
	s.frame.Go("settings")
	s.Settle()
	s.Shot("settings-text-200", 1)
}
